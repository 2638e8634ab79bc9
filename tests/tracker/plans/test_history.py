"""History never moves: whatever is done to a plan, the figures of what is over stay as they are."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.vocabulary import Category, CompletionState, EpisodeEnd, Level, RelationshipKind
from tests.cast import Cast, link, make_child
from tests.factories import make_episode, make_prescription
from tests.steps import NOON, START, Clock, figures, terms
from tracker.access.work import Work, reading, writing
from tracker.errors import TrackerError
from tracker.plans import episodes, prescriptions
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.progress.day import day_of
from tracker.record.completions import Answer, Occurrence, answer
from tracker.record.days import mark_day

DAILY = [Schedule(), Schedule(times_per_day=2), on_weekdays([0, 2, 4])]
WEEKLY = [per_week(2), per_week(5)]
STATES = [CompletionState.DONE, CompletionState.PARTLY, CompletionState.NOT_DONE]
PLAN_STEPS = ["prescribe", "revise", "revise", "stop", "withdraw", "pause", "resume", "end_episode"]
STEPS = st.tuples(
    st.sampled_from(["next_day", "next_day", "next_day", "enter", "enter", "mark", *PLAN_STEPS]),
    st.integers(0, 40),
    st.integers(0, 3),
)
Snapshot = dict[object, object]


class Story:
    """One child's plan, with Pat who changes it and Dana who fills it in."""

    def __init__(self, engine: sa.Engine, cast: Cast, clock: Clock, schedules: list[Schedule]) -> None:
        self.cast, self.clock, self.schedules = cast, clock, schedules
        clock.moment = NOON
        self.changed = 0
        with engine.begin() as connection:
            self.child = make_child(connection, cast.clinic, "Noa")
            for who, kind, level in (
                ("Pat", RelationshipKind.PHYSICAL_THERAPIST, Level.PRESCRIBE),
                ("Dana", RelationshipKind.GUARDIAN, Level.RECORD),
            ):
                link(connection, cast.clinic, cast.accounts[who], self.child, kind, level)
            self.episode = make_episode(connection, self.child, START)
            self.prescriptions = [
                make_prescription(connection, self.child, self.episode, START, schedule=schedule)
                for schedule in schedules[:2]
            ]
        self.pauses: list[int] = []

    def step(self, kind: str, pick: int, ahead: int) -> None:
        if kind == "next_day":
            self.clock.forward(days=1)
        elif kind in {"enter", "mark"}:
            self.as_("Dana", lambda work: getattr(self, kind)(work, pick, ahead))
        else:
            before = self.past()
            self.as_("Pat", lambda work: getattr(self, kind)(work, pick, self.clock.today + timedelta(ahead)))
            assert self.past() == before, f"{kind} moved the past"

    def as_(self, who: str, act: Callable[[Work], object]) -> None:
        try:
            with writing(self.cast.tokens[who]) as work:
                act(work)
        except TrackerError:
            return  # refused, which is an answer as well
        self.changed += 1

    def past(self) -> Snapshot:
        """Give all that must stay: weeks that are over whole; of this week, days that are over, item by item."""
        today = self.clock.today
        found: Snapshot = {}
        for week in figures(self.child, as_of=today):
            if week.last < today:
                found[week.week] = week.tally
            elif not any(schedule.is_weekly for schedule in self.schedules):
                yesterday = today - timedelta(days=1)
                found |= {(f.week, "so far"): settled(f.tally) for f in figures(self.child, as_of=yesterday)}
                if not self.entered_today():
                    found[week.week] = settled(week.tally)
        return found

    def entered_today(self) -> bool:
        with reading(self.cast.tokens["Dana"]) as work:
            day = day_of(work, self.child)
        return any(item.entry for item in (*day.items, *day.extras))

    def prescription(self, pick: int) -> int:
        return self.prescriptions[pick % len(self.prescriptions)]

    def enter(self, work: Work, pick: int, back: int) -> None:
        day = self.clock.today - timedelta(days=back)
        occurrence = Occurrence(self.prescription(pick), day, 1 + pick % 2)
        answer(work, self.child, occurrence, Answer(STATES[pick % 3]), seen=None)

    def mark(self, work: Work, pick: int, back: int) -> None:
        from db.vocabulary import Mark

        mark_day(work, self.child, self.clock.today - timedelta(days=back), Mark.ILL, seen=None)

    def prescribe(self, work: Work, pick: int, on: date) -> None:
        new = prescriptions.prescribe(
            work,
            self.child,
            self.episode,
            exercise="Walk",
            category=Category.AEROBIC,
            terms=terms(schedule=self.schedules[pick % len(self.schedules)]),
            valid_from=on - timedelta(days=1),
        )
        self.prescriptions.append(new)

    def revise(self, work: Work, pick: int, on: date) -> None:
        schedule = self.schedules[pick % len(self.schedules)]
        old, new = self.prescription(pick), terms(schedule=schedule)
        self.prescriptions.append(
            prescriptions.revise(work, self.child, old, terms=new, valid_from=on, reason="Stronger")
        )

    def stop(self, work: Work, pick: int, on: date) -> None:
        prescriptions.stop(work, self.child, self.prescription(pick), on=on, reason="Enough")

    def withdraw(self, work: Work, pick: int, _on: date) -> None:
        prescriptions.withdraw(work, self.child, self.prescriptions[-1 - pick % 2])

    def pause(self, work: Work, pick: int, on: date) -> None:
        to_day = on + timedelta(days=pick % 5)
        self.pauses.append(
            episodes.pause(work, self.child, self.episode, from_day=on, to_day=to_day, reason="Camp")
        )

    def resume(self, work: Work, pick: int, on: date) -> None:
        pause = self.pauses[pick % len(self.pauses)] if self.pauses else 0
        episodes.resume(work, self.child, self.episode, pause, on=on)

    def end_episode(self, work: Work, pick: int, on: date) -> None:
        if pick % 3 == 0:  # seldom: not much happens afterwards
            episodes.end_episode(work, self.child, self.episode, end=on, reason=EpisodeEnd.OTHER)


def settled(tally: object) -> tuple[object, ...]:
    names = ("settled", "without_entry", "credit", "full")
    return tuple(getattr(tally, name) for name in names)


def play(story: Story, steps: Iterable[tuple[str, int, int]]) -> Story:
    for step in steps:
        story.step(*step)
    return story


@pytest.mark.parametrize("schedules", [DAILY, [*WEEKLY, *DAILY]], ids=["by the day", "by the week as well"])
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
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
    ("revise", 0, 1),
    ("enter", 1, 0),
    ("next_day", 0, 0),
    ("enter", 2, 0),
    ("revise", 2, 1),
    ("withdraw", 0, 0),
    ("pause", 3, 2),
    ("next_day", 0, 0),
    ("mark", 0, 1),
    ("prescribe", 1, 1),
    ("next_day", 0, 0),
    ("resume", 0, 0),
    ("stop", 1, 1),
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
