"""What was taken out and brought in again is the same: every file to the byte, and every figure."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, ChildTimeZone
from db.vocabulary import (
    Better,
    Category,
    CompletionState,
    CriterionKind,
    DoseKind,
    Mark,
    PartOfDay,
    Phase,
    Readers,
    TaskUnit,
)
from tests.cast import Cast
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, figures, prescribe_named
from tests.tracker.exchange.files.sent import bring_in, rows_in, take_out
from tests.tracker.story_of_a_record import FROM_DANA, PRECAUTIONS, TAKEN_BACK, Story, tell
from tracker.plans import criteria, episodes, phases, prescriptions
from tracker.plans.dose import Dose, Task, sets_of
from tracker.plans.schedule import on_weekdays
from tracker.plans.terms import Terms
from tracker.progress.adherence import as_json
from tracker.record.completions import DONE, Answer, Words, answer, clear, note_only, undo
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

pytestmark = pytest.mark.everywhere

# Of each table, what an import cannot know, or gives anew.
NOT_THE_SAME = {
    "id",
    "child_id",
    "episode_id",
    "line_id",
    "prescription_id",
    "criterion_id",
    "replaces_id",
    "exercise_version_id",
    "series_id",
    "visit_id",
    "moved_from_id",
    "milestone_id",
}
BY_WHOM = "_by_id"
TABLES = (
    *("episode", "episode_phase", "discharge_criterion", "criterion_finding", "plan_pause", "line"),
    *("prescription", "completion", "note", "day_mark", "child_body_area"),
    *("milestone", "milestone_target", "milestone_event", "school_timetable", "school_closure"),
    *("school_plan", "school_day", "accommodation"),
)


@pytest.fixture
def story(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Story:
    """Mia's record, with something in it of everything that files can hold."""
    story = tell(engine, cast, clock, plan)
    _plan_more(cast, plan)
    today = Occurrence(story.raised, TOMORROW)
    first = by(cast, "Dana", answer, today, DONE, seen=None)
    not_today = Answer(CompletionState.NOT_DONE)
    second = by(cast, "Dana", answer, today, not_today, seen=first.id, note=Words("'=1 and so on"))
    third = by(cast, "Dana", answer, today, Answer(CompletionState.PARTLY, 0.1), seen=second.id)
    by(cast, "Dana", undo, third.id)
    for who in ("Ben", "Mia"):
        by(cast, who, note_only, today, Words(f"from {who},\n“said”", Readers.TEAM_AND_HOUSEHOLD))
    extra = by(cast, "Ben", answer, Occurrence(story.raised, TOMORROW, 2), DONE, seen=None)
    by(cast, "Ben", clear, extra.id)
    by(cast, "Ben", mark_day, TOMORROW, Mark.AWAY, seen=None)
    [(mark,)] = _all(engine, "SELECT id FROM day_mark WHERE mark = 'away'")
    by(cast, "Ben", mark_day, TOMORROW, None, seen=int(str(mark)))
    with engine.begin() as connection:
        # The factories write at the real hour, which has not come yet.
        for table in ("episode", "prescription"):
            connection.exec_driver_sql(f"UPDATE {table} SET created_at = '2025-02-17 12:00:00.000123+00:00'")
        zone = ChildTimeZone(child_id=cast.mia, valid_from=YESTERDAY, time_zone="Europe/Berlin")
        insert_row(connection, zone)
    return story


def _plan_more(cast: Cast, plan: Plan) -> None:
    doses = {
        "Wall sit": Dose(DoseKind.MINUTES, 0.5),
        "Stretches": sets_of(3, 12, 10),
        "Towel rub": Dose(DoseKind.TEXTURE_MINUTES, 5, texture="soft, then rough"),
        "Walk far": Dose(DoseKind.METRES, 400),
        "Breathing": Dose(DoseKind.OPEN),
        "Jumps": Dose(
            DoseKind.TIMED_TASK,
            task=Task(TaskUnit.COUNT, Better.HIGHER, best_shown=True, ceiling_closed=True),
        ),
        "Steps": Dose(DoseKind.TIMED_TASK, task=Task()),
    }
    parts = (PartOfDay.MORNING, PartOfDay.EVENING)
    for name, dose in doses.items():
        said = Terms(dose, on_weekdays([0, 2, 6], 2), parts, "slowly;\n\n-not too far")
        prescribed(cast, plan.episode, name, said)
    # Two lines of one name, the first of them withdrawn again.
    gone = prescribed(cast, plan.episode, "Wall sit", Terms(Dose(DoseKind.OPEN), on_weekdays([3])))
    by(cast, "Pat", prescriptions.withdraw, gone)
    kind = {"kind": CriterionKind.SCHOOL, "text": "+two periods a day"}
    criterion = by(cast, "Pat", criteria.add_criterion, plan.episode, **kind)  # type: ignore[arg-type]
    by(cast, "Pat", criteria.find, criterion, is_met=True, seen=None)
    by(cast, "Pat", phases.begin_phase, plan.episode, phase=Phase.INTENSIVE, first=TOMORROW)
    days = {"from_day": TODAY + timedelta(days=9), "to_day": TODAY + timedelta(days=9)}
    pause = by(cast, "Pat", episodes.pause, plan.episode, **days, reason="not needed")
    by(cast, "Pat", episodes.resume, plan.episode, pause, on=TODAY + timedelta(days=3))


def prescribed(cast: Cast, episode: int, name: str, said: Terms) -> int:
    facts = {"exercise": name, "category": Category.STRENGTH, "terms": said, "valid_from": TOMORROW}
    return by(cast, "Pat", prescribe_named, episode, **facts)  # type: ignore[arg-type]


def _all(engine: sa.Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def stored(engine: sa.Engine, child: int) -> dict[str, list[str]]:
    """Give all rows of a child as texts, but for numbers and people."""
    found = {}
    with engine.connect() as connection:
        for name in TABLES:
            table = METADATA.tables[name]
            query = sa.select(table).where(table.c.child_id == child)
            rows = connection.execute(query).mappings()
            found[name] = sorted(
                str([(k, v) for k, v in row.items() if k not in NOT_THE_SAME and not k.endswith(BY_WHOM)])
                for row in rows
            )
    # What somebody took back is nobody else's to read any more, so it is in no file.
    found["note"] = [row for row in found["note"] if "('withdrawn_at', None)" in row]
    return found


def weeks(child: int, episode: int = 1) -> list[dict[str, object]]:
    return [as_json(week) for week in figures(child, as_of=TODAY + timedelta(days=10), episode=episode)]


def test_a_rich_record_comes_back_to_the_byte(
    engine: sa.Engine, cast: Cast, story: Story, tmp_path: Path
) -> None:
    first = take_out(cast.mia, tmp_path / "first")
    again = bring_in(tmp_path / "first", cast.clinic)
    assert take_out(again, tmp_path / "second") == first
    assert stored(engine, again) == stored(engine, cast.mia)
    assert all(stored(engine, again).values())
    assert weeks(again) == weeks(cast.mia)
    assert any(week["settled"] for week in weeks(again))
    elsewhere = bring_in(tmp_path / "first", cast.other_clinic)
    assert take_out(elsewhere, tmp_path / "third") == first


def test_what_is_behind_the_files_comes_back_too(
    engine: sa.Engine, cast: Cast, story: Story, tmp_path: Path
) -> None:
    """Every link between rows; notes, whose writers are nobody; and one change in the log."""
    take_out(cast.mia, tmp_path / "first")
    again = bring_in(tmp_path / "first", cast.clinic)
    links_come_back(engine, cast, again)
    writers_are_nobody(engine, again)
    one_change_in_the_log(engine, cast, again)


def links_come_back(engine: sa.Engine, cast: Cast, again: int) -> None:
    query = (
        "SELECT old.state, old.recorded_at, new.state, new.recorded_at FROM completion new"
        " JOIN completion old ON old.id = new.replaces_id AND old.prescription_id = new.prescription_id"
        " WHERE new.child_id = {} ORDER BY 2, 4, 1"
    )
    mias = _all(engine, query.format(cast.mia))
    assert len(mias) >= 2
    assert _all(engine, query.format(again)) == mias
    query = (
        "SELECT old.valid_from, old.total, new.valid_from, new.total FROM prescription new"
        " JOIN prescription old ON old.id = new.replaces_id WHERE new.child_id = {} ORDER BY 1, 3"
    )
    assert _all(engine, query.format(again)) == _all(engine, query.format(cast.mia)) != []


def writers_are_nobody(engine: sa.Engine, again: int) -> None:
    writers = _all(
        engine,
        "SELECT DISTINCT a.name, a.role, a.disabled_at IS NOT NULL, a.password_hash FROM note n"
        f" JOIN account a ON a.id = n.written_by_id WHERE n.child_id = {again}",
    )
    assert [(name, role, bool(closed), word) for name, role, closed, word in writers] == [
        ("", "family", True, "!")
    ]
    assert _all(engine, f"SELECT count(*) FROM relationship WHERE child_id = {again}") == [(0,)]


def one_change_in_the_log(engine: sa.Engine, cast: Cast, again: int) -> None:
    log = _all(
        engine, f"SELECT access, what, account_id FROM access_log WHERE child_id = {again} ORDER BY id"
    )
    assert log == [("change", "add_child", None), ("change", "import", None)]
    looked = _all(
        engine, f"SELECT what FROM access_log WHERE child_id = {cast.mia} AND what = 'export_files'"
    )
    assert looked == [("export_files",)]


def test_no_name_and_nothing_that_somebody_took_back_is_in_a_file(
    engine: sa.Engine, cast: Cast, story: Story, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET name = 'NAME-OF-' || name")
    together = b"".join(take_out(cast.mia, tmp_path / "first").values())
    assert FROM_DANA.encode() in together
    for word in ("NAME-OF-", "@example.org", TAKEN_BACK):
        assert word.encode() not in together


def test_other_libraries_read_the_files_which_begin_as_agreed(
    cast: Cast, story: Story, tmp_path: Path
) -> None:
    files = take_out(cast.mia, tmp_path / "first")
    for name in files:
        by_csv = rows_in(tmp_path / "first", name.removesuffix(".csv"))
        frame = pd.read_csv(tmp_path / "first" / name, dtype=str, keep_default_na=False)
        assert frame.to_dict("records") == by_csv
    [child] = rows_in(tmp_path / "first", "child")
    assert child["precautions"] == f"'{PRECAUTIONS}"
    assert child["body_areas"] == "foot knee"
    for name in files:
        for row in rows_in(tmp_path / "first", name.removesuffix(".csv")):
            for column, text in row.items():
                assert not text.startswith(("=", "+", "-", "@", "\t", "\r")), (name, column)
    headers = {name: content.decode().splitlines()[0] for name, content in files.items()}
    for start in (
        "exercise,category,schedule,times_per_day,amount,unit,valid_from,valid_to,reason,",
        "exercise,performed_on,slot,state,amount,barrier,recorded_at,reporter,note,",
        "from,to,reason,",
        "day,mark,",
        "start,end,setting,time_zone,",
    ):
        assert any(header.startswith(start) for header in headers.values()), start
    zones = rows_in(tmp_path / "first", "time_zones")
    assert [row["time_zone"] for row in zones] == ["America/New_York", "Europe/Berlin"]


def test_an_empty_record_has_the_five_files_and_no_more(cast: Cast, clock: Clock, tmp_path: Path) -> None:
    files = take_out(cast.mia, tmp_path / "first")
    assert set(files) == {
        *("episode.csv", "prescriptions.csv", "completions.csv", "pauses.csv", "days.csv", "child.csv")
    }
