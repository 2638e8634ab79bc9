"""What Today shows: what is asked, what is answered, which days are open."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import ChildTimeZone, PlanPause
from db.vocabulary import CompletionState, Mark, PartOfDay
from tests.cast import ZONE, Cast
from tests.factories import make_episode, make_plan, make_prescription
from tracker import clock
from tracker.access.policy import Action
from tracker.access.work import Work, reading, writing
from tracker.errors import NotFound
from tracker.plans.schedule import on_weekdays, per_week
from tracker.progress.day import day_of
from tracker.progress.shown import Day
from tracker.record.completions import DONE, Answer, answer
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

WEDNESDAY = date(2026, 3, 11)
START = date(2026, 2, 11)


def at(monkeypatch: pytest.MonkeyPatch, day: date, hour: int, minute: int, zone: str = ZONE) -> None:
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def at_ten_past_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, WEDNESDAY, 20, 10)


def see(cast: Cast, who: str = "Dana", back: int = 0) -> Day:
    with reading(cast.tokens[who]) as work:
        return day_of(work, cast.mia, local_today(work, cast.mia) - timedelta(days=back))


def local_today(work: Work, child: int) -> date:
    return work.today_of(work.child(child, Action.SEE))


def tick(cast: Cast, where: Occurrence, who: str = "Dana", wanted: Answer = DONE) -> None:
    with writing(cast.tokens[who]) as work:
        answer(work, cast.mia, where, wanted, seen=None)


def test_a_day_of_six(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
    tick(cast, Occurrence(plan["Stairs"], WEDNESDAY))
    day = see(cast)
    assert (day.day, day.week, day.answered, day.asked) == (WEDNESDAY, 5, 1, 6)
    parts = [item.part_of_day for item in day.items]
    assert parts == [PartOfDay.AFTERNOON, *[PartOfDay.EVENING] * 5]
    assert [(d.day.day, d.still_open) for d in day.days] == [(9, 6), (10, 6), (11, 5)]


def test_nothing_is_asked_before_the_start_nor_after_the_end(engine: sa.Engine, cast: Cast) -> None:
    assert see(cast).week is None
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, WEDNESDAY, WEDNESDAY + timedelta(days=1))
        make_prescription(connection, cast.mia, episode, WEDNESDAY)
    assert (see(cast).week, see(cast).asked) == (1, 1)
    before = see(cast, back=1)
    assert (before.week, before.asked, before.items) == (None, 0, ())


def test_after_the_end_there_is_no_week(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START, WEDNESDAY)
        make_prescription(connection, cast.mia, episode, START)
    assert (see(cast).week, see(cast).items) == (None, ())
    assert see(cast, back=1).week == 4
    assert [d.still_open for d in see(cast).days] == [1, 1, 0]


def test_ill_and_paused_days_ask_for_nothing(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
        insert_row(
            connection,
            PlanPause(
                child_id=cast.mia,
                episode_id=1,
                from_day=WEDNESDAY - timedelta(days=1),
                to_day=WEDNESDAY - timedelta(days=1),
                created_at=clock.now(),
            ),
        )
    tick(cast, Occurrence(plan["Walk"], WEDNESDAY))
    with writing(cast.tokens["Dana"]) as work:
        mark_day(work, cast.mia, WEDNESDAY, Mark.ILL, seen=None)
    day = see(cast)
    assert (day.mark, day.paused, day.answered, day.asked) == (Mark.ILL, False, 1, 0)
    assert [d.still_open for d in day.days] == [6, 0, 0]
    yesterday = see(cast, back=1)
    assert (yesterday.paused, yesterday.asked) == (True, 0)


def test_any_time_this_week_counts_what_was_done(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        swim = make_prescription(connection, cast.mia, episode, START, schedule=per_week(3))
    # 11 March opens treatment week 5; the 9th and 10th belong to week 4.
    for back in (0, 1, 2):
        tick(cast, Occurrence(swim, WEDNESDAY - timedelta(days=back)))
    (today,) = see(cast).weekly
    (yesterday,) = see(cast, back=1).weekly
    assert (today.done, today.due) == (1, 3)
    assert (yesterday.done, yesterday.due) == (2, 3)
    assert see(cast).items == ()


def test_an_exercise_of_other_weekdays_can_be_something_extra(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        mondays = make_prescription(connection, cast.mia, episode, START, schedule=on_weekdays([0]))
        twice = make_prescription(
            connection, cast.mia, episode, START, schedule=on_weekdays(range(7), times_per_day=2)
        )
    possible = {item.occurrence for item in see(cast).possible_extras}
    assert possible == {Occurrence(mondays, WEDNESDAY, 1), Occurrence(twice, WEDNESDAY, 3)}
    tick(cast, Occurrence(mondays, WEDNESDAY, 1))
    day = see(cast)
    assert [item.occurrence.prescription_id for item in day.extras] == [mondays]
    assert (day.answered, day.asked) == (0, 2)


def test_an_entry_at_00_20_belongs_to_the_evening_before(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
    at(monkeypatch, WEDNESDAY + timedelta(days=1), 0, 20)
    assert see(cast, "Mia").today == WEDNESDAY + timedelta(days=1)
    tick(cast, Occurrence(plan["Stretches"], WEDNESDAY), "Mia")
    day = see(cast, "Dana", back=1)
    (entry,) = [item.entry for item in day.items if item.entry]
    assert (day.day, entry.state, entry.days_late) == (WEDNESDAY, CompletionState.DONE, 1)


def test_a_family_that_moves_keeps_its_earlier_days(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
        moved = {"child_id": cast.mia, "valid_from": WEDNESDAY, "time_zone": "Europe/Madrid"}
        connection.execute(sa.insert(table_of(ChildTimeZone)), moved)
    # 23:30 in New York on the 10th is 04:30 in Madrid on the 11th.
    at(monkeypatch, WEDNESDAY - timedelta(days=1), 23, 30)
    assert see(cast).today == WEDNESDAY
    at(monkeypatch, WEDNESDAY - timedelta(days=1), 18, 30)
    assert see(cast).today == WEDNESDAY - timedelta(days=1)
    tick(cast, Occurrence(plan["Walk"], WEDNESDAY - timedelta(days=1)))
    (entry,) = [item.entry for item in see(cast).items if item.entry]
    assert entry.days_late == 0


@pytest.mark.parametrize("who", ["Sam", "Ada", "Iris"])
def test_a_stranger_sees_no_day(cast: Cast, who: str) -> None:
    with reading(cast.tokens[who]) as work, pytest.raises(NotFound):
        day_of(work, cast.mia)


def test_families_fill_in_two_days_back_and_clinicians_any(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        make_plan(connection, cast.mia, START)
    assert [see(cast, "Dana", back).can_record for back in (0, 2, 3)] == [True, True, False]
    assert [see(cast, "Pat", back).can_record for back in (0, 3, 28)] == [True, True, True]
    assert see(cast, "Casey").can_record is False


def test_the_next_episode_does_not_hide_this_one_before_it_starts(engine: sa.Engine, cast: Cast) -> None:
    soon = WEDNESDAY + timedelta(days=5)
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START, soon)
        make_prescription(connection, cast.mia, episode, START)
        later = make_episode(connection, cast.mia, soon, number=2)
        make_prescription(connection, cast.mia, later, soon)
    assert (see(cast).week, see(cast).asked) == (5, 1)
    assert [d.still_open for d in see(cast).days] == [1, 1, 1]


def test_on_the_first_day_of_an_episode_the_day_before_belongs_to_the_earlier_one(
    engine: sa.Engine, cast: Cast
) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START, WEDNESDAY)
        old = make_prescription(connection, cast.mia, episode, START)
        later = make_episode(connection, cast.mia, WEDNESDAY, number=2)
        for _ in range(2):
            make_prescription(connection, cast.mia, later, WEDNESDAY)
    assert (see(cast).week, see(cast).asked) == (1, 2)
    assert (see(cast, back=1).week, see(cast, back=1).asked) == (4, 1)
    assert [d.still_open for d in see(cast).days] == [1, 1, 2]
    tick(cast, Occurrence(old, WEDNESDAY - timedelta(days=1)))
    assert [d.still_open for d in see(cast).days] == [1, 0, 2]
