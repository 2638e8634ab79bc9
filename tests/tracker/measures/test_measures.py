"""What the Measures page is made of: what is due, watch dates, results of timed tasks, and function in the caseload."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import Completion
from db.types import AccessibleChildId
from db.vocabulary import (
    Better,
    CompletionState,
    DoseKind,
    Instrument,
    Reporter,
    Side,
    TaskUnit,
)
from tests.cast import Cast
from tests.factories import make_episode, make_prescription
from tests.measuring import insert_scores, insert_use, turn_pain_on
from tests.steps import NOON, START, TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, changes
from tests.steps import row as stored
from tests.tracker.progress.caseloads import row
from tracker.access.work import reading
from tracker.errors import InvalidInput, NotPermitted
from tracker.measures import watch_dates
from tracker.measures.due import due_on
from tracker.measures.entering import correct_score, enter_score, withdraw_score
from tracker.measures.measures import Measures, measures_of
from tracker.measures.tasks import TaskSeries, task_series
from tracker.measures.watch_dates import add_watch_dates, withdraw_watch_dates
from tracker.plans.dose import Dose, Task
from tracker.progress.progress import progress_of
from tracker.progress.reading import Finding
from tracker.screen.caseload.function_text import format_function

FDI, PAIN, WALK, CALI = Instrument.FDI, Instrument.PAIN, Instrument.SIX_MINUTE_WALK, Instrument.CALI_9
CHILD, PARENT, CLINICIAN = Reporter.CHILD, Reporter.PARENT, Reporter.CLINICIAN
ONE_DAY = timedelta(days=1)


def due(found: Measures) -> list[tuple[Instrument, Reporter, date, bool]]:
    return [(each.instrument, each.reporter, each.day, each.is_due(found.today)) for each in found.due]


def test_the_next_score_is_due_so_many_weeks_after_the_last() -> None:
    assert due_on(None, 4, START) == START
    assert due_on(START - ONE_DAY, 4, START) == START
    assert due_on(START, 4, START) == START + timedelta(days=28)


def test_what_is_due_is_of_those_of_whom_there_is_a_score(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        insert_use(connection, cast.clinic, FDI, every_weeks=1, families=False)
    assert due(by(cast, "Pat", measures_of)) == [(FDI, CHILD, START, True)]
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, FDI, CHILD, {START: 27, YESTERDAY: None})
        insert_scores(connection, cast.mia, FDI, PARENT, {YESTERDAY: 30})
    week = timedelta(days=7)
    # What was left incomplete is no score, so it is still due.
    assert due(by(cast, "Pat", measures_of)) == [
        (FDI, CHILD, START + week, True),
        (FDI, PARENT, YESTERDAY + week, False),
    ]
    assert due(by(cast, "Mia", measures_of)) == []


def test_nothing_is_due_outside_an_episode(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        insert_use(connection, cast.clinic, FDI, every_weeks=1)
        make_episode(connection, cast.mia, START, YESTERDAY)
    assert due(by(cast, "Pat", measures_of)) == []


def test_pain_is_due_by_the_childs_own_interval_alone(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        insert_use(connection, cast.clinic, PAIN)
        insert_scores(connection, cast.mia, PAIN, CHILD, {START: 7})
        turn_pain_on(connection, cast.mia)
    assert due(by(cast, "Pat", measures_of)) == []
    with engine.begin() as connection:
        turn_pain_on(connection, cast.mia, 4)
    assert due(by(cast, "Pat", measures_of)) == [(PAIN, CHILD, START + timedelta(days=28), False)]
    # Of a family pain is not asked before it is due, nor said when it will be.
    found = by(cast, "Mia", measures_of)
    assert (found.due, found.places) == ((), ())


def test_watch_dates_are_agreed_added_and_taken_back(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    words = {"about": "Exams", "agreed_with": "Mia and Dana"}
    watch = by(cast, "Pat", add_watch_dates, first=TODAY, last=TOMORROW, **words)
    [found] = by(cast, "Lee", measures_of).watched
    assert (found.first, found.last, found.about, found.agreed_with) == (TODAY, TOMORROW, *words.values())
    assert by(cast, "Dana", measures_of).watched == ()
    for _twice in range(2):
        by(cast, "Lee", withdraw_watch_dates, watch)
    assert by(cast, "Pat", measures_of).watched == ()
    assert [what for what, _ in changes(engine)] == ["agree_watch_dates", "withdraw_watch_dates"]
    for who in ("Dana", "Mia", "Casey"):
        with pytest.raises(NotPermitted):
            by(cast, who, add_watch_dates, first=TODAY, last=TODAY, about="Exams")


def test_watch_dates_taken_back_by_two_at_once_are_taken_back_by_the_first(
    engine: sa.Engine, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = by(cast, "Pat", add_watch_dates, first=TODAY, last=TOMORROW, about="Exams")
    seen_by_both = by(cast, "Pat", measures_of).watched
    monkeypatch.setattr(watch_dates, "watch_dates", lambda *_: seen_by_both)
    for who in ("Lee", "Pat"):
        by(cast, who, withdraw_watch_dates, watch)
    assert [what for what, _ in changes(engine)] == ["agree_watch_dates", "withdraw_watch_dates"]
    assert stored(engine, "watch_date", watch).withdrawn_by_id == cast.accounts["Lee"]


@pytest.mark.parametrize(
    ("first", "last", "about", "field"),
    [
        (TODAY - timedelta(days=367), TODAY, "Exams", "from"),
        (TODAY, YESTERDAY, "Exams", "to"),
        (TODAY, TODAY + timedelta(days=367), "Exams", "to"),
        (TODAY, TODAY, " ", "watch_about"),
        (TODAY, TODAY, "x" * 81, "watch_about"),
    ],
)
def test_watch_dates_have_their_limits(
    cast: Cast, clock: Clock, first: date, last: date, about: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", add_watch_dates, first=first, last=last, about=about)
    assert refused.value.field == field


def prescribe(engine: sa.Engine, cast: Cast, plan: Plan, task: Task, name: str = "Stairs, timed") -> int:
    dose = Dose(DoseKind.TIMED_TASK, task=task)
    with engine.begin() as connection:
        return make_prescription(connection, cast.mia, plan.episode, START, name=name, dose=dose)


def result(
    engine: sa.Engine,
    cast: Cast,
    prescription: int,
    day: date,
    value: float | None,
    *,
    slot: int = 1,
    state: CompletionState = CompletionState.DONE,
) -> None:
    entry = Completion(
        child_id=cast.mia,
        prescription_id=prescription,
        performed_on=day,
        slot=slot,
        state=state,
        result=value,
        reporter=PARENT,
        recorded_at=NOON,
    )
    with engine.begin() as connection:
        insert_row(connection, entry)


def tasks(cast: Cast, first: date = START, last: date = TODAY) -> tuple[TaskSeries, ...]:
    with reading(cast.tokens["Pat"]) as work:
        return task_series(work, AccessibleChildId(cast.mia), first, last)


def test_results_of_timed_tasks_by_day(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    stairs = prescribe(engine, cast, plan, Task(best_shown=True))
    jumps = prescribe(engine, cast, plan, Task(TaskUnit.COUNT, Better.HIGHER), "Jumps")
    for day, value, slot in ((START, 40, 1), (START, 38, 2), (TODAY, 41.5, 1)):
        result(engine, cast, stairs, day, value, slot=slot)
    result(engine, cast, stairs, YESTERDAY, 12, state=CompletionState.PARTLY)
    for day, value, slot in ((START, 10, 1), (START, 14, 2)):
        result(engine, cast, jumps, day, value, slot=slot)
    seconds, count = tasks(cast)
    assert (seconds.exercise, seconds.unit, seconds.better) == (
        "Stairs, timed",
        TaskUnit.SECONDS,
        Better.LOWER,
    )
    assert [(each.day, each.value) for each in seconds.results] == [(START, 38), (TODAY, 41.5)]
    assert seconds.best == 38
    assert [(each.day, each.value) for each in count.results] == [(START, 14)]
    assert count.best is None, "nobody turned it on"
    [later] = tasks(cast, first=START + ONE_DAY)
    assert (later.results[0].day, later.best) == (TODAY, 41.5)


def test_a_closed_ceiling_has_no_best_also_of_earlier_results(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    stairs = prescribe(engine, cast, plan, Task(best_shown=True))
    result(engine, cast, stairs, START, 40)
    prescription = sa.Table("prescription", sa.MetaData(), autoload_with=engine)
    with engine.begin() as connection:
        line = connection.execute(
            sa.select(prescription.c.line_id).where(prescription.c.id == stairs)
        ).scalar_one()
    assert tasks(cast)[0].best == 40
    with engine.begin() as connection:
        where = prescription.c.id == stairs
        connection.execute(sa.update(prescription).where(where).values(valid_to=TODAY))
        old = connection.execute(sa.select(prescription).where(where)).mappings().one()
        new = {**old, "valid_from": TODAY, "valid_to": None, "ceiling_closed": True, "replaces_id": stairs}
        connection.execute(sa.insert(prescription).values({k: v for k, v in new.items() if k != "id"}))
    [found] = tasks(cast)
    assert (found.line_id, found.best, len(found.results)) == (line, None, 1)


def test_results_are_read_in_one_statement(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    for name in ("Stairs, timed", "Jumps", "Walk"):
        number = prescribe(engine, cast, plan, Task(TaskUnit.COUNT, Better.HIGHER), name)
        result(engine, cast, number, TODAY, 10)
    told: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        told.append(statement)

    with reading(cast.tokens["Pat"]) as work:
        child = AccessibleChildId(cast.mia)
        work.connection.exec_driver_sql("SELECT 1")
        sa.event.listen(engine, "before_cursor_execute", note)
        found = task_series(work, child, START, TODAY)
        sa.event.remove(engine, "before_cursor_execute", note)
    assert len(found) == 3
    assert len(told) == 1


def function(cast: Cast, name: str = "Mia") -> tuple[str, str, str]:
    return format_function(row(cast, name).function)


def test_a_caseload_says_where_function_goes(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    assert row(cast).function is None
    assert function(cast) == ("", "–", "")
    with engine.begin() as connection:
        # Before the episode, a test and pain say nothing of it.
        insert_scores(connection, cast.mia, FDI, CHILD, {START - ONE_DAY: 50})
        insert_scores(connection, cast.mia, WALK, CLINICIAN, {START: 400, TODAY: 500})
        insert_scores(connection, cast.mia, PAIN, CHILD, {START: 7, TODAY: 2})
    assert function(cast) == ("", "–", "")
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, CALI, CHILD, {START: 50, TODAY: 30})
    assert function(cast) == ("", "lower is better", "CALI-9 50 to 30")
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, FDI, CHILD, {START: 27, YESTERDAY: 40, TODAY: 14})
        insert_scores(connection, cast.mia, FDI, PARENT, {START: 10, TODAY: 40})
    assert function(cast) == ("▲", "less difficulty", "FDI 27 to 14")
    assert row(cast).function is not None
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, FDI, PARENT, {YESTERDAY: 55})
    assert function(cast)[1] == "less difficulty", "a parent's word is never compared with the child's"


def test_a_caseload_compares_a_correction_and_not_what_it_replaced(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    with engine.begin() as connection:
        first, latest = insert_scores(connection, cast.mia, FDI, CHILD, {START: 27, TODAY: 14})
    by(cast, "Pat", correct_score, latest, value=40, reason="Typed wrongly")
    assert function(cast) == ("▼", "more difficulty", "FDI 27 to 40")
    by(cast, "Pat", correct_score, first, value=50, reason="Typed wrongly", day=START)
    assert function(cast) == ("▲", "less difficulty", "FDI 50 to 40")
    by(cast, "Pat", withdraw_score, latest + 1)
    assert function(cast) == ("", "–", ""), "a single score compares with nothing"


@pytest.mark.parametrize(
    ("values", "shape", "finding"),
    [
        ((14, 27), "▼", Finding.WORSE),
        ((31, 24), "■", Finding.NO_CHANGE),
        ((10, 4), "●", Finding.LOWEST_BAND),
    ],
)
def test_each_direction_has_a_shape_of_its_own(
    engine: sa.Engine, cast: Cast, plan: Plan, values: tuple[int, int], shape: str, finding: Finding
) -> None:
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, FDI, CHILD, dict(zip((START, TODAY), values, strict=True)))
    found = row(cast).function
    assert found is not None
    assert (found.finding, function(cast)[0]) == (finding, shape)


def test_two_parents_are_never_compared_with_each_other(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        insert_use(connection, cast.clinic, FDI)

    def enter(who: str, day: date, value: float) -> None:
        by(cast, who, enter_score, FDI, PARENT, day, value)

    def read() -> tuple[Finding, float | None, float | None]:
        """What the caseload says, and Progress alike."""
        [found] = by(cast, "Pat", progress_of).readings
        assert found == row(cast).function
        first, latest = (None if point is None else point.value for point in (found.first, found.latest))
        return found.finding, first, latest

    enter("Dana", TODAY - 2 * ONE_DAY, 40)
    enter("Ben", YESTERDAY, 20)
    assert read() == (Finding.NOT_ENOUGH, 20, None)
    enter("Ben", TODAY, 19)
    assert read() == (Finding.NO_CHANGE, 20, 19)
    # Forms on paper that two of the staff typed in are one series; the family's scores are none of it.
    enter("Pat", TODAY - 4 * ONE_DAY, 10)
    enter("Lee", TODAY - 3 * ONE_DAY, 30)
    assert read() == (Finding.NO_CHANGE, 20, 19)
    for score in series_by(cast, "Ben"):
        by(cast, "Ben", withdraw_score, score)
    enter("Lee", TODAY, 41)
    assert read() == (Finding.WORSE, 10, 41)


def series_by(cast: Cast, who: str) -> list[int]:
    [found] = by(cast, who, measures_of).series
    return [score.id for score in found.scores if score.by_id == cast.accounts[who]]


def test_sides_are_places_of_their_own(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        insert_use(connection, cast.clinic, Instrument.GRIP, families=False)
    sides = [
        place.side for place in by(cast, "Pat", measures_of).places if place.instrument is Instrument.GRIP
    ]
    assert sides == [Side.LEFT, Side.RIGHT]
