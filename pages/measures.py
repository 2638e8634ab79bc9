"""Measures: scores that were entered, entering them, and for the clinic's staff pain's interval and watch dates."""

from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.measures.measures_view import show_measures

require_actor()
child_id = choose_child()
if child_id is not None:
    show_measures(child_id)
