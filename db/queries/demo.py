"""The mark of a database that holds invented people only."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import Demo

demo = table_of(Demo)


def is_marked(connection: sa.Connection) -> bool:
    """Say whether this is a database of invented people."""
    return connection.execute(sa.select(demo.c.id)).first() is not None


def mark(connection: sa.Connection, *, seed: int, made_at: datetime) -> None:
    """Mark a database, for good."""
    connection.execute(sa.insert(demo).values(id=1, seed=seed, made_at=made_at))
