"""Short words for writing a case by hand. Days are numbers: day 1 is Monday 1 January 2024."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.case import Case, Entry, Mark, Pause, Prescription

MONDAY = date(2024, 1, 1)
EVERY = frozenset(range(7))

# due, settled, excused, without entry, credit, full, strict, observed, coverage, full completion
Row = tuple[int, int, int, int, float, int, float | None, float | None, float | None, float | None]
NOTHING: Row = (0, 0, 0, 0, 0, 0, None, None, None, None)
ALL_SEVEN: Row = (7, 7, 0, 0, 7, 7, 1, 1, 1, 1)


@dataclass(frozen=True)
class Worked:
    """A case, the day it is read on, and what it must answer: a row for each listed week."""

    case: Case
    today: date
    rows: tuple[Row, ...]


def on(day: int) -> date:
    return MONDAY + timedelta(days=day - 1)


def daily(
    p: int = 1,
    *,
    first: int = 1,
    until: int | None = None,
    k: int = 1,
    weekdays: frozenset[int] = EVERY,
    total: float | None = None,
    timed: bool = False,
    line: int = 1,
    withdrawn: bool = False,
    in_error: bool = False,
) -> Prescription:
    end = None if until is None else on(until)
    return Prescription(p, line, on(first), end, weekdays, k, None, total, timed, withdrawn, in_error)


def weekly(
    n: int, p: int = 1, *, first: int = 1, until: int | None = None, total: float | None = None, line: int = 1
) -> Prescription:
    end = None if until is None else on(until)
    return Prescription(p, line, on(first), end, None, 1, n, total, timed=False)


def says(
    state: str, *days: int, p: int = 1, slot: int = 1, amount: float | None = None, live: bool = True
) -> tuple[Entry, ...]:
    return tuple(Entry(p, on(day), slot, state, amount, live) for day in days)


def done(*days: int, p: int = 1, slot: int = 1) -> tuple[Entry, ...]:
    return says("done", *days, p=p, slot=slot)


def worked(
    items: tuple[Prescription, ...],
    entries: tuple[Entry, ...],
    *rows: Row,
    start: int = 1,
    until: int | None = 8,
    today: int = 8,
    pauses: tuple[tuple[int, int], ...] = (),
    ill: tuple[int, ...] = (),
) -> Worked:
    """Unless told: one whole week from Monday, read on the Monday after it."""
    end = None if until is None else on(until)
    breaks = tuple(Pause(on(first), on(last)) for first, last in pauses)
    marks = tuple(Mark(on(day), "ill") for day in ill)
    return Worked(Case(on(start), end, items, entries, breaks, marks), on(today), rows)
