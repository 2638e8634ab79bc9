"""How much of an exercise is prescribed each time."""

from dataclasses import dataclass

from db.vocabulary import DoseKind
from tracker.errors import InvalidInput

WITHOUT_TOTAL = frozenset({DoseKind.TIMED_TASK, DoseKind.OPEN})
MOST = 10_000
MOST_SETS_OR_REPS = 100
LONGEST_HOLD = 600
AMOUNT_FACTOR = 5


@dataclass(frozen=True)
class Dose:
    """A dose and its one countable `total` (repetitions, minutes, metres, count); a timed task has none."""

    kind: DoseKind
    total: float | None = None
    sets: int | None = None
    reps: int | None = None
    hold_seconds: int | None = None

    def __post_init__(self) -> None:
        """Refuse absurd doses; raises `InvalidInput`."""
        if self.hold_seconds is not None:
            _within("hold_seconds", self.hold_seconds, 1, LONGEST_HOLD)
        for field, value in (("sets", self.sets), ("reps", self.reps)):
            if (value is None) == (self.kind is DoseKind.SETS_REPS):
                raise InvalidInput("dose", "total")
            if value is not None:
                _within(field, value, 1, MOST_SETS_OR_REPS)
        if self.sets is not None and self.reps is not None and self.total != self.sets * self.reps:
            raise InvalidInput("dose", "total")
        if (self.total is None) != (self.kind in WITHOUT_TOTAL):
            raise InvalidInput("dose", "total")
        if self.total is not None and not 0 < self.total <= MOST:
            raise InvalidInput("dose", "range", low=0, high=MOST)

    @property
    def most_amount(self) -> float | None:
        """Give the largest amount that may be recorded as partly done; None where no amount can be."""
        return None if self.total is None else self.total * AMOUNT_FACTOR


def sets_of(sets: int, reps: int, hold_seconds: int | None = None) -> Dose:
    """Prescribe sets of repetitions, each held for some seconds if named."""
    return Dose(DoseKind.SETS_REPS, float(sets * reps), sets, reps, hold_seconds)


def _within(field: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InvalidInput(field, "range", low=low, high=high)
