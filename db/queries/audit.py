"""The access log."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import given, table_of
from db.tables import AccessLog
from db.vocabulary import Access

log = table_of(AccessLog)


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


def one_look_at_a_time(connection: sa.Connection, session_id: int, child_id: int) -> None:
    """Let only one transaction at a time go on to log a look of this session (SQLite has but one writer)."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(session_id, child_id)))
