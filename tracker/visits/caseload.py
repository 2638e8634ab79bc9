"""What a caseload says of visits: the next one of each child, and a no-show after which nothing was attended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.queries import visits_of_many
from db.types import AccessibleChildId
from db.vocabulary import Discipline, VisitOutcome
from tracker.access.work import Work
from tracker.progress.reasons import MISSED_WINDOW, VisitMissed
from tracker.visits.attendance import wide
from tracker.visits.sight import sight_of_caseload


@dataclass(frozen=True)
class NextVisit:
    """The next visit of a child, on the clinic's clocks; `today` is the clinic's."""

    discipline: Discipline
    starts_at: datetime
    today: date


def missed_visits(
    work: Work, todays: Mapping[AccessibleChildId, date]
) -> dict[AccessibleChildId, list[VisitMissed]]:
    """Give by child and discipline the no-show of the last 14 days after which no visit of it was attended.

    Today is the last of these days, where the child lives.
    """
    first = timedelta(days=MISSED_WINDOW - 1)
    since, _ = wide(min(todays.values()) - first, max(todays.values()))
    rows = visits_of_many.latest(work.connection, list(todays), sight_of_caseload(work), since)
    latest = {(row.child_id, row.discipline, row.outcome): row.starts_at for row in rows}
    found: dict[AccessibleChildId, list[VisitMissed]] = {}
    for child, today in todays.items():
        for discipline in Discipline:
            missed = latest.get((child, discipline, VisitOutcome.NO_SHOW))
            attended = latest.get((child, discipline, VisitOutcome.ATTENDED))
            if missed is None or (attended is not None and attended > missed):
                continue
            day = work.day_of(child, missed)
            if today - first <= day:
                found.setdefault(child, []).append(VisitMissed(discipline, day))
    return found


def next_visits(work: Work, children: Collection[AccessibleChildId]) -> dict[AccessibleChildId, NextVisit]:
    """Give by child its next visit that nothing is said of yet."""
    zone, today = ZoneInfo(work.actor.clinic_time_zone), work.today_of_clinic
    rows = visits_of_many.next_visits(work.connection, list(children), sight_of_caseload(work), work.now)
    return {
        AccessibleChildId(row.id): NextVisit(
            Discipline(row.discipline), row.starts_at.astimezone(zone), today
        )
        for row in rows
    }
