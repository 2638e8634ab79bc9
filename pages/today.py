"""Today: a family ticks off the day's exercises."""

from db.vocabulary import Role
from tracker.screen.children import choose_children
from tracker.screen.context import require_actor
from tracker.screen.questions.way import show_way_to_questions
from tracker.screen.today.day_view import show_day

actor = require_actor()
children = choose_children()
for child_id in children:
    show_day(child_id, with_name=len(children) > 1)
    if actor.role is Role.FAMILY:
        show_way_to_questions(child_id)
