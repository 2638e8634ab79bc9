"""Write-once: only listed columns may change after a row was inserted, and no row is ever deleted."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.guards import MAY_CHANGE, WriteOnce
from db.tables import METADATA, Completion, Prescription
from tests.db.world import NOW, World, day

TABLES = METADATA.tables
GUARDED = sorted(MAY_CHANGE)
WRITE_ONCE = [
    column for name in GUARDED for column in TABLES[name].columns if column.key not in MAY_CHANGE[name]
]
CHANGEABLE = [TABLES[name].c[column] for name in GUARDED for column in sorted(MAY_CHANGE[name])]
UNGUARDED = {"account", "child", "child_body_area", "clinic", "draft", "sign_in_session", "week_tally"}


def test_every_table_is_guarded_or_known_to_change_freely() -> None:
    assert set(TABLES) == set(GUARDED) | UNGUARDED


def test_what_may_change_are_columns() -> None:
    assert all(MAY_CHANGE[name] <= set(TABLES[name].columns.keys()) for name in GUARDED)


@pytest.mark.parametrize("column", WRITE_ONCE, ids=str)
def test_a_write_once_column_is_not_updated(connection: sa.Connection, column: sa.Column[Any]) -> None:
    # The column's own value, so that nothing but the guard can refuse it.
    with pytest.raises(WriteOnce, match=column.table.name):
        connection.execute(sa.update(column.table).values({column.key: column}))


@pytest.mark.parametrize("column", WRITE_ONCE, ids=str)
def test_a_bulk_update_by_parameters_is_seen_too(connection: sa.Connection, column: sa.Column[Any]) -> None:
    table = column.table
    statement = sa.update(table).where(sa.literal(value=False))
    with pytest.raises(WriteOnce, match="write-once"):
        connection.execute(statement, [{column.key: None}, {column.key: None}])


@pytest.mark.parametrize("column", CHANGEABLE, ids=str)
def test_a_listed_column_may_change(connection: sa.Connection, column: sa.Column[Any]) -> None:
    statement = sa.update(column.table).values({column.key: column})
    assert connection.execute(statement).rowcount > 0


@pytest.mark.parametrize("name", GUARDED)
def test_nothing_guarded_is_deleted(connection: sa.Connection, name: str) -> None:
    with pytest.raises(WriteOnce, match="never deleted"):
        connection.execute(sa.delete(TABLES[name]))


@pytest.mark.parametrize("name", GUARDED)
def test_nothing_guarded_is_overwritten_by_an_upsert(
    connection: sa.Connection, name: str, world: World
) -> None:
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    key = list(TABLES[name].primary_key.columns)
    statement = insert(TABLES[name]).values(world.valid(name))
    overwrite = statement.on_conflict_do_update(index_elements=key, set_={key[0]: key[0]})
    with pytest.raises(WriteOnce, match="overwritten"):
        connection.execute(overwrite)
    connection.execute(statement.on_conflict_do_nothing())


def test_an_alias_is_no_way_round(connection: sa.Connection) -> None:
    alias = TABLES["completion"].alias()
    with pytest.raises(WriteOnce):
        connection.execute(sa.update(alias).values(state="done"))  # type: ignore[arg-type]


def test_ordered_values_are_seen(connection: sa.Connection) -> None:
    table = TABLES["completion"]
    with pytest.raises(WriteOnce, match=r"completion\.state"):
        connection.execute(
            sa.update(table).ordered_values((table.c.withdrawn_at, NOW), (table.c.state, "done"))
        )


def test_a_flushed_object_cannot_move_history(world: World) -> None:
    with Session(world.engine) as session:
        entry = session.get_one(Completion, world.ids["mine_completion"])
        entry.performed_on = day(3)
        with pytest.raises(WriteOnce, match=r"completion\.performed_on"):
            session.flush()


def test_a_flushed_object_may_be_withdrawn(world: World) -> None:
    with Session(world.engine) as session:
        entry = session.get_one(Completion, world.ids["mine_completion"])
        entry.withdrawn_at = NOW
        session.flush()


def test_a_session_deletes_nothing(world: World) -> None:
    with Session(world.engine) as session:
        session.delete(session.get_one(Completion, world.ids["mine_completion"]))
        with pytest.raises(WriteOnce):
            session.flush()


def test_a_bulk_update_through_a_session_is_refused(world: World) -> None:
    with Session(world.engine) as session, pytest.raises(WriteOnce, match=r"prescription\.total"):
        session.execute(sa.update(Prescription).values(total=1))


APPEND_ONLY = {"access_log": "what", "setting_change": "setting"}
REFUSED = {
    "sqlite": (
        "UPDATE {table} SET {text} = 'x'",
        "UPDATE {table} SET clinic_id = NULL",
        "DELETE FROM {table}",
        "UPDATE OR REPLACE {table} SET id = 9",
        "REPLACE INTO {table} SELECT * FROM {table}",
    ),
    "postgresql": (
        "UPDATE {table} SET {text} = 'x'",
        "UPDATE {table} SET clinic_id = NULL",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET {text} = 'x'",
    ),
}


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_itself_keeps_what_is_only_added_to(
    world: World, connection: sa.Connection, table: str
) -> None:
    kept = f"SELECT * FROM {table}"
    before = connection.exec_driver_sql(kept).all()
    assert len(before) == 1
    for statement in REFUSED[connection.dialect.name]:
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            connection.exec_driver_sql(statement.format(table=table, text=APPEND_ONLY[table]))
        connection.rollback()
    assert connection.exec_driver_sql(kept).all() == before


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_only_added_to_still_grows(world: World, connection: sa.Connection, table: str) -> None:
    for _ in range(2):
        connection.execute(sa.insert(TABLES[table]), world.valid(table))
    assert connection.execute(sa.select(sa.func.count()).select_from(TABLES[table])).scalar() == 3
