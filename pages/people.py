"""People: the office's children, colleagues and families, or with ?child=7 one of the children."""

from tracker.screen.context import require_actor
from tracker.screen.people.child_office import show_child_of_clinic
from tracker.screen.people.people_view import asked_child, show_people

actor = require_actor()
asked = asked_child()
if asked is None:
    show_people(actor)
else:
    show_child_of_clinic(asked, actor)
