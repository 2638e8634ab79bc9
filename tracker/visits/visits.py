"""Read a child's visits: everything that the page Visits shows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from db.queries import children, visits
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Discipline
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.visits.attendance import Attendance, attendance_among, wide
from tracker.visits.clinic_days import ClinicDays, clinic_days
from tracker.visits.door import may_keep
from tracker.visits.planning import DaysOff
from tracker.visits.shown import SeriesShown, VisitShown, shown_series, shown_visit
from tracker.visits.sight import sight_of

NEXT = 4
ONE_DAY = timedelta(days=1)


class Span(StrEnum):
    """How much of the calendar is shown."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Visits:
    """A child's visits on the days from `first` to `last`, those that come next, what is prescribed, and how it went.

    `today` is the clinic's, `off` its days off among those that are shown. `may_plan` are the disciplines of which the
    actor may plan visits; `is_counselor` says that the actor decides who may know of counseling.
    """

    child_id: int
    child_name: str
    today: date
    span: Span
    first: date
    last: date
    visits: tuple[VisitShown, ...]
    clinic: ClinicDays
    off: DaysOff
    to_come: tuple[VisitShown, ...]
    series: tuple[SeriesShown, ...]
    attendance: Attendance
    may_plan: tuple[Discipline, ...]
    is_counselor: bool

    def on(self, day: date) -> list[VisitShown]:
        """Give the visits of a day on the clinic's calendar."""
        return [visit for visit in self.visits if visit.day == day]

    def visit(self, visit_id: int) -> VisitShown | None:
        """Give one of the visits that are shown."""
        return next((each for each in (*self.visits, *self.to_come) if each.id == visit_id), None)

    def one_series(self, series_id: int) -> SeriesShown | None:
        """Give one of the series."""
        return next((each for each in self.series if each.id == series_id), None)


def visits_of(
    work: Work, child_id: int, *, around: date | None = None, span: Span = Span.WEEK, screen: str = "visits"
) -> Visits:
    """Give a child's visits in the calendar week or month of a day, today for None. Logs the look."""
    child = work.child(child_id, Action.SEE, screen=screen)
    clinic = clinic_days(work, child)
    first, last = days_of_span(span, around or clinic.today)
    sight = sight_of(work, child)
    rows = [
        row
        for row in visits.visits_within(work.connection, child, sight, *wide(first, last))
        if first <= clinic.day_of(row.starts_at) <= last
    ]
    to_come = visits.visits_from(work.connection, child, sight, work.now, work.now, NEXT)
    series = visits.all_series(work.connection, child, sight)
    attendance = attendance_among(work, child, series)
    return Visits(
        child_id=child,
        child_name=children.chosen_name(work.connection, child),
        today=clinic.today,
        span=span,
        first=first,
        last=last,
        visits=_shown(work, child, rows, clinic),
        clinic=clinic,
        off=clinic.off(first, last),
        to_come=_shown(work, child, to_come, clinic),
        series=tuple(_series(work, child, row, attendance, clinic.today) for row in series),
        attendance=attendance,
        may_plan=tuple(each for each in Discipline if may_keep(work, child, each)),
        is_counselor=work.may(child, Action.KEEP_COUNSELING),
    )


def days_of_span(span: Span, day: date) -> tuple[date, date]:
    """Give the first and the last day of the week from Monday, or of the month, in which a day lies."""
    if span is Span.WEEK:
        monday = day - day.weekday() * ONE_DAY
        return monday, monday + (DAYS_IN_WEEK - 1) * ONE_DAY
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _shown(
    work: Work, child: AccessibleChildId, rows: list[AnyRow], clinic: ClinicDays
) -> tuple[VisitShown, ...]:
    return tuple(
        shown_visit(
            work, child, row, clinic.zone, may_change=may_keep(work, child, Discipline(row.discipline))
        )
        for row in rows
    )


def _series(
    work: Work, child: AccessibleChildId, row: AnyRow, attendance: Attendance, today: date
) -> SeriesShown:
    discipline = Discipline(row.discipline)
    keeps = work.may(child, Action.KEEP_COUNSELING) and row.kept_by_id in {None, work.account_id}
    return shown_series(
        row,
        attendance.by_series,
        today,
        may_change=may_keep(work, child, discipline),
        may_show=discipline is Discipline.COUNSELING and keeps,
    )
