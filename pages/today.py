"""Today: a family ticks off the day's exercises."""

from tracker.screen.children import choose_children
from tracker.screen.context import require_actor
from tracker.screen.today.day_view import show_day

require_actor()
children = choose_children()
for child_id in children:
    show_day(child_id, with_name=len(children) > 1)
