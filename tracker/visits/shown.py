"""Visits and series as a screen shows them: plain values, on the clinic's clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import CancelReason, Discipline, Modality, SeriesVisibility, VisitOutcome
from tracker.access.work import Work
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.visits.attendance import NONE, VisitTally
from tracker.visits.planning import weekdays_of


@dataclass(frozen=True)
class VisitShown:
    """A visit. `starts_at` is on the clinic's clocks; `there` on the child's, None where both show the same.

    `mark_id` is the version of what is said of it. `is_over` once its time has passed; `has_come` once its day has, so
    that it can be said whether it was attended.
    """

    id: int
    child_id: int
    series_id: int
    discipline: Discipline
    visibility: SeriesVisibility
    starts_at: datetime
    there: datetime | None
    minutes: int
    modality: Modality
    outcome: VisitOutcome | None
    reason: CancelReason | None
    mark_id: int | None
    moved_from: datetime | None
    moved_to: datetime | None
    is_over: bool
    has_come: bool
    may_change: bool

    @property
    def day(self) -> date:
        """Give its day on the clinic's calendar."""
        return self.starts_at.date()

    @property
    def day_there(self) -> date:
        """Give its day where the child lives."""
        return (self.there or self.starts_at).date()

    @property
    def ends_at(self) -> datetime:
        """Give when it ends, on the clinic's clocks."""
        # By way of UTC: on one clock, an hour is added to what it shows, also where it is set forward or back.
        ends_at = self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)
        return ends_at.astimezone(self.starts_at.tzinfo)


@dataclass(frozen=True)
class SeriesShown:
    """What is prescribed of one discipline, and how it went so far. `keeper` is the counselor who keeps it.

    Without `weekdays` each visit is booked by itself. `ends_on` is the first day without it, where it was ended. It is
    over from that day on, or once its weeks are. `may_show` is for who decides what the child's own account sees of it.
    """

    id: int
    discipline: Discipline
    visibility: SeriesVisibility
    shown_to_child: bool
    keeper: str
    per_week: int
    weeks: int
    weekdays: frozenset[int]
    first_day: date
    begins_at: time
    minutes: int
    modality: Modality
    ends_on: date | None
    is_over: bool
    tally: VisitTally
    may_change: bool
    may_show: bool


def shown_visit(
    work: Work, child: AccessibleChildId, row: AnyRow, zone: ZoneInfo, *, may_change: bool
) -> VisitShown:
    """Give a visit as it is shown."""
    here, there = row.starts_at.astimezone(zone), work.clocks_of(child, row.starts_at)
    same = here.replace(tzinfo=None) == there.replace(tzinfo=None)
    return VisitShown(
        id=row.id,
        child_id=child,
        series_id=row.series_id,
        discipline=Discipline(row.discipline),
        visibility=SeriesVisibility(row.visibility),
        starts_at=here,
        there=None if same else there,
        minutes=row.minutes,
        modality=Modality(row.modality),
        outcome=None if row.outcome is None else VisitOutcome(row.outcome),
        reason=None if row.reason is None else CancelReason(row.reason),
        mark_id=row.mark_id,
        moved_from=_at(row.moved_from, zone),
        moved_to=_at(row.moved_to, zone),
        is_over=row.starts_at + timedelta(minutes=row.minutes) <= work.now,
        has_come=here.date() <= work.now.astimezone(zone).date(),
        may_change=may_change,
    )


def _at(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)


def shown_series(
    row: AnyRow, tallies: Mapping[int, VisitTally], today: date, *, may_change: bool, may_show: bool
) -> SeriesShown:
    """Give a series as it is shown on a day of the clinic's calendar."""
    is_ended = row.ends_on is not None and row.ends_on <= today
    return SeriesShown(
        id=row.id,
        discipline=Discipline(row.discipline),
        visibility=SeriesVisibility(row.visibility),
        shown_to_child=row.shown_to_child,
        keeper=row.keeper or "",
        per_week=row.per_week,
        weeks=row.weeks,
        weekdays=weekdays_of(row.rule),
        first_day=row.first_day,
        begins_at=row.begins_at,
        minutes=row.minutes,
        modality=Modality(row.modality),
        ends_on=row.ends_on,
        is_over=is_ended or row.first_day + timedelta(days=DAYS_IN_WEEK * row.weeks) <= today,
        tally=tallies.get(row.id, NONE),
        may_change=may_change,
        may_show=may_show,
    )
