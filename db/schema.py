"""Bring a database to the schema of this version, or say why not.

On SQLite, Alembic's batch mode drops and rebuilds tables. With foreign keys on, that would delete dependent
rows and trip over references, so they are off while migrating and every one is checked afterwards; triggers
are dropped before and made again after, since a rebuilt table loses them.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from io import StringIO
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from db import triggers


class SchemaTooNew(Exception):
    """The database was made by a newer version of this program."""


class SchemaBroken(Exception):
    """After migrating, some row points at nothing; the copy made before is intact."""


def current_revision(engine: sa.Engine) -> str | None:
    """Give the schema version of a database, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Give the schema version of this program."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "there is at least one migration"
    return head


def is_current(engine: sa.Engine) -> bool:
    """Say whether a database has exactly this program's schema."""
    return current_revision(engine) == newest_revision()


def migrate(engine: sa.Engine, *, now: datetime, to: str = "head") -> Path | None:
    """Bring a database up to `to`; give the path of the copy made before, if one was needed.

    Raises `SchemaTooNew` when the database's version is unknown here, `SchemaBroken` when rows were orphaned.
    """
    before = current_revision(engine)
    _refuse_unknown(before)
    copy = None
    if before is not None and before != newest_revision():
        copy = _copy(engine, before, now)
    if engine.dialect.name == "sqlite":
        _migrate_sqlite(engine, to)
    else:
        _migrate_postgresql(engine, to)
    return copy


def differences(engine: sa.Engine) -> str:
    """Compare a database's tables with the tables of the code; empty when they agree (`alembic check`)."""
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.check(config)
        except CommandError as error:
            return str(error)
    return ""


def _config() -> Config:
    config = Config(stdout=StringIO())
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _refuse_unknown(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
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


def _run(connection: sa.Connection, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    triggers.drop(connection)
    command.upgrade(config, to)
    triggers.create(connection)


def _migrate_sqlite(engine: sa.Engine, to: str) -> None:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        # Inside a transaction this PRAGMA does nothing at all, silently.
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _run(connection, to)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise SchemaBroken(f"{len(broken)} rows point at nothing, the first in {broken[0][0]}")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def _migrate_postgresql(engine: sa.Engine, to: str) -> None:
    with engine.begin() as connection:
        # Two servers that start together must not both migrate.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(20260101)"))
        _run(connection, to)
