"""The access log of a clinic as its office reads it. Every question names the clinic."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from db.queries.audit import IN_CASELOAD, naming
from db.queries.base import HIGHEST_NUMBER, AnyRow, given, table_of
from db.tables import AccessLog, Account, Child
from db.vocabulary import Access

log = table_of(AccessLog)
account = table_of(Account)
child = table_of(Child)


@dataclass(frozen=True)
class Place:
    """Where a page of the log ended, so that the next one goes on behind it."""

    at: datetime
    id: int


@dataclass(frozen=True)
class Wanted:
    """Which rows are wanted; None leaves nothing out.

    `by_operator` wants those of the server's operator alone. `only` and `without` name use cases. The moments are
    half-open: `[since, until)`.
    """

    account_id: int | None = None
    by_operator: bool = False
    child_id: int | None = None
    access: Access | None = None
    only: Collection[str] | None = None
    without: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    behind: Place | None = None


_ROWS = (
    sa.select(
        log.c.id,
        log.c.at,
        log.c.account_id,
        account.c.name,
        log.c.child_id,
        child.c.chosen_name,
        child.c.erased_at,
        log.c.access,
        log.c.what,
        log.c.subject,
    )
    .outerjoin(account, account.c.id == log.c.account_id)
    .outerjoin(child, sa.and_(child.c.id == log.c.child_id, child.c.clinic_id == log.c.clinic_id))
    .where(log.c.clinic_id == given("clinic_id", log.c.clinic_id))
    .order_by(log.c.at.desc(), log.c.id.desc())
)
_CHILDREN = (
    sa.select(child.c.id, child.c.chosen_name, child.c.erased_at)
    .where(child.c.clinic_id == given("clinic_id", child.c.clinic_id))
    .order_by(child.c.erased_at.is_not(None), child.c.chosen_name, child.c.id)
)
_ACCOUNTS = (
    sa.select(account.c.id, account.c.name)
    .where(account.c.clinic_id == given("clinic_id", account.c.clinic_id))
    .order_by(account.c.name, account.c.id)
)


def rows(connection: sa.Connection, clinic_id: int, wanted: Wanted, most: int) -> list[AnyRow]:
    """Give up to `most` rows, the newest first, each with the names of its account and of its child."""
    query = _ROWS.where(*_conditions(wanted)).limit(most)
    named = {} if wanted.child_id is None else {"named": naming(wanted.child_id)}
    return list(connection.execute(query, {"clinic_id": clinic_id, **named}))


def children(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give (id, chosen_name, erased_at) of every child that a clinic ever had, those of erased records last."""
    return list(connection.execute(_CHILDREN, {"clinic_id": clinic_id}))


def accounts(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give (id, name) of every account that a clinic ever had."""
    return list(connection.execute(_ACCOUNTS, {"clinic_id": clinic_id}))


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.by_operator:
        found.append(log.c.account_id.is_(None))
    elif wanted.account_id is not None:
        found.append(log.c.account_id == _number(wanted.account_id))
    if wanted.child_id is not None:
        found.append(sa.or_(log.c.child_id == _number(wanted.child_id), IN_CASELOAD))
    if wanted.access is not None:
        found.append(log.c.access == wanted.access)
    if wanted.only is not None:
        found.append(log.c.what.in_(wanted.only))
    if wanted.without:
        found.append(log.c.what.not_in(wanted.without))
    return found + _within(wanted)


def _within(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(log.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(log.c.at < wanted.until)
    if wanted.behind is not None:
        place = wanted.behind
        found.append(sa.or_(log.c.at < place.at, sa.and_(log.c.at == place.at, log.c.id < place.id)))
    return found


def _number(number: int) -> int:
    return number if abs(number) < HIGHEST_NUMBER else -1
