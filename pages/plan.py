"""Plan: what is prescribed, how it is done, and what changes when; a therapist prescribes here."""

from db.vocabulary import Role
from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.plan.plan_view import show_plan

actor = require_actor()
child_id = choose_child()
if child_id is not None:
    show_plan(child_id, for_staff=actor.role is not Role.FAMILY)
