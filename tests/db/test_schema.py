"""`migrate` gives every database the schema of the code, once, and refuses what it does not know."""

from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from db import schema, triggers
from db.engine import connect, make_engine
from db.schema import SchemaTooNew, differences, is_current, migrate
from db.tables import METADATA
from tests.conftest import MakeDatabase
from tests.db.described import rows_of, schema_of
from tests.db.world import NOW, fill
from tests.processes import FORKS

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def test_a_migrated_database_is_what_the_tables_say(engine: sa.Engine, make_database: MakeDatabase) -> None:
    from_code = make_engine(make_database(engine.dialect.name, migrated=False))
    with from_code.begin() as connection:
        METADATA.create_all(connection)
        triggers.create(connection)
    assert schema_of(engine) == schema_of(from_code)
    assert len(schema_of(engine)) > 200
    from_code.dispose()


def test_alembic_sees_no_difference(engine: sa.Engine) -> None:
    assert differences(engine) == ""


def test_a_missing_column_is_a_difference(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE child DROP COLUMN precautions")
    assert "precautions" in differences(engine)


def test_a_missing_index_is_a_difference(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX uq_completion_live")
    assert "uq_completion_live" in differences(engine)


def test_migrating_twice_is_harmless(engine: sa.Engine) -> None:
    fill(engine)
    before = schema_of(engine), rows_of(engine)
    assert migrate(engine, now=NOW) is None
    assert (schema_of(engine), rows_of(engine)) == before


@KINDS
def test_an_empty_database_is_not_current_until_it_is_migrated(
    make_database: MakeDatabase, kind: str
) -> None:
    engine = make_engine(make_database(kind, migrated=False))
    assert schema.current_revision(engine) is None
    assert not is_current(engine)
    assert migrate(engine, now=NOW) is None
    assert is_current(engine)
    engine.dispose()


def test_asking_for_the_version_waits_for_no_writer(engine: sa.Engine) -> None:
    """Whoever watches the server asks while others write."""
    with connect(engine, write=True) as writer:
        writer.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        assert is_current(engine)


def test_the_schema_of_a_newer_version_is_refused(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = schema_of(engine), rows_of(engine)
    with pytest.raises(SchemaTooNew, match="9999"):
        migrate(engine, now=NOW)
    assert (schema_of(engine), rows_of(engine)) == before
    assert not is_current(engine)


def migrate_with_others(url: str, together: Barrier) -> None:
    together.wait(60)
    migrate(make_engine(url), now=NOW)


@KINDS
def test_two_processes_that_migrate_at_once_both_succeed(make_database: MakeDatabase, kind: str) -> None:
    url = make_database(kind, migrated=False)
    together = FORKS.Barrier(2)
    processes = [FORKS.Process(target=migrate_with_others, args=(url, together)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    engine = make_engine(url)
    assert is_current(engine)
    assert differences(engine) == ""
    engine.dispose()


def test_only_another_migration_is_waited_for_without_limit(make_database: MakeDatabase) -> None:
    """Nobody knows how long a migration of much data lasts; a lock on a table must not hold up everybody."""
    engine = make_engine(make_database("postgresql", migrated=False))
    limits: dict[str, str] = {}

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_connection: object, cursor: Any, statement: str, *_more: object) -> None:
        limits[statement.split("(", 1)[0]] = cursor.execute("SHOW lock_timeout").fetchone()[0]

    migrate(engine, now=NOW)
    assert limits.pop("SELECT pg_advisory_xact_lock") == "0"
    limits.pop("SET LOCAL lock_timeout TO DEFAULT")
    assert set(limits.values()) == {"5s"}
    engine.dispose()
