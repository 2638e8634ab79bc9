"""A clinic's office: its people, and its children without anything clinical.

Every question names the clinic, since an administrator has no link to a child.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, AskedNumber, given, given_any, table_of
from db.tables import Account, Child, ChildTimeZone, OneTimeLink
from db.vocabulary import LinkPurpose, Role

account = table_of(Account)
child = table_of(Child)
zone = table_of(ChildTimeZone)
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
    # An account that was erased together with its child's record has no name any more, and is nobody's.
    .where(account.c.clinic_id == given("clinic_id", account.c.clinic_id), account.c.name != "")
    .order_by(account.c.name, account.c.id)
)
_PERSON = _PEOPLE.where(account.c.id == given("account_id", account.c.id))
# Without the key, or every row that names the account would have to wait as well. In the order of their ids, so that
# of two transactions that want the same accounts neither waits for the other in a circle.
_ACCOUNTS_LOCKED = (
    sa.select(account.c.id)
    .where(
        account.c.clinic_id == given("clinic_id", account.c.clinic_id),
        account.c.id.in_(sa.bindparam("account_ids", type_=AskedNumber(), expanding=True)),
    )
    .order_by(account.c.id)
    .with_for_update(key_share=True)
)
_ADMINISTRATORS_LOCKED = (
    sa.select(
        account.c.id,
        account.c.disabled_at,
        (account.c.password_hash == sa.bindparam("no_password")).label("without_password"),
    )
    .where(
        account.c.clinic_id == given("clinic_id", account.c.clinic_id), account.c.role == Role.ADMINISTRATOR
    )
    .order_by(account.c.id)
    .with_for_update(key_share=True)
)
_ACCOUNT_NAMED = sa.select(
    account.c.id,
    account.c.clinic_id,
    account.c.role,
    account.c.disabled_at,
    (account.c.password_hash == sa.bindparam("no_password")).label("without_password"),
).where(account.c.sign_in_name == given("name", account.c.sign_in_name))
_NAMES_TAKEN = sa.select(account.c.sign_in_name).where(
    account.c.sign_in_name.in_(given_any("names", account.c.sign_in_name))
)
_CHILDREN = (
    sa.select(
        child.c.id,
        child.c.chosen_name,
        child.c.birth_month,
        child.c.school,
        child.c.school_class,
        child.c.closed_at,
    )
    .where(child.c.clinic_id == given("clinic_id", child.c.clinic_id), child.c.erased_at.is_(None))
    .order_by(child.c.chosen_name, child.c.id)
)
_CHILD = _CHILDREN.where(child.c.id == given("child_id", child.c.id))
# Two administrators who link the same person at once wait for each other here (SQLite has but one writer).
_CHILD_LOCKED = _CHILD.with_for_update(of=child, key_share=True)
_LOCK_CHILDREN = (
    sa.select(child.c.id)
    .where(
        child.c.clinic_id == given("clinic_id", child.c.clinic_id),
        child.c.id.in_(sa.bindparam("child_ids", type_=AskedNumber(), expanding=True)),
    )
    .order_by(child.c.id)
    .with_for_update(key_share=True)
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


def lock_accounts(connection: sa.Connection, clinic_id: int, account_ids: Iterable[int]) -> None:
    """Let accounts of a clinic stay as they are until the transaction ends (SQLite has but one writer)."""
    values = {"clinic_id": clinic_id, "account_ids": sorted(set(account_ids))}
    connection.execute(_ACCOUNTS_LOCKED, values).all()


def lock_administrators(connection: sa.Connection, clinic_id: int, *, no_password: str) -> list[AnyRow]:
    """Give (id, disabled_at, without_password) of a clinic's administrators, who stay so until the transaction ends."""
    values = {"clinic_id": clinic_id, "no_password": no_password}
    return list(connection.execute(_ADMINISTRATORS_LOCKED, values))


def change_account(connection: sa.Connection, account_id: int, values: Mapping[str, object]) -> None:
    """Write columns of an account."""
    connection.execute(sa.update(account).where(account.c.id == account_id).values(**values))


def account_named(connection: sa.Connection, name: str, *, no_password: str) -> AnyRow | None:
    """Give (id, clinic_id, role, disabled_at, without_password) of an account in whatever clinic and state."""
    return connection.execute(_ACCOUNT_NAMED, {"name": name, "no_password": no_password}).first()


def names_taken(connection: sa.Connection, names: Iterable[str]) -> set[str]:
    """Give those of some sign-in names that an account has, in whatever clinic."""
    return set(connection.execute(_NAMES_TAKEN, {"names": sorted(set(names))}).scalars())


def children(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give (id, chosen_name, birth_month, school, school_class, closed_at) of a clinic's children by name."""
    return list(connection.execute(_CHILDREN, {"clinic_id": clinic_id}))


def child_of(
    connection: sa.Connection, clinic_id: int, child_id: int, *, lock: bool = False
) -> AnyRow | None:
    """Give the same of one child, which with `lock` stays as it is until the transaction ends."""
    query = _CHILD_LOCKED if lock else _CHILD
    return connection.execute(query, {"clinic_id": clinic_id, "child_id": child_id}).first()


def lock_children(connection: sa.Connection, clinic_id: int, child_ids: Iterable[int]) -> None:
    """Let children of a clinic, and who is linked to them, stay as they are until the transaction ends."""
    values = {"clinic_id": clinic_id, "child_ids": sorted(set(child_ids))}
    connection.execute(_LOCK_CHILDREN, values).all()


def change_child(connection: sa.Connection, child_id: int, values: Mapping[str, object]) -> None:
    """Write columns of a child."""
    connection.execute(sa.update(child).where(child.c.id == child_id).values(**values))


def zones(connection: sa.Connection, clinic_id: int, child_id: int) -> list[tuple[date, str]]:
    """Give a child's (first day, zone) pairs, earliest first."""
    rows = connection.execute(_ZONES, {"clinic_id": clinic_id, "child_id": child_id})
    return [(row[0], row[1]) for row in rows]
