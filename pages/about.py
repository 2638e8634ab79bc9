"""About the treatment: what the clinic explains to the child and to its carers, which clinicians edit and approve."""

from db.vocabulary import Role
from tracker.screen.about.about_view import show_about_to_family
from tracker.screen.about.keeping_view import show_about_to_clinician
from tracker.screen.context import require_actor

actor = require_actor()
if actor.role is Role.FAMILY:
    show_about_to_family()
else:
    show_about_to_clinician()
