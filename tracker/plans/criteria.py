"""What function and school should look like before an episode ends. Clinicians find each met or open.

Nothing is computed from them and nobody is pronounced ready: the episode ends when somebody ends it.
"""

from dataclasses import dataclass
from datetime import date

from db.queries import episodes, plans
from db.queries.base import AnyRow, insert_row
from db.tables import CriterionFinding, DischargeCriterion
from db.types import AccessibleChildId
from db.vocabulary import CriterionKind
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound
from tracker.text import checked_text

LONGEST = 200


@dataclass(frozen=True)
class CriterionShown:
    """A criterion as it was found last; `found_on` is None where nobody has looked, and it is open."""

    id: int
    kind: CriterionKind
    text: str
    is_met: bool
    finding_id: int | None
    found_by: str
    found_on: date | None


def criteria_of(work: Work, child_id: int, episode_id: int) -> tuple[CriterionShown, ...]:
    """Give an episode's criteria, function before school."""
    child = work.child(child_id, Action.SEE)
    return tuple(_shown(work, child, row) for row in episodes.criteria(work.connection, child, episode_id))


def add_criterion(work: Work, child_id: int, episode_id: int, *, kind: CriterionKind, text: str) -> int:
    """Add a criterion in at most 200 characters, which the family reads, and give its id."""
    child = work.child(child_id, Action.PRESCRIBE)
    if all(row.id != episode_id for row in plans.episodes(work.connection, child)):
        raise NotFound
    row = DischargeCriterion(
        child_id=child,
        episode_id=episode_id,
        kind=kind,
        text=checked_text("criterion", text, required=True, limit=LONGEST),
        created_at=work.now,
        created_by_id=work.account_id,
    )
    criterion_id = insert_row(work.connection, row)
    work.log(child, "add_criterion", f"discharge_criterion {criterion_id}")
    return criterion_id


def find(work: Work, child_id: int, criterion_id: int, *, is_met: bool, seen: int | None) -> None:
    """Record that a criterion is met, or open again, in place of the finding `seen`.

    Raises `NotFound`, and `Conflict` when a colleague has found it otherwise meanwhile.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    row = episodes.criterion_of(work.connection, child, criterion_id)
    if row is None:
        raise NotFound
    if bool(row.is_met) == is_met:
        return
    if row.finding_id != seen:
        raise Conflict("changed")
    found = CriterionFinding(
        child_id=child,
        criterion_id=criterion_id,
        is_met=is_met,
        found_at=work.now,
        found_by_id=work.account_id,
    )
    insert_row(work.connection, found)
    work.log(child, "find", f"discharge_criterion {criterion_id}")


def withdraw_criterion(work: Work, child_id: int, criterion_id: int) -> None:
    """Take a criterion out of the episode; one that is gone already stays gone."""
    child = work.child(child_id, Action.PRESCRIBE)
    if episodes.criterion_of(work.connection, child, criterion_id) is not None:
        values = plans.withdrawn(work.now, work.account_id)
        episodes.withdraw_criterion(work.connection, criterion_id, values)
        work.log(child, "withdraw_criterion", f"discharge_criterion {criterion_id}")


def _shown(work: Work, child: AccessibleChildId, row: AnyRow) -> CriterionShown:
    return CriterionShown(
        row.id,
        CriterionKind(row.kind),
        row.text,
        bool(row.is_met),
        row.finding_id,
        row.finder or "",
        None if row.found_at is None else work.day_of(child, row.found_at),
    )
