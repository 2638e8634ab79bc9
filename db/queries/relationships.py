"""Who is linked to whom, as a clinic's office asks: every question names the clinic."""

from datetime import date, datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Account, Child, Relationship
from db.vocabulary import RelationshipKind

account = table_of(Account)
covered = account.alias("covered")
child = table_of(Child)
relationship = table_of(Relationship)

_LINKS = (
    sa.select(
        relationship.c.id,
        relationship.c.child_id,
        child.c.chosen_name.label("child"),
        child.c.birth_month,
        child.c.closed_at,
        relationship.c.account_id,
        account.c.name,
        relationship.c.kind,
        relationship.c.level,
        relationship.c.household,
        relationship.c.starts_on,
        relationship.c.ends_on,
        relationship.c.covers_id,
        covered.c.name.label("covers"),
        relationship.c.revoked_at,
    )
    .join(account, account.c.id == relationship.c.account_id)
    .join(child, child.c.id == relationship.c.child_id)
    .outerjoin(covered, covered.c.id == relationship.c.covers_id)
    .where(
        relationship.c.clinic_id == given("clinic_id", relationship.c.clinic_id), child.c.erased_at.is_(None)
    )
)
_LINK = _LINKS.where(relationship.c.id == given("link_id", relationship.c.id))
_LIVE = _LINKS.where(
    relationship.c.revoked_at.is_(None),
    sa.or_(
        relationship.c.ends_on.is_(None),
        relationship.c.ends_on > given("today", relationship.c.starts_on),
    ),
)
_LIVE_BY_NAME = _LIVE.order_by(account.c.name, relationship.c.id)
_LIVE_OF_CHILD = _LIVE_BY_NAME.where(relationship.c.child_id == given("child_id", relationship.c.child_id))
_ACCOUNT_ID = given("account_id", relationship.c.account_id)
_LIVE_OF_ACCOUNT = _LIVE.where(
    sa.or_(relationship.c.account_id == _ACCOUNT_ID, relationship.c.covers_id == _ACCOUNT_ID)
).order_by(child.c.chosen_name, relationship.c.child_id, relationship.c.id)
_HOUSEHOLDS = (
    sa.select(relationship.c.household)
    .where(
        relationship.c.clinic_id == given("clinic_id", relationship.c.clinic_id),
        relationship.c.child_id == given("child_id", relationship.c.child_id),
        relationship.c.household != "",
    )
    .group_by(relationship.c.household)
    .order_by(sa.func.min(relationship.c.id))
)

_KINDS_HAD = sa.select(relationship.c.kind).where(
    relationship.c.clinic_id == given("clinic_id", relationship.c.clinic_id),
    relationship.c.child_id == given("child_id", relationship.c.child_id),
    relationship.c.account_id == _ACCOUNT_ID,
)


def live_links(connection: sa.Connection, clinic_id: int, today: date) -> list[AnyRow]:
    """Give the links of all children of a clinic that are in force or to come, by the name of who is linked."""
    return list(connection.execute(_LIVE_BY_NAME, {"clinic_id": clinic_id, "today": today}))


def live_links_of(connection: sa.Connection, clinic_id: int, child_id: int, today: date) -> list[AnyRow]:
    """Give the same of one child."""
    values = {"clinic_id": clinic_id, "child_id": child_id, "today": today}
    return list(connection.execute(_LIVE_OF_CHILD, values))


def live_links_with(connection: sa.Connection, clinic_id: int, account_id: int, today: date) -> list[AnyRow]:
    """Give the links that an account has, and those that cover for it, by the name of the child."""
    values = {"clinic_id": clinic_id, "account_id": account_id, "today": today}
    return list(connection.execute(_LIVE_OF_ACCOUNT, values))


def link_of(connection: sa.Connection, clinic_id: int, link_id: int) -> AnyRow | None:
    """Give a link in whatever state; None if it is not this clinic's."""
    return connection.execute(_LINK, {"clinic_id": clinic_id, "link_id": link_id}).first()


def end_link(connection: sa.Connection, link_id: int, now: datetime) -> None:
    """End a link at once."""
    statement = sa.update(relationship).where(relationship.c.id == link_id).values(revoked_at=now)
    connection.execute(statement)


def households(connection: sa.Connection, clinic_id: int, child_id: int) -> list[str]:
    """Give the households that a child has or had, the eldest first."""
    return list(connection.execute(_HOUSEHOLDS, {"clinic_id": clinic_id, "child_id": child_id}).scalars())


def kinds_had(
    connection: sa.Connection, clinic_id: int, child_id: int, account_id: int
) -> set[RelationshipKind]:
    """Give as what an account is, was or will be linked to a child."""
    values = {"clinic_id": clinic_id, "child_id": child_id, "account_id": account_id}
    return set(connection.execute(_KINDS_HAD, values).scalars())
