"""Open the database: SQLite in a file, or PostgreSQL by URL.

SQLite waits `BUSY_SECONDS` for another writer and then gives up (`Trouble.LOCKED`). `synchronous=FULL` keeps
what was acknowledged through a power cut; a commit costs about 0.15 ms more for it.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from db.guards import guard

BUSY_SECONDS = 5
POOL_SIZE = 20
LOCKED = ("database is locked", "lock timeout", "deadlock detected")
UNWRITABLE = (
    "disk is full",
    "disk I/O error",
    "No space left",
    "readonly database",
    "unable to open database",
    "connection failed",
    "connection is bad",
    "server closed the connection",
    "the connection is lost",
    "terminating connection",
)


class Trouble(StrEnum):
    """What keeps a healthy program from writing."""

    LOCKED = "locked"
    UNWRITABLE = "unwritable"


def sqlite_url(path: Path) -> str:
    """Give the URL of a database file."""
    return f"sqlite:///{path}"


def normal_url(url: str) -> str:
    """Name the driver we ship for PostgreSQL, whatever way its URL was written."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


@cache
def engine_for(url: str) -> sa.Engine:
    """Give this process's one engine for a database."""
    return make_engine(url)


def make_engine(url: str) -> sa.Engine:
    """Make an engine with the settings and guards that every connection needs."""
    url = normal_url(url)
    if url.startswith("sqlite"):
        engine = sa.create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_SIZE,
            pool_timeout=BUSY_SECONDS,
            connect_args={"timeout": BUSY_SECONDS},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        options = f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC"
        engine = sa.create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_SIZE,
            pool_timeout=BUSY_SECONDS,
            pool_pre_ping=True,
            connect_args={"options": options},
        )
    guard(engine)
    return engine


def connect(engine: sa.Engine, *, write: bool) -> sa.Connection:
    """Open a connection whose next transaction reads or writes; the caller commits or closes it.

    A writer takes SQLite's write lock at once (`BEGIN IMMEDIATE`): a reader that turns writer half-way fails
    at once, without waiting, as soon as somebody else has written in between.
    """
    return engine.connect().execution_options(write=write)


def trouble(error: OperationalError) -> Trouble | None:
    """Say whether an error means that the database is locked or cannot be written; None for anything else."""
    text = str(error.orig)
    if any(phrase in text for phrase in LOCKED):
        return Trouble.LOCKED
    if any(phrase in text for phrase in UNWRITABLE):
        return Trouble.UNWRITABLE
    return None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: its implicit BEGIN is deferred and comes late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
