"""Drafts: what a plan will become, prepared where no family sees it, and given to the family in one step.

A draft counts nowhere. What comes of it is prescribed and revised by the ordinary use cases, with all their rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.queries import children, drafts, plans
from db.queries.base import AnyRow, Refused, insert_row
from db.tables import Draft
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.library.exercises import version_to_prescribe
from tracker.plans.changeable import Seen, last_of_line
from tracker.plans.prescriptions import prescribe, revise
from tracker.plans.terms import Terms, columns_of, terms_of
from tracker.text import checked_text


@dataclass(frozen=True)
class DraftShown:
    """A draft as whoever prescribes sees it; `line_id` is None for a new exercise, `version` is what was seen of it.

    `is_overtaken` where the exercise was changed since the draft was made or changed last: it is not given then.
    """

    id: int
    line_id: int | None
    exercise: str
    terms: Terms
    valid_from: date
    valid_to: date | None
    reason: str
    version: int
    changed_by: str
    changed_on: date
    is_overtaken: bool = False


@dataclass(frozen=True)
class Prepared:
    """What a draft says: its terms, its first day, the first day without it, and why."""

    terms: Terms
    valid_from: date
    valid_to: date | None = None
    reason: str = ""


def drafts_of(work: Work, child_id: int, episode_id: int) -> tuple[DraftShown, ...]:
    """Give an episode's drafts in the order in which they were made; none for whoever may not prescribe."""
    child = work.child(child_id, Action.SEE)
    if not work.may(child, Action.PRESCRIBE):
        return ()
    rows = drafts.drafts_of(work.connection, child, episode_id)
    return tuple(
        DraftShown(
            row.id,
            row.line_id,
            row.exercise,
            terms_of(row),
            row.valid_from,
            row.valid_to,
            row.reason,
            row.version,
            row.changed_by or "",
            work.day_of(child, row.changed_at),
            is_overtaken=_is_overtaken(work, child, row),
        )
        for row in rows
    )


def _is_overtaken(work: Work, child: AccessibleChildId, row: AnyRow) -> bool:
    if row.line_id is None:
        return False
    try:
        last_of_line(work, child, row.revises_id, Seen(row.revises_to), lock=False)
    except Conflict:
        return True
    return False


def draft_exercise(
    work: Work, child_id: int, episode_id: int, *, exercise_version_id: int, prepared: Prepared
) -> int:
    """Prepare a new exercise of the library and give the draft's id; raises as `prescribe` does for the exercise."""
    child = work.child(child_id, Action.PRESCRIBE)
    _check_episode(work, child, episode_id)
    version_to_prescribe(work, work.clinic_of(child), exercise_version_id)
    row = Draft(
        child_id=child,
        episode_id=episode_id,
        exercise_version_id=exercise_version_id,
        **_values(work, prepared),
    )
    return _insert(work, child, row)


def draft_revision(work: Work, child_id: int, prescription_id: int, *, prepared: Prepared) -> int:
    """Prepare a change of an exercise and give the draft's id; `Conflict` where one is being prepared already."""
    child = work.child(child_id, Action.PRESCRIBE)
    old = last_of_line(work, child, prescription_id, None, lock=False)
    row = Draft(
        child_id=child,
        episode_id=old.episode_id,
        line_id=old.line_id,
        **_base(old),
        **_values(work, prepared),
    )
    return _insert(work, child, row)


def change_draft(work: Work, child_id: int, draft_id: int, *, prepared: Prepared, seen: int) -> None:
    """Change a draft that looked as `seen`, on top of what stands of its exercise now.

    Raises `Conflict` when a colleague changed or took the draft meanwhile, or took the exercise back.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    row = _draft(work, child, draft_id)
    values = _values(work, prepared)
    if row.line_id is not None:
        revisions = plans.revisions_of_line(work.connection, child, row.line_id)
        if not revisions:
            raise Conflict("plan_changed")
        values |= _base(revisions[-1])
    if not drafts.change_draft(work.connection, draft_id, seen, values):
        raise Conflict("draft_changed")
    work.log(child, "change_draft", f"draft {draft_id}")


def start_drafts(
    work: Work, child_id: int, episode_id: int, day: date, *, seen: Sequence[tuple[int, int]]
) -> None:
    """Let drafts of an episode, seen as (id, version), begin on one day.

    Raises `Conflict` when one of them was changed or is gone, and `InvalidInput` for a day on which one would be over.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    for row in _as_seen(work, child, episode_id, seen):
        if row.valid_to is not None and row.valid_to <= day:
            raise InvalidInput("valid_from", "draft_over", exercise=row.exercise)
        values = {"valid_from": day, **_changed(work)}
        if not drafts.change_draft(work.connection, row.id, row.version, values):
            raise Conflict("draft_changed")
        work.log(child, "change_draft", f"draft {row.id}")


def discard_draft(work: Work, child_id: int, draft_id: int, *, seen: int) -> None:
    """Throw away a draft that looked as `seen`; raises `Conflict` when a colleague changed or took it meanwhile."""
    child = work.child(child_id, Action.PRESCRIBE)
    if not drafts.delete_draft(work.connection, child, draft_id, seen):
        raise Conflict("draft_changed")
    work.log(child, "discard_draft", f"draft {draft_id}")


def give_drafts(work: Work, child_id: int, episode_id: int, *, seen: Sequence[tuple[int, int]]) -> list[int]:
    """Prescribe what drafts say, all of them or none, and give the prescriptions' ids in the same order.

    `seen` are (id, version) of the drafts as they were shown. Raises `Conflict` when one of them was changed or is
    gone, or its exercise was changed since it was prepared, and whatever `prescribe` and `revise` raise.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    children.lock(work.connection, child)
    return [_give(work, child, row) for row in _as_seen(work, child, episode_id, seen)]


def _as_seen(
    work: Work, child: AccessibleChildId, episode_id: int, seen: Sequence[tuple[int, int]]
) -> list[AnyRow]:
    rows = {row.id: row for row in drafts.drafts_of(work.connection, child, episode_id)}
    if any(number not in rows or rows[number].version != version for number, version in seen):
        raise Conflict("draft_changed")
    return [rows[number] for number, _ in seen]


def _give(work: Work, child: AccessibleChildId, row: AnyRow) -> int:
    if not drafts.delete_draft(work.connection, child, row.id, row.version):
        raise Conflict("draft_changed")
    if row.line_id is None:
        return prescribe(
            work,
            child,
            row.episode_id,
            exercise_version_id=row.exercise_version_id,
            terms=terms_of(row),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=row.reason,
        )
    return revise(
        work,
        child,
        row.revises_id,
        terms=terms_of(row),
        valid_from=row.valid_from,
        reason=row.reason,
        seen=Seen(row.revises_to),
    )


def _base(last: AnyRow) -> dict[str, Any]:
    """Give the columns that name what a draft revises, and how that stands."""
    return {"revises_id": last.id, "revises_to": last.valid_to}


def _values(work: Work, prepared: Prepared) -> dict[str, Any]:
    if prepared.valid_to is not None and prepared.valid_to <= prepared.valid_from:
        raise InvalidInput("end", "after_start")
    return {
        **columns_of(prepared.terms),
        "valid_from": prepared.valid_from,
        "valid_to": prepared.valid_to,
        "reason": checked_text("reason", prepared.reason),
        **_changed(work),
    }


def _changed(work: Work) -> dict[str, Any]:
    return {"changed_at": work.now, "changed_by_id": work.account_id}


def _insert(work: Work, child: AccessibleChildId, row: Draft) -> int:
    try:
        draft_id = insert_row(work.connection, row)
    except Refused as error:
        raise Conflict("drafted") from error
    work.log(child, "draft", f"draft {draft_id}")
    return draft_id


def _draft(work: Work, child: AccessibleChildId, draft_id: int) -> AnyRow:
    row = drafts.draft_of(work.connection, child, draft_id)
    if row is None:
        raise Conflict("draft_changed")
    return row


def _check_episode(work: Work, child: AccessibleChildId, episode_id: int) -> None:
    if all(row.id != episode_id for row in plans.episodes(work.connection, child)):
        raise NotFound
