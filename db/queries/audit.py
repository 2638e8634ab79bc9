"""The access log."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import AccessLog
from db.vocabulary import Access

log = table_of(AccessLog)


def looked_since(
    connection: sa.Connection, session_id: int, child_id: int, what: str, since: datetime
) -> bool:
    """Say whether this session has already been logged as looking at this screen of this child."""
    query = sa.select(log.c.id).where(
        log.c.session_id == session_id,
        log.c.child_id == child_id,
        log.c.what == what,
        log.c.at > since,
        log.c.access == Access.LOOK,
    )
    return connection.execute(query.limit(1)).first() is not None
