"""Add a child: administrators enter who it is, clinicians also what the plan has to know."""

from tracker.screen.context import require_actor
from tracker.screen.people.new_child_form import show_new_child

actor = require_actor()
show_new_child(actor)
