"""The access log."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import AccessLog, Account
from db.types import AccessibleChildId
from db.vocabulary import Access

log = table_of(AccessLog)
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
