"""What of a dose can be timed: minutes, and repetitions that are held."""

from dataclasses import dataclass

from db.vocabulary import DoseKind
from tracker.plans.dose import Dose

SECONDS_IN_MINUTE = 60


@dataclass(frozen=True)
class Timing:
    """Either `seconds` at a stretch, or `sets` of `reps`, each held for `hold` seconds."""

    seconds: int = 0
    sets: int = 1
    reps: int = 0
    hold: int = 0


def timing_of(dose: Dose) -> Timing | None:
    """Give how a dose is timed; None for one that has nothing to time."""
    match dose.kind:
        case DoseKind.MINUTES | DoseKind.TEXTURE_MINUTES:
            return Timing(seconds=round((dose.total or 0) * SECONDS_IN_MINUTE))
        case DoseKind.SETS_REPS if dose.hold_seconds:
            return Timing(sets=dose.sets or 1, reps=dose.reps or 1, hold=dose.hold_seconds)
        case DoseKind.COUNT if dose.hold_seconds:
            return Timing(reps=max(1, round(dose.total or 0)), hold=dose.hold_seconds)
        case _:
            return None
