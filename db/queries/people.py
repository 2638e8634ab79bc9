"""A clinic's office: its people, its children without anything clinical, and who is linked to whom.

Every question names the clinic, since an administrator has no link to a child.
"""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Account, Child, ChildTimeZone, OneTimeLink, Relationship
from db.vocabulary import LinkPurpose

account = table_of(Account)
child = table_of(Child)
zone = table_of(ChildTimeZone)
relationship = table_of(Relationship)
one_time_link = table_of(OneTimeLink)

_INVITED_UNTIL = (
    sa.select(one_time_link.c.account_id, sa.func.max(one_time_link.c.expires_at).label("until"))
    .where(
        one_time_link.c.purpose == LinkPurpose.INVITATION,
        one_time_link.c.used_at.is_(None),
        one_time_link.c.withdrawn_at.is_(None),
    )
    .group_by(one_time_link.c.account_id)
    .subquery()
)
_PEOPLE = (
    sa.select(
        account.c.id,
        account.c.name,
        account.c.role,
        account.c.sign_in_name,
        account.c.disabled_at,
        (account.c.password_hash == sa.bindparam("no_password")).label("without_password"),
        _INVITED_UNTIL.c.until,
    )
    .outerjoin(_INVITED_UNTIL, _INVITED_UNTIL.c.account_id == account.c.id)
    .where(account.c.clinic_id == given("clinic_id", account.c.clinic_id))
    .order_by(account.c.name, account.c.id)
)
_PERSON = _PEOPLE.where(account.c.id == given("account_id", account.c.id))
_CHILDREN = (
    sa.select(child.c.id, child.c.chosen_name, child.c.birth_month, child.c.school, child.c.school_class)
    .where(child.c.clinic_id == given("clinic_id", child.c.clinic_id), child.c.erased_at.is_(None))
    .order_by(child.c.chosen_name, child.c.id)
)
_CHILD = _CHILDREN.where(child.c.id == given("child_id", child.c.id))
# Two administrators who link the same person at once wait for each other here (SQLite has but one writer).
_CHILD_LOCKED = _CHILD.with_for_update(of=child, key_share=True)
_LIVE_LINKS = (
    sa.select(
        relationship.c.id,
        relationship.c.child_id,
        relationship.c.account_id,
        account.c.name,
        relationship.c.kind,
        relationship.c.level,
        relationship.c.household,
        relationship.c.starts_on,
    )
    .join(account, account.c.id == relationship.c.account_id)
    .where(
        relationship.c.clinic_id == given("clinic_id", relationship.c.clinic_id),
        relationship.c.revoked_at.is_(None),
        sa.or_(
            relationship.c.ends_on.is_(None),
            relationship.c.ends_on > given("today", relationship.c.starts_on),
        ),
    )
    .order_by(account.c.name, relationship.c.id)
)
_LIVE_LINKS_OF_CHILD = _LIVE_LINKS.where(
    relationship.c.child_id == given("child_id", relationship.c.child_id)
)
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
_LINK = sa.select(relationship.c.child_id, relationship.c.revoked_at).where(
    relationship.c.clinic_id == given("clinic_id", relationship.c.clinic_id),
    relationship.c.id == given("link_id", relationship.c.id),
)
_ZONES = (
    sa.select(zone.c.valid_from, zone.c.time_zone)
    .join(child, child.c.id == zone.c.child_id)
    .where(
        child.c.clinic_id == given("clinic_id", child.c.clinic_id),
        zone.c.child_id == given("child_id", zone.c.child_id),
    )
    .order_by(zone.c.valid_from)
)


def people(connection: sa.Connection, clinic_id: int, *, no_password: str) -> list[AnyRow]:
    """Give a clinic's accounts by name; `until` is when the last open invitation expires."""
    return list(connection.execute(_PEOPLE, {"clinic_id": clinic_id, "no_password": no_password}))


def person(connection: sa.Connection, clinic_id: int, account_id: int, *, no_password: str) -> AnyRow | None:
    """Give one account of a clinic; None if it is not this clinic's."""
    values = {"clinic_id": clinic_id, "account_id": account_id, "no_password": no_password}
    return connection.execute(_PERSON, values).first()


def children(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give (id, chosen_name, birth_month, school, school_class) of a clinic's children by name."""
    return list(connection.execute(_CHILDREN, {"clinic_id": clinic_id}))


def child_of(
    connection: sa.Connection, clinic_id: int, child_id: int, *, lock: bool = False
) -> AnyRow | None:
    """Give the same of one child, which with `lock` stays as it is until the transaction ends."""
    query = _CHILD_LOCKED if lock else _CHILD
    return connection.execute(query, {"clinic_id": clinic_id, "child_id": child_id}).first()


def change_child(connection: sa.Connection, child_id: int, values: Mapping[str, object]) -> None:
    """Write columns of a child."""
    connection.execute(sa.update(child).where(child.c.id == child_id).values(**values))


def zones(connection: sa.Connection, clinic_id: int, child_id: int) -> list[tuple[date, str]]:
    """Give a child's (first day, zone) pairs, earliest first."""
    rows = connection.execute(_ZONES, {"clinic_id": clinic_id, "child_id": child_id})
    return [(row[0], row[1]) for row in rows]


def live_links(connection: sa.Connection, clinic_id: int, today: date) -> list[AnyRow]:
    """Give the links of all children of a clinic that are in force or to come."""
    return list(connection.execute(_LIVE_LINKS, {"clinic_id": clinic_id, "today": today}))


def live_links_of(connection: sa.Connection, clinic_id: int, child_id: int, today: date) -> list[AnyRow]:
    """Give the same of one child."""
    values = {"clinic_id": clinic_id, "child_id": child_id, "today": today}
    return list(connection.execute(_LIVE_LINKS_OF_CHILD, values))


def households(connection: sa.Connection, clinic_id: int, child_id: int) -> list[str]:
    """Give the households that a child has or had, the eldest first."""
    return list(connection.execute(_HOUSEHOLDS, {"clinic_id": clinic_id, "child_id": child_id}).scalars())


def link_of(connection: sa.Connection, clinic_id: int, link_id: int) -> AnyRow | None:
    """Give (child_id, revoked_at) of a link; None if it is not this clinic's."""
    return connection.execute(_LINK, {"clinic_id": clinic_id, "link_id": link_id}).first()


def change_link(connection: sa.Connection, link_id: int, values: Mapping[str, object]) -> None:
    """Change what may change of a link; the guard refuses the rest."""
    connection.execute(sa.update(relationship).where(relationship.c.id == link_id).values(**values))
