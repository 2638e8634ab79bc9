"""The arithmetic of adherence for one child and one treatment week. No database, no clock.

Days of a treatment week are seven bits, one a weekday (bit 0 is Monday): a treatment week holds each weekday
once, whatever day it starts on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tracker.plans.schedule import DAYS_IN_WEEK, EVERY_DAY, Schedule, first_day, prorated


@dataclass(frozen=True)
class Revision:
    """What the figures need of a prescription, already cut to its episode."""

    id: int
    first: date
    end: date | None
    schedule: Schedule


class Entries(NamedTuple):
    """`number` entries of one `credit`; `credit` None is *excused*.

    `on_marked` of them lie on days marked ill or away, `today` on the running day (unless that is marked).
    """

    credit: float | None
    number: int
    on_marked: int = 0
    today: int = 0


@dataclass(frozen=True)
class WeekDays:
    """One treatment week: which of its weekdays are paused, marked (and not paused), and over."""

    week: int
    first: date
    last: date
    paused: int
    marked: int
    over: int

    @property
    def is_over(self) -> bool:
        """Whether no day of the week is still open."""
        return self.over == EVERY_DAY

    def meets(self, revision: Revision) -> bool:
        """Whether a revision is in force on any day of the week."""
        return revision.first <= self.last and (revision.end is None or revision.end > self.first)

    def in_force(self, revision: Revision) -> int:
        """Give the weekdays on which a revision is in force."""
        first = max(0, (revision.first - self.first).days)
        end = DAYS_IN_WEEK if revision.end is None else min(DAYS_IN_WEEK, (revision.end - self.first).days)
        return span(self.first, first, end)


@dataclass(frozen=True)
class Tally:
    """Counts of occurrences. `settled` is D, `without_entry` U, `credit` the sum of c, `full` those with c = 1."""

    due: int = 0
    settled: int = 0
    excused: int = 0
    without_entry: int = 0
    credit: float = 0.0
    full: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.due + other.due,
            self.settled + other.settled,
            self.excused + other.excused,
            self.without_entry + other.without_entry,
            self.credit + other.credit,
            self.full + other.full,
        )

    @property
    def answered(self) -> int:
        """Give how many settled occurrences have an entry."""
        return self.settled - self.without_entry

    @property
    def strict(self) -> float | None:
        """Give strict adherence; None when nothing was due."""
        return self.credit / self.settled if self.settled else None

    @property
    def observed(self) -> float | None:
        """Give adherence over what was entered; None when nothing was."""
        return self.credit / self.answered if self.answered else None

    @property
    def coverage(self) -> float | None:
        """Give the part that was entered at all; None when nothing was due."""
        return self.answered / self.settled if self.settled else None

    @property
    def full_completion(self) -> float | None:
        """Give the part that was done in full; None when nothing was due."""
        return self.full / self.settled if self.settled else None


NOTHING = Tally()


def span(week_start: date, first: int, end: int) -> int:
    """Give the weekdays of the days `[first, end)` of a week that begins on `week_start`."""
    if end <= first:
        return 0
    days = ((1 << (end - first)) - 1) << first
    shift = week_start.weekday()
    return (days << shift | days >> (DAYS_IN_WEEK - shift)) & EVERY_DAY


def week_days(
    start: date,
    weeks: range,
    today: date,
    pauses: Sequence[tuple[date, date]],
    marks: Iterable[date],
) -> list[WeekDays]:
    """Lay pauses (both days included) and marked days over the treatment weeks of an episode."""
    marked_days = set(marks)
    result = []
    for week in weeks:
        first = first_day(start, week)
        paused = 0
        for from_day, to_day in pauses:
            paused |= span(
                first, max(0, (from_day - first).days), min(DAYS_IN_WEEK, (to_day - first).days + 1)
            )
        marked = 0
        for offset in range(DAYS_IN_WEEK if marked_days else 0):
            day = first + timedelta(days=offset)
            if day in marked_days:
                marked |= 1 << day.weekday()
        over = span(first, 0, min(DAYS_IN_WEEK, (today - first).days))
        last = first + timedelta(days=DAYS_IN_WEEK - 1)
        result.append(WeekDays(week, first, last, paused, marked & ~paused, over))
    return result


def tally(revision: Revision, days: WeekDays, entries: Sequence[Entries]) -> Tally:
    """Count one revision's occurrences in one treatment week."""
    in_force = days.in_force(revision)
    count = _tally_weekly if revision.schedule.is_weekly else _tally_daily
    return count(revision.schedule, days, in_force, entries)


def _tally_daily(schedule: Schedule, days: WeekDays, in_force: int, entries: Sequence[Entries]) -> Tally:
    assert schedule.weekdays is not None
    k = schedule.times_per_day
    scheduled = in_force & schedule.weekdays
    excused = ((scheduled & days.paused).bit_count() + (scheduled & days.marked).bit_count()) * k
    without_entry = (scheduled & days.over & ~days.paused & ~days.marked).bit_count() * k
    answered = full = 0
    total = 0.0
    for credit, number, on_marked, today in entries:
        # An entry on a marked day takes its occurrence out of what the mark excuses.
        excused -= on_marked
        without_entry -= number - on_marked - today
        if credit is None:
            excused += number
            continue
        answered += number
        total += credit * number
        full += number if credit == 1 else 0
    return Tally(
        due=scheduled.bit_count() * k - excused,
        settled=answered + without_entry,
        excused=excused,
        without_entry=without_entry,
        credit=total,
        full=full,
    )


def _tally_weekly(schedule: Schedule, days: WeekDays, in_force: int, entries: Sequence[Entries]) -> Tally:
    assert schedule.times_per_week is not None
    countable = (in_force & ~days.paused & ~days.marked).bit_count()
    countable += sum(entry.on_marked for entry in entries)
    occurrences = prorated(schedule.times_per_week, countable)
    excused = min(occurrences, sum(entry.number for entry in entries if entry.credit is None))
    due = occurrences - excused
    best = _best(entries, due)
    return Tally(
        due=due,
        settled=due if days.is_over else len(best),
        excused=excused,
        without_entry=due - len(best) if days.is_over else 0,
        credit=sum(best),
        full=best.count(1),
    )


def _best(entries: Sequence[Entries], due: int) -> list[float]:
    """Give the best credits, as many as were due: of more weekly entries than due, the rest are extra."""
    answered = [entry.credit for entry in entries for _ in range(entry.number) if entry.credit is not None]
    return sorted(answered, reverse=True)[:due]
