"""School: today's entry, the weeks, the ladder, what the school does otherwise, and the page to hand over."""

from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.school.school_view import show_school

require_actor()
child_id = choose_child()
if child_id is not None:
    show_school(child_id)
