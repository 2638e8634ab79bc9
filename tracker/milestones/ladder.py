"""Use cases that say which milestones a child has: the ladder for school, and steps in the rest of life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.queries import children, plans
from db.queries import milestones as rows
from db.queries.base import AnyRow, insert_row
from db.tables import Milestone, MilestoneTarget
from db.tables.milestones import MOST_PERIODS
from db.types import AccessibleChildId
from db.vocabulary import MilestoneArea
from tracker.access.accounts import checked_name
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.milestones.targets import checked_target
from tracker.screen.words import N_, _

APART = 10  # between the positions of two steps, so that others find room between them
LAST_POSITION = 200
MOST_STEPS = 15

VISIT, HALF, FULL = 0, -2, -1
USUAL: Sequence[tuple[str, int]] = (
    (N_("Visit the building"), VISIT),
    (N_("One period"), 1),
    (N_("Two periods"), 2),
    (N_("Half day"), HALF),
    (N_("Full day with breaks"), FULL),
    (N_("Full day"), FULL),
    (N_("Changed PE"), FULL),
    (N_("Full PE"), FULL),
    (N_("Practice with a team"), FULL),
    (N_("Competition"), FULL),
)


@dataclass(frozen=True)
class NewStep:
    """A step of the ladder for school before it is laid down: so many planned `periods` a day, and its target."""

    name: str
    periods: int
    target_on: date | None = None
    agreed_with: str = ""


def usual_ladder(full_day: int) -> tuple[NewStep, ...]:
    """Give the usual ladder for a school whose full day has so many periods, to be adapted before it is laid down."""
    periods = {HALF: (full_day + 1) // 2, FULL: full_day}
    return tuple(NewStep(_(name), min(periods.get(count, count), full_day)) for name, count in USUAL)


def lay_down_ladder(work: Work, child_id: int, steps: Sequence[NewStep]) -> tuple[int, ...]:
    """Lay down the ladder for school, lowest step first, and give the ids of its steps.

    Raises `InvalidInput` for a name, a number of periods or a target out of its limits, or for no steps or more than
    fifteen, and `Conflict` where there is a ladder already.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    if not 1 <= len(steps) <= MOST_STEPS:
        raise InvalidInput("ladder", "range", low=1, high=MOST_STEPS)
    if rows.milestones(work.connection, child, MilestoneArea.SCHOOL):
        raise Conflict("has_ladder")
    ids = []
    for number, step in enumerate(steps, start=1):
        new = _New(MilestoneArea.SCHOOL, number * APART, step.name, step.periods)
        ids.append(_insert(work, child, new, step.target_on, step.agreed_with))
    return tuple(ids)


def add_milestone(
    work: Work,
    child_id: int,
    *,
    area: MilestoneArea,
    name: str,
    periods: int | None = None,
    after: int | None = None,
    target_on: date | None = None,
    agreed_with: str = "",
) -> int:
    """Add a milestone and give its id; `after` is the one of its area below it, None for the last place.

    A step of school has its planned `periods` a day, others have none. Raises `InvalidInput`, `NotFound` for an `after`
    of another area, and `Conflict` where there is no room for one more.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    standing = rows.milestones(work.connection, child, area)
    positions = [row.position for row in standing]
    if after is None:
        # Only on the ladder is one put between two others.
        apart = APART if area is MilestoneArea.SCHOOL else 1
        position = max(positions, default=0) + apart
        position = position if position <= LAST_POSITION else max(positions) + 1
    else:
        below = next((row.position for row in standing if row.id == after), None)
        if below is None:
            raise NotFound
        above = min((place for place in positions if place > below), default=below + 2 * APART)
        position = (below + above) // 2
    if position in positions or position > LAST_POSITION:
        raise Conflict("ladder_full")
    return _insert(work, child, _New(area, position, name, periods), target_on, agreed_with)


def change_milestone(
    work: Work, child_id: int, milestone_id: int, *, name: str, periods: int | None = None
) -> int:
    """Give a milestone another name or other periods while nothing has become of it, and give its new id.

    The old one is withdrawn; place and latest target stay. Raises `InvalidInput`, and `Conflict` where it was reached
    or set back, or school is planned by it: what was planned by it stays as it was.
    """
    child, row = _unused(work, child_id, milestone_id)
    if (row.name, row.periods) == (name.strip(), periods):
        return milestone_id
    rows.withdraw_milestone(work.connection, milestone_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "withdraw_milestone", f"milestone {milestone_id}")
    new = _New(MilestoneArea(row.area), row.position, name, periods)
    return _insert(work, child, new, row.target_on, row.agreed_with or "", kept=row.target_id is not None)


def withdraw_milestone(work: Work, child_id: int, milestone_id: int) -> None:
    """Take a milestone away while nothing has become of it; raises `Conflict` as `change_milestone` does."""
    child, _row = _unused(work, child_id, milestone_id)
    rows.withdraw_milestone(work.connection, milestone_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "withdraw_milestone", f"milestone {milestone_id}")


@dataclass(frozen=True)
class _New:
    area: MilestoneArea
    position: int
    name: str
    periods: int | None


def _unused(work: Work, child_id: int, milestone_id: int) -> tuple[AccessibleChildId, AnyRow]:
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    row = rows.milestone_of(work.connection, child, milestone_id)
    if row is None:
        raise NotFound
    if rows.is_used(work.connection, child, milestone_id):
        raise Conflict("milestone_used")
    return child, row


def _insert(
    work: Work,
    child: AccessibleChildId,
    new: _New,
    target_on: date | None,
    agreed_with: str,
    *,
    kept: bool = False,
) -> int:
    """Insert a milestone with its target; a `kept` one is an older one's and may be over."""
    row = Milestone(
        child_id=child,
        area=new.area,
        position=new.position,
        name=checked_name(new.name, "milestone"),
        periods=_checked_periods(new),
        created_at=work.now,
        created_by_id=work.account_id,
    )
    milestone_id = insert_row(work.connection, row)
    work.log(child, "add_milestone", f"milestone {milestone_id}")
    if not kept:
        target_on, agreed_with = checked_target(work, child, target_on, agreed_with)
    if target_on is not None or agreed_with or kept:
        target = MilestoneTarget(
            child_id=child,
            milestone_id=milestone_id,
            target_on=target_on,
            agreed_with=agreed_with,
            set_at=work.now,
            set_by_id=work.account_id,
        )
        insert_row(work.connection, target)
    return milestone_id


def _checked_periods(new: _New) -> int | None:
    if new.area is not MilestoneArea.SCHOOL:
        if new.periods is not None:
            raise InvalidInput("periods", "only_school")
        return None
    if new.periods is None:
        raise InvalidInput("periods", "empty")
    if not 0 <= new.periods <= MOST_PERIODS:
        raise InvalidInput("periods", "range", low=0, high=MOST_PERIODS)
    return new.periods
