"""Bring a database to the schema of this version, or say why not.

On SQLite, Alembic's batch mode drops and rebuilds tables. With foreign keys on, that would delete dependent
rows and trip over references, so they are off while migrating and every one is checked afterwards; triggers
are dropped before and made again after, since a rebuilt table loses them.
"""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import cache
from io import StringIO
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from db import triggers
from db.engine import connect

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = (MIGRATIONS / "versions",)


class SchemaTooNew(Exception):
    """The database was made by a newer version of this program."""


class SchemaBroken(Exception):
    """After migrating, some row points at nothing; the copy made before is intact."""


def current_revision(engine: sa.Engine) -> str | None:
    """Give the schema version of a database, None for an empty one."""
    with connect(engine, write=False) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision(versions: Sequence[Path] = VERSIONS) -> str:
    """Give the schema version of this program; of its own folder it is read once, since health asks often."""
    return _own_newest() if versions == VERSIONS else _newest_of(versions)


@cache
def _own_newest() -> str:
    return _newest_of(VERSIONS)


def _newest_of(versions: Sequence[Path]) -> str:
    head = ScriptDirectory.from_config(_config(versions)).get_current_head()
    assert head is not None, "there is at least one migration"
    return head


def is_current(engine: sa.Engine) -> bool:
    """Say whether a database has exactly this program's schema."""
    return current_revision(engine) == newest_revision()


def migrate(
    engine: sa.Engine, *, now: datetime, to: str = "head", versions: Sequence[Path] = VERSIONS
) -> Path | None:
    """Bring a database up to `to`; give the path of the copy made before, if one was needed.

    `versions` are the folders in which migrations lie.
    Raises `SchemaTooNew` when the database's version is unknown here, `SchemaBroken` when rows were orphaned.
    """
    before = current_revision(engine)
    config = _config(versions)
    _refuse_unknown(before, config)
    if before is not None and before == newest_revision(versions):
        return None
    copy = None if before is None else _copy(engine, before, now)
    if engine.dialect.name == "sqlite":
        _migrate_sqlite(engine, config, to)
    else:
        _migrate_postgresql(engine, config, to)
    return copy


def differences(engine: sa.Engine) -> str:
    """Compare a database's tables with the tables of the code; empty when they agree (`alembic check`)."""
    with connect(engine, write=False) as connection:
        config = _config(VERSIONS)
        config.attributes["connection"] = connection
        try:
            command.check(config)
        except CommandError as error:
            return str(error)
    return ""


def _config(versions: Sequence[Path]) -> Config:
    config = Config(stdout=StringIO())
    # A percent sign in a folder's name would be taken for a placeholder.
    for option, value in {
        "script_location": str(MIGRATIONS),
        "path_separator": "os",
        "version_locations": os.pathsep.join(map(str, versions)),
    }.items():
        config.set_main_option(option, value.replace("%", "%%"))
    return config


def _refuse_unknown(revision: str | None, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaTooNew(revision)


def _copy(engine: sa.Engine, revision: str, now: datetime) -> Path | None:
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path:
        return None
    copy = Path(f"{path}.{revision}-{now:%Y%m%dT%H%M%S}.bak")
    # SQLite's own backup also copies what is still in the write-ahead log; copying the file would not.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _run(connection: sa.Connection, config: Config, to: str) -> None:
    config.attributes["connection"] = connection
    triggers.drop(connection)
    command.upgrade(config, to)
    triggers.create(connection)


def _migrate_sqlite(engine: sa.Engine, config: Config, to: str) -> None:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        # Inside a transaction this PRAGMA does nothing at all, silently.
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _run(connection, config, to)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise SchemaBroken(f"{len(broken)} rows point at nothing, the first in {broken[0][0]}")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def _migrate_postgresql(engine: sa.Engine, config: Config, to: str) -> None:
    with engine.begin() as connection:
        # Two servers that start together must not both migrate: the second waits, however long it takes.
        connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(20260101)"))
        connection.execute(sa.text("SET LOCAL lock_timeout TO DEFAULT"))
        _run(connection, config, to)
