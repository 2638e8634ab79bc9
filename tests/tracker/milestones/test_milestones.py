"""Milestones: targets that are agreed anew, events that are added, and nothing that was reached goes away."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import MilestoneArea, MilestoneEventKind
from tests.cast import Cast
from tests.db.described import rows_of
from tests.schooling import make_schooling
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock, by, row
from tests.tracker.progress.caseloads import caseload, follow
from tests.tracker.progress.caseloads import row as row_of
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.milestones.events import reach, set_back, withdraw_event
from tracker.milestones.ladder import (
    NewStep,
    add_milestone,
    change_milestone,
    lay_down_ladder,
    usual_ladder,
    withdraw_milestone,
)
from tracker.milestones.shown import MilestoneShown, State
from tracker.milestones.targets import set_target
from tracker.milestones.timeline import milestones_of
from tracker.progress.reasons import MilestoneOverdue

HOME, SCHOOL = MilestoneArea.HOME, MilestoneArea.SCHOOL


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def chore(cast: Cast) -> int:
    return by(cast, "Pat", add_milestone, area=HOME, name="A chore each day", target_on=TOMORROW)


def shown(cast: Cast, milestone: int, who: str = "Dana") -> MilestoneShown:
    with reading(cast.tokens[who]) as work:
        return next(one for one in milestones_of(work, cast.mia).milestones if one.id == milestone)


def test_the_usual_ladder_follows_the_schools_periods() -> None:
    assert [step.periods for step in usual_ladder(7)] == [0, 1, 2, 4, 7, 7, 7, 7, 7, 7]
    assert [step.periods for step in usual_ladder(1)] == [0, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert usual_ladder(7)[0].name == "Visit the building"
    assert usual_ladder(7)[-1].name == "Competition"


def test_a_ladder_is_laid_down_once(engine: sa.Engine, cast: Cast) -> None:
    steps = (NewStep("One", 1, TOMORROW, "Mia"), NewStep("Two", 2))
    ids = by(cast, "Pat", lay_down_ladder, steps)
    found = [shown(cast, number) for number in ids]
    assert [(one.step, one.name, one.periods) for one in found] == [(1, "One", 1), (2, "Two", 2)]
    assert found[0].target is not None
    assert (found[0].target.day, found[0].target.agreed_with) == (TOMORROW, "Mia")
    assert found[1].target is None
    before = rows_of(engine)
    with pytest.raises(Conflict, match="has_ladder"):
        by(cast, "Lee", lay_down_ladder, steps)
    for wrong in ((), (NewStep("", 1),), (NewStep("One", 13),), (NewStep("x" * 81, 1),), steps * 8):
        with pytest.raises((InvalidInput, Conflict)):
            by(cast, "Pat", lay_down_ladder, wrong)
    assert rows_of(engine) == before


def test_reached_set_back_and_reached_again(cast: Cast, chore: int, clock: Clock) -> None:
    assert shown(cast, chore).state is State.TARGET
    first = by(cast, "Dana", reach, chore, day=TODAY, reason="She asked for it")
    assert by(cast, "Ben", reach, chore, day=TODAY) == first
    clock.forward(days=3)
    by(cast, "Pat", set_back, chore, day=clock.today, reason="A cold")
    assert shown(cast, chore).state is State.SET_BACK
    clock.forward(days=4)
    by(cast, "Mia", reach, chore, day=clock.today)
    now = shown(cast, chore)
    assert now.state is State.REACHED
    assert [(event.kind, event.day, event.by) for event in now.events] == [
        (MilestoneEventKind.REACHED, TODAY, "Dana"),
        (MilestoneEventKind.SET_BACK, TODAY + timedelta(days=3), "Pat"),
        (MilestoneEventKind.REACHED, TODAY + timedelta(days=7), "Mia"),
    ]


def test_of_one_day_what_was_written_down_last_stands(cast: Cast, chore: int) -> None:
    by(cast, "Pat", reach, chore, day=TODAY)
    by(cast, "Pat", set_back, chore, day=TODAY)
    assert shown(cast, chore).state is State.SET_BACK
    # Told afterwards of an earlier day: what came later still stands.
    by(cast, "Pat", reach, chore, day=YESTERDAY)
    assert shown(cast, chore).state is State.SET_BACK


def test_what_was_entered_wrongly_is_withdrawn_and_stays(engine: sa.Engine, cast: Cast, chore: int) -> None:
    wrong = by(cast, "Dana", reach, chore, day=TODAY)
    back = by(cast, "Pat", set_back, chore, day=TODAY)
    with pytest.raises(NotPermitted):
        by(cast, "Dana", withdraw_event, back)
    by(cast, "Pat", withdraw_event, back)
    by(cast, "Ben", withdraw_event, wrong)
    by(cast, "Ben", withdraw_event, wrong)
    assert shown(cast, chore).state is State.TARGET
    assert row(engine, "milestone_event", wrong).withdrawn_at is not None
    assert by(cast, "Dana", reach, chore, day=TODAY) != wrong


@pytest.mark.parametrize(
    ("day", "problem"), [(TOMORROW, "future"), (TODAY - timedelta(days=400), "before"), (date.min, "before")]
)
def test_an_event_lies_on_a_day_up_to_today(cast: Cast, chore: int, day: date, problem: str) -> None:
    with pytest.raises(InvalidInput, match=f"day: {problem}"):
        by(cast, "Pat", reach, chore, day=day)


def test_the_latest_target_stands_and_earlier_ones_stay(engine: sa.Engine, cast: Cast, chore: int) -> None:
    first = shown(cast, chore).target
    assert first is not None
    later = TODAY + timedelta(days=20)
    second = by(cast, "Lee", set_target, chore, target_on=later, agreed_with="Mia", seen=first.id)
    assert row(engine, "milestone_target", first.id).target_on == TOMORROW
    now = shown(cast, chore).target
    assert now is not None
    assert (now.id, now.day, now.agreed_with) == (second, later, "Mia")
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Pat", set_target, chore, target_on=None, seen=first.id)
    assert by(cast, "Pat", set_target, chore, target_on=later, agreed_with=" Mia ", seen=first.id) == second
    with pytest.raises(InvalidInput, match="target: range"):
        by(cast, "Pat", set_target, chore, target_on=YESTERDAY, seen=second)
    with pytest.raises(InvalidInput, match="agreed_with: too_long"):
        by(cast, "Pat", set_target, chore, target_on=later, agreed_with="x" * 81, seen=second)


def test_a_name_changes_only_while_nothing_has_become_of_it(cast: Cast, chore: int) -> None:
    new = by(cast, "Pat", change_milestone, chore, name="Two chores a day")
    now = shown(cast, new)
    assert now.target is not None
    assert (now.name, now.target.day) == ("Two chores a day", TOMORROW)
    by(cast, "Dana", reach, new, day=TODAY)
    for use_case in (change_milestone, withdraw_milestone):
        more = {"name": "Other"} if use_case is change_milestone else {}
        with pytest.raises(Conflict, match="milestone_used"):
            by(cast, "Pat", use_case, new, **more)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        by(cast, "Pat", withdraw_milestone, chore)


def test_a_step_by_which_school_is_planned_stays(cast: Cast) -> None:
    schooling = make_schooling(cast)
    with pytest.raises(Conflict, match="milestone_used"):
        by(cast, "Pat", change_milestone, schooling.steps[1], name="Three periods", periods=3)
    by(cast, "Pat", withdraw_milestone, schooling.steps[3])


def test_a_step_is_added_between_two_others(cast: Cast) -> None:
    steps = make_schooling(cast).steps
    new = by(cast, "Pat", add_milestone, area=SCHOOL, name="Three periods", periods=3, after=steps[1])
    assert (shown(cast, new).step, shown(cast, steps[2]).step) == (3, 4)
    top = by(cast, "Pat", add_milestone, area=SCHOOL, name="Team", periods=6)
    assert shown(cast, top).step == 6
    with pytest.raises(NotFound):
        by(cast, "Pat", add_milestone, area=HOME, name="Chore", after=steps[1])
    for _more in range(4):
        with pytest.raises(InvalidInput, match="periods"):
            by(cast, "Pat", add_milestone, area=HOME, name="Chore", periods=1)
        with pytest.raises(InvalidInput, match="periods: empty"):
            by(cast, "Pat", add_milestone, area=SCHOOL, name="Step")


def test_where_there_is_no_room_it_says_so(cast: Cast) -> None:
    below = make_schooling(cast).steps[0]
    more = {"area": SCHOOL, "name": "Step", "periods": 1, "after": below}
    for _halves in range(3):  # between positions 10 and 20: 15, 12 and 11
        by(cast, "Pat", add_milestone, **more)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="ladder_full"):
        by(cast, "Pat", add_milestone, **more)  # type: ignore[arg-type]


def test_a_family_marks_reached_and_plans_nothing(cast: Cast, chore: int) -> None:
    with pytest.raises(NotPermitted):
        by(cast, "Dana", set_back, chore, day=TODAY)
    with pytest.raises(NotPermitted):
        by(cast, "Mia", set_target, chore, target_on=None, seen=None)


class TestTheCaseload:
    """The reason to look: a target whose day is over."""

    def test_it_names_the_first_and_counts_the_rest(self, cast: Cast, chore: int, clock: Clock) -> None:
        dog = by(cast, "Pat", add_milestone, area=HOME, name="Walk the dog", target_on=TODAY)
        assert not any(isinstance(reason, MilestoneOverdue) for reason in row_of(cast).reasons)
        clock.forward(days=1)
        assert MilestoneOverdue(1, "Walk the dog", TODAY) in row_of(cast).reasons
        clock.forward(days=1)
        assert MilestoneOverdue(2, "Walk the dog", TODAY) in row_of(cast).reasons
        by(cast, "Dana", reach, dog, day=clock.today)
        assert MilestoneOverdue(1, "A chore each day", TOMORROW) in row_of(cast).reasons
        by(cast, "Pat", set_back, dog, day=clock.today)
        assert MilestoneOverdue(2, "Walk the dog", TODAY) in row_of(cast).reasons
        by(cast, "Pat", withdraw_milestone, chore)
        assert MilestoneOverdue(1, "Walk the dog", TODAY) in row_of(cast).reasons

    @pytest.mark.usefixtures("chore")
    def test_it_takes_no_more_statements_for_many(self, engine: sa.Engine, cast: Cast, clock: Clock) -> None:
        clock.forward(days=3)
        few = statements(engine, cast)
        for number in range(5):
            follow(engine, cast, f"Child {number}")
        assert statements(engine, cast) == few


def statements(engine: sa.Engine, cast: Cast) -> int:
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    caseload(cast)
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        caseload(cast)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return count
