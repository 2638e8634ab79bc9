"""Milestones: the targets of all areas, what was reached, and what is back for now."""

from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.milestones.milestones_view import show_milestones

require_actor()
child_id = choose_child()
if child_id is not None:
    show_milestones(child_id)
