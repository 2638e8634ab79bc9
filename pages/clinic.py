"""Clinic: the settings, the closed days, and who changed what."""

from tracker.screen.clinic.clinic_form import show_clinic
from tracker.screen.context import require_actor

require_actor()
show_clinic()
