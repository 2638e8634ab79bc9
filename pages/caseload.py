"""Caseload: who of a clinician's children needs a look today, and why."""

from tracker.screen.caseload.caseload_view import show_caseload
from tracker.screen.context import require_actor

require_actor()
show_caseload()
