"""What the oracle reads and answers, in plain values only: no type of the product appears here."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Prescription:
    """One revision of a line, in force on `[valid_from, valid_to)`."""

    id: int
    line: int
    valid_from: date
    valid_to: date | None
    weekdays: frozenset[int] | None  # 0 = Monday; None for a weekly count
    times_per_day: int
    times_per_week: int | None
    total: float | None
    timed: bool
    withdrawn: bool = False
    entered_in_error: bool = False


@dataclass(frozen=True)
class Entry:
    """A completion as it reads now; `live` is false once it is withdrawn."""

    prescription: int
    performed_on: date
    slot: int
    state: str  # done | partly | not_done | excused
    amount: float | None
    live: bool = True


@dataclass(frozen=True)
class Pause:
    """Whole days, both ends included: unlike every other span here."""

    first: date
    last: date


@dataclass(frozen=True)
class Mark:
    """A day that the family called ill or away."""

    day: date
    mark: str  # ill | away


@dataclass(frozen=True)
class Case:
    """One episode with everything that its figures depend on, except today."""

    start: date
    end: date | None  # first day no longer in the episode
    prescriptions: tuple[Prescription, ...]
    entries: tuple[Entry, ...]
    pauses: tuple[Pause, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class View:
    """A case as of a date. Rules take it whole, so that a mutation may look at more than the rule does."""

    case: Case
    today: date


@dataclass(frozen=True)
class Week:
    """The figures of one treatment week; None stands for "nothing due"."""

    week: int
    first: date
    last: date
    due: int
    settled: int
    excused: int
    without_entry: int
    credit: float
    full: int
    strict: float | None
    observed: float | None
    coverage: float | None
    full_completion: float | None
