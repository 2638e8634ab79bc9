"""School: timetables, closures, planned steps, each day's entry, accommodations, and the page for the school."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import (
    Accommodation,
    Account,
    Child,
    Clinic,
    ClosedDay,
    Milestone,
    Relationship,
    SchoolClosure,
    SchoolDay,
    SchoolPage,
    SchoolPageTick,
    SchoolPlan,
    SchoolTimetable,
)
from db.types import AccessibleChildId
from db.vocabulary import Level, RelationshipKind

accommodation = table_of(Accommodation)
account = table_of(Account)
child = table_of(Child)
clinic = table_of(Clinic)
closed_day = table_of(ClosedDay)
closure = table_of(SchoolClosure)
entry = table_of(SchoolDay)
milestone = table_of(Milestone)
page = table_of(SchoolPage)
plan = table_of(SchoolPlan)
relationship = table_of(Relationship)
tick = table_of(SchoolPageTick)
timetable = table_of(SchoolTimetable)

_TIMETABLES = (
    sa.select(timetable.c.id, timetable.c.valid_from, timetable.c.weekdays, timetable.c.periods)
    .where(
        timetable.c.child_id == given("child_id", timetable.c.child_id), timetable.c.withdrawn_at.is_(None)
    )
    .order_by(timetable.c.valid_from)
)
_CLOSURES = (
    sa.select(closure.c.id, closure.c.first_day, closure.c.last_day, closure.c.periods, closure.c.name)
    .where(
        closure.c.child_id == given("child_id", closure.c.child_id),
        closure.c.last_day >= given("from_day", closure.c.last_day),
        closure.c.first_day <= given("to_day", closure.c.first_day),
        closure.c.withdrawn_at.is_(None),
    )
    .order_by(closure.c.first_day, closure.c.id)
)
_CLOSURE = sa.select(closure).where(
    closure.c.child_id == given("child_id", closure.c.child_id),
    closure.c.id == given("closure_id", closure.c.id),
    closure.c.withdrawn_at.is_(None),
)
# A step's own row is read withdrawn or not: what was planned by it stays as it was.
_STEPS = (
    sa.select(
        plan.c.id,
        plan.c.starts_on,
        plan.c.milestone_id,
        milestone.c.name,
        milestone.c.periods,
        milestone.c.position,
        plan.c.agreed_with,
        plan.c.reason,
    )
    .join(milestone, milestone.c.id == plan.c.milestone_id)
    .where(plan.c.child_id == given("child_id", plan.c.child_id), plan.c.withdrawn_at.is_(None))
    .order_by(plan.c.starts_on)
)
_OFF = (
    sa.select(clinic.c.region, closed_day.c.day, closed_day.c.name)
    .select_from(child)
    .join(clinic, clinic.c.id == child.c.clinic_id)
    .outerjoin(
        closed_day,
        sa.and_(
            closed_day.c.clinic_id == clinic.c.id,
            closed_day.c.withdrawn_at.is_(None),
            closed_day.c.day >= given("from_day", closed_day.c.day),
            closed_day.c.day <= given("to_day", closed_day.c.day),
        ),
    )
    .where(child.c.id == given("child_id", child.c.id))
)
_ENTRIES = (
    sa.select(
        entry.c.id,
        entry.c.day,
        entry.c.periods,
        entry.c.all_planned,
        entry.c.reason,
        entry.c.reporter,
        entry.c.recorded_at,
    )
    .where(
        entry.c.child_id == given("child_id", entry.c.child_id),
        entry.c.day >= given("from_day", entry.c.day),
        entry.c.day <= given("to_day", entry.c.day),
        entry.c.withdrawn_at.is_(None),
    )
    .order_by(entry.c.day)
)
_ENTRY = sa.select(entry).where(
    entry.c.child_id == given("child_id", entry.c.child_id), entry.c.id == given("entry_id", entry.c.id)
)
_WITHDRAW_ENTRY = sa.update(entry).where(
    entry.c.id == given("entry_id", entry.c.id), entry.c.withdrawn_at.is_(None)
)
_ACCOMMODATIONS = (
    sa.select(
        accommodation.c.id,
        accommodation.c.text,
        accommodation.c.agreed_with,
        accommodation.c.starts_on,
        accommodation.c.review_on,
        accommodation.c.faded_on,
    )
    .where(
        accommodation.c.child_id == given("child_id", accommodation.c.child_id),
        accommodation.c.withdrawn_at.is_(None),
    )
    .order_by(accommodation.c.starts_on, accommodation.c.id)
)
_LATEST_PAGE = (
    sa.select(page, account.c.name.label("writer"))
    .outerjoin(account, account.c.id == page.c.written_by_id)
    .where(page.c.child_id == given("child_id", page.c.child_id))
    .order_by(page.c.id.desc())
    .limit(1)
)
_IS_GUARDIAN = (
    sa.exists()
    .where(
        relationship.c.child_id == tick.c.child_id,
        relationship.c.account_id == tick.c.ticked_by_id,
        relationship.c.kind == RelationshipKind.GUARDIAN,
        relationship.c.level != Level.SEE,
        relationship.c.starts_on >= given("guardians_since", relationship.c.starts_on),
        relationship.c.starts_on <= given("today", relationship.c.starts_on),
        sa.or_(
            relationship.c.ends_on.is_(None),
            relationship.c.ends_on > given("today", relationship.c.starts_on),
        ),
        relationship.c.revoked_at.is_(None),
    )
    .correlate(tick)
)
_IS_CHILD = (
    sa.exists()
    .where(
        relationship.c.child_id == tick.c.child_id,
        relationship.c.account_id == tick.c.ticked_by_id,
        relationship.c.kind == RelationshipKind.CHILD,
    )
    .correlate(tick)
)
_LATER = tick.alias("later")
_TICKS = (
    sa.select(
        tick.c.id,
        tick.c.line,
        tick.c.side,
        tick.c.agrees,
        tick.c.ticked_at,
        tick.c.ticked_by_id,
        account.c.name.label("ticker"),
        _IS_GUARDIAN.label("by_guardian"),
        _IS_CHILD.label("by_child"),
    )
    .join(account, account.c.id == tick.c.ticked_by_id)
    .where(
        tick.c.child_id == given("child_id", tick.c.child_id),
        tick.c.page_id == given("page_id", tick.c.page_id),
        ~sa.exists()
        .where(
            _LATER.c.page_id == tick.c.page_id,
            _LATER.c.line == tick.c.line,
            _LATER.c.side == tick.c.side,
            _LATER.c.ticked_by_id == tick.c.ticked_by_id,
            _LATER.c.id > tick.c.id,
        )
        .correlate(tick),
    )
    .order_by(tick.c.id)
)
_BIRTH_MONTH_AND_TYPE = sa.select(child.c.birth_month, child.c.amps_type).where(
    child.c.id == given("child_id", child.c.id)
)


def timetables(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give (id, valid_from, weekdays, periods) of a child's timetables, the earliest first."""
    return list(connection.execute(_TIMETABLES, {"child_id": child_id}))


def closures(
    connection: sa.Connection, child_id: AccessibleChildId, from_day: date, to_day: date
) -> list[AnyRow]:
    """Give (id, first_day, last_day, periods, name) of what is closed, or half, on any of some days, both included."""
    values = {"child_id": child_id, "from_day": from_day, "to_day": to_day}
    return list(connection.execute(_CLOSURES, values))


def closure_of(connection: sa.Connection, child_id: AccessibleChildId, closure_id: int) -> AnyRow | None:
    """Give one live closure, if it is this child's."""
    return connection.execute(_CLOSURE, {"child_id": child_id, "closure_id": closure_id}).first()


def steps(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give the planned steps in order, with name, periods and position of each on the ladder."""
    return list(connection.execute(_STEPS, {"child_id": child_id}))


def region_and_closed_days(
    connection: sa.Connection, child_id: AccessibleChildId, from_day: date, to_day: date
) -> tuple[str, dict[date, str]]:
    """Give the region of the child's clinic, and its closed days among some days, both included, with their names."""
    found = list(connection.execute(_OFF, {"child_id": child_id, "from_day": from_day, "to_day": to_day}))
    return found[0].region, {row.day: row.name for row in found if row.day is not None}


def entries(
    connection: sa.Connection, child_id: AccessibleChildId, from_day: date, to_day: date
) -> list[AnyRow]:
    """Give the live entries of some days, both included, in order."""
    values = {"child_id": child_id, "from_day": from_day, "to_day": to_day}
    return list(connection.execute(_ENTRIES, values))


def entry_of(connection: sa.Connection, child_id: AccessibleChildId, entry_id: int) -> AnyRow | None:
    """Give one entry, live or withdrawn, if it is this child's."""
    return connection.execute(_ENTRY, {"child_id": child_id, "entry_id": entry_id}).first()


def withdraw_entry(connection: sa.Connection, entry_id: int, values: Mapping[str, object]) -> None:
    """Withdraw an entry."""
    connection.execute(_WITHDRAW_ENTRY, {"entry_id": entry_id, **values})


def withdraw_timetable(connection: sa.Connection, timetable_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a timetable."""
    change_rows(connection, sa.update(timetable).where(timetable.c.id == timetable_id).values(**values))


def withdraw_closure(connection: sa.Connection, closure_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a closure."""
    change_rows(connection, sa.update(closure).where(closure.c.id == closure_id).values(**values))


def withdraw_step(connection: sa.Connection, plan_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a planned step; the step itself stays on the ladder."""
    change_rows(connection, sa.update(plan).where(plan.c.id == plan_id).values(**values))


def accommodations(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give (id, text, agreed_with, starts_on, review_on, faded_on), those agreed first ahead."""
    return list(connection.execute(_ACCOMMODATIONS, {"child_id": child_id}))


def change_accommodation(
    connection: sa.Connection, accommodation_id: int, values: Mapping[str, object]
) -> None:
    """Change when an accommodation is looked at again or was faded, or withdraw it."""
    change_rows(
        connection,
        sa.update(accommodation).where(accommodation.c.id == accommodation_id).values(**values),
    )


def latest_page(connection: sa.Connection, child_id: AccessibleChildId) -> AnyRow | None:
    """Give the page for the school as it stands, with its writer's name; None where nobody has written one."""
    return connection.execute(_LATEST_PAGE, {"child_id": child_id}).first()


def ticks(
    connection: sa.Connection, child_id: AccessibleChildId, page_id: int, guardians_since: date, today: date
) -> list[AnyRow]:
    """Give each person's latest tick of each line and side of a page, in order.

    Each says whether who ticked is a guardian who may agree on this day, by a link that began on `guardians_since` or
    later, and whether it is or was the child itself.
    """
    values = {"child_id": child_id, "page_id": page_id, "guardians_since": guardians_since, "today": today}
    return list(connection.execute(_TICKS, values))


def birth_month_and_type(connection: sa.Connection, child_id: AccessibleChildId) -> AnyRow:
    """Give (birth_month, amps_type) of a child."""
    return connection.execute(_BIRTH_MONTH_AND_TYPE, {"child_id": child_id}).one()
