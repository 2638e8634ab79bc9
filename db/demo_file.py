"""A demo's SQLite file as a file: whose it is, and how a new one takes the place of an old one."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_MARK = "SELECT made_at, (SELECT version_num FROM alembic_version) FROM demo"


class InUse(Exception):
    """Another process has the file open."""


@dataclass(frozen=True)
class Mark:
    """When a demo was made, and its schema version."""

    made_at: datetime
    version: str


def read_mark(path: Path) -> Mark | None:
    """Give the mark of a demo's file; None for any other file. It is opened for reading only."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute(_MARK).fetchone()
    except sqlite3.DatabaseError:  # another schema, or no database at all
        return None
    return None if row is None else Mark(datetime.fromisoformat(row[0]).replace(tzinfo=UTC), str(row[1]))


def require_unused(path: Path) -> None:
    """Write a file's log back into it and remove the log; raises `InUse` while another process has it open."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            # SQLite leaves its write-ahead log only where nobody else is connected.
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise InUse from error


def put_in_place(new: Path, path: Path) -> None:
    """Replace a file by a finished one, whole; raises `InUse`."""
    if path.exists():
        # A log left beside it would be taken for the new file's own.
        require_unused(path)
    new.replace(path)
