"""An episode starts, pauses and ends from today on; nothing that is over moves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Category, EpisodeEnd, Setting
from tests.cast import Cast
from tests.steps import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    Clock,
    Plan,
    by,
    changes,
    figures,
    prescribe_named,
    row,
    terms,
)
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import (
    FURTHEST,
    end_episode,
    pause,
    resume,
    start_episode,
    withdraw_episode,
)
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import withdraw
from tracker.progress.caseload import Stage, caseload_of
from tracker.progress.day import day_of
from tracker.progress.header import header_of
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

GOALS = EpisodeEnd.GOALS_REACHED
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def test_an_episode_may_have_begun_before_it_was_entered(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    episode = by(cast, "Pat", start_episode, start=TODAY - 8 * WEEK, setting=Setting.HOME, expected_weeks=12)
    stored = row(engine, "episode", episode)
    assert (stored.number, stored.starts_on, stored.created_by_id) == (
        1,
        TODAY - 8 * WEEK,
        cast.accounts["Pat"],
    )
    assert changes(engine) == [("start_episode", f"episode {episode}")]


@pytest.mark.parametrize("off", [FURTHEST + DAY, -FURTHEST - DAY])
def test_an_episode_starts_within_a_year(cast: Cast, clock: Clock, off: timedelta) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", start_episode, start=TODAY + off, setting=Setting.HOME)
    assert refused.value.field == "start"
    assert refused.value.limits == {"low": TODAY - FURTHEST, "high": TODAY + FURTHEST}


@pytest.mark.parametrize("weeks", [0, 105])
def test_expected_weeks_have_limits(cast: Cast, clock: Clock, weeks: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME, expected_weeks=weeks)
    assert (refused.value.field, refused.value.limits) == ("expected_weeks", {"low": 1, "high": 104})


def test_two_episodes_never_run_at_once(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Conflict, match="overlap"):
        by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)


def test_the_next_episode_may_start_on_the_day_the_last_ended(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
    second = by(cast, "Pat", start_episode, start=TODAY, setting=Setting.OUTPATIENT)
    assert row(engine, "episode", second).number == 2


def test_an_episode_ends_today_or_later(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", end_episode, plan.episode, end=YESTERDAY, reason=GOALS)
    assert (refused.value.field, refused.value.problem) == ("end", "before_today")
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS, note=" At school again. ")
    stored = row(engine, "episode", plan.episode)
    assert (stored.ends_on, stored.end_reason, stored.end_note) == (TODAY, GOALS, "At school again.")


def test_an_episode_has_at_least_one_day(cast: Cast, clock: Clock) -> None:
    episode = by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)
    with pytest.raises(InvalidInput, match="end: before"):
        by(cast, "Pat", end_episode, episode, end=TODAY, reason=GOALS)


def test_an_end_in_the_future_may_still_move(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=GOALS)
    seen = TODAY + WEEK
    by(cast, "Pat", end_episode, plan.episode, end=TODAY + 2 * WEEK, reason=GOALS, seen=seen)
    assert row(engine, "episode", plan.episode).ends_on == TODAY + 2 * WEEK


def test_an_episode_that_is_over_stays_over(engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
    clock.forward(days=1)
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Pat", end_episode, plan.episode, end=clock.today + WEEK, reason=GOALS, seen=TODAY)
    assert row(engine, "episode", plan.episode).ends_on == TODAY


def test_of_two_who_end_it_at_once_the_second_is_told(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=GOALS)
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Pat", end_episode, plan.episode, end=TOMORROW, reason=EpisodeEnd.OTHER)
    assert row(engine, "episode", plan.episode).ends_on == TODAY + WEEK


def test_what_is_entered_today_stays_inside(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)
    with pytest.raises(Conflict, match="entries"):
        by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
    by(cast, "Pat", end_episode, plan.episode, end=TOMORROW, reason=GOALS)
    assert row(engine, "episode", plan.episode).ends_on == TOMORROW


def test_an_end_does_not_move_over_the_next_episode(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
    by(cast, "Pat", start_episode, start=TOMORROW, setting=Setting.HOME)
    with pytest.raises(Conflict, match="overlap"):
        by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=GOALS, seen=TODAY)
    assert row(engine, "episode", plan.episode).ends_on == TODAY


def test_an_episode_does_not_end_centuries_from_now(cast: Cast, plan: Plan) -> None:
    """Its weeks are listed to its end."""
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", end_episode, plan.episode, end=TODAY.replace(year=9999), reason=GOALS)
    assert refused.value.field == "end"
    assert refused.value.limits["low"] == TODAY


@pytest.mark.parametrize("note", ["x" * 501])
def test_an_over_long_note_names_its_limit(cast: Cast, plan: Plan, note: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS, note=note)
    assert (refused.value.field, refused.value.limits) == ("note", {"limit": 500, "length": 501})


def test_an_end_leaves_the_weeks_that_are_over(cast: Cast, plan: Plan) -> None:
    before = figures(cast.mia, as_of=TODAY)
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
    assert figures(cast.mia, as_of=TODAY) == before[:2]


@pytest.mark.parametrize("episode", [0, -1, 999])
def test_an_episode_of_nobody_is_not_found(cast: Cast, clock: Clock, episode: int) -> None:
    with pytest.raises(NotFound):
        by(cast, "Pat", end_episode, episode, end=TODAY, reason=GOALS)
    with pytest.raises(NotFound):
        by(cast, "Pat", pause, episode, from_day=TODAY, to_day=TODAY, reason="Camp")
    with pytest.raises(NotFound):
        by(cast, "Pat", resume, episode, 1, on=TODAY)


def walk_in(cast: Cast, episode: int) -> int:
    return by(
        cast,
        "Pat",
        prescribe_named,
        episode,
        exercise="Walk",
        category=Category.AEROBIC,
        terms=terms(),
        valid_from=TODAY,
    )


@pytest.mark.usefixtures("clock")
class TestWithdrawing:
    def test_what_has_not_begun_is_withdrawn_with_all_that_is_in_it(
        self, engine: sa.Engine, cast: Cast
    ) -> None:
        planned = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
        walk = walk_in(cast, planned)
        by(cast, "Pat", withdraw_episode, planned)
        assert by(cast, "Pat", plan_of).episodes == ()
        for table, key in (("episode", planned), ("prescription", walk)):
            stored = row(engine, table, key)
            assert stored.withdrawn_by_id == cast.accounts["Pat"]
            assert stored.withdrawn_at is not None
        assert changes(engine)[-1] == ("withdraw_episode", f"episode {planned}")

    def test_its_days_are_free_for_another_with_a_number_of_its_own(
        self, engine: sa.Engine, cast: Cast
    ) -> None:
        planned = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
        with pytest.raises(Conflict, match="overlap"):
            by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)
        by(cast, "Pat", withdraw_episode, planned)
        second = by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)
        assert row(engine, "episode", second).number == 2

    def test_the_one_before_is_left_alone(self, cast: Cast, plan: Plan) -> None:
        before = figures(cast.mia, as_of=TODAY)
        by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=GOALS)
        planned = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
        by(cast, "Pat", withdraw_episode, planned)
        assert figures(cast.mia, as_of=TODAY)[:3] == before

    def test_its_first_day_may_still_be_withdrawn_until_something_is_entered(self, cast: Cast) -> None:
        episode = by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)
        walk = walk_in(cast, episode)
        by(cast, "Dana", answer, Occurrence(walk, TODAY), DONE, seen=None)
        with pytest.raises(Conflict, match="started"):
            by(cast, "Pat", withdraw_episode, episode)
        other = by(cast, "Pat", plan_of).episode
        assert other is not None

    def test_an_untouched_first_day(self, cast: Cast) -> None:
        episode = by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)
        by(cast, "Pat", withdraw_episode, episode)
        assert by(cast, "Pat", plan_of).episode is None

    def test_nobody_sees_it_any_more(self, cast: Cast, plan: Plan) -> None:
        by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
        second = by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)
        walk_in(cast, second)
        assert self.seen(cast) == (1, 1, [1], Stage.RUNNING)
        by(cast, "Pat", withdraw_episode, second)
        assert self.seen(cast) == (0, None, [], Stage.ENDED)

    @staticmethod
    def seen(cast: Cast) -> tuple[int, int | None, list[int], Stage]:
        """What Today, the head of a page, Progress and the caseload say: items, week, weeks and where the child is."""
        with reading(cast.tokens["Pat"]) as work:
            (row,) = caseload_of(work).rows
            day, head = day_of(work, cast.mia), header_of(work, cast.mia)
        second = [week.week for week in figures(cast.mia, as_of=TODAY, episode=2)] if head.week else []
        return len(day.items), head.week, second, row.stage

    def test_what_has_begun_is_ended_and_not_withdrawn(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Conflict, match="started"):
            by(cast, "Pat", withdraw_episode, plan.episode)

    def test_nothing_is_done_with_it_afterwards(self, cast: Cast) -> None:
        planned = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
        walk = walk_in(cast, planned)
        by(cast, "Pat", withdraw_episode, planned)
        for attempt in (
            lambda: by(cast, "Pat", withdraw_episode, planned),
            lambda: by(cast, "Pat", end_episode, planned, end=TODAY + 2 * WEEK, reason=GOALS),
            lambda: walk_in(cast, planned),
        ):
            with pytest.raises(NotFound):
                attempt()
        with pytest.raises(Conflict, match="plan_changed"):
            by(cast, "Pat", withdraw, walk)


def test_what_has_not_begun_may_also_be_given_an_end(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    planned = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
    by(cast, "Pat", end_episode, planned, end=TODAY + 2 * WEEK, reason=GOALS)
    assert row(engine, "episode", planned).ends_on == TODAY + 2 * WEEK


def test_an_exercise_of_an_episode_to_come_is_withdrawn_whatever_day_it_was_given(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    """It is in force inside its episode only, so on the days before that it has not begun."""
    planned = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
    walk = walk_in(cast, planned)
    clock.forward(days=3)
    by(cast, "Pat", withdraw, walk)
    assert row(engine, "prescription", walk).withdrawn_at is not None
