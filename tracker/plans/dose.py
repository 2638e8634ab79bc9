"""How much of an exercise is prescribed each time."""

from dataclasses import dataclass

from db.vocabulary import Better, DoseKind, TaskUnit
from tracker.errors import InvalidInput
from tracker.text import checked_text

WITHOUT_TOTAL = frozenset({DoseKind.TIMED_TASK, DoseKind.OPEN})
MOST = 10_000
LONGEST_TEXTURE = 80
MOST_SETS_OR_REPS = 100
LONGEST_HOLD = 600
AMOUNT_FACTOR = 5


@dataclass(frozen=True)
class Task:
    """What a timed task is measured in, and which result is the better one.

    Where `best_shown` is on the family sees the best result so far, until the therapist closes the ceiling: from then
    on it is enough to stay there.
    """

    unit: TaskUnit = TaskUnit.SECONDS
    better: Better = Better.LOWER
    best_shown: bool = False
    ceiling_closed: bool = False

    def __post_init__(self) -> None:
        """Refuse a count of which fewer would be better; raises `InvalidInput`."""
        if self.unit is TaskUnit.COUNT and self.better is Better.LOWER:
            raise InvalidInput("task_better", "count_is_more")


@dataclass(frozen=True)
class Dose:
    """A dose and its one countable `total` (repetitions, minutes, metres, count); a timed task has none.

    `texture` is what the skin is touched with for that many minutes. `task` is how a timed task is measured: in
    seconds, and the fewer the better, unless said otherwise. Of any other kind they are left out.
    """

    kind: DoseKind
    total: float | None = None
    sets: int | None = None
    reps: int | None = None
    hold_seconds: int | None = None
    texture: str = ""
    task: Task | None = None

    def __post_init__(self) -> None:
        """Refuse absurd doses; raises `InvalidInput`."""
        has_texture = self.kind is DoseKind.TEXTURE_MINUTES
        texture = checked_text("texture", self.texture, required=has_texture, limit=LONGEST_TEXTURE)
        object.__setattr__(self, "texture", texture if has_texture else "")
        is_task = self.kind is DoseKind.TIMED_TASK
        object.__setattr__(self, "task", (self.task or Task()) if is_task else None)
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
