"""A filled database of the first version is brought to today's: nothing in it changes, and every rule holds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from db.engine import make_engine
from db.schema import current_revision, differences, is_current, migrate
from tests.conftest import MakeDatabase
from tests.db.described import rows_of, schema_of
from tests.db.world import ADDED as ROWS_OF_PLANS
from tests.db.world import NOW, fill_days, fill_measures, fill_plans

FIRST = Path(__file__).with_name("at_0001.sql").read_text(encoding="utf-8")
AT = "'2025-03-05 12:00:00.000000'"
LATER = "'2025-03-06 12:00:00.000000'"
ADDED: dict[str, dict[str, str | bool | None]] = {
    "clinic": {
        "emergency_text": "",
        "phone_text": "",
        "crisis_text": "",
        "guardian_consent_below_age": None,
        "assent_from_age": None,
        "own_account_from_age": None,
        "majority_age": None,
        "confidentiality_text": "",
        "region": "",
    },
    "child": {
        "school": "",
        "school_class": "",
        "closed_at": None,
        "closed_by_id": None,
        "erased_at": None,
    },
    "relationship": {"covers_id": None},
    "episode": {"withdrawn_at": None, "withdrawn_by_id": None},
    "completion": {"result": None},
    "prescription": {
        "texture": "",
        "task_unit": None,
        "task_better": None,
        "best_shown": False,
        "ceiling_closed": False,
        "exercise_version_id": None,
        "is_renewal": False,
    },
}
OF_0005 = (
    "visit_series",
    "visit",
    "visit_record",
    "milestone",
    "milestone_target",
    "milestone_event",
    "school_timetable",
    "school_closure",
    "school_plan",
    "school_day",
    "accommodation",
    "school_page",
    "school_page_tick",
)
OF_0006 = (
    "instrument_setting",
    "pain_setting",
    "measure",
    "watch_date",
    "concern",
    "concern_read",
    "concern_answer",
    "appointment",
    "decision",
)
NEW_TABLES = (
    "one_time_link",
    "closed_day",
    "setting_change",
    "demo",
    "week_tally",
    "account_notice",
    "consent",
    "erasure",
    "proposal",
    "exercise",
    "exercise_picture",
    "exercise_version",
    "template",
    "template_item",
    "explanation",
    "episode_phase",
    "discharge_criterion",
    "criterion_finding",
    "draft",
    *OF_0005,
    *OF_0006,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, make_database: MakeDatabase) -> Iterator[sa.Engine]:
    """A filled database of the first version."""
    engine = make_engine(make_database(request.param, migrated=False))
    migrate(engine, now=NOW, to="0001")
    with engine.begin() as connection:
        for statement in FIRST.split(";\n"):
            connection.exec_driver_sql(statement)
    yield engine
    engine.dispose()


@pytest.fixture
def upgraded(old: sa.Engine) -> sa.Engine:
    migrate(old, now=NOW)
    return old


def refused(engine: sa.Engine, statement: str, rule: str) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match=rule):
        connection.exec_driver_sql(statement)


def test_the_first_version_is_filled_in_every_table_and_kept_its_rules(old: sa.Engine) -> None:
    assert current_revision(old) == "0001"
    found = rows_of(old)
    assert set(found) == {"alembic_version", *re.findall(r"INSERT INTO (\w+)", FIRST)}
    assert set(found).isdisjoint(NEW_TABLES)
    assert all(found.values())
    refused(old, "DELETE FROM access_log", "append-only")
    refused(old, "UPDATE episode SET ends_on = NULL WHERE id = 1", "overlap")


def test_every_row_is_there_unchanged_and_what_is_new_has_its_default(old: sa.Engine) -> None:
    before = rows_of(old)
    migrate(old, now=NOW)
    after = rows_of(old)
    assert [after.pop(table) for table in NEW_TABLES] == [[]] * len(NEW_TABLES)
    assert before.pop("alembic_version") == [{"version_num": "0001"}]
    del after["alembic_version"]
    for table, added in ADDED.items():
        before[table] = [{**row, **added} for row in before[table]]
    before["prescription"] = [in_parts(row) for row in before["prescription"]]
    before["sign_in_session"] = [
        {**row, "device": "", "last_seen_at": row["created_at"]} for row in before["sign_in_session"]
    ]
    assert {table: sorted(rows, key=by_key) for table, rows in after.items()} == {
        table: sorted(rows, key=by_key) for table, rows in before.items()
    }


def in_parts(row: dict[str, object]) -> dict[str, object]:
    """Give a prescription with its part of the day as a bit."""
    part = row.pop("part_of_day")
    return {**row, "parts_of_day": {"morning": 1, "afternoon": 2, "evening": 4, "any": 0}[str(part)]}


def by_key(row: dict[str, object]) -> str:
    return str(sorted(row.items(), key=str))


def test_an_upgraded_database_has_the_schema_of_a_fresh_one(
    upgraded: sa.Engine, make_database: MakeDatabase
) -> None:
    fresh = make_engine(make_database(upgraded.dialect.name))
    assert schema_of(upgraded) == schema_of(fresh)
    assert is_current(upgraded)
    assert differences(upgraded) == ""
    fresh.dispose()


RULES = {
    "UPDATE clinic SET majority_age = 31": "ck_clinic_majority_age_range",
    "UPDATE clinic SET ill_days = 15": "ck_clinic_ill_days_range",
    "UPDATE child SET clinic_id = 9": "(?i)foreign key",
    "UPDATE child SET amps_type = 'severe'": "ck_child_ampstype",
    "DELETE FROM access_log": "append-only",
    "UPDATE prescription SET valid_to = NULL WHERE id = 1": "overlap",
    "UPDATE episode SET ends_on = NULL WHERE id = 1": "overlap",
    "UPDATE completion SET withdrawn_at = NULL WHERE id = 1": "(?i)unique",
    "INSERT INTO one_time_link (purpose, token_hash, clinic_id, account_id, created_at, expires_at)"
    f" VALUES ('invitation', 'c', 2, 1, {AT}, {LATER})": "(?i)foreign key",
    "INSERT INTO one_time_link (purpose, token_hash, clinic_id, account_id, created_at, expires_at)"
    f" VALUES ('x', 'c', 1, 1, {AT}, {LATER})": "ck_one_time_link_linkpurpose",
    "UPDATE relationship SET covers_id = account_id": "ck_relationship_cover_is_dated",
    "UPDATE relationship SET covers_id = 99, ends_on = '2030-01-01'": "(?i)foreign key",
    "UPDATE sign_in_session SET last_seen_at = NULL": "(?i)null",
    "UPDATE child SET closed_by_id = 99": "(?i)foreign key",
}


def test_the_rules_hold_for_the_old_rows(upgraded: sa.Engine) -> None:
    for statement, rule in RULES.items():
        refused(upgraded, statement, rule)
    with upgraded.begin() as connection:
        connection.exec_driver_sql(
            'INSERT INTO setting_change (clinic_id, changed_at, setting, "before", "after")'
            f" VALUES (1, {AT}, 'ill_days', '2', '3')"
        )
    refused(upgraded, "UPDATE setting_change SET setting = 'x'", "append-only")


def test_new_rows_are_numbered_on_and_a_long_caseload_fits_the_log(upgraded: sa.Engine) -> None:
    subject = " ".join(("children", *map(str, range(1000, 2500))))
    with upgraded.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO access_log (at, clinic_id, access, what, subject)"
            f" VALUES ({AT}, 1, 'look', 'caseload', '{subject}')"
        )
        connection.exec_driver_sql(
            "INSERT INTO child (clinic_id, chosen_name, other_conditions, precautions, supporting_medication,"
            f" created_at) VALUES (1, 'Leo', '', '', '', {AT})"
        )
    found = rows_of(upgraded)
    assert {row["id"]: row["subject"] for row in found["access_log"]}[3] == subject
    assert {row["id"]: row["chosen_name"] for row in found["child"]}[3] == "Leo"


def test_a_change_of_an_old_entry_forgets_the_tallies_kept_since(upgraded: sa.Engine) -> None:
    with upgraded.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO week_tally (episode_id, week, prescription_id, child_id, next_day, due, settled,"
            " excused, without_entry, credit, \"full\") VALUES (2, 1, 1, 1, '2025-02-24', 5, 2, 0, 3, 1.0, 1)"
        )
        connection.exec_driver_sql("UPDATE completion SET withdrawn_at = recorded_at WHERE id = 3")
        assert connection.exec_driver_sql("SELECT week FROM week_tally").all() == []


@contextmanager
def filled(url: str, version: str) -> Iterator[tuple[sa.Engine, dict[str, int]]]:
    """Fill the plans of a database of a version; and give the ids of its rows."""
    engine = make_engine(url)
    migrate(engine, now=NOW, to=version)
    known, ids = sa.MetaData(), dict[str, int]()
    known.reflect(engine)
    with engine.begin() as connection:
        fill_plans(connection, ids, known.tables)
    yield engine, ids
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def before_visits(request: pytest.FixtureRequest, make_database: MakeDatabase) -> Iterator[sa.Engine]:
    """A filled database of the version before visits, milestones and school."""
    with filled(make_database(request.param, migrated=False), "0004") as (engine, _):
        yield engine


@pytest.fixture(params=["sqlite", "postgresql"])
def before_measures(
    request: pytest.FixtureRequest, make_database: MakeDatabase
) -> Iterator[tuple[sa.Engine, dict[str, int]]]:
    """A filled database of the version before measures, concerns and appointments; and the ids of its rows."""
    with filled(make_database(request.param, migrated=False), "0005") as (engine, ids):
        with engine.begin() as connection:
            fill_days(connection, ids)
        yield engine, ids


def test_visits_and_school_come_into_a_filled_database(before_visits: sa.Engine) -> None:
    before = rows_of(before_visits)
    assert all(before[table] for table in ROWS_OF_PLANS)
    assert not set(before) & set(OF_0005)
    migrate(before_visits, now=NOW, to="0005")
    after = rows_of(before_visits)
    assert [after.pop(table) for table in OF_0005] == [[]] * len(OF_0005)
    before["clinic"] = [{**row, "region": ""} for row in before["clinic"]]
    del before["alembic_version"], after["alembic_version"]
    assert after == before


def test_measures_and_concerns_come_into_a_filled_database(
    before_measures: tuple[sa.Engine, dict[str, int]],
) -> None:
    engine, ids = before_measures
    before = rows_of(engine)
    assert all(before[table] for table in OF_0005)
    assert not set(before) & set(OF_0006)
    migrate(engine, now=NOW)
    after = rows_of(engine)
    assert [after.pop(table) for table in OF_0006] == [[]] * len(OF_0006)
    before["clinic"] = [{**row, "phone_text": ""} for row in before["clinic"]]
    del before["alembic_version"], after["alembic_version"]
    assert after == before
    with engine.begin() as connection:
        fill_measures(connection, ids)
    rules = {
        "UPDATE measure SET value = 1001": "value_range",
        "UPDATE concern SET topic = NULL": "topic_of_something_new",
        "UPDATE decision SET child_id = 2": "(?i)foreign key",
        "UPDATE watch_date SET to_day = '2020-01-01'": "days_in_order",
        "UPDATE clinic SET phone_text = NULL": "(?i)null",
    }
    for statement, rule in rules.items():
        refused(engine, statement, rule)


def test_the_rules_of_visits_and_school_hold_beside_older_rows(before_visits: sa.Engine) -> None:
    migrate(before_visits, now=NOW)
    ids = {"mine_child": 1, "mine_account": 1}
    with before_visits.begin() as connection:
        fill_days(connection, ids)
    after = rows_of(before_visits)
    assert all(after[table] for table in OF_0005)
    rules = {
        "UPDATE visit_series SET visibility = 'counselor_only', kept_by_id = NULL": "somebody_keeps_it",
        "UPDATE visit SET child_id = 2": "(?i)foreign key",
        "UPDATE milestone SET periods = 13": "periods_range",
        "UPDATE school_day SET all_planned = TRUE": "reason_of_less",
        "UPDATE accommodation SET faded_on = '2020-01-01'": "fade_in_order",
        "UPDATE clinic SET region = NULL": "(?i)null",
    }
    for statement, rule in rules.items():
        refused(before_visits, statement, rule)


def test_it_then_has_the_schema_of_a_fresh_one(before_visits: sa.Engine, make_database: MakeDatabase) -> None:
    migrate(before_visits, now=NOW)
    fresh = make_engine(make_database(before_visits.dialect.name))
    assert schema_of(before_visits) == schema_of(fresh)
    fresh.dispose()
