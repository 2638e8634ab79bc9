"""People: the office's children, colleagues and families; or with ?child=7 or ?person=3 one of them."""

from tracker.screen.context import require_actor
from tracker.screen.people.address import CHILD, asked
from tracker.screen.people.child_office import show_child_of_clinic
from tracker.screen.people.people_view import show_people
from tracker.screen.people.person_office import show_person_of_clinic

actor = require_actor()
found = asked()
if found is None:
    show_people(actor)
elif found[0] == CHILD:
    show_child_of_clinic(found[1], actor)
else:
    show_person_of_clinic(found[1], actor)
