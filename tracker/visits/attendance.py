"""Attendance of visits and contact hours, each discipline by itself. Figures of two disciplines are never merged.

Attended counts as n; attended, no-show and cancelled by the family together are m. What the clinic cancelled and what
was moved stand beside, and a visit that is over without a mark is still to be marked: it counts in neither. Days to
come count nowhere, be it that a visit of theirs was cancelled already. Of nothing there is no value, never 0 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from db.queries import visits
from db.queries.base import AnyRow
from db.queries.visits import Sight
from db.types import AccessibleChildId
from db.vocabulary import Discipline, VisitOutcome
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.progress.spans import EpisodeSpan, episode_spans, span_on
from tracker.visits.sight import sight_of
from tracker.visits.weeks import VisitWeek, week_on, weeks_between

MINUTES_IN_HOUR = 60
LONG_AGO = date(1990, 1, 1)
# No two places on earth are further apart than this by their clocks.
A_DAY_AND_MORE = timedelta(hours=26)


@dataclass(frozen=True)
class VisitTally:
    """How many visits became what; `minutes` are those of the attended ones, `to_mark` are over and without a mark."""

    attended: int = 0
    no_show: int = 0
    cancelled_by_family: int = 0
    cancelled_by_clinic: int = 0
    moved: int = 0
    to_mark: int = 0
    minutes: int = 0

    def __add__(self, other: "VisitTally") -> "VisitTally":
        # Field by field: a page adds them up hundreds of times.
        return VisitTally(
            self.attended + other.attended,
            self.no_show + other.no_show,
            self.cancelled_by_family + other.cancelled_by_family,
            self.cancelled_by_clinic + other.cancelled_by_clinic,
            self.moved + other.moved,
            self.to_mark + other.to_mark,
            self.minutes + other.minutes,
        )

    @property
    def counted(self) -> int:
        """Give m, of which `attended` is n."""
        return self.attended + self.no_show + self.cancelled_by_family

    @property
    def share(self) -> float | None:
        """Give attended / counted; None where nothing is counted."""
        return self.attended / self.counted if self.counted else None

    @property
    def hours(self) -> float:
        """Give the contact hours."""
        return self.minutes / MINUTES_IN_HOUR


NONE = VisitTally()
Tallies = Mapping[Discipline, VisitTally]


@dataclass(frozen=True)
class AttendanceWeek:
    """The figures of one week by discipline; the disciplines are those of the whole."""

    week: VisitWeek
    by: Tallies


@dataclass(frozen=True)
class Attendance:
    """The figures of some weeks and of all of them together, by discipline; and of each series, of all that it had.

    There is a discipline for each that the reader knows to be prescribed. `is_kept` says that no counseling is among
    them: nobody who reads that learns whether there is any.
    """

    weeks: tuple[AttendanceWeek, ...]
    by: Tallies
    by_series: Mapping[int, VisitTally]

    @property
    def is_kept(self) -> bool:
        """Whether counseling visits are the counselor's to know, as far as this reader can tell."""
        return Discipline.COUNSELING not in self.by


def attendance_of(
    work: Work, child_id: int, *, first: date | None = None, last: date | None = None, screen: str = ""
) -> Attendance:
    """Give the attendance of the weeks that the days from `first` to `last` touch, as far as they have come.

    Without `first` it begins with the latest episode that has started, or with the first visit where there is none;
    without `last` it ends today. A visit's day is the one where the child lives. The look is logged if `screen` is
    given.
    """
    child = work.child(child_id, Action.SEE, screen=screen)
    series = visits.all_series(work.connection, child, sight_of(work, child))
    return attendance_among(work, child, series, first=first, last=last)


def attendance_among(
    work: Work,
    child: AccessibleChildId,
    series: Iterable[AnyRow],
    *,
    first: date | None = None,
    last: date | None = None,
    sight: Sight | None = None,
) -> Attendance:
    """Give the same of a child whose series, as the actor (or `sight`) may know of them, have been read."""
    today = work.today_of(child)
    spans = episode_spans(work, child)
    last = today if last is None else min(last, today)
    span = span_on(spans, last)
    known = sight or sight_of(work, child)
    rows = visits.facts(work.connection, child, known, *wide(LONG_AGO, today))
    days = [(work.day_of(child, row.starts_at), row) for row in rows]
    counted = [_Counted(day, row, tally_of(row, work.now)) for day, row in days if day <= today]
    begins = first or (counted[0].day if span is None and counted else None if span is None else span.start)
    weeks = [] if begins is None else list(weeks_between(spans, begins, last))
    prescribed = {Discipline(row.discipline) for row in series}
    return _summed([each for each in Discipline if each in prescribed], spans, weeks, counted)


def wide(first: date, last: date) -> tuple[datetime, datetime]:
    """Give moments between which the days from `first` to `last` lie on every clock on earth."""
    since = datetime.combine(first, time(), UTC) - A_DAY_AND_MORE
    return since, datetime.combine(last, time(), UTC) + 2 * A_DAY_AND_MORE


def tally_of(row: AnyRow, now: datetime) -> VisitTally:
    """Count one visit of a day that has come."""
    if row.outcome is None:
        over = row.starts_at + timedelta(minutes=row.minutes) <= now
        return VisitTally(to_mark=int(over))
    attended = row.outcome == VisitOutcome.ATTENDED
    return VisitTally(**{str(row.outcome): 1}, minutes=row.minutes if attended else 0)


class _Counted(NamedTuple):
    """One visit of a day that has come."""

    day: date
    row: AnyRow
    tally: VisitTally


def _summed(
    disciplines: Iterable[Discipline],
    spans: Sequence[EpisodeSpan],
    weeks: Iterable[VisitWeek],
    counted: Iterable[_Counted],
) -> Attendance:
    nothing = dict.fromkeys(disciplines, NONE)
    total, by_series = dict(nothing), dict[int, VisitTally]()
    by_week = {week: dict(nothing) for week in weeks}
    for day, row, tally in counted:
        by_series[row.series_id] = by_series.get(row.series_id, NONE) + tally
        of_week = by_week.get(week_on(spans, day))
        for sums in (total, of_week) if of_week is not None else ():
            sums[Discipline(row.discipline)] += tally
    return Attendance(tuple(AttendanceWeek(*each) for each in by_week.items()), total, by_series)
