"""Children, their zones, and the relationships that open their records."""

from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Child, ChildTimeZone, Relationship
from db.types import AccessibleChildId

child = table_of(Child)
zone = table_of(ChildTimeZone)
relationship = table_of(Relationship)


_IN_FORCE = (
    relationship.c.starts_on <= given("today", relationship.c.starts_on),
    sa.or_(
        relationship.c.ends_on.is_(None), relationship.c.ends_on > given("today", relationship.c.starts_on)
    ),
    relationship.c.revoked_at.is_(None),
    relationship.c.account_id == given("account_id", relationship.c.account_id),
    # Part of the question although the foreign keys already say it: no link leads out of the actor's clinic.
    child.c.clinic_id == given("clinic_id", child.c.clinic_id),
)
_RELATIONSHIPS = (
    sa.select(relationship.c.kind, relationship.c.level, relationship.c.household)
    .join(child, child.c.id == relationship.c.child_id)
    .where(relationship.c.child_id == given("child_id", child.c.id), *_IN_FORCE)
)
_FOLLOWED = (
    sa.select(child.c.id, child.c.chosen_name)
    .join(relationship, relationship.c.child_id == child.c.id)
    .where(*_IN_FORCE)
    .group_by(child.c.id, child.c.chosen_name)
    .order_by(child.c.chosen_name, child.c.id)
)
_CLINIC = sa.select(child.c.clinic_id).where(child.c.id == given("child_id", child.c.id))
_NAME = sa.select(child.c.chosen_name).where(child.c.id == given("child_id", child.c.id))
_ZONES = (
    sa.select(zone.c.valid_from, zone.c.time_zone)
    .where(zone.c.child_id == given("child_id", zone.c.child_id))
    .order_by(zone.c.valid_from)
)


def relationships(
    connection: sa.Connection, *, account_id: int, clinic_id: int, child_id: int, today: date
) -> list[AnyRow]:
    """Give (kind, level, household) of the account's links to the child that are in force on a day."""
    values = {"account_id": account_id, "clinic_id": clinic_id, "child_id": child_id, "today": today}
    return list(connection.execute(_RELATIONSHIPS, values))


def followed(
    connection: sa.Connection, *, account_id: int, clinic_id: int, today: date
) -> list[tuple[int, str]]:
    """Give (id, chosen name) of the children to whom the account has a link in force, by name."""
    values = {"account_id": account_id, "clinic_id": clinic_id, "today": today}
    return [(row.id, row.chosen_name) for row in connection.execute(_FOLLOWED, values)]


def clinic_of(connection: sa.Connection, child_id: int) -> int | None:
    """Give the clinic of a child; None if there is no such child."""
    return connection.execute(_CLINIC, {"child_id": child_id}).scalar()


def chosen_name(connection: sa.Connection, child_id: AccessibleChildId) -> str:
    """Give the name that the child wants to be called by."""
    return str(connection.execute(_NAME, {"child_id": child_id}).scalar_one())


def zones(connection: sa.Connection, child_id: AccessibleChildId) -> list[tuple[date, str]]:
    """Give the child's (first day, zone) pairs, earliest first."""
    return [(row[0], row[1]) for row in connection.execute(_ZONES, {"child_id": child_id})]
