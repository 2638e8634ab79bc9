"""Visits: when they are, what is planned, and how it went; the team plans and marks them here."""

from db.vocabulary import Role
from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.visits.visits_view import show_visits

actor = require_actor()
child_id = choose_child()
if child_id is not None:
    show_visits(child_id, for_staff=actor.role is not Role.FAMILY)
