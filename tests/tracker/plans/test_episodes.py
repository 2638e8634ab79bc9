"""An episode starts, pauses and ends from today on; nothing that is over moves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import EpisodeEnd, Setting
from tests.cast import Cast
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, changes, figures, row
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST, end_episode, pause, resume, start_episode

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
    by(cast, "Pat", end_episode, plan.episode, end=TODAY + 2 * WEEK, reason=GOALS)
    assert row(engine, "episode", plan.episode).ends_on == TODAY + 2 * WEEK


def test_an_episode_that_is_over_stays_over(engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
    clock.forward(days=1)
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Pat", end_episode, plan.episode, end=clock.today + WEEK, reason=GOALS)
    assert row(engine, "episode", plan.episode).ends_on == TODAY


def test_an_end_does_not_move_over_the_next_episode(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=GOALS)
    by(cast, "Pat", start_episode, start=TOMORROW, setting=Setting.HOME)
    with pytest.raises(Conflict, match="overlap"):
        by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=GOALS)
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
