"""Open the database: SQLite in a file, or PostgreSQL by URL.

SQLite waits `BUSY_SECONDS` for another writer and then gives up (`Trouble.LOCKED`). `synchronous=FULL` keeps
what was acknowledged through a power cut; a commit costs about 0.15 ms more for it.
"""

import sqlite3
import time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from db.guards import guard

BUSY_SECONDS = 5
BETWEEN_TRIES = 0.01  # seconds
POOL_SIZE = 20
# SQLSTATE codes, or their first characters: lock_not_available, deadlock_detected, serialization_failure ...
LOCKED_STATES = ("55P03", "40P01", "40001")
# ... connections, full disks and other want, a server that stops, input and output.
UNWRITABLE_STATES = ("08", "53", "57P", "58030")


class Trouble(StrEnum):
    """What keeps a healthy program from writing."""

    LOCKED = "locked"
    UNWRITABLE = "unwritable"


PRIMARY_CODE = 0xFF  # an extended code, such as SQLITE_BUSY_SNAPSHOT, has its primary one in its lowest byte
SQLITE_TROUBLES = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_FULL: Trouble.UNWRITABLE,
    sqlite3.SQLITE_IOERR: Trouble.UNWRITABLE,
    sqlite3.SQLITE_READONLY: Trouble.UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNWRITABLE,
}


def sqlite_url(path: Path) -> str:
    """Give the URL of a database file."""
    return f"sqlite:///{path}"


def normal_url(url: str) -> str:
    """Name the driver we ship for PostgreSQL, whatever way its URL was written."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def is_absent(url: str) -> bool:
    """Say whether a folder holds no database file yet: merely to connect to one would make it, empty."""
    database = sa.make_url(normal_url(url))
    path = Path(database.database or "")
    return database.get_backend_name() == "sqlite" and path.parent.is_dir() and not path.exists()


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


def connect(engine: sa.Engine, *, write: bool, wait: float | None = None) -> sa.Connection:
    """Open a connection whose next transaction reads or writes; the caller commits or closes it.

    A writer takes SQLite's write lock at once (`BEGIN IMMEDIATE`): a reader that turns writer half-way fails
    at once, without waiting, as soon as somebody else has written in between. A reader sees one moment in all its
    statements, on PostgreSQL as on SQLite. `wait` is how many seconds a writer waits for SQLite's write lock,
    `BUSY_SECONDS` if it is not given.
    """
    connection = engine.connect().execution_options(write=write, wait=wait)
    if write or engine.dialect.name == "sqlite":
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ")


def trouble(error: OperationalError) -> Trouble | None:
    """Say whether an error means that the database is locked or cannot be written; None for anything else."""
    sqlite_code = getattr(error.orig, "sqlite_errorcode", None)
    if sqlite_code is not None:
        return SQLITE_TROUBLES.get(sqlite_code & PRIMARY_CODE)
    state = getattr(error.orig, "sqlstate", "")
    # The server never said anything: there was no connection, or it is lost.
    if state is None or state.startswith(UNWRITABLE_STATES):
        return Trouble.UNWRITABLE
    return Trouble.LOCKED if state in LOCKED_STATES else None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: its implicit BEGIN is deferred and comes late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Let readers go on beside a writer.

    For this change SQLite waits for nobody, whatever `busy_timeout` says: of two processes that open a new file
    together, one would fail at once.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & PRIMARY_CODE == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() >= until:
                raise
        else:
            return
        time.sleep(BETWEEN_TRIES)


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("write", True):
        connection.exec_driver_sql("BEGIN")
        return
    wait = options.get("wait")
    # Set each time: the pool hands the connection on, and the next one may be in no hurry.
    connection.exec_driver_sql(
        f"PRAGMA busy_timeout = {int((BUSY_SECONDS if wait is None else wait) * 1000)}"
    )
    connection.exec_driver_sql("BEGIN IMMEDIATE")
