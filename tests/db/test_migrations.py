"""A later migration rebuilds tables of a filled database and loses nothing (on SQLite, Alembic would)."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.engine import make_engine
from db.schema import VERSIONS, SchemaBroken, current_revision, is_current, migrate
from tests.conftest import MakeDatabase
from tests.db.described import rows_of, schema_of
from tests.db.world import NOW, fill

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
TEXTS = {
    "access_log": "what",
    "account": "name",
    "child": "chosen_name",
    "clinic": "name",
    "completion": "late_reason",
    "note": "text",
    "episode": "end_note",
    "line": "exercise",
    "plan_pause": "reason",
    "prescription": "instructions",
    "relationship": "household",
    "closed_day": "name",
    "one_time_link": "token_hash",
    "setting_change": "after",
}


def upgrade() -> None:
    for table, text in TEXTS.items():
        with op.batch_alter_table(table) as batch:
            # Changing a type makes batch mode rebuild the table on SQLite.
            batch.alter_column(text, type_=sa.String(3000), existing_nullable=False)
            batch.add_column(sa.Column("colour", sa.String(20), nullable=False, server_default="blue"))
"""
FAILS = NEXT + "    raise RuntimeError('half-way')\n"


def versions(tmp_path: Path, text: str) -> tuple[Path, ...]:
    folder = tmp_path / "50% of them, in a folder"
    folder.mkdir()
    (folder / "0007_next.py").write_text(text, encoding="utf-8")
    return (*VERSIONS, folder)


def rebuilt(engine: sa.Engine) -> set[str]:
    """Give what a migration adds or alters: lines on the new column, and the longer texts."""
    return {line for line in schema_of(engine) if "colour" in line or "3000" in line}


def test_a_rebuilt_filled_database_keeps_every_row_and_rule(engine: sa.Engine, tmp_path: Path) -> None:
    fill(engine)
    rules, rows = schema_of(engine), rows_of(engine)
    migrate(engine, now=NOW, versions=versions(tmp_path, NEXT))
    after = rows_of(engine, but="colour")
    assert after.pop("alembic_version") == [{"version_num": "0007"}]
    assert after == {table: found for table, found in rows.items() if table != "alembic_version"}
    kept = rules & schema_of(engine)
    assert len(rules - kept) == 14, "only the fourteen longer texts may differ"
    assert schema_of(engine) == kept | rebuilt(engine)


def test_an_upgraded_filled_database_equals_a_fresh_one(
    engine: sa.Engine, make_database: MakeDatabase, tmp_path: Path
) -> None:
    fill(engine)
    both = versions(tmp_path, NEXT)
    migrate(engine, now=NOW, versions=both)
    fresh = make_engine(make_database(engine.dialect.name, migrated=False))
    migrate(fresh, now=NOW, versions=both)
    assert schema_of(engine) == schema_of(fresh)
    fresh.dispose()


def test_foreign_keys_are_on_again_after_migrating(make_database: MakeDatabase, tmp_path: Path) -> None:
    engine = make_engine(make_database("sqlite"))
    migrate(engine, now=NOW, versions=versions(tmp_path, NEXT))
    assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_a_migration_that_fails_half_way_leaves_all_as_it_was(engine: sa.Engine, tmp_path: Path) -> None:
    fill(engine)
    before = schema_of(engine), rows_of(engine)
    with pytest.raises(RuntimeError, match="half-way"):
        migrate(engine, now=NOW, versions=versions(tmp_path, FAILS))
    assert (schema_of(engine), rows_of(engine)) == before
    assert is_current(engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_rows_that_point_at_nothing_stop_a_migration(make_database: MakeDatabase, tmp_path: Path) -> None:
    engine = make_engine(make_database("sqlite"))
    fill(engine)
    path = engine.url.database
    assert path
    with closing(sqlite3.connect(path)) as raw:  # foreign keys are off unless asked for
        raw.execute("UPDATE completion SET prescription_id = 999 WHERE id = 1")
        raw.commit()
    before = schema_of(engine), rows_of(engine)
    with pytest.raises(SchemaBroken, match=r"1 rows .* completion"):
        migrate(engine, now=NOW, versions=versions(tmp_path, NEXT))
    assert (schema_of(engine), rows_of(engine)) == before
    assert current_revision(engine) == "0006"
    engine.dispose()


def test_a_copy_is_made_first_with_what_is_still_in_the_log(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    engine = make_engine(make_database("sqlite"))
    path = engine.url.database
    assert path
    fill(engine)  # the pool keeps its connection open, so the log is not folded in
    shutil.copy(path, tmp_path / "bare.db")
    before = schema_of(engine), rows_of(engine)
    copy = migrate(engine, now=NOW, versions=versions(tmp_path, NEXT))
    assert copy is not None
    assert copy.name == "tracker.db.0006-20250303T120000.bak"
    copied, bare = make_engine(f"sqlite:///{copy}"), make_engine(f"sqlite:///{tmp_path / 'bare.db'}")
    assert (schema_of(copied), rows_of(copied)) == before
    assert rows_of(bare)["clinic"] == [], "copying the file alone would have lost the rows"
    for each in (engine, copied, bare):
        each.dispose()


def test_postgresql_is_not_copied(make_database: MakeDatabase, tmp_path: Path) -> None:
    """Its own backups are the operator's."""
    engine = make_engine(make_database("postgresql"))
    assert migrate(engine, now=NOW, versions=versions(tmp_path, NEXT)) is None
    assert current_revision(engine) == "0007"
    engine.dispose()
