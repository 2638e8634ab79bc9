"""Data: bring in a child's plan and entries from files, or take them out."""

from tracker.screen.context import require_actor
from tracker.screen.data.data_view import show_data

require_actor()
show_data()
