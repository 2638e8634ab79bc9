"""Say what became of a visit: attended, no-show or cancelled. A corrected mark is withdrawn and stays.

A mark carries what was seen, as a tap on Today does: of two people who say the same at once both are right, and who
says something else than what stands there meanwhile is told what stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from db.queries import visits
from db.queries.base import AnyRow, Refused, insert_row
from db.queries.plans import withdrawn
from db.tables import VisitRecord
from db.types import AccessibleChildId
from db.vocabulary import CancelReason, VisitOutcome
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.visits.clinic_days import clinic_days
from tracker.visits.door import log_visits, open_visit
from tracker.visits.free import check_free
from tracker.visits.outcomes import CANCELLED, TOOK_PLACE


@dataclass(frozen=True)
class Marked:
    """The mark that now stands; `is_new` unless it had been there before, whoever made it."""

    id: int
    is_new: bool


def mark_visit(
    work: Work,
    child_id: int,
    visit_id: int,
    outcome: VisitOutcome,
    *,
    seen: int | None,
    reason: CancelReason | None = None,
) -> Marked:
    """Record what became of a visit in place of the mark `seen` (None: it looked open); moving is `move_visit`.

    A cancelled visit has a reason, and no other has one. Attended and no-show can be said from the visit's day on, as
    the clinic's calendar has it; cancelled at any time. Raises `InvalidInput`, `NotFound` for a visit that is not
    shown, and `Conflict` where another mark than the one seen stands there, the visit was moved, or is planned no more.
    """
    child, visit = open_visit(work, child_id, visit_id)
    check_stands(visit)
    _check(work, child, visit, outcome, reason)
    if visit.mark_id is not None:
        if (visit.outcome, visit.reason) == (outcome, reason):
            return Marked(visit.mark_id, is_new=False)
        check_seen(visit, seen)
        if visit.outcome in CANCELLED and outcome in TOOK_PLACE:
            check_free(work, child, visit.series_id, visit.starts_at)
        visits.withdraw_record(work.connection, visit.mark_id, withdrawn(work.now, work.account_id))
    mark_id = insert_mark(work, child, visit_id, outcome, reason)
    log_visits(work, child, "mark_visit", f"visit_record {mark_id}", visit.visibility)
    return Marked(mark_id, is_new=True)


def unmark_visit(work: Work, child_id: int, visit_id: int, *, seen: int) -> None:
    """Take a mark back, so that the visit is open again; one that is gone already stays gone.

    Taking a move back withdraws the visit in its place as well. Raises `Conflict` where another mark than the one seen
    stands there, something is said of the visit in its place, or that one went with the end of its series.
    """
    child, visit = open_visit(work, child_id, visit_id)
    if visit.mark_id is None:
        return
    check_seen(visit, seen)
    values = withdrawn(work.now, work.account_id)
    if visit.outcome == VisitOutcome.MOVED:
        _withdraw_instead(work, child_id, visit, values)
    if visit.outcome not in TOOK_PLACE:
        check_free(work, child, visit.series_id, visit.starts_at)
    visits.withdraw_record(work.connection, visit.mark_id, values)
    log_visits(work, child, "unmark_visit", f"visit_record {visit.mark_id}", visit.visibility)


def insert_mark(
    work: Work, child: AccessibleChildId, visit_id: int, outcome: VisitOutcome, reason: CancelReason | None
) -> int:
    """Insert a mark and give its id; raises `Conflict` where one stands there."""
    row = VisitRecord(
        child_id=child,
        visit_id=visit_id,
        outcome=outcome,
        reason=reason,
        recorded_at=work.now,
        recorded_by_id=work.account_id,
    )
    try:
        return insert_row(work.connection, row)
    except Refused as error:
        raise Conflict("changed") from error


def check_stands(visit: AnyRow) -> None:
    """Refuse to say anything of a visit that is planned no more, or stands at another time; raises `Conflict`."""
    if visit.withdrawn_at is not None:
        raise Conflict("visit_gone")
    if visit.outcome == VisitOutcome.MOVED:
        raise Conflict("visit_moved")


def check_seen(visit: AnyRow, seen: int | None) -> None:
    """Refuse to take the place of a mark that was not seen; raises `Conflict`, which says what stands there."""
    if visit.mark_id is not None and visit.mark_id != seen:
        raise Conflict("visit_marked", stands=VisitOutcome(visit.outcome))


def _withdraw_instead(work: Work, child_id: int, visit: AnyRow, values: Mapping[str, object]) -> None:
    """Withdraw the visit that stands in the place of a moved one."""
    if visit.moved_to_id is None:
        # Its series was ended meanwhile, and took that visit along; the one that was moved must not stand again.
        raise Conflict("visit_gone")
    _, instead = open_visit(work, child_id, visit.moved_to_id)
    if instead.mark_id is not None:
        raise Conflict("moved_visit_marked")
    visits.withdraw_visits(work.connection, [visit.moved_to_id], values)


def _check(
    work: Work,
    child: AccessibleChildId,
    visit: AnyRow,
    outcome: VisitOutcome,
    reason: CancelReason | None,
) -> None:
    if outcome is VisitOutcome.MOVED:
        raise InvalidInput("outcome", "choose")
    if outcome in CANCELLED and reason is None:
        raise InvalidInput("cancel_reason", "choose")
    if outcome not in CANCELLED and reason is not None:
        raise InvalidInput("cancel_reason", "only_cancelled")
    clinic = clinic_days(work, child)
    day = clinic.day_of(visit.starts_at)
    if outcome in TOOK_PLACE and day > clinic.today:
        raise InvalidInput("outcome", "visit_to_come", day=day)
