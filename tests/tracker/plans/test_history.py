"""History never moves: whatever is done to a plan, the figures of what is over stay as they are."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.steps import START, Clock
from tests.tracker.plans.story import Story
from tracker.access.work import writing
from tracker.plans import prescriptions
from tracker.plans.schedule import Schedule, on_weekdays, per_week

DAILY = [Schedule(), Schedule(times_per_day=2), on_weekdays([0, 2, 4])]
WEEKLY = [per_week(2), per_week(5)]
PLAN_STEPS = ["prescribe", "revise", "revise", "stop", "withdraw", "pause", "resume", "end_episode"]
STEPS = st.tuples(
    st.sampled_from(["next_day", "next_day", "next_day", "enter", "enter", "mark", *PLAN_STEPS]),
    st.integers(0, 40),
    st.integers(0, 3),
)


def play(story: Story, steps: Iterable[tuple[str, int, int]]) -> Story:
    for step in steps:
        story.step(*step)
    return story


@pytest.mark.parametrize("schedules", [DAILY, [*WEEKLY, *DAILY]], ids=["by the day", "by the week as well"])
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking a story on a database takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=15, max_size=30))
def test_no_change_of_a_plan_moves_a_past_figure(
    engine: sa.Engine,
    cast: Cast,
    clock: Clock,
    schedules: list[Schedule],
    steps: list[tuple[str, int, int]],
) -> None:
    play(Story(engine, cast, clock, schedules), steps)


BUSY_WEEK = [
    ("enter", 0, 0),
    ("revise", 0, 2),
    ("enter", 1, 0),
    ("next_day", 0, 0),
    ("enter", 2, 0),
    ("revise", 2, 2),
    ("withdraw", 0, 0),
    ("pause", 3, 3),
    ("next_day", 0, 0),
    ("mark", 0, 1),
    ("prescribe", 1, 1),
    ("next_day", 0, 0),
    ("resume", 0, 1),
    ("stop", 1, 2),
    ("end_episode", 0, 3),
]


def test_a_busy_week_is_really_lived(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """The stories above would prove nothing if every step in them were refused."""
    assert play(Story(engine, cast, clock, DAILY), BUSY_WEEK).changed >= 11


def test_a_revision_set_into_the_past_would_be_seen(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    story = Story(engine, cast, clock, DAILY)
    before = story.past()
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE prescription SET valid_to = '{START + timedelta(days=3)}' WHERE id = {story.prescriptions[0]}"
        )
    assert story.past() != before


def test_one_entered_in_error_is_the_exception(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    story = Story(engine, cast, clock, DAILY)
    before = story.past()
    with writing(cast.tokens["Pat"]) as work:
        prescriptions.enter_in_error(work, story.child, story.prescriptions[0], reason="Wrong child")
    assert story.past() != before
