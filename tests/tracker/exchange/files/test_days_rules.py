"""Every rule that the files of visits, milestones and school keep to: file, row, and why, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cast import ZONE
from tests.tracker.exchange.files.sent import said_of, write
from tracker.errors import FilesRefused
from tracker.exchange.files.examining import Examined, examine
from tracker.exchange.files.folder import folder_at
from tracker.exchange.files.ground import DaysThere, Ground
from tracker.school.calendar import Timetable

# A Wednesday, 20:00 in New York and the next day in UTC.
NOW = datetime(2024, 1, 11, 1, tzinfo=UTC)
GROUND = Ground(NOW, ZONE)

VISIT = "2024-01-03,15:30,physical_therapy,45"
SERIES = "physical_therapy,2024-01-01,15:30,45"
STEP = "school,One period,1"
DAY = "2024-01-03,1"


def looked_at(folder: Path, ground: Ground = GROUND) -> Examined:
    return examine(folder_at(folder), ground)


def file_of(first: str, more: str, *rows: str) -> str:
    header = ",".join(filter(None, (first, more)))
    return "\n".join([header, *rows, ""])


VISITS = "day,time,discipline,minutes"
OF_SERIES = "discipline,first_day,time,minutes"
STEPS = "area,milestone,periods"
EVENTS = "milestone,event,day"
DAYS = "day,periods"
CALENDAR = "kind,from,to,weekdays,periods"
Case = tuple[dict[str, str], str]


def visit(*rows: str, more: str = "", **files: str) -> dict[str, str]:
    return {"visits": file_of(VISITS, more, *rows), **files}


CASES: dict[str, Case] = {
    "no day": (visit(",15:30,medical,45"), "visits.csv, row 2: day: please fill this in"),
    "no time": (visit("2024-01-03,,medical,45"), "visits.csv, row 2: time: please fill this in"),
    "a time that there is not": (
        visit("2024-01-03,24:00,medical,45"),
        "visits.csv, row 2: time: please write a time of day",
    ),
    "half past three": (
        visit("2024-01-03,3:30 pm,medical,45"),
        "visits.csv, row 2: time: please write a time",
    ),
    "another discipline": (
        visit("2024-01-03,15:30,music,45"),
        "visits.csv, row 2: discipline: please write one",
    ),
    "no minutes": (visit("2024-01-03,15:30,medical,"), "visits.csv, row 2: minutes: please fill this in"),
    "no time at all": (
        visit("2024-01-03,15:30,medical,4"),
        "visits.csv, row 2: minutes: please choose from 5 to",
    ),
    "another state": (
        visit(f"{VISIT},missed", more="state"),
        "visits.csv, row 2: state: please write one of",
    ),
    "cancelled for no reason": (
        visit(f"{VISIT},cancelled_by_family", more="state"),
        "visits.csv, row 2: reason: please fill this in",
    ),
    "a reason of what was attended": (
        visit(f"{VISIT},attended,ill", more="state,reason"),
        "visits.csv, row 2: reason: a reason belongs to a cancelled",
    ),
    "another reason": (
        visit(f"{VISIT},cancelled_by_clinic,snow", more="state,reason"),
        "visits.csv, row 2: reason: please write one of: insurance",
    ),
    "another way to meet": (visit(f"{VISIT},phone", more="modality"), "visits.csv, row 2: modality: please"),
    "attended tomorrow": (
        visit("2024-01-11,15:30,medical,45,attended", more="state"),
        "visits.csv, row 2: day: this day has not come yet",
    ),
    "far away": (visit("2025-02-11,15:30,medical,45"), "visits.csv, row 2: day: the latest day is 2025-01-1"),
    "the same twice": (visit(VISIT, VISIT), "visits.csv, row 3: time: the same is in a row above"),
    "a number twice": (
        visit(f"{VISIT},1", "2024-01-04,9:00,medical,45,1", more="visit"),
        "visits.csv, row 3: visit:",
    ),
    "one series of two kinds": (
        visit(f"{VISIT},4", "2024-01-04,9:00,medical,45,4", more="series"),
        "visits.csv, row 3: discipline: the visits of this series are of the kind physical_therapy",
    ),
    "in place of nothing": (
        visit(f"{VISIT},9", more="in_place_of"),
        "visits.csv, row 2: in_place_of: there is no",
    ),
    "in place of itself": (
        visit(f"{VISIT},1,1,moved", more="visit,in_place_of,state"),
        "visits.csv, row 2: in_place_of: there is no such number",
    ),
    "in place of each other": (
        visit(
            f"{VISIT},1,2,moved",
            "2024-01-04,9:00,physical_therapy,45,2,1,moved",
            more="visit,in_place_of,state",
        ),
        "visits.csv, row 2: in_place_of: there is no such number",
    ),
    "in place of one that stands": (
        visit(f"{VISIT},1,", "2024-01-04,9:00,physical_therapy,45,2,1", more="visit,in_place_of"),
        "visits.csv, row 3: in_place_of: the visit of this number was not moved",
    ),
    "two in one place": (
        visit(
            f"{VISIT},1,,moved",
            "2024-01-04,9:00,physical_therapy,45,2,1,",
            "2024-01-05,9:00,physical_therapy,45,3,1,",
            more="visit,in_place_of,state",
        ),
        "visits.csv, row 4: in_place_of: this number is there twice",
    ),
    "an hour that comes once": (
        visit(f"{VISIT},yes", more="repeated_hour"),
        "visits.csv, row 2: repeated_hour: the clocks show this time once",
    ),
    "an hour that does not come": (
        visit("2023-03-12,02:30,medical,45,yes", more="repeated_hour"),
        "visits.csv, row 2: repeated_hour: the clocks show this time once",
    ),
    "a series for the counselor only": (
        {"visit_series": file_of(OF_SERIES, "visibility", "counseling,2024-01-01,9:00,45,counselor_only")},
        "visit_series.csv, row 2: visibility: visits that only their counselor knows of",
    ),
    "therapy that is kept": (
        {"visit_series": file_of(OF_SERIES, "visibility", f"{SERIES},care_team")},
        "visit_series.csv, row 2: visibility: this is for counseling only",
    ),
    "as many days as visits": (
        {"visit_series": file_of(OF_SERIES, "per_week,weekdays", f"{SERIES},3,MO WE")},
        "visit_series.csv, row 2: weekdays: please choose as many as there are visits a week (3)",
    ),
    "no weekdays": (
        {"visit_series": file_of(OF_SERIES, "weekdays", f"{SERIES},every day")},
        "visit_series.csv, row 2: weekdays: please write weekdays",
    ),
    "three hundred visits": (
        {"visit_series": file_of(OF_SERIES, "per_week,weeks,weekdays", f"{SERIES},3,100,MO WE FR")},
        "visit_series.csv, row 2: weeks: these would be 300 visits",
    ),
    "an end before its beginning": (
        {"visit_series": file_of(OF_SERIES, "ends_on", f"{SERIES},2023-12-31")},
        "visit_series.csv, row 2: ends_on: the earliest day is 2024-01-01",
    ),
    "a series in no place": (
        {"visit_series": file_of(OF_SERIES, "time_zone", f"{SERIES},Mars")},
        "visit_series.csv, row 2: time_zone: this time zone",
    ),
    "a series number twice": (
        {"visit_series": file_of(OF_SERIES, "series", f"{SERIES},1", f"{SERIES},1")},
        "visit_series.csv, row 3: series: this number is there twice",
    ),
    "a mark of no visit": (
        visit(VISIT, visit_marks="visit,state,withdrawn_at\n7,attended,2024-01-05T12:00:00Z\n"),
        "visit_marks.csv, row 2: visit: there is no such number",
    ),
    "a mark that says nothing": (
        visit(VISIT, visit_marks="visit,state,withdrawn_at\n1,planned,2024-01-05T12:00:00Z\n"),
        "visit_marks.csv, row 2: state: please write one of: attended",
    ),
    "a mark that still stands": (
        visit(VISIT, visit_marks="visit,state,withdrawn_at\n1,attended,\n"),
        "visit_marks.csv, row 2: withdrawn_at: please fill this in",
    ),
    "no such part of life": (
        {"milestones": file_of(STEPS, "", "work,One period,1")},
        "milestones.csv, row 2: area: please write one of: school, social, physical, home",
    ),
    "no name": (
        {"milestones": file_of(STEPS, "", "school,,1")},
        "milestones.csv, row 2: milestone: please fill",
    ),
    "too long a name": (
        {"milestones": file_of(STEPS, "", f"home,{'x' * 81},")},
        "milestones.csv, row 2: milestone: at",
    ),
    "school without periods": (
        {"milestones": file_of(STEPS, "", "school,One period,")},
        "milestones.csv, row 2: periods: please fill this in",
    ),
    "periods of a friend": (
        {"milestones": file_of(STEPS, "", "social,Meets a friend,2")},
        "milestones.csv, row 2: periods: only steps of school",
    ),
    "13 periods": (
        {"milestones": file_of(STEPS, "", "school,Long,13")},
        "milestones.csv, row 2: periods: please choose",
    ),
    "a target far away": (
        {"milestones": file_of(STEPS, "target", f"{STEP},2026-01-01")},
        "milestones.csv, row 2: target: the latest day is",
    ),
    "a step number twice": (
        {"milestones": file_of(STEPS, "step", f"{STEP},1", "school,Two,2,1")},
        "milestones.csv, row 3: step: this number is there twice",
    ),
    "an event of nothing": (
        {"milestone_events": file_of(EVENTS, "", "One period,reached,2024-01-03")},
        "milestone_events.csv, row 2: milestone: milestones.csv has no row of this name",
    ),
    "another event": (
        {
            "milestones": file_of(STEPS, "", STEP),
            "milestone_events": file_of(EVENTS, "", "One period,lost,2024-01-03"),
        },
        "milestone_events.csv, row 2: event: please write one of: reached, set_back",
    ),
    "reached tomorrow": (
        {
            "milestones": file_of(STEPS, "", STEP),
            "milestone_events": file_of(EVENTS, "", "One period,reached,2024-01-11"),
        },
        "milestone_events.csv, row 2: day: this day has not come yet",
    ),
    "reached twice on a day": (
        {
            "milestones": file_of(STEPS, "", STEP),
            "milestone_events": file_of(EVENTS, "", *["One period,reached,2024-01-03"] * 2),
        },
        "milestone_events.csv, row 3: day: the same is in a row above",
    ),
    "which of two": (
        {
            "milestones": file_of(STEPS, "", "home,Sleep,", "physical,Sleep,"),
            "milestone_events": file_of(EVENTS, "", "Sleep,reached,2024-01-03"),
        },
        "milestone_events.csv, row 2: step: more than one row has this name",
    ),
    "no earlier target": (
        {"milestones": file_of(STEPS, "", STEP), "milestone_targets": "milestone,target\nOne period,\n"},
        "milestone_targets.csv, row 2: target: please fill this in",
    ),
    "a school day to come": (
        {"school": file_of(DAYS, "", "2024-01-11,1")},
        "school.csv, row 2: day: this day has not come yet",
    ),
    "no periods": (
        {"school": file_of(DAYS, "", "2024-01-03,")},
        "school.csv, row 2: periods: please fill this in",
    ),
    "half a period": (
        {"school": file_of(DAYS, "", "2024-01-03,0.5")},
        "school.csv, row 2: periods: please write a whole",
    ),
    "all planned, and why not": (
        {"school": file_of(DAYS, "all_planned,reason", f"{DAY},yes,ill")},
        "school.csv, row 2: reason: a reason belongs to less than planned",
    ),
    "a school day twice": (
        {"school": file_of(DAYS, "", DAY, DAY)},
        "school.csv, row 3: day: the same is in a row",
    ),
    "a reason for lateness that is too long": (
        {"school": file_of(DAYS, "late_reason", f"{DAY},{'x' * 501}")},
        "school.csv, row 2: late_reason: at most 500",
    ),
    "more than a full day": (
        {
            "school": file_of(DAYS, "", "2024-01-02,6", "2024-01-03,5", "2024-01-06,9", "2024-01-08,4"),
            "school_calendar": file_of(
                CALENDAR, "", "timetable,2024-01-01,,MO TU WE,6", "timetable,2024-01-03,,MO WE,4"
            ),
        },
        "school.csv, row 3: periods: please choose from 0 to 4",
    ),
    "in place of no entry": (
        {"school": file_of(DAYS, "replaces", f"{DAY},1")},
        "school.csv, row 2: replaces: there is no such number",
    ),
    "neither table nor closure": (
        {"school_calendar": file_of(CALENDAR, "", "party,2024-01-03,,,")},
        "school_calendar.csv, row 2: kind: please write one of: timetable, closure",
    ),
    "a timetable without days": (
        {"school_calendar": file_of(CALENDAR, "", "timetable,2024-01-03,,,6")},
        "school_calendar.csv, row 2: weekdays: please write weekdays",
    ),
    "a timetable without periods": (
        {"school_calendar": file_of(CALENDAR, "", "timetable,2024-01-03,,MO TU,")},
        "school_calendar.csv, row 2: periods: please fill this in",
    ),
    "two timetables on a day": (
        {"school_calendar": file_of(CALENDAR, "", *["timetable,2024-01-03,,MO TU,6"] * 2)},
        "school_calendar.csv, row 3: from: the same is in a row above",
    ),
    "weekdays of a closure": (
        {"school_calendar": file_of(CALENDAR, "", "closure,2024-01-03,,MO,")},
        "school_calendar.csv, row 2: weekdays: only a timetable has them",
    ),
    "closed backwards": (
        {"school_calendar": file_of(CALENDAR, "", "closure,2024-01-03,2024-01-02,,")},
        "school_calendar.csv, row 2: to: the earliest day is 2024-01-03",
    ),
    "closed for years": (
        {"school_calendar": file_of(CALENDAR, "", "closure,2024-01-03,2026-01-02,,")},
        "school_calendar.csv, row 2: to: the latest day is",
    ),
    "a plan of no step": (
        {"school_plan": "milestone,from\nOne period,2024-01-03\n"},
        "school_plan.csv, row 2: milestone: milestones.csv has no row of this name",
    ),
    "a plan of friends": (
        {
            "milestones": file_of(STEPS, "", "social,Meets a friend,"),
            "school_plan": "milestone,from\nMeets a friend,2024-01-03\n",
        },
        "school_plan.csv, row 2: milestone: only a step of school can be planned",
    ),
    "two steps on a day": (
        {
            "milestones": file_of(STEPS, "", STEP, "school,Two,2"),
            "school_plan": "milestone,from\nOne period,2024-01-03\nTwo,2024-01-03\n",
        },
        "school_plan.csv, row 3: from: the same is in a row above",
    ),
    "no accommodation": (
        {"accommodations": "accommodation,from\n,2024-01-03\n"},
        "accommodations.csv, row 2: accommodation: please fill this in",
    ),
    "looked at before it began": (
        {"accommodations": "accommodation,from,review_on\nleaves early,2024-01-03,2024-01-02\n"},
        "accommodations.csv, row 2: review_on: the earliest day is 2024-01-03",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_row_that_breaks_a_rule(name: str, tmp_path: Path) -> None:
    files, sentence = CASES[name]
    with pytest.raises(FilesRefused) as error:
        looked_at(write(tmp_path / "in", **files))
    assert said_of(error.value)[0].startswith(sentence), said_of(error.value)


@pytest.mark.parametrize("name", ["visits", "school", "milestones"])
def test_a_folder_of_one_of_them_is_enough(name: str, tmp_path: Path) -> None:
    files = {
        "visits": visit(VISIT)["visits"],
        "school": file_of(DAYS, "", DAY),
        "milestones": file_of(STEPS, "", STEP),
    }
    found = looked_at(write(tmp_path / "in", **{name: files[name]}))
    assert {file: n for file, n in found.rows.items() if n} == {f"{name}.csv": 1}
    assert found.record.episodes == []


def test_the_full_day_of_the_record_is_the_limit_too(tmp_path: Path) -> None:
    there = DaysThere(timetables=(Timetable(1, date(2024, 1, 1), 0b0000100, 4),), has_calendar=True)
    files = {"school": file_of(DAYS, "", "2024-01-03,4", "2024-01-10,5")}
    with pytest.raises(FilesRefused) as error:
        looked_at(write(tmp_path / "in", **files), replace(GROUND, days=there))
    assert said_of(error.value) == ["school.csv, row 3: periods: please choose from 0 to 4."]


@pytest.mark.parametrize("has_plan", [True, False])
def test_school_days_come_in_only_as_long_as_no_week_counts_them(tmp_path: Path, *, has_plan: bool) -> None:
    tables = (Timetable(1, date(2024, 1, 1), 0b0000100, 4),)
    for there in (DaysThere(has_plan=has_plan), DaysThere(timetables=tables, has_calendar=True)):
        [entry] = looked_at(
            write(tmp_path / f"in {len(there.timetables)}", school=file_of(DAYS, "", DAY)),
            replace(GROUND, days=there),
        ).record.days.entries
        assert (entry.periods, entry.late_reason) == (1, "")
    both = DaysThere(timetables=tables, has_calendar=True, has_plan=True)
    with pytest.raises(FilesRefused) as error:
        looked_at(write(tmp_path / "both", school=file_of(DAYS, "", DAY)), replace(GROUND, days=both))
    [said] = said_of(error.value)
    assert said.startswith("school.csv, row 2: day: the child’s school is planned already")


def test_words_of_a_spreadsheet_are_understood(tmp_path: Path) -> None:
    rows = "2024-01-03;9:05;Physical Therapy;45;No show;;In person"
    text = f"day;time;discipline;minutes;state;reason;modality\n{rows}\n"
    [found] = looked_at(write(tmp_path / "in", visits=text)).record.days.visits
    assert found.starts_at == datetime(2024, 1, 3, 14, 5, tzinfo=UTC)
    assert found.stands is not None
    assert (found.stands.outcome, found.modality) == ("no_show", "in_person")


def test_visits_are_on_the_clocks_of_the_clinic_and_not_of_the_child(tmp_path: Path) -> None:
    there = replace(GROUND, zone="Europe/Berlin", zones=(), clinic_zone=ZONE)
    ground = replace(there, zones=((datetime(1970, 1, 1, tzinfo=UTC).date(), "Europe/Berlin"),))
    [found] = looked_at(write(tmp_path / "in", **visit(VISIT)), ground).record.days.visits
    assert found.starts_at == datetime(2024, 1, 3, 20, 30, tzinfo=UTC)
