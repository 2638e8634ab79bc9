"""Use cases that record what became of a milestone: reached, or back for now. Nothing that was reached goes away.

What was reached and set back is reached again by another event. One entered wrongly is withdrawn, and stays.
"""

from datetime import date

from db.queries import children, plans
from db.queries import milestones as rows
from db.queries.base import insert_row
from db.tables import MilestoneEvent
from db.types import AccessibleChildId
from db.vocabulary import MilestoneEventKind
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST
from tracker.text import checked_text


def reach(work: Work, child_id: int, milestone_id: int, *, day: date, reason: str = "") -> int:
    """Record that a milestone was reached on a day, today or up to a year ago, and give the event's id.

    The same of the same day is one event. Raises `InvalidInput` for a day or a reason out of its limits.
    """
    child = work.child(child_id, Action.RECORD)
    return record_event(work, child, milestone_id, MilestoneEventKind.REACHED, day, reason)


def set_back(work: Work, child_id: int, milestone_id: int, *, day: date, reason: str = "") -> int:
    """Record that a milestone was set back on a day, and give the event's id; limits and errors as of `reach`.

    For a step back on the ladder for school see `tracker.school.plan.step_back`.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    return record_event(work, child, milestone_id, MilestoneEventKind.SET_BACK, day, reason)


def withdraw_event(work: Work, child_id: int, event_id: int) -> None:
    """Take back an event that was entered wrongly; one that is gone already stays gone.

    Whoever may record takes back "reached"; the rest is for who plans milestones.
    """
    child = work.child(child_id, Action.RECORD)
    event = rows.event_of(work.connection, child, event_id)
    if event is None:
        raise NotFound
    if event.kind != MilestoneEventKind.REACHED:
        work.child(child_id, Action.PLAN_MILESTONES)
    if event.withdrawn_at is None:
        rows.withdraw_event(work.connection, event_id, plans.withdrawn(work.now, work.account_id))
        work.log(child, "withdraw_event", f"milestone_event {event_id}")


def record_event(
    work: Work,
    child: AccessibleChildId,
    milestone_id: int,
    kind: MilestoneEventKind,
    day: date,
    reason: str,
) -> int:
    """Record an event of a child whose record was opened for it, and give its id."""
    today = work.today_of(child)
    if day > today:
        raise InvalidInput("day", "future", day=day, today=today)
    if day < today - FURTHEST:
        raise InvalidInput("day", "before", earliest=today - FURTHEST)
    # Locked before the look, so that two people who say the same are one event.
    children.lock(work.connection, child)
    if rows.milestone_of(work.connection, child, milestone_id) is None:
        raise NotFound
    standing = rows.live_event(work.connection, child, milestone_id, kind, day)
    if standing is not None:
        return standing
    row = MilestoneEvent(
        child_id=child,
        milestone_id=milestone_id,
        kind=kind,
        on_day=day,
        reason=checked_text("reason", reason),
        recorded_at=work.now,
        recorded_by_id=work.account_id,
    )
    event_id = insert_row(work.connection, row)
    if kind is MilestoneEventKind.REACHED:
        work.log(child, "reach", f"milestone_event {event_id}")
    else:
        work.log(child, "set_back", f"milestone_event {event_id}")
    return event_id
