"""The one exemption from the write-once guard: rows of one child, by a statement that says so itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

import db
from db.guards import ERASES, MAY_CHANGE, NEVER_ERASED, WriteOnce
from db.queries.erasure import EMPTY, ERASED
from db.tables import METADATA
from tests.db.world import World

TABLES = METADATA.tables
ROOT = Path(db.__file__).parents[1]
# What reaches a child by a foreign key and stays, and why.
STAYS = {
    "child": "only its ids and moments are left, so that no other child gets its number",
    "erasure": "says by two accounts' ids who asked and who erased",
}
# What is left in a child's own row.
LEFT = {"id", "clinic_id", "created_at", "closed_at", "closed_by_id", "erased_at"}


def reach_child() -> set[str]:
    """Give every table from which foreign keys lead to a child, however many it takes, or that names one."""
    found = {"child"} | {name for name, table in TABLES.items() if "child_id" in table.columns}
    while (
        more := {
            name
            for name, table in TABLES.items()
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        - found
    ):
        found |= more
    return found


def test_no_table_of_a_child_is_forgotten() -> None:
    assert reach_child() == set(ERASED) | set(STAYS) | {"access_log"}
    assert not set(ERASED) & set(STAYS)


def test_a_table_that_would_be_forgotten_is_seen() -> None:
    planted = sa.Table("planted", METADATA, sa.Column("note_id", sa.ForeignKey("note.id")))
    try:
        assert "planted" in reach_child() - set(ERASED)
    finally:
        METADATA.remove(planted)


def test_nothing_of_the_childs_own_row_is_forgotten() -> None:
    assert set(EMPTY) | LEFT == set(TABLES["child"].columns.keys())
    assert not set(EMPTY) & LEFT


def deletions(table: sa.Table) -> Iterator[sa.Delete]:
    """Deletions that go beyond one child, or do not say what they are."""
    child = table.columns.get("child_id")
    yield sa.delete(table).execution_options(**{ERASES: True})
    if child is None:
        return
    yield sa.delete(table).where(child == 1)
    yield sa.delete(table).where(child == 1).execution_options(**{ERASES: False})
    for where in (
        child != 1,
        child > 0,
        child.in_([1, 2]),
        child.is_not(None),
        child == table.c.child_id,
        sa.true(),
    ):
        yield sa.delete(table).where(where).execution_options(**{ERASES: True})
    both = sa.or_(child == 1, child == 2)
    yield sa.delete(table).where(both).execution_options(**{ERASES: True})
    yield sa.delete(table).where(sa.literal(1) == child).execution_options(**{ERASES: True})


@pytest.mark.parametrize("name", sorted(MAY_CHANGE))
def test_any_other_deletion_is_still_refused(connection: sa.Connection, name: str) -> None:
    for statement in deletions(TABLES[name]):
        with pytest.raises(WriteOnce, match="never deleted"):
            connection.execute(statement)


@pytest.mark.parametrize("name", sorted(MAY_CHANGE))
def test_a_connection_cannot_say_it_for_its_statements(connection: sa.Connection, name: str) -> None:
    erasing = connection.execution_options(**{ERASES: True})
    columns = TABLES[name].columns
    for where in [columns.child_id == 1] if "child_id" in columns else []:
        with pytest.raises(WriteOnce, match="never deleted"):
            erasing.execute(sa.delete(TABLES[name]).where(where))
    with pytest.raises(WriteOnce):
        erasing.execute(sa.delete(TABLES[name]), execution_options={ERASES: True})


@pytest.mark.parametrize("name", sorted(NEVER_ERASED))
def test_what_says_who_erased_is_not_erased(connection: sa.Connection, name: str) -> None:
    table = TABLES[name]
    with pytest.raises(WriteOnce):
        connection.execute(sa.delete(table).where(table.c.child_id == 1).execution_options(**{ERASES: True}))


def test_the_log_is_kept_by_the_database_itself(connection: sa.Connection, world: World) -> None:
    with pytest.raises(DBAPIError, match="access_log is append-only"):
        connection.exec_driver_sql("DELETE FROM access_log WHERE child_id IS NULL OR child_id > 0")


@pytest.mark.parametrize("name", sorted(set(MAY_CHANGE) & set(ERASED)))
def test_an_erasure_is_no_licence_to_change(connection: sa.Connection, name: str) -> None:
    table = TABLES[name]
    column = next(column for column in table.columns if column.key not in MAY_CHANGE[name])
    changing = sa.update(table).where(table.c.child_id == 1).values({column.key: column})
    with pytest.raises(WriteOnce, match="write-once"):
        connection.execute(changing.execution_options(**{ERASES: True}))


def test_only_the_erasure_says_so() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for floor in ("db", "tracker", "pages", "bench")
        for path in (ROOT / floor).rglob("*.py")
        if re.search(rf"\bERASES\b|{ERASES}", path.read_text(encoding="utf-8"))
    }
    assert users == {"db/guards.py", "db/queries/erasure.py"}
