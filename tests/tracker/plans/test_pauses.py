"""A pause names whole days, both included, from today on; it excuses them and nothing that is over."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, changes, figures, row
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST, pause, resume

WEEK = timedelta(days=7)


def paused(cast: Cast, plan: Plan, from_day: date = TODAY, to_day: date = TODAY + WEEK) -> int:
    return by(cast, "Pat", pause, plan.episode, from_day=from_day, to_day=to_day, reason="Camp")


def test_a_pause_excuses_its_days_and_no_day_before(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = figures(cast.mia, as_of=TODAY)
    new = paused(cast, plan, TODAY, TOMORROW)
    after = figures(cast.mia, as_of=TODAY)
    assert after[:2] == before[:2]
    assert (before[2].tally.due, after[2].tally.due, after[2].tally.excused) == (7, 5, 2)
    assert changes(engine) == [("pause", f"plan_pause {new}")]


def test_a_pause_never_starts_in_the_past(cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        paused(cast, plan, YESTERDAY, TOMORROW)
    assert (refused.value.field, refused.value.limits) == ("from", {"today": TODAY})


def test_a_pause_ends_after_it_starts(cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput, match="to: before"):
        paused(cast, plan, TOMORROW, TODAY)


def test_a_pause_lasts_a_year_at_most(cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        paused(cast, plan, TODAY, TODAY + FURTHEST + timedelta(days=1))
    assert (refused.value.field, refused.value.limits["high"]) == ("to", TODAY + FURTHEST)


@pytest.mark.parametrize(("reason", "problem"), [("", "empty"), (" \n", "empty"), ("x" * 501, "too_long")])
def test_a_pause_needs_a_reason_of_bounded_length(cast: Cast, plan: Plan, reason: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", pause, plan.episode, from_day=TODAY, to_day=TODAY, reason=reason)
    assert (refused.value.field, refused.value.problem) == ("reason", problem)


def test_a_pause_that_has_begun_keeps_its_past_days(
    engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock
) -> None:
    new = paused(cast, plan)
    clock.forward(days=2)
    by(cast, "Pat", resume, plan.episode, new, on=clock.today)
    stored = row(engine, "plan_pause", new)
    assert (stored.from_day, stored.to_day, stored.withdrawn_at) == (TODAY, TOMORROW, None)


def test_a_pause_that_never_came_to_be_is_withdrawn(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    new = paused(cast, plan, TOMORROW)
    by(cast, "Pat", resume, plan.episode, new, on=TOMORROW)
    stored = row(engine, "plan_pause", new)
    assert (stored.withdrawn_by_id, stored.to_day) == (cast.accounts["Pat"], TODAY + WEEK)
    assert figures(cast.mia, as_of=TODAY)[2].tally.due == 7
    with pytest.raises(NotFound):
        by(cast, "Pat", resume, plan.episode, new, on=TOMORROW)


def test_resuming_never_makes_a_pause_longer(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    new = paused(cast, plan)
    by(cast, "Pat", resume, plan.episode, new, on=TODAY + 5 * WEEK)
    assert row(engine, "plan_pause", new).to_day == TODAY + WEEK


def test_the_plan_resumes_today_or_later(cast: Cast, plan: Plan, clock: Clock) -> None:
    new = paused(cast, plan)
    clock.forward(days=2)
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", resume, plan.episode, new, on=TOMORROW)
    assert (refused.value.field, refused.value.limits) == ("day", {"today": clock.today})


def test_a_pause_that_is_over_stays(engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock) -> None:
    new = paused(cast, plan, TODAY, TODAY)
    clock.forward(days=1)
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Pat", resume, plan.episode, new, on=clock.today)
    assert row(engine, "plan_pause", new).withdrawn_at is None


def test_a_pause_of_nobody_is_not_found(cast: Cast, plan: Plan) -> None:
    with pytest.raises(NotFound):
        by(cast, "Pat", resume, plan.episode, 999, on=TODAY)


def test_a_plan_is_not_paused_twice_on_a_day(cast: Cast, plan: Plan) -> None:
    paused(cast, plan, TOMORROW, TOMORROW + WEEK)
    for first, last in ((TODAY, TOMORROW), (TOMORROW + WEEK, TOMORROW + 2 * WEEK)):
        with pytest.raises(Conflict, match="overlap"):
            paused(cast, plan, first, last)
    paused(cast, plan, TODAY, TODAY)
