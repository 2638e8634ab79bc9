"""Every rule that files keep to: a row that breaks it is named with its file and number, and why."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db.vocabulary import Better, Category, DoseKind, PartOfDay, TaskUnit
from tests.cast import ZONE
from tests.tracker.exchange.files.sent import HEADERS, STAIRS, WEEK, one_week, said_of, write
from tracker.errors import FilesRefused
from tracker.exchange.files.examining import Examined, examine
from tracker.exchange.files.folder import folder_at
from tracker.exchange.files.ground import Ground
from tracker.plans.dose import Dose, Task, sets_of
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.plans.terms import Terms

# A Wednesday, 20:00 in New York and the next day in UTC.
NOW = datetime(2024, 1, 11, 1, tzinfo=UTC)
DONE = "Stairs,2024-01-02,1,done,,,,,"
Files = dict[str, str | Iterable[str] | bytes]


def looked_at(folder: Path, ground: Ground | None = None) -> Examined:
    return examine(folder_at(folder), ground or Ground(NOW, ZONE))


def refused(folder: Path, ground: Ground | None = None) -> list[str]:
    with pytest.raises(FilesRefused) as error:
        looked_at(folder, ground)
    return said_of(error.value)


def rest(row: str, header: str) -> str:
    """Give a file with optional columns, without its other rows."""
    return f"{header}\n{row}\n"


COMPLETIONS: dict[str, tuple[str, str]] = {
    "no such exercise": ("Walk,2024-01-02,1,done,,,,,", "exercise: prescriptions.csv has no exercise"),
    "an exercise without a name": (",2024-01-02,1,done,,,,,", "exercise: please fill this in"),
    "a name that is too long": (f"{'x' * 81},2024-01-02,1,done,,,,,", "exercise: at most 80"),
    "no day": ("Stairs,,1,done,,,,,", "performed_on: please fill this in"),
    "a day that there is not": ("Stairs,2023-02-29,1,done,,,,,", "performed_on: please write a day"),
    "a day in another order": ("Stairs,02.01.2024,1,done,,,,,", "performed_on: please write a day"),
    "a day without dashes": ("Stairs,20240102,1,done,,,,,", "performed_on: please write a day"),
    "a day with other digits": ("Stairs,٢٠٢٤-01-02,1,done,,,,,", "performed_on: please write a day"),
    "a day long ago": ("Stairs,1924-01-02,1,done,,,,,", "performed_on: the earliest day is 1990-01-01"),
    "a day before the prescription": ("Stairs,2023-12-31,1,done,,,,,", "performed_on: this exercise was not"),
    "a day after the episode": ("Stairs,2024-01-08,1,done,,,,,", "performed_on: this exercise was not"),
    "tomorrow": ("Stairs,2024-01-11,1,done,,,,,", "performed_on: this day has not come yet"),
    "a slot beyond the extra one": ("Stairs,2024-01-02,3,done,,,,,", "slot: please choose from 1 to 2"),
    "no slot at all": ("Stairs,2024-01-02,0,done,,,,,", "slot: please choose from 1 to 24"),
    "half a slot": ("Stairs,2024-01-02,1.5,done,,,,,", "slot: please write a whole number"),
    "no state": ("Stairs,2024-01-02,1,,,,,,", "state: please fill this in"),
    "another state": ("Stairs,2024-01-02,1,skipped,,,,,", "state: please write one of: done, partly"),
    "an amount of what was done": ("Stairs,2024-01-02,1,done,5,,,,", "amount: an amount belongs to"),
    "a negative amount": ("Stairs,2024-01-02,1,partly,-5,,,,", "amount: please write a number from 0"),
    "more than five times as much": ("Stairs,2024-01-02,1,partly,151,,,,", "amount: please choose from 0 to 150"),
    "not a number": ("Stairs,2024-01-02,1,partly,nan,,,,", "amount: please write a number"),
    "without an end": ("Stairs,2024-01-02,1,partly,inf,,,,", "amount: please write a number"),
    "far too large": ("Stairs,2024-01-02,1,partly,1e999,,,,", "amount: please write a number"),
    "a number in two pieces": ("Stairs,2024-01-02,1,partly,1_0,,,,", "amount: please write a number"),
    "a reason of what was done": ("Stairs,2024-01-02,1,done,,tired,,,", "barrier: a reason belongs to"),
    "another reason": ("Stairs,2024-01-02,1,not_done,,lazy,,,", "barrier: please write one of: no_time"),
    "entered long before its day": (
        "Stairs,2024-01-02,1,done,,,1999-06-01T08:00:00Z,,",
        "recorded_at: the earliest day is",
    ),
    "entered tomorrow": ("Stairs,2024-01-02,1,done,,,2024-01-12T01:00:00Z,,", "recorded_at: this has not come"),
    "entered on a day only": ("Stairs,2024-01-02,1,done,,,2024-01-02,,", "recorded_at: please write a moment"),
    "entered at 25": ("Stairs,2024-01-02,1,done,,,2024-01-02T25:00:00Z,,", "recorded_at: please write a moment"),
    "said by nobody": ("Stairs,2024-01-02,1,done,,,,dog,", "reporter: please write one of: child, parent"),
    "a note that is too long": (f"Stairs,2024-01-02,1,done,,,,,{'x' * 501}", "note: at most 500"),
    "more cells than columns": (f"{DONE},,more", "this row has more than the 9 cells"),
    "the same twice": (f"{DONE}\n{DONE}", "this time of that day has an entry"),
}  # fmt: skip


@pytest.mark.parametrize("name", COMPLETIONS)
def test_a_row_of_completions(name: str, tmp_path: Path) -> None:
    rows, sentence = COMPLETIONS[name]
    last = 3 + rows.count("\n")
    fine = "Stairs,2024-01-01,1,done,,,,,"
    [said] = refused(one_week(tmp_path / "week", fine, rows))
    assert said.startswith(f"completions.csv, row {last}: {sentence}"), said


PRESCRIPTIONS: dict[str, tuple[str, str]] = {
    "another category": ("Walk,sport,daily,1,10,min,2024-01-01,,", "category: please write one of: aerobic"),
    "two categories in a line": (
        "Stairs,strength,daily,1,10,min,2024-01-05,,",
        "category: this exercise has another one in row 2",
    ),
    "no schedule": ("Walk,,,1,10,min,2024-01-01,,", "schedule: please fill this in"),
    "another schedule": ("Walk,,often,1,10,min,2024-01-01,,", "schedule: please write daily"),
    "a day twice": ('Walk,,"MO,MO",1,10,min,2024-01-01,,', "schedule: please write daily"),
    "eight times a week": ("Walk,,8/week,1,10,min,2024-01-01,,", "schedule: please choose from 1 to 7"),
    "twice on each of n days": ("Walk,,3/week,2,10,min,2024-01-01,,", "times_per_day: a number of times a week"),
    "13 times a day": ("Walk,,daily,13,10,min,2024-01-01,,", "times_per_day: please choose from 1 to 12"),
    "another unit": ("Walk,,daily,1,10,miles,2024-01-01,,", "unit: please write one of: reps"),
    "a unit without an amount": ("Walk,,daily,1,,min,2024-01-01,,", "amount: please fill this in"),
    "no amount at all": ("Walk,,daily,1,0,min,2024-01-01,,", "amount: please give a number above 0"),
    "too much": ("Walk,,daily,1,10001,m,2024-01-01,,", "amount: please give a number above 0, and at most 10000"),
    "an end too early": ("Walk,,daily,,,,2024-01-05,2024-01-05,", "valid_to: the earliest day is 2024-01-06"),
    "outside every episode": ("Walk,,daily,1,10,min,2024-01-08,,", "episode: these days lie in no episode"),
    "as far away as a calendar goes": (
        "Walk,,daily,1,20,reps,9999-12-31,9999-12-31,",
        "valid_from: the latest day is",
    ),
    "over another of its line": ("Stairs,,daily,1,20,reps,2024-01-05,,", "valid_from: this overlaps with row 2"),
    "a reason that is too long": (f"Walk,,daily,1,10,min,2024-01-01,,{'x' * 501}", "reason: at most 500"),
}  # fmt: skip


@pytest.mark.parametrize("name", PRESCRIPTIONS)
def test_a_row_of_prescriptions(name: str, tmp_path: Path) -> None:
    row, sentence = PRESCRIPTIONS[name]
    ended = STAIRS.replace("2024-01-01,,", "2024-01-01,2024-01-05,") if "two categories" in name else STAIRS
    said = refused(one_week(tmp_path / "week", prescriptions=[ended, row]))
    assert said[0].startswith(f"prescriptions.csv, row 3: {sentence}"), said


MORE = f"{HEADERS['prescriptions']},dose_kind,sets,reps,texture,task_unit,task_better,parts_of_day"
REST: dict[str, tuple[Files, str]] = {
    "sets that give another total": (
        {"prescriptions": rest(f"{STAIRS},sets_reps,2,10,,,,", MORE)},
        "prescriptions.csv, row 2: amount: sets times reps are 20",
    ),
    "a texture of stairs": (
        {"prescriptions": rest(f"{STAIRS},sets_reps,,,soft,,,", MORE)},
        "prescriptions.csv, row 2: texture: this does not go with a dose of the kind sets_reps",
    ),
    "an amount of a timed task": (
        {"prescriptions": rest("Stairs,,daily,1,30,,2024-01-01,,,timed_task,,,,,,", MORE)},
        "prescriptions.csv, row 2: amount: this does not go with",
    ),
    "fewer jumps are better": (
        {"prescriptions": rest("Stairs,,daily,1,,,2024-01-01,,,timed_task,,,,count,lower,", MORE)},
        "prescriptions.csv, row 2: task_better: of a count, more is better",
    ),
    "two parts of one time": (
        {"prescriptions": rest(f"{STAIRS},,,,,,,morning evening", MORE)},
        "prescriptions.csv, row 2: parts_of_day: this is more parts",
    ),
    "an episode that ends before it starts": (
        {"episode": ["2024-01-08,2024-01-08,home,"]},
        "episode.csv, row 2: end: the earliest day is 2024-01-09",
    ),
    "an episode for ever": ({"episode": ["2024-01-01,2999-01-01,home,"]}, "episode.csv, row 2: end: the latest"),
    "an episode in another place": ({"episode": ["2024-01-01,,moon,"]}, "episode.csv, row 2: setting: please"),
    "an unknown zone": ({"episode": ["2024-01-01,,home,Mars"]}, "episode.csv, row 2: time_zone: this time zone"),
    "episodes that overlap": (
        {"episode": [WEEK, "2024-01-07,,home,"]},
        "episode.csv, row 3: start: this overlaps with row 2",
    ),
    "a pause backwards": ({"pauses": ["2024-01-05,2024-01-04,"]}, "pauses.csv, row 2: to: the earliest day"),
    "a pause elsewhere": ({"pauses": ["2024-02-05,2024-02-06,"]}, "pauses.csv, row 2: episode: these days"),
    "a pause twice": (
        {"pauses": ["2024-01-05,2024-01-06,", "2024-01-05,2024-01-06,again"]},
        "pauses.csv, row 3: from: the same",
    ),
    "a day marked twice": ({"days": ["2024-01-05,ill", "2024-01-05,away"]}, "days.csv, row 3: day: the same"),
    "a day to come": ({"days": ["2024-01-11,ill"]}, "days.csv, row 2: day: this day has not come yet"),
    "another mark": ({"days": ["2024-01-05,sad"]}, "days.csv, row 2: mark: please write one of: ill, away"),
    "a note for a household that has no name": (
        {"completions": rest(f"{DONE}fine,team_and_household", f"{HEADERS['completions']},note_readers")},
        "completions.csv, row 2: note_household: please fill this in",
    ),
    "something that was never taken back": (
        {"completions": rest(f"{DONE},1", f"{HEADERS['completions']},replaces")},
        "completions.csv, row 2: replaces: there is no such number",
    ),
    "a result of stairs": (
        {"completions": rest(f"{DONE},12", f"{HEADERS['completions']},result")},
        "completions.csv, row 2: result: only a timed task has one",
    ),
    "a line that is another exercise": (
        {"completions": rest(f"{DONE},7", f"{HEADERS['completions']},line")},
        "completions.csv, row 2: line: there is no such number",
    ),
    "a revision that there is not": (
        {"completions": rest(f"{DONE},2", f"{HEADERS['completions']},revision")},
        "completions.csv, row 2: revision: there is no such number",
    ),
    "one exercise in two lines": (
        {
            "prescriptions": f"{HEADERS['prescriptions']},line\n{STAIRS},1\n{STAIRS},2\n",
            "completions": [DONE],
        },
        "completions.csv, row 2: line: more than one line has this exercise",
    ),
    "two exercises in a line": (
        {"prescriptions": f"{HEADERS['prescriptions']},line\n{STAIRS},1\nWalk,,daily,1,,,2024-01-01,,,1\n"},
        "prescriptions.csv, row 3: line: another exercise",
    ),
    "two phases on one day": (
        {"phases": "phase,from\nintensive,2024-01-01\nhome,2024-01-01\n"},
        "phases.csv, row 3: from: the same",
    ),
    "a finding of no criterion": (
        {"findings": "criterion,met,found_at\n1,yes,2024-01-05T12:00:00Z\n"},
        "findings.csv, row 2: criterion: there is no such number",
    ),
    "two children": ({"child": "precautions\nnone\nnone at all\n"}, "child.csv: this file has more than 1 rows"),
    "a zone before the one above": (
        {"time_zones": "first_day,time_zone\n2024-01-05,UTC\n2024-01-04,Asia/Tokyo\n"},
        "time_zones.csv, row 3: first_day: this needs to be later",
    ),
    "zones and an episode that differ": (
        {"time_zones": "first_day,time_zone\n1970-01-01,UTC\n"},
        "episode.csv, row 2: time_zone: the child’s days are counted in UTC then",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REST)
def test_any_other_row(name: str, tmp_path: Path) -> None:
    files, sentence = REST[name]
    said = refused(one_week(tmp_path / "week", **{"completions": [DONE], **files}))
    assert said[0].startswith(sentence), said


def test_a_record_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    """No episode over another one, no mark on a day of its own, and no other zone."""
    there = Ground(NOW, ZONE, ((date(1970, 1, 1), ZONE),), ((date(2023, 12, 1), date(2024, 1, 2)),))
    [said] = refused(one_week(tmp_path / "over"), there)
    assert said.startswith("episode.csv, row 2: start: this overlaps with an episode that the child has")
    later = {"episode": ["2024-01-02,,home,"], "prescriptions": [STAIRS.replace("01-01", "01-02")]}
    [said] = refused(write(tmp_path / "mark", **later, days=["2023-12-05,ill"]), there)
    assert said.startswith("days.csv, row 2: day: this day belongs to what is recorded already")
    zones = "first_day,time_zone\n1970-01-01,UTC\n"
    said = refused(write(tmp_path / "zone", **later, time_zones=zones), there)[0]
    assert said.startswith("time_zones.csv: time_zone: the child’s days are counted in other time zones")
    assert looked_at(write(tmp_path / "fine", **later), there).record.about is None


def test_twenty_flaws_are_told_and_the_others_counted(tmp_path: Path) -> None:
    said = refused(
        one_week(tmp_path / "week", *[f"Stairs,2024-01-0{n % 7 + 1},1,perhaps,,,,," for n in range(35)])
    )
    assert len(said) == 21
    assert said[0].startswith("completions.csv, row 2: state")
    assert said[-1] == "And 15 more."


DOSES: dict[str, tuple[str, Dose]] = {
    "10,reps": (",,,,,,", sets_of(1, 10)),
    "120,reps": (",,,,,,", Dose(DoseKind.COUNT, 120)),
    "30,reps": (",3,10,,,,", sets_of(3, 10)),
    ",reps": (",3,10,,,,", sets_of(3, 10)),
    "10,times": (",,,,,,", Dose(DoseKind.COUNT, 10)),
    "10,": (",,,,,,", Dose(DoseKind.COUNT, 10)),
    "2.5,minutes": (",,,,,,", Dose(DoseKind.MINUTES, 2.5)),
    "400,Metres": (",,,,,,", Dose(DoseKind.METRES, 400)),
    "30,s": (",,,,,,", Dose(DoseKind.MINUTES, 0.5)),
    "5,min": (",,,wool,,,", Dose(DoseKind.TEXTURE_MINUTES, 5, texture="wool")),
    ",": (",,,,,,", Dose(DoseKind.OPEN)),
    ", ": (",,,,seconds,,", Dose(DoseKind.TIMED_TASK, task=Task())),
    " ,": ("timed task,,,,count,,", Dose(DoseKind.TIMED_TASK, task=Task(TaskUnit.COUNT, Better.HIGHER))),
}


@pytest.mark.parametrize("cells", DOSES)
def test_a_dose(cells: str, tmp_path: Path) -> None:
    more, dose = DOSES[cells]
    text = rest(f"Stairs,,daily,1,{cells},2024-01-01,,,{more}", MORE)
    [revision] = looked_at(one_week(tmp_path / "week", prescriptions=text)).record.revisions()
    assert revision.terms.dose == dose


SCHEDULES: dict[str, Schedule] = {
    "daily,": Schedule(),
    "Daily,2": Schedule(times_per_day=2),
    '"MO,WE,FR",1': on_weekdays([0, 2, 4]),
    '"su, sa",3': on_weekdays([5, 6], 3),
    "3/week,": per_week(3),
    "1 / Week,1": per_week(1),
}


@pytest.mark.parametrize("cells", SCHEDULES)
def test_a_schedule(cells: str, tmp_path: Path) -> None:
    row = f"Stairs,,{cells},,,2024-01-01,,"
    [revision] = looked_at(one_week(tmp_path / "week", prescriptions=[row])).record.revisions()
    assert revision.terms.schedule == SCHEDULES[cells]


def test_parts_of_the_day_stand_in_its_order(tmp_path: Path) -> None:
    text = rest("Stairs,flexibility,daily,2,,,2024-01-01,,,,,,,,,evening morning", MORE)
    [line] = looked_at(one_week(tmp_path / "week", prescriptions=text)).record.lines
    assert line.revisions[0].terms == Terms(
        Dose(DoseKind.OPEN), Schedule(times_per_day=2), (PartOfDay.MORNING, PartOfDay.EVENING)
    )
    assert line.category is Category.FLEXIBILITY


def test_rows_of_one_exercise_come_after_one_another_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    rows = [
        "Stairs,,daily,1,20,reps,2024-01-05,,up",
        STAIRS.replace("2024-01-01,,", "2024-01-01,2024-01-05,"),
    ]
    [line] = looked_at(one_week(tmp_path / "week", prescriptions=rows)).record.lines
    assert [(r.number, r.replaces, r.valid_from.day) for r in line.revisions] == [(1, None, 1), (2, 1, 5)]


def test_what_is_not_said_is_what_is_usual(tmp_path: Path) -> None:
    entries = "state,exercise,performed_on\ndone,Stairs,2024-01-02\nnot done,Stairs,2024-01-10\n"
    plan = "exercise,schedule,valid_from\nStairs,daily,2024-01-01\n"
    folder = write(tmp_path / "bare", prescriptions=plan, completions=entries)
    found = looked_at(folder)
    [episode] = found.record.episodes
    assert (episode.start, episode.end, episode.setting, episode.time_zone) == (
        date(2024, 1, 1),
        None,
        "home",
        ZONE,
    )
    assert found.record.lines[0].category is Category.FUNCTIONAL
    first, last = _entries(found)
    assert (first.slot, first.reporter, first.late_reason) == (1, "parent", "")
    assert first.recorded_at == datetime(2024, 1, 2, 17, tzinfo=UTC)
    assert last.recorded_at == datetime(2024, 1, 10, 17, tzinfo=UTC)


def _entries(found: Examined):  # type: ignore[no-untyped-def]
    from tracker.exchange.files.reading import Flaws

    return list(found.entries(Flaws()).completions())


def test_noon_that_has_not_come_is_now(tmp_path: Path) -> None:
    morning = Ground(datetime(2024, 1, 2, 13, tzinfo=UTC), ZONE)
    [entry] = _entries(looked_at(one_week(tmp_path / "week", DONE), morning))
    assert entry.recorded_at == morning.now


@pytest.mark.parametrize("word", ["no place or equipment", "no_place_or_equipment", "No Place or Equipment"])
def test_a_reason_is_written_with_blanks_or_without(word: str, tmp_path: Path) -> None:
    row = f"Stairs,2024-01-02,1,Not done,,{word},,,"
    [entry] = _entries(looked_at(one_week(tmp_path / "week", row)))
    assert entry.answer is not None
    assert entry.answer.barrier == "no_place_or_equipment"


def test_columns_may_stand_in_any_order_and_in_capitals(tmp_path: Path) -> None:
    text = "State , PERFORMED_ON,exercise\ndone,2024-01-02,Stairs\n"
    assert len(_entries(looked_at(one_week(tmp_path / "week", completions=text)))) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_of_any_spreadsheet_program(mark: str, end: str, tmp_path: Path) -> None:
    lines = ["exercise;performed_on;state;amount;note", 'Stairs;2024-01-02;partly;7,5;"a ""b""; c"', ""]
    folder = one_week(tmp_path / "week", completions=mark + end.join(lines))
    [entry] = _entries(looked_at(folder))
    assert entry.answer is not None
    assert (entry.answer.amount, entry.note and entry.note.text) == (7.5, 'a "b"; c')
