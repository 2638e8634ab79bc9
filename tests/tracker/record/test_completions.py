"""A tick: what it stores, whose it is, and what it never does to somebody else's."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import AccessLog, Completion
from db.vocabulary import Barrier, CompletionState, DoseKind, Reporter
from tests.cast import ZONE, Cast
from tests.factories import make_episode, make_plan, make_prescription
from tracker import clock
from tracker.access.work import reading, writing
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.plans.dose import Dose
from tracker.plans.schedule import on_weekdays, per_week
from tracker.progress.day import day_of
from tracker.record.completions import DONE, Answer, answer, answer_all, clear, undo
from tracker.record.occurrence import Occurrence

NOW = datetime(2026, 3, 11, 20, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
TODAY = date(2026, 3, 11)
START = date(2026, 2, 11)
PARTLY = Answer(CompletionState.PARTLY)
completion = table_of(Completion)
TakeBack = Callable[..., None]
log = table_of(AccessLog)


@pytest.fixture(autouse=True)
def at_ten_past_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> dict[str, int]:
    with engine.begin() as connection:
        return make_plan(connection, cast.mia, START)


def tick(cast: Cast, who: str, where: Occurrence, wanted: Answer = DONE, seen: int | None = None) -> int:
    with writing(cast.tokens[who]) as work:
        return answer(work, cast.mia, where, wanted, seen=seen).id


def rows(engine: sa.Engine) -> list[sa.Row[tuple[object, ...]]]:
    with engine.connect() as connection:
        return list(connection.execute(sa.select(completion).order_by(completion.c.id)))


def test_a_tick_keeps_who_when_and_for_which_day(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    new = tick(cast, "Dana", Occurrence(plan["Stairs"], TODAY))
    (row,) = rows(engine)
    assert (row.id, row.state, row.reporter) == (new, CompletionState.DONE, Reporter.PARENT)
    assert (row.performed_on, row.recorded_at, row.recorded_by_id) == (TODAY, NOW, cast.accounts["Dana"])
    with engine.connect() as connection:
        logged = connection.execute(sa.select(log)).one()
    assert (logged.what, logged.subject) == ("answer", f"completion {new}")


def test_the_reporter_is_whoever_ticked(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    for who, exercise in (("Mia", "Stairs"), ("Ben", "Walk"), ("Pat", "Stretches")):
        tick(cast, who, Occurrence(plan[exercise], TODAY))
    assert [row.reporter for row in rows(engine)] == [Reporter.CHILD, Reporter.PARENT, Reporter.CLINICIAN]


def test_the_same_tick_twice_is_one_entry(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    where = Occurrence(plan["Stairs"], TODAY)
    first = tick(cast, "Dana", where)
    assert tick(cast, "Ben", where) == first
    assert tick(cast, "Dana", where, seen=first) == first
    assert len(rows(engine)) == 1


def test_a_stale_screen_never_erases_somebody_elses_entry(
    engine: sa.Engine, cast: Cast, plan: dict[str, int]
) -> None:
    where = Occurrence(plan["Walk"], TODAY)
    first = tick(cast, "Ben", where, Answer(CompletionState.PARTLY, amount=10))
    with pytest.raises(Conflict):
        tick(cast, "Dana", where)
    (row,) = rows(engine)
    assert (row.id, row.withdrawn_at) == (first, None)


def test_a_change_withdraws_and_replaces(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    where = Occurrence(plan["Walk"], TODAY)
    first = tick(cast, "Dana", where)
    second = tick(cast, "Dana", where, PARTLY, seen=first)
    old, new = rows(engine)
    assert (old.id, old.withdrawn_at, old.withdrawn_by_id) == (first, NOW, cast.accounts["Dana"])
    assert (new.id, new.replaces_id, new.withdrawn_at) == (second, first, None)


def test_undo_brings_back_what_was_there_before(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    where = Occurrence(plan["Walk"], TODAY)
    partly = Answer(CompletionState.PARTLY, amount=7.5)
    first = tick(cast, "Dana", where, partly)
    second = tick(cast, "Dana", where, seen=first)
    with writing(cast.tokens["Dana"]) as work:
        undo(work, cast.mia, second)
    live = [row for row in rows(engine) if row.withdrawn_at is None]
    assert [(row.state, row.amount) for row in live] == [(CompletionState.PARTLY, 7.5)]
    with writing(cast.tokens["Dana"]) as work:
        undo(work, cast.mia, second)
    assert len([row for row in rows(engine) if row.withdrawn_at is None]) == 1


def test_clear_opens_the_occurrence_again(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    first = tick(cast, "Dana", Occurrence(plan["Walk"], TODAY))
    for _ in range(2):
        with writing(cast.tokens["Ben"]) as work:
            clear(work, cast.mia, first)
    with reading(cast.tokens["Dana"]) as work:
        assert day_of(work, cast.mia).answered == 0
    assert rows(engine)[0].withdrawn_by_id == cast.accounts["Ben"]


def test_only_the_one_who_made_an_entry_is_told_that_it_is_new(cast: Cast, plan: dict[str, int]) -> None:
    where = Occurrence(plan["Walk"], TODAY)
    said = []
    for who in ("Ben", "Dana"):
        with writing(cast.tokens[who]) as work:
            said.append(answer(work, cast.mia, where, DONE, seen=None).is_new)
    assert said == [True, False]


def test_all_of_todays_leaves_alone_what_is_answered(
    engine: sa.Engine, cast: Cast, plan: dict[str, int]
) -> None:
    tick(
        cast, "Ben", Occurrence(plan["Walk"], TODAY), Answer(CompletionState.NOT_DONE, barrier=Barrier.TIRED)
    )
    with writing(cast.tokens["Dana"]) as work:
        new = answer_all(work, cast.mia, [Occurrence(p, TODAY) for p in plan.values()])
    assert len(new) == 5
    states = {row.prescription_id: row.state for row in rows(engine)}
    assert states[plan["Walk"]] == CompletionState.NOT_DONE
    assert sum(state == CompletionState.DONE for state in states.values()) == 5


@pytest.mark.parametrize("amount", [-0.5, 75.1, math.nan, math.inf])
def test_an_amount_out_of_range_names_field_and_limit(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], amount: float
) -> None:
    wanted = Answer(CompletionState.PARTLY, amount=amount)
    with pytest.raises(InvalidInput) as refused:
        tick(cast, "Dana", Occurrence(plan["Walk"], TODAY), wanted)
    assert (refused.value.field, refused.value.limits) == ("amount", {"low": 0, "high": 75})
    assert rows(engine) == []


@pytest.mark.parametrize(
    ("exercise", "wanted", "problem"),
    [
        ("Belly breathing", Answer(CompletionState.PARTLY, amount=1), "no_amount"),
        ("Walk", Answer(CompletionState.DONE, amount=1), "only_partly"),
        ("Walk", Answer(CompletionState.DONE, barrier=Barrier.TIRED), "only_not_done"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], exercise: str, wanted: Answer, problem: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        tick(cast, "Dana", Occurrence(plan[exercise], TODAY), wanted)
    assert refused.value.problem == problem
    assert rows(engine) == []


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (TODAY + timedelta(days=1), "future"),
        (TODAY - timedelta(days=3), "past_limit"),
        (date.max, "future"),
        (date.min, "past_limit"),
    ],
)
def test_a_day_that_is_not_open_is_refused(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], day: date, problem: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        tick(cast, "Dana", Occurrence(plan["Walk"], day))
    assert (refused.value.field, refused.value.problem) == ("day", problem)
    assert rows(engine) == []


def test_beyond_back_fill_a_clinician_enters_with_a_reason(
    engine: sa.Engine, cast: Cast, plan: dict[str, int]
) -> None:
    where = Occurrence(plan["Walk"], TODAY - timedelta(days=20))
    with writing(cast.tokens["Pat"]) as work, pytest.raises(InvalidInput, match="late_reason"):
        answer(work, cast.mia, where, DONE, seen=None)
    with writing(cast.tokens["Pat"]) as work:
        answer(work, cast.mia, where, DONE, seen=None, late_reason="from the paper diary")
    assert rows(engine)[0].late_reason == "from the paper diary"


def test_only_the_clinic_excuses(cast: Cast, plan: dict[str, int]) -> None:
    where, excused = Occurrence(plan["Walk"], TODAY), Answer(CompletionState.EXCUSED)
    with pytest.raises(NotPermitted):
        tick(cast, "Dana", where, excused)
    assert tick(cast, "Pat", where, excused)


@pytest.mark.parametrize("who", ["Sam", "Ada", "Iris"])
def test_a_stranger_learns_nothing(engine: sa.Engine, cast: Cast, plan: dict[str, int], who: str) -> None:
    with pytest.raises(NotFound):
        tick(cast, who, Occurrence(plan["Walk"], TODAY))
    assert rows(engine) == []


def test_another_childs_prescription_is_not_found_through_ones_own_child(
    engine: sa.Engine, cast: Cast, plan: dict[str, int]
) -> None:
    with writing(cast.tokens["Iris"]) as work, pytest.raises(NotFound):
        answer(work, cast.children["Noor"], Occurrence(plan["Walk"], TODAY), DONE, seen=None)
    first = tick(cast, "Dana", Occurrence(plan["Walk"], TODAY))
    for use_case in (undo, clear):
        with writing(cast.tokens["Iris"]) as work, pytest.raises(NotFound):
            use_case(work, cast.children["Noor"], first)
    assert rows(engine)[0].withdrawn_at is None


def test_who_may_only_see_records_nothing(cast: Cast, plan: dict[str, int]) -> None:
    with pytest.raises(NotPermitted):
        tick(cast, "Casey", Occurrence(plan["Walk"], TODAY))


def test_slots_end_one_beyond_what_is_due(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        twice = make_prescription(
            connection, cast.mia, episode, START, schedule=on_weekdays(range(7), times_per_day=2)
        )
        weekly = make_prescription(connection, cast.mia, episode, START, schedule=per_week(3))
    for slot in (1, 2, 3):
        tick(cast, "Dana", Occurrence(twice, TODAY, slot))
    for where in (Occurrence(twice, TODAY, 4), Occurrence(twice, TODAY, 0), Occurrence(weekly, TODAY, 2)):
        with pytest.raises(InvalidInput, match="slot"):
            tick(cast, "Dana", where)


def test_an_exercise_that_is_no_longer_in_force_is_a_changed_plan(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        over = make_prescription(
            connection, cast.mia, episode, START, dose=Dose(DoseKind.OPEN), valid_to=TODAY
        )
    with pytest.raises(Conflict):
        tick(cast, "Dana", Occurrence(over, TODAY))
    assert tick(cast, "Dana", Occurrence(over, TODAY - timedelta(days=1)))


@pytest.mark.parametrize("take_back", [undo, clear])
def test_a_clinician_takes_back_an_old_entry_of_the_family_with_a_reason(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], monkeypatch: pytest.MonkeyPatch, take_back: TakeBack
) -> None:
    entry = tick(cast, "Dana", Occurrence(plan["Walk"], TODAY))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=10))
    with writing(cast.tokens["Dana"]) as work, pytest.raises(InvalidInput, match="past_limit"):
        take_back(work, cast.mia, entry)
    with writing(cast.tokens["Pat"]) as work, pytest.raises(InvalidInput, match="late_reason"):
        take_back(work, cast.mia, entry)
    with writing(cast.tokens["Pat"]) as work:
        take_back(work, cast.mia, entry, late_reason="ticked the wrong week")
    assert rows(engine)[0].withdrawn_by_id == cast.accounts["Pat"]
