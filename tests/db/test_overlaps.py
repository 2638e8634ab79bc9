"""Revisions of a line and episodes of a child never overlap, whichever statement tries it."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from db.tables import METADATA
from tests.db.world import NOW, World, day, insert

PRESCRIPTION = METADATA.tables["prescription"]
EPISODE = METADATA.tables["episode"]
# There is a revision on the days 0 to 9, and an open episode from day 0.
OVERLAPPING = [(-5, 1), (-5, None), (0, 10), (0, None), (3, 5), (9, 12), (9, None), (-5, 20)]
BESIDE = [(10, None), (10, 11), (-5, 0), (50, 60)]


def revision(world: World, first: int, end: int | None, **more: Any) -> dict[str, Any]:
    valid_to = None if end is None else day(end)
    return world.valid("prescription", valid_from=day(first), valid_to=valid_to, **more)


@pytest.mark.parametrize(("first", "end"), OVERLAPPING)
def test_a_revision_over_another_is_not_inserted(
    world: World, connection: sa.Connection, first: int, end: int | None
) -> None:
    with pytest.raises(IntegrityError, match="overlap"):
        insert(connection, "prescription", revision(world, first, end))


@pytest.mark.parametrize(("first", "end"), BESIDE)
def test_a_revision_beside_another_is_inserted(
    world: World, connection: sa.Connection, first: int, end: int | None
) -> None:
    assert insert(connection, "prescription", revision(world, first, end))


def test_the_same_days_of_another_line_are_free(world: World, connection: sa.Connection) -> None:
    line = insert(connection, "line", world.valid("line"))
    assert insert(connection, "prescription", revision(world, 0, 10, line_id=line))


def test_a_revision_is_not_stretched_over_the_next(world: World, connection: sa.Connection) -> None:
    insert(connection, "prescription", revision(world, 10, None))
    mine = PRESCRIPTION.c.id == world.ids["mine_prescription"]
    with pytest.raises(IntegrityError, match="overlap"):
        connection.execute(sa.update(PRESCRIPTION).where(mine).values(valid_to=day(11)))


def test_a_bulk_statement_reopens_no_two_revisions(world: World, connection: sa.Connection) -> None:
    insert(connection, "prescription", revision(world, 10, 20))
    line = PRESCRIPTION.c.line_id == world.ids["mine_line"]
    with pytest.raises(IntegrityError, match="overlap"):
        connection.execute(sa.update(PRESCRIPTION).where(line).values(valid_to=None))


def test_a_bulk_insert_of_overlapping_revisions_is_refused(world: World, connection: sa.Connection) -> None:
    rows = [revision(world, 10, 20), revision(world, 19, 30)]
    with pytest.raises(IntegrityError, match="overlap"):
        connection.execute(sa.insert(PRESCRIPTION), rows)


def test_raw_sql_meets_the_same_rule(world: World, connection: sa.Connection) -> None:
    insert(connection, "prescription", revision(world, 10, None))
    with pytest.raises(IntegrityError, match="overlap"):
        connection.exec_driver_sql(
            f"UPDATE prescription SET valid_to = NULL WHERE id = {world.ids['mine_prescription']}"
        )


def test_a_withdrawn_revision_is_outside_the_rule(world: World, connection: sa.Connection) -> None:
    for _ in range(2):
        insert(connection, "prescription", revision(world, 0, None, withdrawn_at=NOW))
    insert(connection, "prescription", revision(world, 10, None))


def test_a_withdrawn_revision_comes_back_only_where_it_fits(world: World, connection: sa.Connection) -> None:
    fits = insert(connection, "prescription", revision(world, 10, 20, withdrawn_at=NOW))
    clashes = insert(connection, "prescription", revision(world, 5, 10, withdrawn_at=NOW))
    back = sa.update(PRESCRIPTION).values(withdrawn_at=None)
    connection.execute(back.where(PRESCRIPTION.c.id == fits))
    with pytest.raises(IntegrityError, match="overlap"):
        connection.execute(back.where(PRESCRIPTION.c.id == clashes))


def test_one_entered_in_error_still_holds_its_days(world: World, connection: sa.Connection) -> None:
    """Its days stay its own: otherwise a new revision could be laid over the entries that it keeps."""
    mine = PRESCRIPTION.c.id == world.ids["mine_prescription"]
    connection.execute(sa.update(PRESCRIPTION).where(mine).values(entered_in_error_at=NOW))
    with pytest.raises(IntegrityError, match="overlap"):
        insert(connection, "prescription", revision(world, 5, None))


@pytest.mark.parametrize(("first", "end"), [(-60, 1), (-60, None), (0, None), (5, 9)])
def test_an_episode_over_another_is_refused(
    world: World, connection: sa.Connection, first: int, end: int | None
) -> None:
    ends_on = None if end is None else day(end)
    with pytest.raises(IntegrityError, match="overlap"):
        insert(connection, "episode", world.valid("episode", starts_on=day(first), ends_on=ends_on))


def test_an_episode_may_end_on_the_day_the_next_begins(world: World, connection: sa.Connection) -> None:
    assert insert(connection, "episode", world.valid("episode", ends_on=day(0)))


def test_an_ended_episode_is_not_reopened_over_the_next(world: World, connection: sa.Connection) -> None:
    old = insert(connection, "episode", world.valid("episode"))
    with pytest.raises(IntegrityError, match="overlap"):
        connection.execute(sa.update(EPISODE).where(EPISODE.c.id == old).values(ends_on=None))


def test_a_withdrawn_episode_is_outside_the_rule(world: World, connection: sa.Connection) -> None:
    gone = world.valid("episode", starts_on=day(0), ends_on=None, withdrawn_at=NOW)
    gone_id = insert(connection, "episode", gone)
    with pytest.raises(IntegrityError, match="overlap"):
        connection.execute(sa.update(EPISODE).where(EPISODE.c.id == gone_id).values(withdrawn_at=None))


def test_another_child_may_be_in_treatment_on_the_same_days(world: World, connection: sa.Connection) -> None:
    child = insert(connection, "child", world.valid("child"))
    episode = world.valid("episode", child_id=child, number=1, starts_on=day(0), ends_on=None)
    assert insert(connection, "episode", episode)
