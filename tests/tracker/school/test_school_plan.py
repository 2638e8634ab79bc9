"""Planned attendance: it takes effect today or later, and a step back leaves what was reached."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import MilestoneArea
from tests.cast import Cast
from tests.db.described import rows_of
from tests.schooling import MONDAY_TO_FRIDAY, Schooling, make_schooling
from tests.steps import START, TODAY, TOMORROW, YESTERDAY, Clock, by, row
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.milestones.ladder import add_milestone
from tracker.milestones.shown import State
from tracker.school.days import ALL_PLANNED, enter_school_day
from tracker.school.plan import go_on, plan_step, step_back, withdraw_step
from tracker.school.school import school_of
from tracker.school.shown import School
from tracker.school.timetable import set_timetable, withdraw_timetable

NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def schooling(cast: Cast) -> Schooling:
    return make_schooling(cast)


def school(cast: Cast) -> School:
    with reading(cast.tokens["Pat"]) as work:
        return school_of(work, cast.mia)


def planned(cast: Cast, *days: int) -> list[int]:
    calendar = school(cast).calendar
    return [calendar.planned(TODAY + timedelta(days=number)) for number in days]


def test_only_the_very_first_step_may_lie_in_the_past(cast: Cast, schooling: Schooling) -> None:
    assert school(cast).calendar.steps[0].first == START
    seen = schooling.planned
    with pytest.raises(InvalidInput, match="valid_from: before_today"):
        by(cast, "Pat", plan_step, schooling.steps[2], first=YESTERDAY, seen=seen)
    by(cast, "Pat", plan_step, schooling.steps[2], first=TODAY, seen=seen)
    assert planned(cast, -3, 0, 1) == [2, 4, 4]


def test_today_only_while_nothing_is_entered_for_it(
    engine: sa.Engine, cast: Cast, schooling: Schooling
) -> None:
    by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="school_entered"):
        by(cast, "Pat", plan_step, schooling.steps[2], first=TODAY, seen=schooling.planned)
    with pytest.raises(Conflict, match="school_entered"):
        by(
            cast,
            "Pat",
            set_timetable,
            first=TODAY,
            weekdays=MONDAY_TO_FRIDAY,
            periods=7,
            seen=schooling.timetable,
        )
    assert rows_of(engine) == before
    by(cast, "Pat", plan_step, schooling.steps[2], first=TOMORROW, seen=schooling.planned)


def test_steps_are_planned_one_after_the_other(cast: Cast, schooling: Schooling) -> None:
    third = by(cast, "Pat", plan_step, schooling.steps[2], first=TOMORROW, seen=schooling.planned)
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Lee", plan_step, schooling.steps[3], first=NEXT_WEEK, seen=schooling.planned)
    fourth = by(cast, "Lee", plan_step, schooling.steps[3], first=NEXT_WEEK, seen=third)
    assert planned(cast, 0, 1, 4, 7) == [2, 4, 4, 6]
    with pytest.raises(Conflict, match="same_step"):
        by(cast, "Pat", plan_step, schooling.steps[3], first=NEXT_WEEK + timedelta(days=1), seen=fourth)
    with pytest.raises(Conflict, match="step_planned"):
        by(cast, "Pat", plan_step, schooling.steps[0], first=NEXT_WEEK, seen=fourth)
    by(cast, "Pat", withdraw_step, fourth)
    assert planned(cast, 0, 1, 7) == [2, 4, 4]


def test_what_has_begun_is_not_taken_back(cast: Cast, schooling: Schooling, clock: Clock) -> None:
    third = by(cast, "Pat", plan_step, schooling.steps[2], first=TOMORROW, seen=schooling.planned)
    clock.forward(days=2)
    for number in (schooling.planned, third):
        with pytest.raises(Conflict, match="school_begun"):
            by(cast, "Pat", withdraw_step, number)
    with pytest.raises(NotFound):
        by(cast, "Pat", withdraw_step, 999)


def test_the_only_one_is_taken_back_while_nothing_knows_of_it(cast: Cast, schooling: Schooling) -> None:
    by(cast, "Pat", withdraw_step, schooling.planned)
    by(cast, "Pat", withdraw_timetable, schooling.timetable)
    assert school(cast).calendar.timetables == ()


def test_reached_and_on_is_one_use_case(engine: sa.Engine, cast: Cast, schooling: Schooling) -> None:
    more = {"reached_id": schooling.steps[1], "reached_on": TODAY, "seen": schooling.planned}
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="before_today"):
        by(cast, "Pat", go_on, schooling.steps[2], first=YESTERDAY, **more)  # type: ignore[arg-type]
    assert rows_of(engine) == before
    by(cast, "Pat", go_on, schooling.steps[2], first=TOMORROW, **more)  # type: ignore[arg-type]
    reached = school(cast).rung(schooling.steps[1])
    assert reached is not None
    assert reached.state is State.REACHED
    assert planned(cast, 0, 1) == [2, 4]


def test_a_step_back_takes_back_what_was_planned_and_nothing_that_was_reached(
    cast: Cast, schooling: Schooling, clock: Clock
) -> None:
    more = {"reached_id": schooling.steps[1], "reached_on": TODAY, "seen": schooling.planned}
    third = by(cast, "Pat", go_on, schooling.steps[2], first=TOMORROW, **more)  # type: ignore[arg-type]
    clock.forward(days=2)
    fourth = by(cast, "Pat", plan_step, schooling.steps[3], first=NEXT_WEEK, seen=third)
    with pytest.raises(InvalidInput, match="step: lower"):
        by(cast, "Pat", step_back, schooling.steps[2], first=TODAY + timedelta(days=3), seen=fourth)
    by(
        cast,
        "Pat",
        step_back,
        schooling.steps[1],
        first=TODAY + timedelta(days=3),
        reason="Two hard days",
        seen=fourth,
    )
    assert planned(cast, 0, 1, 2, 3, 7) == [2, 4, 4, 2, 2]
    now = school(cast)
    states = {rung.name: rung.state for rung in now.ladder}
    assert states == {
        "Visit the building": State.TARGET,
        "Two periods": State.REACHED,
        "Half day": State.SET_BACK,
        "Full day": State.TARGET,
    }
    assert not now.is_back
    clock.forward(days=1)
    assert school(cast).is_back


def test_a_step_that_begins_today_gives_way_to_a_lower_one(
    engine: sa.Engine, cast: Cast, schooling: Schooling
) -> None:
    third = by(cast, "Pat", plan_step, schooling.steps[2], first=TODAY, seen=schooling.planned)
    fourth = by(cast, "Pat", plan_step, schooling.steps[3], first=NEXT_WEEK, seen=third)
    for to, expected in ((schooling.steps[0], 0), (schooling.steps[1], 2)):
        with pytest.raises(InvalidInput, match="valid_from: before_today"):
            by(cast, "Pat", step_back, to, first=YESTERDAY, seen=fourth)
        again = by(cast, "Pat", step_back, to, first=TODAY, agreed_with="Mia", reason="Too much", seen=fourth)
        assert planned(cast, -3, 0, 1, 7) == [2, expected, expected, expected]
        assert row(engine, "school_plan", third).withdrawn_at is not None
        assert row(engine, "school_plan", fourth).withdrawn_at is not None
        now = school(cast).step
        assert now is not None
        assert (now.id, now.agreed_with, now.reason) == (again, "Mia", "Too much")
        by(cast, "Pat", withdraw_step, again)
        third = by(cast, "Pat", plan_step, schooling.steps[2], first=TODAY, seen=schooling.planned)
        fourth = by(cast, "Pat", plan_step, schooling.steps[3], first=NEXT_WEEK, seen=third)
    by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="school_entered"):
        by(cast, "Pat", step_back, schooling.steps[1], first=TODAY, seen=fourth)
    assert rows_of(engine) == before
    by(cast, "Pat", step_back, schooling.steps[1], first=TOMORROW, seen=fourth)
    assert planned(cast, -3, 0, 1, 7) == [2, 4, 2, 2]


def test_the_very_first_step_of_today_gives_way_too_and_no_past_is_planned(cast: Cast, clock: Clock) -> None:
    begun = make_schooling(cast, first=TODAY, step=2)
    with pytest.raises(InvalidInput, match="before_today"):
        by(cast, "Pat", step_back, begun.steps[1], first=YESTERDAY, seen=begun.planned)
    by(cast, "Pat", step_back, begun.steps[1], first=TODAY, seen=begun.planned)
    assert planned(cast, -1, 0) == [0, 2]


def test_there_is_no_step_back_from_none(cast: Cast) -> None:
    timetable = by(cast, "Pat", set_timetable, first=TODAY, weekdays=MONDAY_TO_FRIDAY, periods=6, seen=None)
    assert timetable
    step = by(cast, "Pat", add_milestone, area=MilestoneArea.SCHOOL, name="One period", periods=1)
    with pytest.raises(Conflict, match="no_step"):
        by(cast, "Pat", step_back, step, first=TOMORROW, seen=None)


def test_a_later_timetable_leaves_past_weeks_as_they_were(
    cast: Cast, schooling: Schooling, clock: Clock
) -> None:
    by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    clock.forward(days=1)
    before = school(cast).weeks
    by(
        cast,
        "Pat",
        set_timetable,
        first=NEXT_WEEK,
        weekdays=0b0000111,
        periods=1,
        seen=schooling.timetable,
    )
    assert school(cast).weeks == before
    assert planned(cast, 1, 7, 10) == [2, 1, 0]
    latest = school(cast).calendar.timetables[-1].id
    with pytest.raises(Conflict, match="timetable_later"):
        by(cast, "Pat", set_timetable, first=TOMORROW, weekdays=1, periods=1, seen=latest)


@pytest.mark.parametrize(
    ("weekdays", "periods", "field"),
    [(0, 6, "weekdays"), (128, 6, "weekdays"), (31, 0, "full_day"), (31, 13, "full_day")],
)
def test_a_timetable_out_of_its_limits_is_refused(
    cast: Cast, weekdays: int, periods: int, field: str
) -> None:
    with pytest.raises(InvalidInput, match=field):
        by(cast, "Pat", set_timetable, first=TODAY, weekdays=weekdays, periods=periods, seen=None)
