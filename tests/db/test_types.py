"""Both databases store moments, words and days alike."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from db.queries.base import day_number
from db.tables import METADATA
from db.vocabulary import AmpsType, Role
from tests.db.world import NOW, World, insert

ACCOUNT = METADATA.tables["account"]
TIMED_TASK = {"dose_kind": "timed_task", "total": None, "task_unit": "seconds", "task_better": "lower"}
# With these, no other rule of the table refuses the row before the one that is meant.
BESIDE: dict[str, dict[str, object]] = {
    "milestone.area": {"periods": None},
    "visit_series.discipline": {
        "visibility": "care_team_and_family",
        "shown_to_child": True,
        "kept_by_id": None,
    },
    "concern.kind": {"topic": None},
    "visit_record.reason": {"outcome": "cancelled_by_family"},
}
WORDS = [c for table in METADATA.sorted_tables for c in table.columns if isinstance(c.type, sa.Enum)]
MONDAY_ZERO = date(1970, 1, 5)
DAYS = st.dates(date(1999, 1, 1), date(2105, 12, 31))


def test_a_naive_moment_is_refused(world: World, connection: sa.Connection) -> None:
    row = world.valid("account", created_at=datetime(2025, 3, 3, 12))  # noqa: DTZ001
    with pytest.raises(StatementError, match="naive"):
        insert(connection, "account", row)


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        datetime(2025, 3, 9, 1, 59, 59, 999_999, tzinfo=ZoneInfo("America/New_York")),
        datetime(2025, 11, 2, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
        datetime(2025, 3, 3, 23, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(
    world: World, connection: sa.Connection, moment: datetime
) -> None:
    new = insert(connection, "account", world.valid("account", created_at=moment))
    stored = connection.execute(sa.select(ACCOUNT.c.created_at).where(ACCOUNT.c.id == new)).scalar_one()
    assert stored == moment.astimezone(UTC)
    assert stored.tzinfo is UTC


def test_an_empty_moment_stays_empty(world: World, connection: sa.Connection) -> None:
    new = insert(connection, "account", world.valid("account", disabled_at=None))
    assert connection.execute(sa.select(ACCOUNT.c.disabled_at).where(ACCOUNT.c.id == new)).scalar() is None


def test_a_word_is_stored_by_its_value(world: World, connection: sa.Connection) -> None:
    new = insert(connection, "account", world.valid("account", role=Role.CLINICIAN))
    raw = connection.exec_driver_sql(f"SELECT role FROM account WHERE id = {new}").scalar()
    assert raw == "clinician"
    assert connection.execute(sa.select(ACCOUNT.c.role).where(ACCOUNT.c.id == new)).scalar() is Role.CLINICIAN


@pytest.mark.parametrize("column", WORDS, ids=str)
def test_the_database_itself_refuses_a_word_outside_the_vocabulary(
    world: World, connection: sa.Connection, column: sa.Column[str]
) -> None:
    """Raw SQL, because SQLAlchemy would refuse the word before the database sees it."""
    assert isinstance(column.type, sa.Enum)
    name = column.table.name
    plain = {
        key: sa.Column(key, sa.String() if key == column.name else c.type)
        for key, c in METADATA.tables[name].columns.items()
    }
    bare = sa.Table(name, sa.MetaData(), *plain.values())
    if column.table.primary_key.columns.keys() == ["id"]:
        plain["id"].primary_key = True
    row = world.valid(
        name, **(TIMED_TASK if column.name.startswith("task_") else BESIDE.get(str(column), {}))
    )
    with pytest.raises(IntegrityError, match=f"ck_{name}_{column.type.name}"):
        connection.execute(sa.insert(bare), {**row, column.name: "unheard_of"})


def test_every_vocabulary_is_tried() -> None:
    assert len(WORDS) > 15
    assert {w.type.enum_class for w in WORDS if isinstance(w.type, sa.Enum)} >= {AmpsType, Role}


def test_a_word_that_code_misspells_never_reaches_the_database(
    world: World, connection: sa.Connection
) -> None:
    with pytest.raises((StatementError, DBAPIError)):
        insert(connection, "account", world.valid("account", role="Clinician"))


def numbers(connection: sa.Connection, days: list[date]) -> list[int]:
    columns = [day_number(sa.bindparam(f"d{i}", d, sa.Date())) for i, d in enumerate(days)]
    return list(connection.execute(sa.select(*columns)).one())


@pytest.mark.parametrize(
    "middle",
    [
        date(2024, 2, 29),
        date(2100, 3, 1),  # no leap year
        date(2000, 2, 29),
        date(2025, 3, 9),  # 23 hours in New York
        date(2025, 11, 2),  # 25 hours
        date(2025, 3, 30),  # 23 hours in Berlin
        date(1970, 1, 5),
        date(1969, 12, 31),
    ],
)
def test_days_are_counted_as_python_counts_them(connection: sa.Connection, middle: date) -> None:
    days = [middle + timedelta(days=n) for n in range(-8, 9)]
    assert numbers(connection, days) == [(d - MONDAY_ZERO).days for d in days]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=st.lists(DAYS, min_size=20, max_size=20))
def test_any_days_are_counted_alike_and_monday_is_zero(connection: sa.Connection, days: list[date]) -> None:
    found = numbers(connection, days)
    assert found == [(d - MONDAY_ZERO).days for d in days]
    assert [n % 7 for n in found] == [d.weekday() for d in days]
