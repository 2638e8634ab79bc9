"""What a timed task came to: where it belongs, what no tap takes away, and the best of it that Today shows."""

import math
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import Completion, Prescription
from db.vocabulary import Better, CompletionState, DoseKind, Reporter, TaskUnit
from tests.cast import Cast
from tests.factories import make_prescription
from tests.steps import START, TODAY, YESTERDAY, Plan, by
from tracker.errors import Conflict, InvalidInput
from tracker.plans.dose import Dose, Task
from tracker.progress.day import day_of
from tracker.progress.shown import Item
from tracker.record.completions import DONE, Answer, answer, undo
from tracker.record.occurrence import Occurrence

SECONDS = Task(best_shown=True)
JUMPS = Task(TaskUnit.COUNT, Better.HIGHER, best_shown=True)
PARTLY = CompletionState.PARTLY
completion = table_of(Completion)
prescription = table_of(Prescription)


def prescribe(engine: sa.Engine, cast: Cast, plan: Plan, task: Task) -> int:
    with engine.begin() as connection:
        return make_prescription(
            connection,
            cast.mia,
            plan.episode,
            START,
            name="Stairs, timed",
            dose=Dose(DoseKind.TIMED_TASK, task=task),
        )


def say(cast: Cast, where: Occurrence, wanted: Answer, who: str = "Dana", seen: int | None = None) -> int:
    return by(cast, who, answer, where, wanted, seen=seen).id


def live(engine: sa.Engine) -> list[tuple[str, float | None]]:
    query = sa.select(completion).where(completion.c.withdrawn_at.is_(None)).order_by(completion.c.id)
    with engine.connect() as connection:
        return [(row.state, row.result) for row in connection.execute(query)]


def item(cast: Cast, number: int, who: str = "Dana", day: date = TODAY) -> Item:
    items = by(cast, who, day_of, day).items
    return next(item for item in items if item.occurrence.prescription_id == number)


def test_a_result_is_kept_and_staff_see_it_too(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    stairs = prescribe(engine, cast, plan, SECONDS)
    say(cast, Occurrence(stairs, TODAY), Answer(CompletionState.DONE, result=42.5))
    for who in ("Dana", "Pat", "Casey"):
        entry = item(cast, stairs, who).entry
        assert entry is not None
        assert (entry.state, entry.result) == (CompletionState.DONE, 42.5)


@pytest.mark.parametrize("result", [0, -1, math.nan, math.inf, 86_400.5])
def test_seconds_out_of_range_name_field_and_limit(
    engine: sa.Engine, cast: Cast, plan: Plan, result: float
) -> None:
    stairs = prescribe(engine, cast, plan, SECONDS)
    with pytest.raises(InvalidInput) as refused:
        say(cast, Occurrence(stairs, TODAY), Answer(CompletionState.DONE, result=result))
    assert (refused.value.field, refused.value.limits) == ("result", {"high": 86_400})
    assert live(engine) == []


def test_a_count_has_its_own_limit(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    jumps = prescribe(engine, cast, plan, JUMPS)
    with pytest.raises(InvalidInput) as refused:
        say(cast, Occurrence(jumps, TODAY), Answer(CompletionState.DONE, result=10_001))
    assert refused.value.limits == {"high": 10_000}
    say(cast, Occurrence(jumps, TODAY), Answer(PARTLY, result=10_000))
    assert live(engine) == [("partly", 10_000)]


def test_only_what_was_done_of_a_timed_task_has_one(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    stairs = prescribe(engine, cast, plan, SECONDS)
    tries = {
        "no_result": (plan.prescription, CompletionState.DONE),
        "only_done": (stairs, CompletionState.NOT_DONE),
    }
    for problem, (number, state) in tries.items():
        with pytest.raises(InvalidInput) as refused:
            say(cast, Occurrence(number, TODAY), Answer(state, result=42))
        assert (refused.value.field, refused.value.problem) == ("result", problem)
    assert live(engine) == []


def test_a_tap_of_somebody_who_has_not_seen_a_result_leaves_it(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    where = Occurrence(prescribe(engine, cast, plan, SECONDS), TODAY)
    first = say(cast, where, Answer(CompletionState.DONE, result=42), "Ben")
    assert say(cast, where, DONE, "Dana") == first
    with pytest.raises(Conflict):
        say(cast, where, Answer(CompletionState.DONE, result=40), "Dana")
    assert live(engine) == [("done", 42)]
    say(cast, where, DONE, "Dana", seen=first)
    assert live(engine) == [("done", None)]


def test_undo_brings_a_result_back(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    where = Occurrence(prescribe(engine, cast, plan, SECONDS), TODAY)
    first = say(cast, where, Answer(PARTLY, result=50))
    second = say(cast, where, Answer(CompletionState.DONE, result=42), seen=first)
    by(cast, "Dana", undo, second)
    assert live(engine) == [("partly", 50)]


def three_results(cast: Cast, number: int) -> None:
    for back, result in ((0, 42), (1, 39.5), (2, 47)):
        say(
            cast,
            Occurrence(number, TODAY - timedelta(days=back)),
            Answer(CompletionState.DONE, result=result),
        )


def test_a_try_that_was_broken_off_is_not_the_best(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    stairs = prescribe(engine, cast, plan, SECONDS)
    done, broken_off = Answer(CompletionState.DONE, result=40), Answer(CompletionState.PARTLY, result=6)
    by(cast, "Dana", answer, Occurrence(stairs, YESTERDAY), done, seen=None)
    by(cast, "Dana", answer, Occurrence(stairs, TODAY), broken_off, seen=None)
    assert item(cast, stairs).exercise.best == 40


def test_the_best_so_far_is_the_lowest_or_the_highest(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    stairs, jumps = (prescribe(engine, cast, plan, task) for task in (SECONDS, JUMPS))
    for number in (stairs, jumps):
        assert item(cast, number).exercise.best is None
        three_results(cast, number)
    assert (item(cast, stairs).exercise.best, item(cast, jumps).exercise.best) == (39.5, 47)
    longer = prescribe(engine, cast, plan, Task(better=Better.HIGHER, best_shown=True))
    three_results(cast, longer)
    assert item(cast, longer).exercise.best == 47
    assert item(cast, longer, day=TODAY - timedelta(days=2)).exercise.best == 47
    assert item(cast, jumps, day=YESTERDAY).exercise.best == 47


@pytest.mark.parametrize("task", [Task(), Task(best_shown=True, ceiling_closed=True)])
def test_no_best_is_shown_unless_the_therapist_has_it_so(
    engine: sa.Engine, cast: Cast, plan: Plan, task: Task
) -> None:
    stairs = prescribe(engine, cast, plan, task)
    three_results(cast, stairs)
    assert [item(cast, stairs, who).exercise.best for who in ("Dana", "Pat")] == [None, None]


def test_the_best_is_of_the_line_in_one_unit_and_direction(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    """Its earlier revisions count; one that counted otherwise, a corrected one and a withdrawn entry do not."""
    with engine.begin() as connection:
        stairs = make_prescription(
            connection,
            cast.mia,
            plan.episode,
            TODAY,
            name="Stairs, timed",
            dose=Dose(DoseKind.TIMED_TASK, task=SECONDS),
        )
        of_stairs = connection.execute(sa.select(prescription).where(prescription.c.id == stairs)).one()
        day = START
        for task, result, more in (
            (SECONDS, 44.0, {}),
            (JUMPS, 3.0, {}),
            (SECONDS, 2.0, {"entered_in_error_at": of_stairs.created_at}),
        ):
            values = dict(of_stairs._mapping) | more
            values |= {"valid_from": day, "valid_to": day + timedelta(days=1)}
            values |= {"task_unit": task.unit, "task_better": task.better}
            del values["id"]
            earlier = insert_row(connection, Prescription(**values))
            entry = Completion(
                child_id=cast.mia,
                prescription_id=earlier,
                performed_on=day,
                slot=1,
                state=CompletionState.DONE,
                result=result,
                reporter=Reporter.PARENT,
                recorded_at=of_stairs.created_at,
            )
            insert_row(connection, entry)
            day += timedelta(days=1)
    assert item(cast, stairs).exercise.best == 44
    taken_back = say(cast, Occurrence(stairs, TODAY), Answer(CompletionState.DONE, result=12))
    assert item(cast, stairs).exercise.best == 12
    by(cast, "Dana", undo, taken_back)
    assert item(cast, stairs).exercise.best == 44


def test_a_best_costs_one_statement_and_none_where_there_is_no_such_exercise(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    by(cast, "Dana", day_of)
    asked: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda _c, _x, sql, *_: asked.append(sql))
    by(cast, "Dana", day_of)
    without = len(asked)
    for task in (SECONDS, JUMPS, SECONDS):
        prescribe(engine, cast, plan, task)
    asked.clear()
    by(cast, "Dana", day_of)
    assert len(asked) == without + 1
