"""What the family sees now and will see: the same numbers that Today shows once the change is made."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Category, CompletionState, EpisodeEnd, Setting
from tests.cast import Cast
from tests.db.described import rows_of
from tests.factories import make_episode, make_prescription
from tests.steps import (
    START,
    TODAY,
    TOMORROW,
    YESTERDAY,
    Clock,
    Plan,
    by,
    make_two_weeks_of_plan,
    prescribe_named,
    terms,
)
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import end_episode, pause, start_episode
from tracker.plans.prescriptions import enter_in_error, revise, stop
from tracker.plans.preview import Preview, preview_of
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.progress.day import day_of
from tracker.record.completions import DONE, Answer, answer
from tracker.record.occurrence import Occurrence

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
Steps = list[tuple[date, float | None, int | None]]


@pytest.fixture
def weekly(engine: sa.Engine, cast: Cast, clock: Clock) -> Plan:
    """Three times a week since two weeks; it is Thursday, the fourth day of week 3."""
    made = make_two_weeks_of_plan(engine, cast, per_week(3))
    clock.forward(days=3)
    return made


def previewed(
    cast: Cast, prescription: int, on: date, total: float = 20, schedule: Schedule | None = None
) -> Preview:
    with reading(cast.tokens["Pat"]) as work:
        return preview_of(
            work,
            cast.mia,
            terms=terms(total, schedule),
            valid_from=on,
            prescription_id=prescription,
        )


def of_new(cast: Cast, episode: int, on: date, schedule: Schedule | None = None) -> Preview:
    with reading(cast.tokens["Pat"]) as work:
        return preview_of(work, cast.mia, terms=terms(schedule=schedule), valid_from=on, episode_id=episode)


def steps(preview: Preview) -> Steps:
    return [(step.first, step.terms.dose.total, step.due) for step in preview.steps]


def shown_on(cast: Cast, day: date, clock: Clock) -> list[tuple[int, int]]:
    """What Today shows of the weekly counts on a day: (done, due)."""
    clock.forward(days=(day - clock.today).days)
    return [(item.done, item.due) for item in by(cast, "Dana", day_of).weekly]


def test_now_and_from_tomorrow(cast: Cast, plan: Plan) -> None:
    preview = previewed(cast, plan.prescription, TOMORROW)
    assert steps(preview) == [(START, 10, None), (TOMORROW, 20, None)]
    assert (preview.asked_first, preview.end) == (TOMORROW, None)


def test_from_today_there_is_no_now(cast: Cast, plan: Plan) -> None:
    assert steps(previewed(cast, plan.prescription, TODAY)) == [(TODAY, 20, None)]


def test_a_preview_changes_nothing(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = rows_of(engine)
    previewed(cast, plan.prescription, TOMORROW)
    of_new(cast, plan.episode, TODAY)
    assert rows_of(engine) == before


def test_a_planned_change_that_is_replaced_is_not_seen_and_today_still_is(cast: Cast, plan: Plan) -> None:
    planned = by(
        cast, "Pat", revise, plan.prescription, terms=terms(15), valid_from=TOMORROW, reason="Stronger"
    )
    assert steps(previewed(cast, planned, TOMORROW)) == [(START, 10, None), (TOMORROW, 20, None)]
    assert steps(previewed(cast, planned, TODAY + WEEK)) == [
        (START, 10, None),
        (TOMORROW, 15, None),
        (TODAY + WEEK, 20, None),
    ]


def test_an_earlier_one_entered_in_error_is_not_seen(cast: Cast, plan: Plan) -> None:
    planned = by(
        cast, "Pat", revise, plan.prescription, terms=terms(15), valid_from=TOMORROW, reason="Stronger"
    )
    by(cast, "Pat", enter_in_error, plan.prescription, reason="Wrong child")
    assert steps(previewed(cast, planned, TODAY + WEEK)) == [(TOMORROW, 15, None), (TODAY + WEEK, 20, None)]


def test_a_new_exercise_is_seen_from_its_first_day(cast: Cast, plan: Plan) -> None:
    assert steps(of_new(cast, plan.episode, TODAY)) == [(TODAY, 20, None)]


def test_weekdays_say_when_they_first_ask(cast: Cast, plan: Plan) -> None:
    """It is Monday; the next Wednesday is in two days, and in nine after the pause."""
    wednesday = on_weekdays([2])
    assert of_new(cast, plan.episode, TODAY, wednesday).asked_first == TODAY + 2 * DAY
    by(cast, "Pat", pause, plan.episode, from_day=TODAY, to_day=TODAY + 4 * DAY, reason="Camp")
    assert of_new(cast, plan.episode, TODAY, wednesday).asked_first == TODAY + 9 * DAY
    assert of_new(cast, plan.episode, TODAY, per_week(3)).asked_first is None


def test_before_its_episode_nothing_is_seen(cast: Cast, clock: Clock) -> None:
    episode = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
    assert steps(of_new(cast, episode, TODAY)) == [(TODAY + WEEK, 20, None)]


def test_the_end_is_told(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TODAY + WEEK, reason="Review")
    assert previewed(cast, plan.prescription, TOMORROW).end == TODAY + WEEK
    by(cast, "Pat", end_episode, plan.episode, end=TODAY + 3 * DAY, reason=EpisodeEnd.OTHER)
    assert previewed(cast, plan.prescription, TOMORROW).end == TODAY + 3 * DAY


class TestInTheMiddleOfATreatmentWeek:
    """From Friday: Monday to Thursday are 4 days of 3 a week, so 2 (1.71); Friday to Sunday 3 of 5, so 2 (2.14)."""

    friday = TODAY + 4 * DAY
    week_4 = TODAY + WEEK

    def test_this_weeks_new_due_is_told_first(self, cast: Cast, weekly: Plan) -> None:
        preview = previewed(cast, weekly.prescription, self.friday, schedule=per_week(5))
        assert steps(preview) == [(TODAY, 10, 2), (self.friday, 20, 2), (self.week_4, 20, None)]

    def test_it_is_what_today_shows_once_it_is_saved(self, cast: Cast, weekly: Plan, clock: Clock) -> None:
        by(cast, "Dana", answer, Occurrence(weekly.prescription, clock.today), DONE, seen=None)
        preview = previewed(cast, weekly.prescription, self.friday, schedule=per_week(5))
        assert [(step.done, step.due) for step in preview.steps] == [(1, 2), (0, 2), (0, None)]
        assert shown_on(cast, clock.today, clock) == [(1, 3)]
        new = terms(schedule=per_week(5))
        by(
            cast,
            "Pat",
            revise,
            weekly.prescription,
            terms=new,
            valid_from=self.friday,
            reason="More",
        )
        assert shown_on(cast, clock.today, clock) == [(1, 2)]
        assert shown_on(cast, self.friday, clock) == [(0, 2)]
        assert shown_on(cast, self.week_4, clock) == [(0, 5)]

    def test_paused_days_and_excused_ones_leave_it(self, cast: Cast, weekly: Plan) -> None:
        """With Saturday and Sunday paused one day is left of 5 a week: 0.71, so 1. One of the 2 before is excused."""
        by(
            cast,
            "Pat",
            pause,
            weekly.episode,
            from_day=self.friday + DAY,
            to_day=self.friday + 9 * DAY,
            reason="Camp",
        )
        excused = Answer(CompletionState.EXCUSED)
        by(cast, "Pat", answer, Occurrence(weekly.prescription, TODAY + 2 * DAY), excused, seen=None)
        preview = previewed(cast, weekly.prescription, self.friday, schedule=per_week(5))
        assert steps(preview)[:2] == [(TODAY, 10, 1), (self.friday, 20, 1)]

    def test_a_coming_week_is_told_apart_from_this_one(self, cast: Cast, weekly: Plan) -> None:
        friday = self.friday + WEEK
        preview = previewed(cast, weekly.prescription, friday, schedule=per_week(5))
        assert steps(preview) == [
            (START, 10, None),
            (self.week_4, 10, 2),
            (friday, 20, 2),
            (self.week_4 + WEEK, 20, None),
        ]

    def test_with_the_week_nothing_is_cut(self, cast: Cast, weekly: Plan) -> None:
        preview = previewed(cast, weekly.prescription, self.week_4, schedule=per_week(5))
        assert steps(preview) == [(START, 10, None), (self.week_4, 20, None)]

    def test_from_a_weekly_count_to_weekdays(self, cast: Cast, weekly: Plan) -> None:
        preview = previewed(cast, weekly.prescription, self.friday)
        assert steps(preview) == [(TODAY, 10, 2), (self.friday, 20, None)]

    def test_a_new_weekly_count(self, cast: Cast, weekly: Plan) -> None:
        preview = of_new(cast, weekly.episode, self.friday, per_week(7))
        assert steps(preview) == [(self.friday, 20, 3), (self.week_4, 20, None)]

    def test_an_episode_that_ends_in_that_week_has_no_step_after_it(self, cast: Cast, weekly: Plan) -> None:
        end = self.friday + 2 * DAY
        by(cast, "Pat", end_episode, weekly.episode, end=end, reason=EpisodeEnd.OTHER)
        preview = of_new(cast, weekly.episode, self.friday, per_week(7))
        assert steps(preview) == [(self.friday, 20, 2)]


def test_a_day_that_cannot_be_is_refused_as_saving_would(cast: Cast, plan: Plan) -> None:
    by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)
    with pytest.raises(Conflict, match="entries"):
        previewed(cast, plan.prescription, TODAY)
    with pytest.raises(InvalidInput, match="valid_from: before_today"):
        previewed(cast, plan.prescription, YESTERDAY)
    for day in (YESTERDAY, TODAY.replace(year=9999)):
        with pytest.raises(InvalidInput) as refused:
            of_new(cast, plan.episode, day)
        assert refused.value.field == "valid_from"


@pytest.mark.parametrize("number", [0, -1, 999, 2**40])
def test_an_episode_or_a_prescription_of_nobody_is_not_found(cast: Cast, plan: Plan, number: int) -> None:
    with pytest.raises(NotFound):
        of_new(cast, number, TODAY)
    with pytest.raises(NotFound):
        previewed(cast, number, TODAY)


def test_another_childs_is_not_found(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        theirs = make_episode(connection, cast.children["Noor"], START)
        their_prescription = make_prescription(connection, cast.children["Noor"], theirs, START)
    with pytest.raises(NotFound):
        of_new(cast, theirs, TODAY)
    with pytest.raises(NotFound):
        previewed(cast, their_prescription, TODAY)


def test_what_was_previewed_is_what_is_prescribed(cast: Cast, plan: Plan) -> None:
    preview = of_new(cast, plan.episode, TOMORROW, on_weekdays([1]))
    new = preview.steps[-1]
    made = by(
        cast,
        "Pat",
        prescribe_named,
        plan.episode,
        exercise="Walk",
        category=Category.AEROBIC,
        terms=new.terms,
        valid_from=new.first,
    )
    assert steps(previewed(cast, made, TODAY + WEEK))[0] == (TOMORROW, 20, None)
