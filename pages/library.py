"""Exercises: the clinic's library; or with ?exercise=5 one of them, ?edit=5 its form, ?new=1 an empty one."""

from tracker.screen.context import require_actor
from tracker.screen.library.address import EDIT, EXERCISE, asked
from tracker.screen.library.exercise_form import show_edit, show_new_exercise
from tracker.screen.library.exercise_view import show_exercise
from tracker.screen.library.library_view import show_library

require_actor()
found = asked()
if found is None:
    show_library()
elif found[0] == EXERCISE:
    show_exercise(found[1])
elif found[0] == EDIT:
    show_edit(found[1])
else:
    show_new_exercise()
