"""A demo's file: known by its mark, and replaced whole or not at all."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import schema
from db.demo_file import InUse, Mark, put_in_place, read_mark
from db.engine import make_engine, sqlite_url
from db.queries import demo

MADE = datetime(2026, 3, 11, 22, 30, tzinfo=UTC)


@pytest.fixture
def record(tmp_path: Path, sqlite_template: Path) -> Path:
    return Path(shutil.copy(sqlite_template, tmp_path / "record.db"))


@pytest.fixture
def marked(tmp_path: Path, sqlite_template: Path) -> Path:
    path = Path(shutil.copy(sqlite_template, tmp_path / "demo.db"))
    engine = make_engine(sqlite_url(path))
    with engine.begin() as connection:
        demo.mark(connection, seed=1, made_at=MADE)
        assert demo.is_marked(connection)
    engine.dispose()
    return path


def test_a_demo_is_known_by_its_mark(marked: Path) -> None:
    assert read_mark(marked) == Mark(MADE, schema.newest_revision())


def test_what_bears_no_mark_is_none_and_stays_as_it_is(record: Path, tmp_path: Path) -> None:
    text, empty, other = tmp_path / "text.db", tmp_path / "empty.db", tmp_path / "other.db"
    text.write_text("a letter to the school" * 100)
    empty.write_bytes(b"")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE demo (name TEXT)")
    for path in (record, text, empty, other):
        before = path.read_bytes()
        assert read_mark(path) is None
        assert path.read_bytes() == before


def test_a_new_file_takes_the_place_of_the_old_one_and_of_its_log(marked: Path, record: Path) -> None:
    with closing(sqlite3.connect(marked)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE of_the_old_one (a)")
    put_in_place(record, marked)
    assert [path.name for path in marked.parent.iterdir()] == ["demo.db"]
    with closing(sqlite3.connect(marked)) as connection:
        assert connection.execute("SELECT count(*) FROM demo").fetchone() == (0,)
        found = connection.execute("SELECT name FROM sqlite_master WHERE name = 'of_the_old_one'").fetchall()
        assert found == []


def test_a_file_that_somebody_has_open_is_not_replaced(marked: Path, record: Path) -> None:
    with closing(sqlite3.connect(marked)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT * FROM demo").fetchall()
        with pytest.raises(InUse):
            put_in_place(record, marked)
    assert record.exists()
    assert read_mark(marked) is not None


def test_where_nothing_lies_the_new_file_is_put(record: Path, tmp_path: Path) -> None:
    put_in_place(record, tmp_path / "first.db")
    assert (tmp_path / "first.db").exists()
