"""Every connection waits for other writers, keeps what it acknowledged, and checks foreign keys."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from db import engine as product
from db import schema
from db.engine import Trouble, connect, engine_for, make_engine, normal_url, sqlite_url, trouble
from tests.conftest import MakeDatabase


def pragma(connection: sa.Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.fixture
def sqlite(make_database: MakeDatabase) -> sa.Engine:
    return make_engine(make_database("sqlite"))


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_every_connection_to_sqlite_is_safe(sqlite: sa.Engine, name: str, value: object, write: bool) -> None:
    with connect(sqlite, write=write) as one, connect(sqlite, write=False) as another:
        assert pragma(one, name) == value
        assert pragma(another, name) == value
    sqlite.dispose()


def begins(sqlite: sa.Engine, *, write: bool) -> list[str]:
    seen: list[str] = []
    with connect(sqlite, write=write) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(seen.append)
        connection.exec_driver_sql("SELECT 1")
        driver.set_trace_callback(None)
    return seen


@contextmanager
def being_made(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that is writing the first table of a file, which has no write-ahead log yet."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as maker:
        maker.execute("BEGIN IMMEDIATE")
        maker.execute("CREATE TABLE first (id INTEGER)")
        yield maker


def test_a_file_that_another_process_is_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    with being_made(path) as maker:
        done = Timer(0.2, maker.execute, ["COMMIT"])
        done.start()
        engine = make_engine(sqlite_url(path))
        with connect(engine, write=False) as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM first").scalar() == 0
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        done.join()
        engine.dispose()


def test_a_file_that_another_process_goes_on_making_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.sqlite"
    monkeypatch.setattr(product, "BUSY_SECONDS", 0.1)
    with being_made(path), pytest.raises(OperationalError) as raised:
        make_engine(sqlite_url(path)).connect()
    assert trouble(raised.value) is Trouble.LOCKED


def test_a_writer_takes_the_write_lock_before_it_reads(sqlite: sa.Engine) -> None:
    first, second = begins(sqlite, write=True)[:2]
    assert (first, second) == ("PRAGMA busy_timeout = 5000", "BEGIN IMMEDIATE")
    sqlite.dispose()


def test_a_reader_takes_no_write_lock(sqlite: sa.Engine) -> None:
    assert begins(sqlite, write=False)[0] == "BEGIN"
    sqlite.dispose()


def test_a_reader_goes_on_while_another_writes(sqlite: sa.Engine) -> None:
    with connect(sqlite, write=True) as writer, connect(sqlite, write=False) as reader:
        writer.exec_driver_sql("UPDATE alembic_version SET version_num = 'x'")
        found = reader.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert found == schema.newest_revision()
    sqlite.dispose()


def test_postgresql_waits_as_long_as_sqlite_and_speaks_utc(make_database: MakeDatabase) -> None:
    postgresql = make_engine(make_database("postgresql"))
    with connect(postgresql, write=True) as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == f"{product.BUSY_SECONDS}s"
        assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
    postgresql.dispose()


@pytest.mark.parametrize("written", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d"])
def test_any_way_to_write_a_postgresql_url_names_our_driver(written: str) -> None:
    assert normal_url(written) == "postgresql+psycopg://h/d"


def test_a_process_has_one_engine_for_a_database(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "one.db")
    assert engine_for(url) is engine_for(url)
    assert engine_for(url) is not engine_for(sqlite_url(tmp_path / "two.db"))
    engine_for.cache_clear()


def from_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("in any language")
    error.sqlite_errorcode = code
    return error


def from_postgresql(state: str | None) -> psycopg.OperationalError:
    error = psycopg.OperationalError("in any language")
    error.sqlstate = state
    return error


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (from_sqlite(sqlite3.SQLITE_BUSY), Trouble.LOCKED),
        (from_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Trouble.LOCKED),
        (from_sqlite(sqlite3.SQLITE_LOCKED), Trouble.LOCKED),
        (from_sqlite(sqlite3.SQLITE_FULL), Trouble.UNWRITABLE),
        (from_sqlite(sqlite3.SQLITE_IOERR_WRITE), Trouble.UNWRITABLE),
        (from_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), Trouble.UNWRITABLE),
        (from_sqlite(sqlite3.SQLITE_CANTOPEN), Trouble.UNWRITABLE),
        (from_sqlite(sqlite3.SQLITE_ERROR), None),
        (sqlite3.OperationalError("database is locked, says a row"), None),
        (psycopg.errors.LockNotAvailable(), Trouble.LOCKED),
        (psycopg.errors.DeadlockDetected(), Trouble.LOCKED),
        (psycopg.errors.SerializationFailure(), Trouble.LOCKED),
        (psycopg.errors.AdminShutdown(), Trouble.UNWRITABLE),
        (psycopg.errors.CannotConnectNow(), Trouble.UNWRITABLE),
        (psycopg.errors.ConnectionFailure(), Trouble.UNWRITABLE),
        (psycopg.errors.DiskFull(), Trouble.UNWRITABLE),
        (psycopg.errors.TooManyConnections(), Trouble.UNWRITABLE),
        (psycopg.errors.IoError(), Trouble.UNWRITABLE),
        (psycopg.errors.QueryCanceled(), None),
        (from_postgresql(None), Trouble.UNWRITABLE),
        (from_postgresql("55006"), None),
        (Exception("database is locked"), None),
    ],
    ids=repr,
)
def test_only_a_locked_or_unwritable_database_is_named_as_such(
    error: Exception, meaning: Trouble | None
) -> None:
    assert trouble(OperationalError("", {}, error)) is meaning


def test_the_newest_version_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = schema.newest_revision()
    monkeypatch.setattr(schema, "ScriptDirectory", None)
    assert schema.newest_revision() == newest


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_only_a_reader_sees_one_moment_throughout(make_database: MakeDatabase, kind: str) -> None:
    engine = make_engine(make_database(kind))
    with connect(engine, write=False) as reader, connect(engine, write=True) as writer:
        version = "SELECT version_num FROM alembic_version"
        before = reader.exec_driver_sql(version).scalar()
        writer.exec_driver_sql("UPDATE alembic_version SET version_num = 'x'")
        writer.commit()
        assert reader.exec_driver_sql(version).scalar() == before
    if kind == "postgresql":
        with connect(engine, write=True) as writer:
            shown = writer.exec_driver_sql("SHOW transaction_isolation").scalar()
            assert shown == "read committed"
    engine.dispose()
