"""The visits that Today shows: those of its day, and on today itself those that come next."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from db.queries import visits
from db.vocabulary import VisitOutcome
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.visits.attendance import wide
from tracker.visits.shown import VisitShown, shown_visit
from tracker.visits.sight import sight_of

MOST = 40  # more than a few days of the fullest programme hold
TO_COME = 2


@dataclass(frozen=True)
class DayOfVisits:
    """The visits of a day where the child lives, and those that come next after it."""

    of_day: tuple[VisitShown, ...]
    to_come: tuple[VisitShown, ...]


def visits_on(work: Work, child_id: int, day: date) -> DayOfVisits:
    """Give the visits of a day, and the next two planned ones if the day is today. What was moved away is left out."""
    child = work.child(child_id, Action.SEE)
    rows = visits.visits_from(work.connection, child, sight_of(work, child), *wide(day, day), MOST)
    if not rows:
        return DayOfVisits((), ())
    days = [(work.day_of(child, row.starts_at), row) for row in rows if row.outcome != VisitOutcome.MOVED]
    of_day = [row for its_day, row in days if its_day == day]
    to_come = [row for its_day, row in days if its_day > day and row.outcome is None]
    if day != work.today_of(child):
        to_come = []
    zone = ZoneInfo(work.actor.clinic_time_zone)
    shown = [
        [shown_visit(work, child, row, zone, may_change=False) for row in found]
        for found in (of_day, to_come[:TO_COME])
    ]
    return DayOfVisits(tuple(shown[0]), tuple(shown[1]))
