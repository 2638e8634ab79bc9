"""The use case that says by when a milestone is to be reached, and with whom that was agreed."""

from datetime import date

from db.queries import children
from db.queries import milestones as rows
from db.queries.base import insert_row
from db.tables import MilestoneTarget
from db.tables.base import NAME
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST
from tracker.text import checked_text


def set_target(
    work: Work,
    child_id: int,
    milestone_id: int,
    *,
    target_on: date | None,
    agreed_with: str = "",
    seen: int | None,
) -> int:
    """Set a milestone's target in place of the one `seen` (None: there was none), and give its id.

    Earlier targets stay on the record; the same target again is the one that stands. A day lies between today and a
    year ahead; None takes the day away. Raises `InvalidInput`, and `Conflict` when another target was set meanwhile.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    row = rows.milestone_of(work.connection, child, milestone_id)
    if row is None:
        raise NotFound
    if row.target_id is not None and (row.target_on, row.agreed_with) == (target_on, agreed_with.strip()):
        return int(row.target_id)
    if row.target_id != seen:
        raise Conflict("changed")
    if target_on != row.target_on:
        target_on, agreed_with = checked_target(work, child, target_on, agreed_with)
    target = MilestoneTarget(
        child_id=child,
        milestone_id=milestone_id,
        target_on=target_on,
        agreed_with=checked_agreed_with(agreed_with),
        set_at=work.now,
        set_by_id=work.account_id,
    )
    target_id = insert_row(work.connection, target)
    work.log(child, "set_target", f"milestone_target {target_id}")
    return target_id


def checked_target(
    work: Work, child: AccessibleChildId, target_on: date | None, agreed_with: str
) -> tuple[date | None, str]:
    """Give a new target as it is stored; raises `InvalidInput` for a day that is over or more than a year ahead."""
    today = work.today_of(child)
    if target_on is not None and not today <= target_on <= today + FURTHEST:
        raise InvalidInput("target", "range", low=today, high=today + FURTHEST)
    return target_on, checked_agreed_with(agreed_with)


def checked_agreed_with(text: str) -> str:
    """Give the text that says with whom something was agreed; raises `InvalidInput` for an over-long one."""
    return checked_text("agreed_with", text, limit=NAME)
