"""Children, their zones, and the relationships that open their records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, given_any, months_after, table_of
from db.tables import Account, Child, ChildBodyArea, ChildTimeZone, Relationship
from db.types import AccessibleChildId
from db.vocabulary import AmpsType, BodyArea, RelationshipKind, Role

account = table_of(Account)
child = table_of(Child)
body_area = table_of(ChildBodyArea)
zone = table_of(ChildTimeZone)
relationship = table_of(Relationship)


# A guardian's link ends by itself on the first day of the month after the child came of age, for only the month of
# birth is known; one that begins then or later was renewed.
_OF_AGE = months_after(child.c.birth_month, sa.bindparam("months_to_majority", type_=sa.Integer()))
_ENDED_BY_AGE = sa.and_(
    relationship.c.kind == RelationshipKind.GUARDIAN,
    given("today", relationship.c.starts_on) >= _OF_AGE,
    relationship.c.starts_on < _OF_AGE,
)
_OF_FAMILY = relationship.c.kind.in_([RelationshipKind.GUARDIAN, RelationshipKind.CHILD])
# Whoever changes a role or closes a sign-in ends the links as well; should one be left, it opens nothing.
_FITS_THE_ACCOUNT = sa.exists().where(
    account.c.id == relationship.c.account_id,
    account.c.disabled_at.is_(None),
    account.c.role == sa.case((_OF_FAMILY, Role.FAMILY), else_=Role.CLINICIAN),
)
# Whose link it is and of which clinic is asked beside it.
IN_FORCE_FOR_ANYBODY = (
    _FITS_THE_ACCOUNT,
    sa.not_(sa.func.coalesce(_ENDED_BY_AGE, sa.false())),
    relationship.c.starts_on <= given("today", relationship.c.starts_on),
    sa.or_(
        relationship.c.ends_on.is_(None), relationship.c.ends_on > given("today", relationship.c.starts_on)
    ),
    relationship.c.revoked_at.is_(None),
)
_IN_FORCE = (
    *IN_FORCE_FOR_ANYBODY,
    relationship.c.account_id == given("account_id", relationship.c.account_id),
    # Part of the question although the foreign keys already say it: no link leads out of the actor's clinic.
    child.c.clinic_id == given("clinic_id", child.c.clinic_id),
)
_RELATIONSHIPS = (
    sa.select(relationship.c.kind, relationship.c.level, relationship.c.household, child.c.closed_at)
    .join(child, child.c.id == relationship.c.child_id)
    .where(relationship.c.child_id == given("child_id", child.c.id), *_IN_FORCE)
)
_RELATIONSHIPS_OF = (
    sa.select(
        relationship.c.child_id,
        relationship.c.kind,
        relationship.c.level,
        relationship.c.household,
        child.c.closed_at,
    )
    .join(child, child.c.id == relationship.c.child_id)
    .where(relationship.c.child_id.in_(given_any("children", child.c.id)), *_IN_FORCE)
)
_FOLLOWED = (
    sa.select(child.c.id, child.c.chosen_name)
    .join(relationship, relationship.c.child_id == child.c.id)
    .where(*_IN_FORCE)
    .group_by(child.c.id, child.c.chosen_name)
    .order_by(child.c.chosen_name, child.c.id)
)
_FOLLOWED_OPEN = _FOLLOWED.where(child.c.closed_at.is_(None))
_CLINIC = sa.select(child.c.clinic_id).where(
    child.c.id == given("child_id", child.c.id), child.c.erased_at.is_(None)
)
_NAME = sa.select(child.c.chosen_name).where(child.c.id == given("child_id", child.c.id))
_NAME_AND_TYPE = sa.select(child.c.chosen_name, child.c.amps_type).where(
    child.c.id == given("child_id", child.c.id)
)
_SCHOOL = sa.select(child.c.school, child.c.school_class).where(child.c.id == given("child_id", child.c.id))
_ABOUT = sa.select(
    child.c.amps_type, child.c.other_conditions, child.c.precautions, child.c.supporting_medication
).where(child.c.id == given("child_id", child.c.id))
_BODY_AREAS = sa.select(body_area.c.body_area).where(
    body_area.c.child_id == given("child_id", body_area.c.child_id)
)
_LOCK = (
    sa.select(child.c.id)
    .where(child.c.id == given("child_id", child.c.id))
    .with_for_update(
        key_share=True  # or every row that names the child would have to wait as well
    )
)
_ZONES = (
    sa.select(zone.c.valid_from, zone.c.time_zone)
    .where(zone.c.child_id == given("child_id", zone.c.child_id))
    .order_by(zone.c.valid_from)
)
_ZONES_OF = (
    sa.select(zone.c.child_id, zone.c.valid_from, zone.c.time_zone)
    .where(zone.c.child_id.in_(given_any("children", zone.c.child_id)))
    .order_by(zone.c.valid_from)
)


@dataclass(frozen=True)
class Asker:
    """Whose links are asked for, on which day; `months_to_majority` is the clinic's age of majority, if it has one."""

    account_id: int
    clinic_id: int
    months_to_majority: int | None
    today: date


def relationships(connection: sa.Connection, asker: Asker, child_id: int) -> list[AnyRow]:
    """Give (kind, level, household, closed_at of the record) of the links to a child that are in force."""
    return list(connection.execute(_RELATIONSHIPS, {**vars(asker), "child_id": child_id}))


def relationships_of(connection: sa.Connection, asker: Asker, children: Sequence[int]) -> list[AnyRow]:
    """Give (child, kind, level, household, closed_at) of the links to many children that are in force."""
    return list(connection.execute(_RELATIONSHIPS_OF, {**vars(asker), "children": children}))


def followed(connection: sa.Connection, asker: Asker, *, only_open: bool) -> list[tuple[int, str]]:
    """Give (id, chosen name) of the children to whom there is a link in force, by name."""
    query = _FOLLOWED_OPEN if only_open else _FOLLOWED
    return [(row.id, row.chosen_name) for row in connection.execute(query, vars(asker))]


def clinic_of(connection: sa.Connection, child_id: int) -> int | None:
    """Give the clinic of a child; None if there is no such child, or its record was erased."""
    return connection.execute(_CLINIC, {"child_id": child_id}).scalar()


def chosen_name(connection: sa.Connection, child_id: AccessibleChildId) -> str:
    """Give the name that the child wants to be called by."""
    return str(connection.execute(_NAME, {"child_id": child_id}).scalar_one())


def name_and_type(connection: sa.Connection, child_id: AccessibleChildId) -> tuple[str, AmpsType | None]:
    """Give the chosen name and the type of the condition."""
    row = connection.execute(_NAME_AND_TYPE, {"child_id": child_id}).one()
    return row.chosen_name, row.amps_type


def school_and_class(connection: sa.Connection, child_id: AccessibleChildId) -> tuple[str, str]:
    """Give the names of the school and of the class; each may be empty."""
    row = connection.execute(_SCHOOL, {"child_id": child_id}).one()
    return row.school, row.school_class


def about(connection: sa.Connection, child_id: AccessibleChildId) -> AnyRow:
    """Give (amps_type, other_conditions, precautions, supporting_medication)."""
    return connection.execute(_ABOUT, {"child_id": child_id}).one()


def body_areas(connection: sa.Connection, child_id: AccessibleChildId) -> frozenset[BodyArea]:
    """Give the parts of the body that are affected."""
    return frozenset(connection.execute(_BODY_AREAS, {"child_id": child_id}).scalars())


def change_about(
    connection: sa.Connection,
    child_id: AccessibleChildId,
    values: Mapping[str, object],
    areas: Iterable[BodyArea],
) -> None:
    """Write columns of a child, and the parts of its body that are affected in place of those before."""
    connection.execute(sa.update(child).where(child.c.id == child_id).values(**values))
    connection.execute(sa.delete(body_area).where(body_area.c.child_id == child_id))
    rows = [{"child_id": child_id, "body_area": area} for area in sorted(areas)]
    if rows:
        connection.execute(sa.insert(body_area), rows)


def lock(connection: sa.Connection, child_id: AccessibleChildId) -> None:
    """Let only one transaction at a time change what is planned or said of a child (SQLite has one writer)."""
    connection.execute(_LOCK, {"child_id": child_id})


def zones(connection: sa.Connection, child_id: AccessibleChildId) -> list[tuple[date, str]]:
    """Give the child's (first day, zone) pairs, earliest first."""
    return [(row[0], row[1]) for row in connection.execute(_ZONES, {"child_id": child_id})]


def zones_of(
    connection: sa.Connection, children: Sequence[AccessibleChildId]
) -> dict[int, list[tuple[date, str]]]:
    """Give the (first day, zone) pairs of many children, earliest first."""
    found: dict[int, list[tuple[date, str]]] = {}
    for child_id, valid_from, time_zone in connection.execute(_ZONES_OF, {"children": children}):
        found.setdefault(child_id, []).append((valid_from, time_zone))
    return found
