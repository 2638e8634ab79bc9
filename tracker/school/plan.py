"""Use cases that plan attendance: from which day on it is that of a step of the ladder. The past stays as it was."""

from collections.abc import Sequence
from datetime import date

from db.queries import children, milestones, plans
from db.queries import school as rows
from db.queries.base import AnyRow, insert_row
from db.tables import SchoolPlan
from db.types import AccessibleChildId
from db.vocabulary import MilestoneArea, MilestoneEventKind
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.milestones.events import record_event
from tracker.milestones.targets import checked_agreed_with
from tracker.school.timetable import check_first, check_withdrawal
from tracker.text import checked_text


def plan_step(
    work: Work,
    child_id: int,
    milestone_id: int,
    *,
    first: date,
    agreed_with: str = "",
    reason: str = "",
    seen: int | None,
) -> int:
    """Plan attendance by a step of the ladder from a day on, and give the plan's id.

    `seen` is the latest planned step (`PlannedStep.id`) that the screen knew of, None where there was none. A child's
    very first one may lie up to a year back, any other begins today or later, and today only while nothing is entered
    for today. Several may be planned ahead, one after the other. Raises `InvalidInput`, `NotFound` for what is no step
    of the child's ladder, and `Conflict` for what was entered, planned or changed meanwhile.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    standing = _standing(work, child, seen)
    step = _step(work, child, milestone_id)
    _check_other_step(standing, step, first)
    return _plan(work, child, standing, step, first, agreed_with, reason)


def go_on(
    work: Work,
    child_id: int,
    next_id: int,
    *,
    reached_id: int,
    reached_on: date,
    first: date,
    agreed_with: str = "",
    reason: str = "",
    seen: int | None,
) -> int:
    """Record a step as reached and plan the next one from a day on, together; give the plan's id.

    Raises as `tracker.milestones.events.reach` and `plan_step` do; then nothing of either is done.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    standing = _standing(work, child, seen)
    _step(work, child, reached_id)
    step = _step(work, child, next_id)
    _check_other_step(standing, step, first)
    record_event(work, child, reached_id, MilestoneEventKind.REACHED, reached_on, "")
    return _plan(work, child, standing, step, first, agreed_with, reason)


def step_back(
    work: Work,
    child_id: int,
    to_id: int,
    *,
    first: date,
    agreed_with: str = "",
    reason: str = "",
    seen: int | None,
) -> int:
    """Plan a lower step from a day on, and record as of today that the step in force is set back; give the plan's id.

    What had been planned from that day on is taken back, also the step in force where it begins on that day. What was
    reached before stays reached in the record. Raises as `plan_step` does, `InvalidInput` where the step is not a lower
    one, and `Conflict` where no step is in force.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    today = work.today_of(child)
    standing = _standing(work, child, seen)
    step = _step(work, child, to_id)
    begun = [row for row in standing if row.starts_on <= today]
    if not begun:
        raise Conflict("no_step")
    if step.position >= begun[-1].position:
        raise InvalidInput("step", "lower")
    check_first(work, child, first, is_very_first=False)
    # A step that begins today may give way too: `check_first` has seen that nothing is entered for today.
    kept = [row for row in standing if row.starts_on < today or row.starts_on < first]
    for row in standing[len(kept) :]:
        _withdraw(work, child, row.id)
    record_event(work, child, begun[-1].milestone_id, MilestoneEventKind.SET_BACK, today, reason)
    if begun[-1] in kept:
        _check_other_step(kept, step, first)
    return _plan(work, child, kept, step, first, agreed_with, reason)


def withdraw_step(work: Work, child_id: int, plan_id: int) -> None:
    """Take back a planned step that has not begun, or that was entered wrongly just now (see `check_withdrawal`)."""
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    standing = rows.steps(work.connection, child)
    found = next((row for row in standing if row.id == plan_id), None)
    if found is None:
        raise NotFound
    check_withdrawal(work, child, found.starts_on, is_only=len(standing) == 1)
    _withdraw(work, child, plan_id)


def _standing(work: Work, child: AccessibleChildId, seen: int | None) -> list[AnyRow]:
    """Give the planned steps, which stay as they are until the transaction ends, if the latest is the one seen."""
    children.lock(work.connection, child)
    standing = rows.steps(work.connection, child)
    if (standing[-1].id if standing else None) != seen:
        raise Conflict("changed")
    return standing


def _step(work: Work, child: AccessibleChildId, milestone_id: int) -> AnyRow:
    row = milestones.milestone_of(work.connection, child, milestone_id)
    if row is None or row.area != MilestoneArea.SCHOOL:
        raise NotFound
    return row


def _check_other_step(standing: Sequence[AnyRow], step: AnyRow, first: date) -> None:
    """Refuse to plan a step before or after itself."""
    before = [row for row in standing if row.starts_on <= first][-1:]
    after = [row for row in standing if row.starts_on > first][:1]
    if any(row.milestone_id == step.id for row in (*before, *after)):
        raise Conflict("same_step")


def _plan(
    work: Work,
    child: AccessibleChildId,
    standing: Sequence[AnyRow],
    step: AnyRow,
    first: date,
    agreed_with: str,
    reason: str,
) -> int:
    check_first(work, child, first, is_very_first=not standing)
    if any(row.starts_on == first for row in standing):
        raise Conflict("step_planned")
    row = SchoolPlan(
        child_id=child,
        milestone_id=step.id,
        starts_on=first,
        agreed_with=checked_agreed_with(agreed_with),
        reason=checked_text("reason", reason),
        created_at=work.now,
        created_by_id=work.account_id,
    )
    plan_id = insert_row(work.connection, row)
    work.log(child, "plan_step", f"school_plan {plan_id}")
    return plan_id


def _withdraw(work: Work, child: AccessibleChildId, plan_id: int) -> None:
    rows.withdraw_step(work.connection, plan_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "withdraw_step", f"school_plan {plan_id}")
