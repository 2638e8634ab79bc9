"""History never moves: whatever is done to a plan, the figures of what is over stay as they are.

Stories are made up step by step, somewhere on Earth and around the days on which clocks change. After each step the
past is what it was, the figures are the oracle's, and no two revisions of a line meet.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, groupby

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from db.queries.base import table_of
from db.tables import Prescription
from tests.cast import Cast
from tests.oracle.walk import weeks as oracle_weeks
from tests.steps import Clock, figures
from tests.tracker.plans.story import ZONES, Story
from tests.tracker.progress.load import read_case
from tests.tracker.progress.test_adherence_oracle import expected
from tracker.access.work import writing
from tracker.plans import prescriptions
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.progress.adherence import as_json

pytestmark = pytest.mark.everywhere

DAILY = [Schedule(), Schedule(times_per_day=2), on_weekdays([0, 2, 4])]
WEEKLY = [per_week(2), per_week(5)]
PLAN_STEPS = [
    "prescribe",
    "revise",
    "revise",
    "stop",
    "renew",
    "draft",
    "give",
    "withdraw",
    "pause",
    "resume",
]
# Mondays before a change of clocks: New York and Berlin in spring and autumn, Auckland in its own.
BEGINNINGS = [
    datetime(2025, 3, 3, 17, tzinfo=UTC),
    datetime(2025, 3, 24, 23, 30, tzinfo=UTC),
    datetime(2025, 10, 20, 4, 10, tzinfo=UTC),
    datetime(2025, 10, 27, 11, tzinfo=UTC),
]
PICK, AHEAD = st.integers(0, 40), st.integers(0, 3)
FAR = date(9999, 1, 1)


def check_against_the_oracle(story: Story) -> None:
    with story.engine.connect() as connection:
        case = read_case(connection, story.episode)
    ours = [as_json(week) for week in figures(story.child, as_of=story.today)]
    wanted = [expected(week) for week in oracle_weeks(case, story.today)]
    assert len(ours) == len(wanted)
    for mine, theirs in zip(ours, wanted, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-8)


def check_no_overlap(story: Story) -> None:
    table = table_of(Prescription)
    query = sa.select(table).where(table.c.child_id == story.child, table.c.withdrawn_at.is_(None))
    with story.engine.connect() as connection:
        rows = connection.execute(query.order_by(table.c.line_id)).all()
    for _line, revisions in groupby(rows, key=lambda row: row.line_id):
        for one, other in combinations(revisions, 2):
            assert one.valid_from >= (other.valid_to or FAR) or other.valid_from >= (one.valid_to or FAR)


def machine(
    engine: sa.Engine, cast: Cast, clock: Clock, schedules: Sequence[Schedule]
) -> type[RuleBasedStateMachine]:
    class Lived(RuleBasedStateMachine):
        story: Story

        @initialize(begins=st.sampled_from(BEGINNINGS), zone=st.sampled_from(ZONES))
        def begin(self, begins: datetime, zone: str) -> None:
            self.story = Story(engine, cast, clock, list(schedules), begins=begins, zone=zone)

        @rule(pick=PICK)
        def next_day(self, pick: int) -> None:
            self.story.step("next_day", pick, 0)

        @rule(pick=PICK)
        def some_hours(self, pick: int) -> None:
            self.story.step("some_hours", pick, 0)

        @rule(pick=PICK)
        def move(self, pick: int) -> None:
            self.story.step("move", pick, 0)

        @rule(kind=st.sampled_from(["enter", "enter", "mark"]), pick=PICK, back=AHEAD)
        def record(self, kind: str, pick: int, back: int) -> None:
            self.story.step(kind, pick, back)

        @rule(kind=st.sampled_from(PLAN_STEPS), pick=PICK, ahead=AHEAD)
        def change_the_plan(self, kind: str, pick: int, ahead: int) -> None:
            self.story.step(kind, pick, ahead)

        @rule(pick=PICK, ahead=AHEAD)
        def end(self, pick: int, ahead: int) -> None:
            self.story.step("end_episode", pick, ahead)

        @invariant()
        def the_figures_are_the_oracles(self) -> None:
            check_against_the_oracle(self.story)

        @invariant()
        def no_two_revisions_of_a_line_meet(self) -> None:
            check_no_overlap(self.story)

    return Lived


@pytest.mark.parametrize("schedules", [DAILY, [*WEEKLY, *DAILY]], ids=["by the day", "by the week as well"])
def test_no_change_of_a_plan_moves_a_past_figure(
    engine: sa.Engine, cast: Cast, clock: Clock, schedules: list[Schedule]
) -> None:
    run_state_machine_as_test(
        machine(engine, cast, clock, schedules),
        settings=settings(
            max_examples=12 if engine.dialect.name == "sqlite" else 5,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],  # shrinking a story on a database takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


BUSY_WEEK = [
    ("enter", 0, 0),
    ("revise", 0, 2),
    ("enter", 1, 0),
    ("next_day", 0, 0),
    ("enter", 2, 0),
    ("revise", 2, 2),
    ("withdraw", 0, 0),
    ("pause", 3, 3),
    ("move", 0, 0),
    ("next_day", 0, 0),
    ("mark", 0, 1),
    ("prescribe", 1, 1),
    ("some_hours", 5, 0),
    ("next_day", 0, 0),
    ("resume", 0, 1),
    ("stop", 1, 2),
    ("renew", 1, 3),
    ("draft", 0, 2),
    ("give", 0, 3),
    ("end_episode", 0, 3),
]


def test_a_busy_week_is_really_lived(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """The stories above would prove nothing if every step in them were refused."""
    story = Story(engine, cast, clock, DAILY)
    for step in BUSY_WEEK:
        story.step(*step)
        check_against_the_oracle(story)
        check_no_overlap(story)
    assert story.changed >= 14


def test_a_revision_set_into_the_past_would_be_seen(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    story = Story(engine, cast, clock, DAILY)
    before = story.past()
    early = story.start + timedelta(days=3)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE prescription SET valid_to = '{early}' WHERE id = {story.prescriptions[0]}"
        )
    assert story.past() != before


def test_one_entered_in_error_is_the_exception(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    story = Story(engine, cast, clock, DAILY)
    before = story.past()
    with writing(cast.tokens["Pat"]) as work:
        prescriptions.enter_in_error(work, story.child, story.prescriptions[0], reason="Wrong child")
    assert story.past() != before
    check_against_the_oracle(story)
