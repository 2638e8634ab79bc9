"""Kept tallies of past weeks are forgotten when something that they were counted from changes, and no others are.

No use case takes part: the triggers alone do it, whoever writes.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from db.engine import connect, make_engine
from db.queries.base import insert_unless_there
from db.tables import Completion
from db.vocabulary import CompletionState, Reporter
from tests.conftest import MakeDatabase
from tests.db.world import NOW, World, day, fill, insert, tally

WEEKS = [1, 2, 3, 4]
AT = f"'{NOW:%Y-%m-%d %H:%M:%S}'"
PATIENCE = 30


@pytest.fixture
def kept(world: World, connection: sa.Connection) -> World:
    """Two children of whom four weeks are kept: week n is over before day 7 n."""
    keep(world, connection)
    return world


def keep(world: World, connection: sa.Connection) -> None:
    connection.exec_driver_sql("DELETE FROM week_tally")
    for who in ("mine", "other"):
        for week in WEEKS:
            insert(connection, "week_tally", tally(world.ids, week, who))


def left(world: World, connection: sa.Connection, who: str = "mine") -> list[int]:
    child = world.ids[f"{who}_child"]
    query = f"SELECT week FROM week_tally WHERE child_id = {child} ORDER BY week"
    return list(connection.exec_driver_sql(query).scalars())


ENTERED = pytest.mark.parametrize(("table", "column"), [("completion", "performed_on"), ("day_mark", "day")])
DAYS = pytest.mark.parametrize(
    ("number", "weeks"),
    [
        (-1, []),
        (0, []),
        (6, []),
        (7, [1]),
        (13, [1]),
        (14, [1, 2]),
        (27, [1, 2, 3]),
        (28, WEEKS),
        (90, WEEKS),
    ],
)


@ENTERED
@DAYS
def test_what_is_entered_for_a_day_forgets_its_week_and_those_after(
    kept: World, connection: sa.Connection, table: str, column: str, number: int, weeks: list[int]
) -> None:
    insert(connection, table, kept.valid(table, **{column: day(number)}))
    assert left(kept, connection) == weeks
    assert left(kept, connection, "other") == WEEKS


@ENTERED
@DAYS
def test_what_is_withdrawn_of_a_day_forgets_its_week_and_those_after(
    world: World, connection: sa.Connection, table: str, column: str, number: int, weeks: list[int]
) -> None:
    new = insert(connection, table, world.valid(table, **{column: day(number)}))
    keep(world, connection)
    connection.exec_driver_sql(f"UPDATE {table} SET withdrawn_at = {AT} WHERE id = {new}")
    assert left(world, connection) == weeks
    assert left(world, connection, "other") == WEEKS


@pytest.mark.parametrize("table", ["plan_pause", "prescription", "episode"])
def test_what_is_added_to_a_plan_forgets_all_weeks_of_the_child(
    kept: World, connection: sa.Connection, table: str
) -> None:
    insert(connection, table, kept.valid(table))
    assert left(kept, connection) == []
    assert left(kept, connection, "other") == WEEKS


@pytest.mark.parametrize(
    "change",
    [
        "plan_pause SET to_day = '2025-03-30'",
        f"plan_pause SET withdrawn_at = {AT}",
        "prescription SET valid_to = '2025-03-10'",
        f"prescription SET withdrawn_at = {AT}",
        f"prescription SET entered_in_error_at = {AT}",
        "episode SET ends_on = '2025-03-30'",
        f"episode SET withdrawn_at = {AT}",
    ],
)
def test_a_change_of_a_plan_forgets_all_weeks_of_the_child(
    kept: World, connection: sa.Connection, change: str
) -> None:
    connection.exec_driver_sql(f"UPDATE {change} WHERE child_id = {kept.ids['mine_child']}")
    assert left(kept, connection) == []
    assert left(kept, connection, "other") == WEEKS


def test_a_change_of_many_rows_forgets_for_each_child_from_its_own_day(
    world: World, connection: sa.Connection
) -> None:
    ids = world.ids
    insert(connection, "completion", world.valid("completion", performed_on=day(15)))
    elsewhere = {"child_id": ids["other_child"], "prescription_id": ids["other_prescription"]}
    insert(connection, "completion", world.valid("completion", **elsewhere, performed_on=day(22)))
    keep(world, connection)
    connection.exec_driver_sql(f"UPDATE completion SET withdrawn_at = {AT} WHERE performed_on >= '{day(15)}'")
    assert left(world, connection) == [1, 2]
    assert left(world, connection, "other") == [1, 2, 3]


def test_what_figures_are_not_counted_from_forgets_nothing(kept: World, connection: sa.Connection) -> None:
    for table in ("note", "line", "relationship", "child_time_zone", "closed_day", "access_log"):
        fresh: dict[str, Any] = {"valid_from": day(-1)} if table == "child_time_zone" else {}
        insert(connection, table, kept.valid(table, **fresh))
    connection.exec_driver_sql("UPDATE child SET chosen_name = 'Leo'")
    connection.exec_driver_sql("UPDATE clinic SET adherence_line_percent = 90")
    assert left(kept, connection) == WEEKS


def test_an_entry_that_was_there_already_forgets_nothing(kept: World, connection: sa.Connection) -> None:
    words = {"state": CompletionState.DONE, "reporter": Reporter.PARENT}
    again = Completion(**kept.valid("completion", performed_on=day(1), **words))
    assert insert_unless_there(connection, again) is None
    assert left(kept, connection) == WEEKS


@pytest.fixture
def shared(make_database: MakeDatabase) -> Iterator[World]:
    """A PostgreSQL to which several write at once; SQLite has one writer at a time anyway."""
    engine = make_engine(make_database("postgresql"))
    world = fill(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM week_tally")
    yield world
    engine.dispose()


def hold(connection: sa.Connection, world: World) -> None:
    """Do as somebody who is about to keep tallies does."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock(-{world.ids['mine_child']})")


def wait_for_one_who_waits(world: World) -> None:
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with world.engine.connect() as connection:
            if connection.exec_driver_sql(query).scalar():
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_an_entry_waits_for_who_keeps_tallies_and_then_forgets_them(shared: World) -> None:
    entered = threading.Event()

    def enter() -> None:
        with connect(shared.engine, write=True) as connection:
            insert(connection, "completion", shared.valid("completion"))
            entered.set()
            connection.commit()

    writer = threading.Thread(target=enter)
    with connect(shared.engine, write=True) as keeper:
        hold(keeper, shared)
        writer.start()
        wait_for_one_who_waits(shared)
        assert not entered.is_set()
        # Counted without the entry, which nobody but its writer can see yet.
        insert(keeper, "week_tally", tally(shared.ids, 1))
        keeper.commit()
    writer.join(PATIENCE)
    assert entered.is_set()
    with shared.engine.connect() as connection:
        assert left(shared, connection) == []


def test_who_keeps_tallies_waits_for_an_entry_that_is_being_made(shared: World) -> None:
    mine, other = (f"-{shared.ids[f'{who}_child']}" for who in ("mine", "other"))
    with connect(shared.engine, write=True) as writer, shared.engine.connect() as keeper:
        insert(writer, "completion", shared.valid("completion"))
        taken = f"SELECT pg_try_advisory_xact_lock({mine}), pg_try_advisory_xact_lock({other})"
        assert keeper.exec_driver_sql(taken).one() == (False, True)
        writer.commit()
        assert keeper.exec_driver_sql(taken).one() == (True, True)


def test_two_who_enter_at_once_do_not_wait_for_each_other(shared: World) -> None:
    with connect(shared.engine, write=True) as dana, connect(shared.engine, write=True) as ben:
        insert(dana, "completion", shared.valid("completion"))
        ben.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
        insert(ben, "completion", shared.valid("completion", performed_on=day(3)))
        insert(ben, "day_mark", shared.valid("day_mark"))
        ben.commit()
        dana.commit()
