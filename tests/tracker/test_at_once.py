"""Two people at the same moment: nobody's tick is lost, and an occurrence has one live entry."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import CompletionState, Level, Mark, RelationshipKind
from tests.at_once import together
from tests.cast import ZONE, Cast, link, make_child
from tests.factories import make_episode, make_prescription
from tests.schooling import make_schooling
from tests.steps import START, TODAY, Clock, Plan, by
from tracker import clock
from tracker.access.work import writing
from tracker.errors import Conflict, NotFound
from tracker.plans.episodes import withdraw_episode
from tracker.plans.schedule import Schedule
from tracker.record.completions import DONE, Answer, answer, answer_all
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence
from tracker.school.days import ALL_PLANNED, Attended, enter_school_day

COMPLETION = METADATA.tables["completion"]
PAIRS = 200
EXERCISES = 26
SLOTS = 12
PEOPLE = ("Dana", "Ben")


def occurrences(engine: sa.Engine, cast: Cast, plan: Plan) -> list[Occurrence]:
    with engine.begin() as connection:
        prescriptions = [
            make_prescription(
                connection, cast.mia, plan.episode, START, name=f"{n}", schedule=Schedule(times_per_day=SLOTS)
            )
            for n in range(EXERCISES)
        ]
    return [Occurrence(p, TODAY, slot) for p in prescriptions for slot in range(1, SLOTS + 1)]


def live(engine: sa.Engine) -> dict[Occurrence, int]:
    c = COMPLETION.c
    key = (c.prescription_id, c.performed_on, c.slot)
    query = sa.select(*key, sa.func.count()).where(c.withdrawn_at.is_(None)).group_by(*key)
    with engine.connect() as connection:
        return {Occurrence(*row[:3]): row[3] for row in connection.execute(query)}


def test_two_hundred_pairs_of_ticks_are_all_kept_once(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    free = iter(occurrences(engine, cast, plan))
    same = [next(free) for _ in range(PAIRS // 2)]
    different = [{"Dana": next(free), "Ben": next(free)} for _ in range(PAIRS // 2)]

    def act(who: str, number: int) -> int:
        occurrence = same[number // 2] if number % 2 else different[number // 2][who]
        return by(cast, who, answer, occurrence, DONE, seen=None).id

    got = together(PAIRS, act, PEOPLE)
    assert [r for each in got.values() for r in each if not isinstance(r, int)] == []
    wanted = [*same, *(o for pair in different for o in pair.values())]
    assert live(engine) == dict.fromkeys(wanted, 1)
    for number in range(PAIRS):
        assert (got["Dana"][number] == got["Ben"][number]) == bool(number % 2)


def test_of_two_different_answers_one_wins_and_the_other_hears_of_it(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    free = occurrences(engine, cast, plan)
    says = {"Dana": DONE, "Ben": Answer(CompletionState.NOT_DONE)}

    def act(who: str, number: int) -> int:
        return by(cast, who, answer, free[number], says[who], seen=None).id

    rounds = 30
    got = together(rounds, act, PEOPLE)
    for pair in zip(got["Dana"], got["Ben"], strict=True):
        assert sorted(type(r).__name__ for r in pair) == ["Conflict", "int"]
        lost = next(r for r in pair if isinstance(r, Conflict))
        assert lost.what == "answered"
    assert live(engine) == dict.fromkeys(free[:rounds], 1)
    winners = {r for each in got.values() for r in each if isinstance(r, int)}
    with engine.connect() as connection:
        stored = {r.id: r.state for r in connection.execute(sa.select(COMPLETION))}
    assert set(stored) == winners
    for who, results in got.items():
        assert {stored[r] for r in results if isinstance(r, int)} <= {says[who].state}


def test_two_who_change_the_same_entry_do_not_overwrite_each_other(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    free = occurrences(engine, cast, plan)[:20]
    seen = [by(cast, "Dana", answer, occurrence, DONE, seen=None).id for occurrence in free]
    says = {"Dana": Answer(CompletionState.PARTLY, amount=5), "Ben": Answer(CompletionState.PARTLY, amount=2)}

    def act(who: str, number: int) -> int:
        return by(cast, who, answer, free[number], says[who], seen=seen[number]).id

    got = together(len(free), act, PEOPLE)
    for pair in zip(got["Dana"], got["Ben"], strict=True):
        assert sorted(type(r).__name__ for r in pair) == ["Conflict", "int"]
    assert live(engine) == dict.fromkeys(free, 1)


def test_two_who_have_done_all_of_it_record_it_once(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    free = occurrences(engine, cast, plan)
    size = 12

    def act(who: str, number: int) -> int:
        return len(by(cast, who, answer_all, free[number * size : (number + 1) * size]))

    rounds = 8
    got = together(rounds, act, PEOPLE)
    sums = [sum(pair) for pair in zip(got["Dana"], got["Ben"], strict=True)]  # type: ignore[arg-type]
    assert sums == [size] * rounds
    assert live(engine) == dict.fromkeys(free[: rounds * size], 1)


@pytest.mark.parametrize("other", [Mark.ILL, Mark.AWAY])
def test_a_day_is_marked_once(engine: sa.Engine, cast: Cast, plan: Plan, other: Mark) -> None:
    marks = {"Dana": Mark.ILL, "Ben": other}

    def act(who: str, _number: int) -> None:
        by(cast, who, mark_day, TODAY, marks[who], seen=None)

    got = together(1, act, PEOPLE)
    lost = [r for each in got.values() for r in each if r is not None]
    assert [type(r) for r in lost] == ([] if other is Mark.ILL else [Conflict])
    table = METADATA.tables["day_mark"]
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 1


@pytest.mark.parametrize("other", [ALL_PLANNED, Attended(1)], ids=["the same", "another"])
def test_a_day_of_school_is_entered_once(
    engine: sa.Engine, cast: Cast, other: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = Clock(monkeypatch)
    make_schooling(cast)
    says = {"Dana": ALL_PLANNED, "Ben": other}
    school_days = [noon.today - timedelta(days=back) for back in (0, 3, 4, 5, 6)]
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clinic SET back_fill_days = 7")

    def act(who: str, number: int) -> int:
        return by(cast, who, enter_school_day, school_days[number], says[who], seen=None).id

    got = together(len(school_days), act, PEOPLE)
    for dana, ben in zip(got["Dana"], got["Ben"], strict=True):
        if other is ALL_PLANNED:
            assert isinstance(dana, int)
            assert dana == ben, "both see it once, and nobody an error"
        else:
            assert sorted(type(one).__name__ for one in (dana, ben)) == ["Conflict", "int"]
    table = METADATA.tables["school_day"]
    with engine.connect() as connection:
        stored = list(connection.execute(sa.select(table.c.day).order_by(table.c.day)).scalars())
    assert stored == sorted(school_days)


def test_a_tick_and_the_withdrawal_of_its_episode_do_not_pass_each_other(
    engine: sa.Engine, cast: Cast
) -> None:
    """Either the tick was there first and the episode stays, or the episode is gone and the tick is refused."""
    now = clock.now()
    today = now.astimezone(ZoneInfo(ZONE)).date()
    rounds = 30
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'clinician' WHERE name = 'Ben'")
        children = [make_child(connection, cast.clinic, f"child {n}") for n in range(rounds)]
        for child in children:
            guardian, therapist = RelationshipKind.GUARDIAN, RelationshipKind.PHYSICAL_THERAPIST
            link(connection, cast.clinic, cast.accounts["Dana"], child, guardian, Level.RECORD)
            link(connection, cast.clinic, cast.accounts["Ben"], child, therapist, Level.PRESCRIBE)
        episodes = [make_episode(connection, child, today) for child in children]
        prescriptions = [
            make_prescription(connection, child, episode, today)
            for child, episode in zip(children, episodes, strict=True)
        ]

    def act(who: str, number: int) -> None:
        with writing(cast.tokens[who]) as work:
            if who == "Dana":
                answer(work, children[number], Occurrence(prescriptions[number], today), DONE, seen=None)
            else:
                withdraw_episode(work, children[number], episodes[number])

    got = together(rounds, act, PEOPLE)
    assert {type(error) for error in got["Ben"]} <= {type(None), Conflict}
    assert {type(error) for error in got["Dana"]} <= {type(None), Conflict, NotFound}
    for dana, ben in zip(got["Dana"], got["Ben"], strict=True):
        assert (dana is None) != (ben is None)
