"""Move a visit: the old one is marked as moved and stays, and another stands in its place."""

from datetime import date, time

from db.queries import visits
from db.queries.plans import withdrawn
from db.vocabulary import Modality, VisitOutcome
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.visits.clinic_days import clinic_days
from tracker.visits.door import log_visits, open_visit
from tracker.visits.free import check_free
from tracker.visits.marking import check_seen, check_stands, insert_mark
from tracker.visits.planning import checked_minutes, moment_of
from tracker.visits.series import check_day, insert_visit


def move_visit(
    work: Work,
    child_id: int,
    visit_id: int,
    *,
    day: date,
    begins_at: time,
    seen: int | None,
    minutes: int | None = None,
    modality: Modality | None = None,
) -> int:
    """Move a visit to another time on the clinic's clocks and give the id of the one that stands in its place.

    It is as long and in the same manner unless told otherwise, and may be on a public holiday. `seen` is the mark that
    the visit bore, None if it was open. Raises `InvalidInput` for a day that is more than a year away, on which the
    clinic is closed or on which its series is over, and where nothing would change; `Conflict` where another mark
    stands there, where it was moved before, is planned no more, or its series has a visit at that time.
    """
    child, visit = open_visit(work, child_id, visit_id)
    check_stands(visit)
    check_seen(visit, seen)
    clinic = clinic_days(work, child)
    check_day(clinic, day, visit)
    starts_at = moment_of(day, begins_at, clinic.zone)
    minutes = visit.minutes if minutes is None else checked_minutes(minutes)
    modality = modality or Modality(visit.modality)
    if (starts_at, minutes, modality) == (visit.starts_at, visit.minutes, visit.modality):
        raise InvalidInput("visit_time", "same_time")
    if visit.mark_id is not None:
        visits.withdraw_record(work.connection, visit.mark_id, withdrawn(work.now, work.account_id))
    insert_mark(work, child, visit_id, VisitOutcome.MOVED, None)
    check_free(work, child, visit.series_id, starts_at)
    new_id = insert_visit(work, child, visit.series_id, starts_at, minutes, modality, moved_from_id=visit_id)
    log_visits(work, child, "move_visit", f"visit {new_id}", visit.visibility)
    return new_id
