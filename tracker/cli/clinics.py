"""Which clinic a command means."""

from tracker.access import accounts
from tracker.access.actor import OPERATOR


def known_clinic(clinic: str) -> int | None:
    """Give the number of a clinic by its name or number, or of the only one; None if that says none."""
    known = accounts.clinics(OPERATOR)
    if not clinic and len(known) == 1:
        return known[0][0]
    return next((number for number, name in known if clinic in {name, str(number)}), None)


def names_of_clinics() -> str:
    """Give the names of all clinics, to choose from."""
    return ", ".join(name for _, name in accounts.clinics(OPERATOR))
