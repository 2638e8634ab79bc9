"""Read all visits of one day over a clinician's caseload, to be marked in one screen."""

from dataclasses import dataclass
from datetime import date

from db.queries import visits_of_many
from db.types import AccessibleChildId
from db.vocabulary import Discipline
from tracker.access.work import Work
from tracker.visits.attendance import wide
from tracker.visits.clinic_days import days_of_clinic
from tracker.visits.door import may_keep
from tracker.visits.shown import VisitShown, shown_visit
from tracker.visits.sight import sight_of_caseload


@dataclass(frozen=True)
class VisitOfDay:
    """A visit, and the chosen name of the child."""

    name: str
    visit: VisitShown


@dataclass(frozen=True)
class VisitDay:
    """The visits of a day on the clinic's calendar, by time. `closed` and `holiday` name the day, where it is one."""

    day: date
    today: date
    rows: tuple[VisitOfDay, ...]
    closed: str | None
    holiday: str


def visit_day(work: Work, day: date | None = None) -> VisitDay:
    """Give the visits of a day of all children whom the actor follows, today for None.

    The look is logged as one row that names all of them, as a look at the caseload is.
    """
    names = work.caseload(screen="visit_day")
    clinic = days_of_clinic(work, work.actor.clinic_id)
    day = day or clinic.today
    off = clinic.off(day, day)
    rows = []
    if names:
        sight = sight_of_caseload(work)
        found = visits_of_many.visits_of_children(work.connection, list(names), sight, *wide(day, day))
        rows = [row for row in found if clinic.day_of(row.starts_at) == day]
    seen = {AccessibleChildId(row.child_id) for row in rows}
    work.todays(seen)
    work.read_links(seen)
    shown = []
    for row in rows:
        child, discipline = AccessibleChildId(row.child_id), Discipline(row.discipline)
        may_change = may_keep(work, child, discipline)
        visit = shown_visit(work, child, row, clinic.zone, may_change=may_change)
        shown.append(VisitOfDay(names[child], visit))
    return VisitDay(day, clinic.today, tuple(shown), off.closed.get(day), off.holidays.get(day, ""))
