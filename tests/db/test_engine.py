"""Every connection waits for other writers, keeps what it acknowledged, and checks foreign keys."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from db import engine as product
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


def test_a_writer_takes_the_write_lock_before_it_reads(sqlite: sa.Engine) -> None:
    assert begins(sqlite, write=True)[0] == "BEGIN IMMEDIATE"
    sqlite.dispose()


def test_a_reader_takes_no_write_lock(sqlite: sa.Engine) -> None:
    assert begins(sqlite, write=False)[0] == "BEGIN"
    sqlite.dispose()


def test_a_reader_goes_on_while_another_writes(sqlite: sa.Engine) -> None:
    with connect(sqlite, write=True) as writer, connect(sqlite, write=False) as reader:
        writer.exec_driver_sql("UPDATE alembic_version SET version_num = 'x'")
        assert reader.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0001"
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


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("database is locked", Trouble.LOCKED),
        ("canceling statement due to lock timeout", Trouble.LOCKED),
        ("deadlock detected", Trouble.LOCKED),
        ("database or disk is full", Trouble.UNWRITABLE),
        ("attempt to write a readonly database", Trouble.UNWRITABLE),
        ("unable to open database file", Trouble.UNWRITABLE),
        ("connection failed: Connection refused", Trouble.UNWRITABLE),
        ("connection is bad: no such file or directory", Trouble.UNWRITABLE),
        ("terminating connection due to administrator command", Trouble.UNWRITABLE),
        ("no such table: completion", None),
    ],
)
def test_only_a_locked_or_unwritable_database_is_named_as_such(text: str, meaning: Trouble | None) -> None:
    assert trouble(OperationalError("", {}, Exception(text))) is meaning
