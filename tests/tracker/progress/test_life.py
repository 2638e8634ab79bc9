"""What stands beside the weeks on Progress: phases, steps, school and visits, as far as the reader knows of them."""

from datetime import time, timedelta

import pytest

from db.vocabulary import Discipline, MilestoneEventKind, Phase, SeriesVisibility
from tests.cast import Cast
from tests.steps import START, TODAY, Clock, Plan, by
from tests.tracker.story_of_days import Days, tell_days
from tracker.access.work import reading
from tracker.plans.phases import begin_phase
from tracker.progress.marks import Life, PhaseBegun, SchoolStep, StepMark, VisitMark
from tracker.progress.progress import progress_of
from tracker.visits.planning import SeriesPlan
from tracker.visits.series import plan_series

PT, COUNSELING = Discipline.PHYSICAL_THERAPY, Discipline.COUNSELING
REACHED, BACK = MilestoneEventKind.REACHED, MilestoneEventKind.SET_BACK
WEEK = timedelta(days=7)


@pytest.fixture
def days(cast: Cast, clock: Clock, plan: Plan) -> Days:
    return tell_days(cast)


def life(cast: Cast, who: str) -> Life:
    with reading(cast.tokens[who]) as work:
        return progress_of(work, cast.mia).marks.life


def test_steps_and_what_is_planned_of_school(cast: Cast, days: Days, clock: Clock, plan: Plan) -> None:
    by(cast, "Pat", begin_phase, plan.episode, phase=Phase.INTENSIVE, first=START)
    by(cast, "Pat", begin_phase, plan.episode, phase=Phase.HOME, first=TODAY)
    found = life(cast, "Dana")
    # The first phase and the first step began with the episode; of the second step only the day is still to come.
    assert found.phases == (PhaseBegun(TODAY, Phase.HOME),)
    assert found.school == ()
    assert found.steps == (
        StepMark(START, "Meets a friend", REACHED),
        StepMark(START + WEEK, "Meets a friend", BACK),
        StepMark(TODAY, "Meets a friend", REACHED),
    )
    clock.forward(days=8)
    assert life(cast, "Dana").school == (SchoolStep(TODAY + WEEK, "Half day", 3),)


@pytest.mark.parametrize(
    ("who", "talks"),
    [("Dana", 1), ("Ben", 1), ("Mia", 2), ("Pat", 2), ("Lee", 2), ("Casey", 4)],
)
def test_visits_are_those_that_the_reader_may_know_of(cast: Cast, days: Days, who: str, talks: int) -> None:
    found = life(cast, who).visits
    therapy = [visit for visit in found if visit.discipline is PT]
    assert therapy == [
        VisitMark(START, PT, attended=True),
        VisitMark(START + WEEK, PT, attended=False),
    ], "what was moved, and what is to come, is no mark"
    assert [visit.discipline for visit in found].count(COUNSELING) == talks
    assert {visit.discipline for visit in found} == {PT, COUNSELING}


def test_a_series_that_only_its_counselor_knows_of_leaves_no_sign(
    cast: Cast, clock: Clock, plan: Plan
) -> None:
    before = {who: life(cast, who) for who in ("Dana", "Mia", "Pat", "Lee")}
    talks = SeriesPlan(COUNSELING, START, time(9), 50, frozenset({0}), 1, 2)
    series = by(cast, "Casey", plan_series, talks, visibility=SeriesVisibility.COUNSELOR_ONLY)
    assert series
    assert {who: life(cast, who) for who in before} == before
