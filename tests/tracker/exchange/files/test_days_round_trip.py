"""Visits, milestones and school go out and come in again; of counseling only what its reader may know of."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import START, TODAY, TOMORROW, Clock, Plan
from tests.tracker.exchange.files.sent import bring_in, bring_into, rows_in, said_of, take_out, write
from tests.tracker.exchange.test_record_days import forget
from tests.tracker.story_of_days import LATER_AT_SCHOOL, Days, tell_days
from tracker.access.actor import OPERATOR
from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.errors import FilesRefused
from tracker.exchange.files.packing import zipped_files
from tracker.milestones.timeline import read_milestones
from tracker.school.attendance import weeks_of
from tracker.school.read import read_calendar
from tracker.visits.attendance import attendance_of

pytestmark = pytest.mark.everywhere

NUMBERS = {"id", "child_id", "series_id", "visit_id", "moved_from_id"}
# Who keeps a series, and whether it is there for the child, is said anew by its counselor.
SAID_ANEW = {"kept_by_id", "shown_to_child"}
KNOWN = ("therapy", "team", "all", "doctor")
VISITS_HEADER = "day,time,discipline,minutes,state,reason,modality"


@pytest.fixture
def days(cast: Cast, clock: Clock, plan: Plan, engine: sa.Engine) -> Days:
    days = tell_days(cast)
    with engine.begin() as connection:  # the factories write at the real hour, which has not come yet
        for table in ("episode", "prescription"):
            connection.exec_driver_sql(f"UPDATE {table} SET created_at = '2025-02-17 12:00:00.000123+00:00'")
    return days


def visits_of(engine: sa.Engine, child: int, series: list[int] | None = None) -> dict[str, list[str]]:
    """Give all rows of some series, or of all of a child's, as texts without numbers and people."""
    where = f"child_id = {child}" + (f" AND series_id IN ({', '.join(map(str, series))})" if series else "")
    of = f"SELECT id FROM visit WHERE {where}"
    queries = {
        "visit_series": f"SELECT * FROM visit_series WHERE {where.replace('series_id', 'id')}",
        "visit": f"SELECT * FROM visit WHERE {where}",
        "visit_record": f"SELECT * FROM visit_record WHERE visit_id IN ({of})",
    }
    found = {}
    with engine.connect() as connection:
        for name, query in queries.items():
            rows = connection.exec_driver_sql(query).mappings()
            kept = [{k: v for k, v in row.items() if k not in NUMBERS | SAID_ANEW} for row in rows]
            found[name] = sorted(
                str([(k, v) for k, v in r.items() if not k.endswith("_by_id")]) for r in kept
            )
    return found


def test_visits_come_back_to_the_byte_and_with_all_that_was_said_of_them(
    engine: sa.Engine, cast: Cast, days: Days, tmp_path: Path
) -> None:
    first = take_out(cast.mia, tmp_path / "first")
    again = bring_in(tmp_path / "first", cast.clinic)
    assert take_out(again, tmp_path / "second") == first
    known = [days.series[name] for name in KNOWN]
    assert visits_of(engine, again) == visits_of(engine, cast.mia, known)
    query = (
        "SELECT b.starts_at, a.starts_at FROM visit a JOIN visit b ON b.id = a.moved_from_id"
        " AND b.series_id = a.series_id WHERE a.child_id = {}"
    )
    with engine.connect() as connection:
        moved = [connection.exec_driver_sql(query.format(child)).all() for child in (cast.mia, again)]
    assert moved[0] == moved[1] != []


def test_why_a_school_day_was_entered_later_comes_back(cast: Cast, days: Days, tmp_path: Path) -> None:
    take_out(cast.mia, tmp_path / "first")
    take_out(bring_in(tmp_path / "first", cast.clinic), tmp_path / "second")
    for folder in ("first", "second"):
        reasons = [row["late_reason"] for row in rows_in(tmp_path / folder, "school")]
        assert sorted(reasons) == ["", "", LATER_AT_SCHOOL], folder


def test_figures_and_steps_are_the_same_in_the_new_record(cast: Cast, days: Days, tmp_path: Path) -> None:
    take_out(cast.mia, tmp_path / "first")
    again = bring_in(tmp_path / "first", cast.clinic)
    with reading(OPERATOR) as work:
        mine, new = (attendance_of(work, child, first=START) for child in (cast.mia, again))
        assert mine.weeks == new.weeks
        assert mine.by == new.by
        steps = [
            [
                (m.area, m.step, m.name, m.periods, m.state, m.target and m.target.day, len(m.events))
                for m in read_milestones(work, work.child(child, Action.SEE))
            ]
            for child in (cast.mia, again)
        ]
    assert steps[0] == steps[1]
    assert len(steps[0]) == 5


def files_of_pat(cast: Cast) -> dict[str, bytes]:
    with reading(cast.tokens["Pat"]) as work:
        _, content = zipped_files(work, cast.mia)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_file_knows_of_counseling_that_its_reader_does_not(
    engine: sa.Engine, cast: Cast, days: Days, tmp_path: Path
) -> None:
    """Neither by a row nor by a number that is left out: they are the same in a record that never had it."""
    pats, operators = files_of_pat(cast), take_out(cast.mia, tmp_path / "first")
    counseling = [row for row in rows_in(tmp_path / "first", "visits") if row["discipline"] == "counseling"]
    assert len(counseling) == 5
    assert b"counselor_only" not in b"".join([*pats.values(), *operators.values()])
    forget(engine, [days.series["only"], days.series["hers"]])
    assert files_of_pat(cast) == pats
    assert take_out(cast.mia, tmp_path / "second") == operators


def test_what_comes_in_is_there_for_the_child_only_once_a_counselor_says_so(
    engine: sa.Engine, cast: Cast, days: Days, tmp_path: Path
) -> None:
    take_out(cast.mia, tmp_path / "first")
    again = bring_in(tmp_path / "first", cast.clinic)
    query = f"SELECT discipline, visibility, shown_to_child, kept_by_id FROM visit_series WHERE child_id = {again}"
    with engine.connect() as connection:
        found = sorted(tuple(map(str, row)) for row in connection.exec_driver_sql(query))
    no, yes = {"sqlite": ("0", "1"), "postgresql": ("False", "True")}[engine.dialect.name]
    assert found == [
        ("counseling", "care_team", no, "None"),
        ("counseling", "care_team_and_family", no, "None"),
        ("medical", "care_team_and_family", yes, "None"),
        ("physical_therapy", "care_team_and_family", yes, "None"),
    ]


def test_every_text_that_begins_a_formula_is_neutral(cast: Cast, days: Days, tmp_path: Path) -> None:
    files = take_out(cast.mia, tmp_path / "first")
    seen = 0
    for name in files:
        for row in csv.DictReader(io.StringIO(files[name].decode())):
            seen += sum(text.startswith("'") for text in row.values())
            assert not any(text.startswith(("=", "+", "-", "@")) for text in row.values()), name
    assert seen >= 7


def test_a_folder_of_visits_alone_comes_in_beside_what_is_there(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan, tmp_path: Path
) -> None:
    """Also without an episode; on the clocks of the clinic, over both changes of them."""
    rows = [
        "2024-03-08,15:30,physical_therapy,45,attended,,",
        "2024-03-11,15:30,physical_therapy,45,cancelled by clinic,ill,video",
        "2024-11-01,15:30,physical_therapy,45,no_show,,",
        "2024-11-04,9:05,occupational_therapy,30,,,",
        f"{TOMORROW},10:00,counseling,50,planned,,",
    ]
    folder = write(tmp_path / "in", visits="\n".join([VISITS_HEADER, *rows, ""]))
    assert list(bring_into(folder, cast.mia)) == []
    with engine.connect() as connection:
        query = (
            "SELECT s.discipline, s.visibility, s.per_week, s.weeks, v.starts_at FROM visit v"
            f" JOIN visit_series s ON s.id = v.series_id WHERE v.child_id = {cast.mia} ORDER BY v.starts_at"
        )
        found = [(*row[:4], str(row[4])[:16]) for row in connection.exec_driver_sql(query)]
    therapy = ("physical_therapy", "care_team_and_family", 1, 35)
    assert found == [
        (*therapy, "2024-03-08 20:30"),
        (*therapy, "2024-03-11 19:30"),
        (*therapy, "2024-11-01 19:30"),
        ("occupational_therapy", "care_team_and_family", 1, 1, "2024-11-04 14:05"),
        ("counseling", "care_team", 1, 1, "2025-03-04 15:00"),
    ]
    with pytest.raises(FilesRefused) as error:
        bring_into(folder, cast.mia)
    assert said_of(error.value) == [
        f"visits.csv, row {n}: time: the child has a visit of this kind at this time already."
        for n in range(2, 7)
    ]


def test_a_visit_that_nobody_may_know_of_is_not_betrayed_by_a_refusal(
    engine: sa.Engine, cast: Cast, days: Days, tmp_path: Path
) -> None:
    with engine.connect() as connection:
        at = connection.exec_driver_sql(
            f"SELECT starts_at FROM visit WHERE series_id = {days.series['team']} ORDER BY starts_at"
        ).scalar()
        only = connection.exec_driver_sql(
            f"SELECT starts_at FROM visit WHERE series_id = {days.series['only']} ORDER BY starts_at"
        ).scalar()
    assert str(at)[:16] == str(only)[:16]
    forget(engine, [days.series["team"]])
    row = f"{START + timedelta(days=2)},09:00,counseling,50,attended,,"
    folder = write(tmp_path / "in", visits=f"{VISITS_HEADER}\n{row}\n")
    assert list(bring_into(folder, cast.mia)) == []


@pytest.mark.parametrize("name", ["milestones", "school", "school_calendar", "school_plan", "accommodations"])
def test_what_a_record_has_already_is_refused_in_words(
    cast: Cast, days: Days, tmp_path: Path, name: str
) -> None:
    sentences = {
        "milestones": "the child has a ladder for school already",
        "school": "the child’s school is planned already",
        "school_calendar": "the child has a school calendar already",
        "school_plan": "the child’s school is planned already",
        "accommodations": "the child has this one already",
    }
    take_out(cast.mia, tmp_path / "first")
    kept = {name: (tmp_path / "first" / f"{name}.csv").read_bytes()}
    if name == "school_plan":
        header = b"area,milestone,periods\nhome,Sleep,\n"
        kept["milestones"] = header
    with pytest.raises(FilesRefused) as error:
        bring_into(write(tmp_path / "in", **kept), cast.mia)
    assert any(
        said.startswith(f"{name}.csv, row ") and sentences[name] in said for said in said_of(error.value)
    )


def test_a_school_day_that_has_an_entry_is_refused_where_nothing_is_planned(
    cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    folder = write(tmp_path / "in", school="day,periods\n2025-02-24,3\n")
    child = bring_in(folder, cast.clinic)
    with pytest.raises(FilesRefused) as error:
        bring_into(folder, child)
    assert "this day belongs to what is recorded already" in said_of(error.value)[0]


def test_an_hour_that_comes_twice_keeps_which_of_the_two_it_was(
    engine: sa.Engine, cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    header = f"{VISITS_HEADER},repeated_hour"
    first = "2024-11-03,01:30,medical,30,attended,,in_person"
    folder = write(tmp_path / "in", visits=f"{header}\n{first},\n{first},yes\n")
    child = bring_in(folder, cast.clinic)
    with engine.connect() as connection:
        query = f"SELECT starts_at FROM visit WHERE child_id = {child} ORDER BY starts_at"
        found = [str(row[0])[:16] for row in connection.exec_driver_sql(query)]
    assert found == ["2024-11-03 05:30", "2024-11-03 06:30"]
    files = take_out(child, tmp_path / "out")
    assert [row["repeated_hour"] for row in rows_in(tmp_path / "out", "visits")] == ["", "yes"]
    assert take_out(bring_in(tmp_path / "out", cast.clinic), tmp_path / "again") == files


def test_a_clinics_spreadsheet_of_steps_and_school_days_is_enough(
    cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    """A full week by hand: six periods a day, one planned, a half day, a step back in the middle of the week."""
    files = {
        "milestones": "area,milestone,periods,target\nschool,One period,1,2025-03-10\nschool,Half day,3,\n"
        "social,Meets a friend,,\n",
        "milestone_events": "milestone,event,day,reason\nHalf day,reached,2025-02-24,\n"
        "Half day,set_back,2025-02-26,a hard week\nHalf day,reached,2025-03-01,\n",
        "school_calendar": "kind,from,to,weekdays,periods,name\ntimetable,2025-02-03,,MO TU WE TH FR,6,\n"
        "closure,2025-02-28,,,0,Teachers\nclosure,2025-02-25,,,2,Half day\n",
        "school_plan": "milestone,from\nHalf day,2025-02-24\nOne period,2025-02-27\n",
        "school": "day,periods,all_planned,reason\n2025-02-24,3,yes,\n2025-02-25,2,yes,\n2025-02-26,1,,tired\n"
        "2025-02-27,1,yes,\n",
        "accommodations": "accommodation,from\nleaves early,2025-02-03\n",
        "episode": "start\n2025-02-24\n",
    }
    child = bring_in(write(tmp_path / "in", **files), cast.clinic)
    week = (1, datetime(2025, 2, 24, tzinfo=UTC).date(), datetime(2025, 3, 2, tzinfo=UTC).date())
    with reading(OPERATOR) as work:
        found = work.child(child, Action.SEE)
        calendar = read_calendar(work, found, week[1], week[2])
        [counted] = weeks_of(calendar, [week], TODAY)
        stands = {
            m.name: (m.state, len(m.events)) for m in read_milestones(work, work.child(child, Action.SEE))
        }
    # Planned 3 + 2 (half day) + 3 + 1, Friday closed; of a full timetable 6 + 2 + 6 + 6.
    assert (counted.planned, counted.full, counted.attended) == (9, 20, 7)
    assert (counted.as_planned, counted.logged, counted.not_logged) == (7, 4, 0)
    assert stands == {
        "One period": ("target", 0),
        "Half day": ("reached", 3),
        "Meets a friend": ("target", 0),
    }
    files_out = take_out(child, tmp_path / "out")
    assert take_out(bring_in(tmp_path / "out", cast.clinic), tmp_path / "again") == files_out
