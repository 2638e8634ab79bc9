"""The access log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import AccessLog, Account, Relationship
from db.types import AccessibleChildId
from db.vocabulary import Access, RelationshipKind

log = table_of(AccessLog)
relationship = table_of(Relationship)
account = table_of(Account)


_LOOK = (
    sa.select(log.c.id)
    .where(
        log.c.session_id == given("session_id", log.c.session_id),
        log.c.child_id == given("child_id", log.c.child_id),
        log.c.what == given("what", log.c.what),
        log.c.at > given("since", log.c.at),
        log.c.access == Access.LOOK,
    )
    .limit(1)
)


def looked_since(
    connection: sa.Connection, session_id: int, child_id: int, what: str, since: datetime
) -> bool:
    """Say whether this session has already been logged as looking at this screen of this child."""
    values = {"session_id": session_id, "child_id": child_id, "what": what, "since": since}
    return connection.execute(_LOOK, values).first() is not None


_CASELOAD_LOOK = (
    sa.select(log.c.id)
    .where(
        log.c.session_id == given("session_id", log.c.session_id),
        log.c.child_id.is_(None),
        log.c.what == given("what", log.c.what),
        log.c.at > given("since", log.c.at),
        log.c.access == Access.LOOK,
        log.c.subject == given("subject", log.c.subject),
    )
    .limit(1)
)


def looked_at_caseload_since(
    connection: sa.Connection, session_id: int, what: str, subject: str, since: datetime
) -> bool:
    """Say whether this session has already been logged as looking at a caseload of just these children."""
    values = {"session_id": session_id, "what": what, "subject": subject, "since": since}
    return connection.execute(_CASELOAD_LOOK, values).first() is not None


def one_look_at_a_time(connection: sa.Connection, session_id: int, child_id: int) -> None:
    """Let only one transaction at a time go on to log a look of this session (SQLite has but one writer)."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(session_id, child_id)))


_CHANGES = (
    sa.select(log.c.subject, log.c.at, account.c.name.label("who"))
    .join(account, account.c.id == log.c.account_id, isouter=True)
    .where(
        log.c.child_id == given("child_id", log.c.child_id),
        log.c.access == Access.CHANGE,
        log.c.what == given("what", log.c.what),
    )
    .order_by(log.c.id)
)


def changes(connection: sa.Connection, child_id: AccessibleChildId, what: str) -> list[AnyRow]:
    """Give (subject, at, who) of every run of one use case on a child's record, in order."""
    return list(connection.execute(_CHANGES, {"child_id": child_id, "what": what}))


# A caseload's row names its children, as "children 3 17", and is of no child by itself.
IN_CASELOAD = sa.and_(
    log.c.child_id.is_(None),
    log.c.access == Access.LOOK,
    (log.c.subject + " ").like(sa.bindparam("named", type_=sa.String())),
)
_NAMED = sa.and_(log.c.clinic_id == given("clinic_id", log.c.clinic_id), IN_CASELOAD)
_OF_CHILD = sa.and_(
    log.c.child_id == given("child_id", log.c.child_id),
    log.c.subject.not_in(sa.bindparam("hidden", type_=log.c.subject.type, expanding=True)),
)
_BEFORE = log.c.at < given("end", log.c.at)
_LAST = tuple(
    sa.select(log.c.at).where(condition, _BEFORE).order_by(log.c.at.desc()).limit(1)
    for condition in (_OF_CHILD, _NAMED)
)


def naming(child_id: int) -> str:
    """Give the pattern of a caseload's row that names a child, for `IN_CASELOAD`."""
    return f"children% {child_id} %"


@dataclass(frozen=True)
class Of:
    """Whose record is asked for, in which clinic, without the rows about `hidden` subjects, such as "note 7"."""

    clinic_id: int
    child_id: AccessibleChildId
    hidden: Sequence[str]

    @property
    def values(self) -> dict[str, object]:
        """Give the parameters of the statements below."""
        return {**vars(self), "named": naming(self.child_id)}


def last_opened(connection: sa.Connection, of: Of, end: datetime) -> datetime | None:
    """Give the last moment before `end` at which anybody opened or changed a child's record, or saw it in a list."""
    values = {**of.values, "end": end}
    found = [connection.execute(query, values).scalar() for query in _LAST]
    return max((moment for moment in found if moment is not None), default=None)


def opened(
    connection: sa.Connection, of: Of, end: datetime, starts: Sequence[datetime], most: int
) -> list[AnyRow]:
    """Give who did what on each day: (day, account_id, name, role, access, what), each once, the newest day first.

    `starts` are the moments at which the days begin, the newest first, and `end` is when the first of them is over;
    `day` is a day's place among them.
    """
    columns = (log.c.at, log.c.account_id, log.c.access, log.c.what)
    within = (log.c.at >= starts[-1], log.c.at < end)
    rows = sa.union_all(
        sa.select(*columns).where(_OF_CHILD, *within), sa.select(*columns).where(_NAMED, *within)
    ).subquery()
    # Numbered in a query of its own: PostgreSQL takes two equal expressions with parameters for two things.
    day = sa.case(*((rows.c.at >= start, number) for number, start in enumerate(starts)))
    numbered = sa.select(day.label("day"), rows.c.account_id, rows.c.access, rows.c.what).subquery()
    once = (
        sa.select(
            numbered.c.day,
            numbered.c.account_id,
            account.c.name,
            account.c.role,
            numbered.c.access,
            numbered.c.what,
        )
        .outerjoin(account, account.c.id == numbered.c.account_id)
        .group_by(*numbered.c, account.c.name, account.c.role)
        .order_by(
            numbered.c.day,
            numbered.c.account_id.is_(None),
            account.c.name,
            numbered.c.account_id,
            numbered.c.access.desc(),
            numbered.c.what,
        )
        .limit(most)
    )
    return list(connection.execute(once, of.values))


_KINDS = (
    sa.select(relationship.c.account_id, relationship.c.kind)
    .where(relationship.c.child_id == given("child_id", relationship.c.child_id))
    .order_by(relationship.c.id)
)


def latest_kinds(connection: sa.Connection, child_id: AccessibleChildId) -> dict[int, RelationshipKind]:
    """Give how everybody stands or stood to a child, by account: the latest link of each."""
    rows = connection.execute(_KINDS, {"child_id": child_id})
    return {account_id: RelationshipKind(kind) for account_id, kind in rows}
