"""Questions: what a family asks its care team, who has read it, and what was answered."""

from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.questions.questions_view import show_questions

require_actor()
child_id = choose_child()
if child_id is not None:
    show_questions(child_id)
