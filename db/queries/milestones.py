"""Milestones, their targets, and what became of them."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, given_any, table_of
from db.tables import Account, Milestone, MilestoneEvent, MilestoneTarget, SchoolPlan
from db.types import AccessibleChildId
from db.vocabulary import MilestoneArea, MilestoneEventKind

account = table_of(Account)
milestone = table_of(Milestone)
target = table_of(MilestoneTarget)
event = table_of(MilestoneEvent)
school_plan = table_of(SchoolPlan)

_OF_CHILD = milestone.c.child_id == given("child_id", milestone.c.child_id)
_LIVE = milestone.c.withdrawn_at.is_(None)
_ANY_TARGET = target.alias("any_target")
_LATEST_TARGET = (
    sa.select(sa.func.max(_ANY_TARGET.c.id))
    .where(_ANY_TARGET.c.milestone_id == milestone.c.id)
    .correlate(milestone)
    .scalar_subquery()
)
_MILESTONES = (
    sa.select(
        milestone.c.id,
        milestone.c.area,
        milestone.c.position,
        milestone.c.name,
        milestone.c.periods,
        target.c.id.label("target_id"),
        target.c.target_on,
        target.c.agreed_with,
    )
    .select_from(milestone)
    .outerjoin(target, target.c.id == _LATEST_TARGET)
    .where(_OF_CHILD, _LIVE)
    .order_by(milestone.c.area, milestone.c.position, milestone.c.id)
)
_ONE = _MILESTONES.where(milestone.c.id == given("milestone_id", milestone.c.id))
_OF_AREA = _MILESTONES.where(milestone.c.area == given("area", milestone.c.area))
_EVENTS = (
    sa.select(
        event.c.id,
        event.c.milestone_id,
        event.c.kind,
        event.c.on_day,
        event.c.reason,
        event.c.recorded_at,
        account.c.name.label("writer"),
    )
    .outerjoin(account, account.c.id == event.c.recorded_by_id)
    .where(event.c.child_id == given("child_id", event.c.child_id), event.c.withdrawn_at.is_(None))
    .order_by(event.c.on_day, event.c.id)
)
_EVENT = sa.select(event).where(
    event.c.child_id == given("child_id", event.c.child_id), event.c.id == given("event_id", event.c.id)
)
_LIVE_EVENT = sa.select(event.c.id).where(
    event.c.child_id == given("child_id", event.c.child_id),
    event.c.milestone_id == given("milestone_id", event.c.milestone_id),
    event.c.kind == given("kind", event.c.kind),
    event.c.on_day == given("on_day", event.c.on_day),
    event.c.withdrawn_at.is_(None),
)
_USED = sa.select(
    sa.or_(
        sa.exists().where(
            event.c.child_id == given("child_id", event.c.child_id),
            event.c.milestone_id == given("milestone_id", event.c.milestone_id),
            event.c.withdrawn_at.is_(None),
        ),
        sa.exists().where(
            school_plan.c.child_id == given("child_id", school_plan.c.child_id),
            school_plan.c.milestone_id == given("milestone_id", school_plan.c.milestone_id),
            school_plan.c.withdrawn_at.is_(None),
        ),
    )
)


def milestones(
    connection: sa.Connection, child_id: AccessibleChildId, area: MilestoneArea | None = None
) -> list[AnyRow]:
    """Give a child's milestones with their latest targets, by area and position; `area` leaves out the others.

    The target's columns are None where none was set.
    """
    if area is None:
        return list(connection.execute(_MILESTONES, {"child_id": child_id}))
    return list(connection.execute(_OF_AREA, {"child_id": child_id, "area": area}))


def milestone_of(connection: sa.Connection, child_id: AccessibleChildId, milestone_id: int) -> AnyRow | None:
    """Give the same of one milestone; None if it is not this child's or is withdrawn."""
    return connection.execute(_ONE, {"child_id": child_id, "milestone_id": milestone_id}).first()


def events(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give the live events of a child's milestones with the names of who wrote them down, earliest first."""
    return list(connection.execute(_EVENTS, {"child_id": child_id}))


def event_of(connection: sa.Connection, child_id: AccessibleChildId, event_id: int) -> AnyRow | None:
    """Give one event, live or withdrawn, if it is this child's."""
    return connection.execute(_EVENT, {"child_id": child_id, "event_id": event_id}).first()


def live_event(
    connection: sa.Connection,
    child_id: AccessibleChildId,
    milestone_id: int,
    kind: MilestoneEventKind,
    on_day: date,
) -> int | None:
    """Give the id of the live event of a kind and day."""
    values = {"child_id": child_id, "milestone_id": milestone_id, "kind": kind, "on_day": on_day}
    found: int | None = connection.execute(_LIVE_EVENT, values).scalar()
    return found


def is_used(connection: sa.Connection, child_id: AccessibleChildId, milestone_id: int) -> bool:
    """Say whether anything became of a milestone, or school is or was planned by it."""
    return bool(connection.execute(_USED, {"child_id": child_id, "milestone_id": milestone_id}).scalar())


def withdraw_milestone(connection: sa.Connection, milestone_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a milestone; its targets stay."""
    change_rows(connection, sa.update(milestone).where(milestone.c.id == milestone_id).values(**values))


def withdraw_event(connection: sa.Connection, event_id: int, values: Mapping[str, object]) -> None:
    """Withdraw an event."""
    change_rows(connection, sa.update(event).where(event.c.id == event_id).values(**values))


_LATEST_KIND = (
    sa.select(event.c.kind)
    .where(event.c.milestone_id == milestone.c.id, event.c.withdrawn_at.is_(None))
    .order_by(event.c.on_day.desc(), event.c.id.desc())
    .limit(1)
    .correlate(milestone)
    .scalar_subquery()
)
_OPEN_TARGETS = (
    sa.select(milestone.c.child_id, milestone.c.name, target.c.target_on)
    .select_from(milestone)
    .join(target, target.c.id == _LATEST_TARGET)
    .where(
        milestone.c.child_id.in_(given_any("children", milestone.c.child_id)),
        _LIVE,
        target.c.target_on < sa.bindparam("before_day", type_=sa.Date()),
        sa.or_(_LATEST_KIND.is_(None), _LATEST_KIND != MilestoneEventKind.REACHED),
    )
    .order_by(target.c.target_on, milestone.c.id)
)


def open_targets(
    connection: sa.Connection, children: Sequence[AccessibleChildId], before_day: date
) -> list[AnyRow]:
    """Give (child, name, target_on) of what is not reached and was to be before a day, the longest ago first."""
    values = {"children": children, "before_day": before_day}
    return list(connection.execute(_OPEN_TARGETS, values))
