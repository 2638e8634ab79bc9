"""Visits of a day: a clinician says of each in one screen what became of it."""

from tracker.screen.context import require_actor
from tracker.screen.visits.visit_day_view import show_visit_day

require_actor()
show_visit_day()
