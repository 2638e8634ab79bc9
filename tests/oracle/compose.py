"""Puts a case together from small choices, whoever makes them: Hypothesis, or a seeded generator.

What a case keeps to, as the product does: revisions of a line that are not withdrawn never overlap, one live
entry a (prescription, day, slot), one mark a day. Everything else may happen.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from tests.oracle.case import Case, Entry, Mark, Pause, Prescription

T = TypeVar("T")
_Span = tuple[date, date | None, str]  # from, until, and why it may not count

LONGEST = 42
_FIRST_START = date(2024, 2, 26)  # a leap day and New York's 23-hour day lie in the weeks after it
_STATES = ("done", "partly", "not_done", "excused", "done", "partly")
_TOTALS = (None, 10.0, 30.0, 7.5)
_AMOUNTS = (None, 2.5, 5.0, 10.0, 45.0, 0.1)


class Source(Protocol):
    """Makes the choices; the lowest number and the first option are the plainest, for shrinking."""

    def number(self, low: int, high: int) -> int: ...
    def pick(self, options: Sequence[T]) -> T: ...


def compose(source: Source, *, most_entries: int) -> tuple[Case, date]:
    start = _FIRST_START + timedelta(days=source.number(0, 13))
    length = source.number(1, LONGEST)
    ended = source.number(0, 1) == 1
    prescriptions = _plan(source, start)
    case = Case(
        start=start,
        end=start + timedelta(days=length) if ended else None,
        prescriptions=prescriptions,
        entries=_entries(source, start, prescriptions, most_entries),
        pauses=tuple(_pause(source, start) for _ in range(source.pick((0, 0, 1, 2, 3)))),
        marks=_marks(source, start),
    )
    return case, start + timedelta(days=source.number(-4, length + 8))


def _one_in(source: Source, n: int) -> bool:
    return source.number(1, n) == n


def _plan(source: Source, start: date) -> tuple[Prescription, ...]:
    found: list[Prescription] = []
    for line in range(1, source.number(1, 4) + 1):
        for span in _spans(source, start):
            found.append(_prescription(source, len(found) + 1, line, span))
    return tuple(found)


def _spans(source: Source, start: date) -> Iterator[_Span]:
    """The revisions of one line, in order; only a withdrawn one may lie over others."""
    day = start + timedelta(days=source.pick((0, 0, 0, 3, 7, 16, -5)))
    revisions = source.number(1, 4)
    for number in range(1, revisions + 1):
        until = day + timedelta(days=source.number(1, 18))
        if _one_in(source, 5):
            back = timedelta(days=source.number(0, 10))
            yield day - back, source.pick((until, None)), "withdrawn"
        open_ended = number == revisions and source.number(0, 1) == 0
        yield day, None if open_ended else until, "in_error" if _one_in(source, 8) else ""
        day = until + timedelta(days=source.pick((0, 0, 0, 1, 5)))


def _prescription(source: Source, number: int, line: int, span: _Span) -> Prescription:
    first, until, flag = span
    counted_weekly = _one_in(source, 2)
    return Prescription(
        id=number,
        line=line,
        valid_from=first,
        valid_to=until,
        weekdays=None if counted_weekly else _weekdays(source),
        times_per_day=1 if counted_weekly else source.number(1, 3),
        times_per_week=source.number(1, 7) if counted_weekly else None,
        total=source.pick(_TOTALS),
        timed=_one_in(source, 5),
        withdrawn=flag == "withdrawn",
        entered_in_error=flag == "in_error",
    )


def _weekdays(source: Source) -> frozenset[int]:
    """At least one; Monday, Wednesday, Friday and every day come up often."""
    plain = source.pick((frozenset(range(7)), frozenset({0, 2, 4}), None))
    if plain is not None:
        return plain
    return frozenset(source.number(0, 6) for _ in range(source.number(1, 4)))


def _entries(source: Source, start: date, plan: tuple[Prescription, ...], most: int) -> tuple[Entry, ...]:
    """A second live entry for a slot is kept as withdrawn, as when somebody takes one back."""
    taken: set[tuple[int, date, int]] = set()
    found = []
    for _ in range(source.number(0, most)):
        prescription = source.pick(plan)
        day = _day_for(source, start, prescription)
        slot = source.pick((1, 1, 1, *range(1, prescription.times_per_day + 2), 0))
        state = source.pick(_STATES)
        amount = source.pick(_AMOUNTS) if state == "partly" else None
        key = (prescription.id, day, slot)
        live = key not in taken and not _one_in(source, 10)
        if live:
            taken.add(key)
        found.append(Entry(prescription.id, day, slot, state, amount, live))
    return tuple(found)


def _day_for(source: Source, start: date, prescription: Prescription) -> date:
    """Mostly a day in force; a little outside it too, where entries are extra."""
    first = prescription.valid_from
    last = prescription.valid_to or start + timedelta(days=LONGEST)
    length = max((last - first).days, 1)
    return first + timedelta(days=source.number(0, length + 1) - source.pick((0, 0, 0, 0, 2)))


def _pause(source: Source, start: date) -> Pause:
    first = start + timedelta(days=source.number(-3, LONGEST))
    return Pause(first, first + timedelta(days=source.number(0, 9)))


def _marks(source: Source, start: date) -> tuple[Mark, ...]:
    days = {source.number(-1, LONGEST): source.pick(("ill", "away")) for _ in range(source.number(0, 12))}
    return tuple(Mark(start + timedelta(days=day), mark) for day, mark in days.items())
