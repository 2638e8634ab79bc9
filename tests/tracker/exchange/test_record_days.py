"""Visits, steps and school in a family's copy: all that its reader may know of, and of the rest not even a gap."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import SchoolPageLine
from tests.cast import Cast
from tests.steps import START, TODAY, TOMORROW, Clock, Plan, by
from tests.tracker.exchange.conftest import files_of
from tests.tracker.exchange.test_record import Rows, stored, tables
from tests.tracker.story_of_days import LATER_AT_SCHOOL, Days, tell_days
from tracker.school.ticks import tick_as_guardian

pytestmark = pytest.mark.everywhere

WEEK = timedelta(days=7)
HALF = START + timedelta(days=3)
# Which counseling series each of the family knows of.
KNOWS = {"Mia": ("hers", "all"), "Dana": ("all",), "Ben": ("all",)}
PEOPLE = ("Dana", "Ben", "Mia")


@pytest.fixture
def days(cast: Cast, clock: Clock, plan: Plan) -> Days:
    return tell_days(cast)


def of(rows: Rows, *columns: str) -> list[tuple[str | None, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


@pytest.mark.parametrize("who", PEOPLE)
def test_each_of_the_family_has_the_visits_that_are_theirs_to_know(
    engine: sa.Engine, cast: Cast, days: Days, who: str
) -> None:
    found = tables(files_of(cast, who))
    known = {days.series[name] for name in ("therapy", "doctor", *KNOWS[who])}
    series = [
        row for row in stored(engine, "visit_series", cast.mia, "first_day", "id") if row["id"] in known
    ]
    numbers = {row["id"]: str(number) for number, row in enumerate(series, 1)}
    assert of(found["visit_series"], "series_no", "discipline", "first_day", "minutes") == [
        (numbers[row["id"]], row["discipline"], str(row["first_day"]), str(row["minutes"])) for row in series
    ]
    visits = [
        row for row in stored(engine, "visit", cast.mia, "starts_at", "id") if row["series_id"] in known
    ]
    assert of(found["visits"], "visit_no", "series_no", "begins_at_utc", "minutes") == [
        (str(number), numbers[row["series_id"]], utc(row["starts_at"]), str(row["minutes"]))
        for number, row in enumerate(visits, 1)
    ]
    counseling = sum(row["discipline"] == "counseling" for row in found["visits"])
    assert counseling == {"Mia": 5, "Dana": 1, "Ben": 1}[who]


def utc(stored_moment: object) -> str:
    return f"{str(stored_moment)[:19].replace(' ', 'T')}Z"


def test_therapy_says_what_became_of_each_visit_and_what_was_said_before(cast: Cast, days: Days) -> None:
    found = tables(files_of(cast, "Dana"))
    series = {row["series_no"]: row["discipline"] for row in found["visit_series"]}
    [therapy] = [number for number, discipline in series.items() if discipline == "physical_therapy"]
    visits = [row for row in found["visits"] if row["series_no"] == therapy]
    end = TODAY + 2 * WEEK
    # A week from the third on, the clocks of New York have gone forward; the last one was withdrawn with the end.
    assert of(visits, "day", "begins_at", "state", "reason") == [
        (str(START), "15:30", "attended", None),
        (str(START + WEEK), "15:30", "cancelled_by_family", "insurance"),
        (str(TODAY), "15:30", "planned", None),
        (str(TODAY + WEEK), "15:30", "moved", None),
        (str(TODAY + WEEK + timedelta(days=1)), "16:00", "planned", None),
        (str(end), "15:30", "planned", None),
    ]
    assert [row["begins_at_utc"][11:16] for row in visits] == [*["20:30"] * 3, "19:30", "20:00", "19:30"]
    assert [bool(row["withdrawn_on"]) for row in visits] == [False] * 5 + [True]
    by_number = {row["visit_no"]: row for row in found["visits"]}
    assert by_number[visits[4]["in_place_of"]] is by_number[visits[3]["visit_no"]]
    said = [row for row in found["visit_marks"] if row["visit_no"] == visits[1]["visit_no"]]
    assert of(said, "state", "reason", "marked_by", "withdrawn_by") == [
        ("no_show", None, "Pat", "Lee"),
        ("cancelled_by_family", "insurance", "Lee", None),
    ]
    [row] = [row for row in found["visit_series"] if row["series_no"] == therapy]
    assert (row["without_from"], row["ended_by"], row["weekdays"]) == (str(end), "Pat", "mon")


def test_weeks_of_visits_keep_their_kinds_apart(cast: Cast, days: Days) -> None:
    found = tables(files_of(cast, "Dana"))["weekly_visits"]
    therapy = [row for row in found if row["discipline"] == "physical_therapy"]
    assert of(therapy, "week", "first_day", "attended", "counted", "cancelled_by_family", "hours") == [
        ("1", str(START), "1", "1", "0", "0.75"),
        ("2", str(START + WEEK), "0", "1", "1", "0"),
        ("3", str(TODAY), "0", "0", "0", "0"),
    ]
    talks = [row for row in found if row["discipline"] == "counseling"]
    assert of(talks, "attended", "counted") == [("1", "1"), ("0", "0"), ("0", "0")]
    mias = [r for r in tables(files_of(cast, "Mia"))["weekly_visits"] if r["discipline"] == "counseling"]
    assert of(mias, "attended", "counted") == [("2", "2"), ("0", "0"), ("0", "0")]


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_says_that_there_is_counseling_for_others(
    engine: sa.Engine, cast: Cast, days: Days, who: str
) -> None:
    """The copy is the same to the byte in a record that never had it."""
    files = files_of(cast, who)
    others = [days.series[name] for name in ("only", "team", "hers", "all") if name not in KNOWS[who]]
    forget(engine, others)
    assert files_of(cast, who) == files


def forget(engine: sa.Engine, series: list[int]) -> None:
    """Make it so that some series never were."""
    ids = ", ".join(map(str, series))
    visits = f"SELECT id FROM visit WHERE series_id IN ({ids})"
    tables = {
        "visit_record": f"visit_id IN ({visits})",
        "visit": f"series_id IN ({ids})",
        "visit_series": f"id IN ({ids})",
    }
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS tr_access_log_delete")
        else:
            connection.exec_driver_sql("ALTER TABLE access_log DISABLE TRIGGER USER")
        for table, where in tables.items():
            named = f"SELECT '{table} ' || id FROM {table} WHERE {where}"
            connection.exec_driver_sql(f"DELETE FROM access_log WHERE subject IN ({named})")
        for table, where in tables.items():
            assert connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}").rowcount


def test_steps_say_their_targets_and_all_that_became_of_them(cast: Cast, days: Days) -> None:
    found = tables(files_of(cast, "Ben"))
    names = {row["milestone_no"]: row["milestone"] for row in found["milestones"]}
    assert (
        sorted(of(found["milestones"], "area", "milestone", "periods"))
        == [
            ("home", "In bed by ten", None),
            ("school", "'=One period", "1"),
            ("school", "Half day", "3"),
            ("school", "Visit the building", "0"),
            ("social", "Meets a friend", None),
        ]
        or found["milestones"] is None
    )
    targets = [
        (names[row["milestone_no"]], row["target"], row["agreed_with"]) for row in found["milestone_targets"]
    ]
    assert set(targets) == {
        ("'=One period", str(TOMORROW), "the school"),
        ("In bed by ten", str(TOMORROW), None),
        ("Meets a friend", str(TOMORROW), "'=the family"),
    }
    assert of(
        found["milestone_events"], "milestone", "event", "day", "reason", "entered_by", "withdrawn_by"
    ) == [
        ("Meets a friend", "reached", str(START), None, "Mia", None),
        ("Meets a friend", "set_back", str(START + WEEK), "'+a hard week", "Pat", None),
        ("Meets a friend", "reached", str(TODAY), None, "Dana", None),
        ("In bed by ten", "reached", str(TODAY), None, "Ben", "Pat"),
    ]


def test_school_says_what_was_planned_and_what_was_entered(cast: Cast, days: Days) -> None:
    found = tables(files_of(cast, "Dana"))
    assert of(found["school_timetables"], "first_day", "weekdays", "periods") == [
        (str(START), "mon tue wed thu fri", "6")
    ]
    assert of(found["school_closures"], "first_day", "last_day", "periods", "name") == [
        (str(HALF), str(HALF), "1", "'@Half day")
    ]
    assert of(found["school_plan"], "first_day", "milestone", "periods", "agreed_with", "reason") == [
        (str(START), "'=One period", "1", "the school", None),
        (str(TODAY + WEEK), "Half day", "3", None, "'-easier now"),
    ]
    assert of(
        found["school_days"], "day", "periods", "all_planned", "reason", "reporter", "withdrawn_by"
    ) == [
        (str(START + timedelta(days=1)), "1", "yes", None, "clinician", None),
        (str(TODAY), "1", "yes", None, "child", "Dana"),
        (str(TODAY), "0", None, "tired", "parent", None),
    ]
    assert of(found["accommodations"], "text", "agreed_with", "review_on", "not_needed_from") == [
        ("'=leaves early", "Ms Gray", str(TOMORROW), str(TODAY + WEEK))
    ]
    assert of(found["school_pages"], "page_no", "contact", "when_to_call") == [
        ("1", "'@the nurse", "a fever")
    ]


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("Dana", [("contact", "guardian", "yes", "Dana")]),
        ("Ben", [("break_place", "guardian", "no", "Ben")]),
        ("Mia", [("contact", "child", "yes", "Mia"), ("diagnosis", "child", "no", "Mia")]),
    ],
)
def test_nobodys_no_to_the_school_is_in_anybody_elses_copy(
    engine: sa.Engine, cast: Cast, days: Days, who: str, answers: list[tuple[str, ...]]
) -> None:
    [page] = stored(engine, "school_page", cast.mia)
    by(cast, "Ben", tick_as_guardian, page["id"], SchoolPageLine.BREAK_PLACE, agrees=False)
    files = files_of(cast, who)
    columns = ("line", "side", "agrees", "said_by")
    assert of(tables(files)["school_page_ticks"], *columns) == answers
    assert of(json.loads(files["record.json"])["school_page_ticks"], *columns) == answers
    others = f"DELETE FROM school_page_tick WHERE ticked_by_id <> {cast.accounts[who]}"
    with engine.begin() as connection:
        assert connection.exec_driver_sql(others).rowcount
    assert files_of(cast, who) == files, "the same to the byte where nobody else has answered"


def test_weeks_of_school_are_counted_by_hand(cast: Cast, days: Days) -> None:
    found = tables(files_of(cast, "Mia"))["weekly_school"]
    # One period on each of five days, two weeks long, of six, and of one on the half day; on the third Monday none.
    columns = ("week", "planned", "attended", "full_timetable", "days_logged", "days_not_logged")
    assert of(found, *columns, "attended_of_planned") == [
        ("1", "5", "1", "25", "1", "4", "0.2"),
        ("2", "5", "0", "30", "0", "5", None),
        ("3", "1", "0", "6", "1", "0", "0"),
    ]


def test_why_the_clinic_entered_it_later_is_in_no_copy_of_the_familys(
    engine: sa.Engine, cast: Cast, days: Days
) -> None:
    kept = [row["late_reason"] for row in stored(engine, "school_day", cast.mia)]
    assert LATER_AT_SCHOOL in kept
    for who in PEOPLE:
        assert LATER_AT_SCHOOL.encode() not in b"".join(files_of(cast, who).values())


def test_clock_times_of_the_family_are_their_own(cast: Cast, days: Days) -> None:
    for who in PEOPLE:
        whole = json.loads(files_of(cast, who)["record.json"])
        for name in ("school_days", "milestone_events"):
            for row in whole[name]:
                is_family = row["entered_by"] in PEOPLE
                assert (row["entered_at_utc"] is None) == (is_family and row["entered_by"] != who)
        for row in whole["school_page_ticks"]:
            assert row["said_at_utc"] is not None
