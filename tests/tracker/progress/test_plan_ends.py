"""A plan that ends this week: the rule at its borders, by hand, and through the caseload after each change."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import Episode, Prescription
from db.vocabulary import EpisodeEnd, Phase
from tests.cast import Cast
from tests.factories import in_library, make_episode, make_prescription
from tests.steps import NOON, START, TODAY, Clock, Plan, by, terms
from tests.tracker.progress.caseloads import enter, follow, row
from tracker.plans.drafts import Prepared, draft_exercise, drafts_of, give_drafts
from tracker.plans.episodes import end_episode, pause
from tracker.plans.phases import begin_phase
from tracker.plans.prescriptions import renew, revise, stop, withdraw
from tracker.plans.schedule import Schedule, per_week
from tracker.progress.plan_ends import plan_ends
from tracker.progress.reasons import PlanEnds
from tracker.progress.weeks import Revision

ONE_DAY = timedelta(days=1)
Days = tuple[int, int | None]  # first and last day, counted from today


def ends(*given: Days, episode: int | None = None, weekly: bool = False) -> tuple[int, bool] | None:
    """What is said of exercises that are given from one day to another, in an episode of this last day."""
    revisions = [
        Revision(
            n,
            day(first),
            None if last is None else day(last) + ONE_DAY,
            per_week(3) if weekly else Schedule(),
        )
        for n, (first, last) in enumerate(given, 1)
    ]
    found = plan_ends(revisions, None if episode is None else day(episode) + ONE_DAY, TODAY)
    return None if found is None else ((found.last - TODAY).days, found.is_over)


def day(number: int) -> date:
    return TODAY + number * ONE_DAY


@pytest.mark.parametrize("weekly", [False, True])
def test_the_last_day_is_one_of_seven_that_begin_with_today(*, weekly: bool) -> None:
    assert ends((-14, 7), weekly=weekly) is None
    assert ends((-14, 6), weekly=weekly) == (6, False)
    assert ends((-14, 0), weekly=weekly) == (0, False)
    assert ends((-14, None), weekly=weekly) is None


def test_the_exercise_that_goes_on_longest_decides() -> None:
    assert ends((-14, 1), (-14, 5), (-14, -3)) == (5, False)
    assert ends((-14, 1), (-14, 7)) is None
    assert ends((-14, 1), (-14, None)) is None


def test_what_begins_later_follows() -> None:
    assert ends((-14, 2), (3, None)) is None
    assert ends((-14, 2), (3, 20)) is None
    # Also with days between, on which nothing is due.
    assert ends((-14, 2), (30, None)) is None
    assert ends((-14, 2), (4, 5)) == (5, False)
    assert ends((4, 5)) == (5, False)


def test_what_has_ended_stays_a_reason_until_something_is_given() -> None:
    assert ends((-14, -1)) == (-1, True)
    assert ends((-90, -70), (-90, -80)) == (-70, True)
    assert ends((-14, -1), (0, None)) is None
    assert ends((-14, -1), (40, None)) is None
    assert ends((-14, -1), (0, 3)) == (3, False)


def test_nothing_is_said_where_nothing_was_ever_given() -> None:
    assert ends() is None
    # Over before its episode began, or given from after its end on: it was never in force.
    assert ends((-14, -15)) is None
    assert ends((-14, 3), (20, 19)) == (3, False)


def test_a_treatment_that_ends_this_week_itself_is_planned() -> None:
    assert ends((-14, 3), episode=3) is None
    assert ends((-14, 3), episode=6) is None
    assert ends((-14, -3), episode=6) is None
    assert ends((-14, 3), episode=7) == (3, False)
    assert ends((-14, 7), episode=7) is None


# Through the caseload -----------------------------------------------------------------------------------------------


@pytest.fixture
def kept(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Plan:
    """Mia's plan, and each day of it answered, so that nothing else stands out."""
    enter(engine, cast.mia, plan.prescription, START, 14)
    return plan


def stop_on(cast: Cast, plan: Plan, last: date) -> None:
    by(cast, "Pat", stop, plan.prescription, on=last + ONE_DAY, reason="Enough")


def test_stopped_it_ends_and_stays_ended_until_it_is_renewed(cast: Cast, clock: Clock, kept: Plan) -> None:
    last = day(6)
    assert row(cast).reasons == ()
    stop_on(cast, kept, last)
    assert row(cast).reasons == (PlanEnds(last, is_over=False),)
    new = by(cast, "Pat", renew, kept.prescription, first=day(9), reason="It helps")
    assert row(cast).reasons == ()
    by(cast, "Pat", withdraw, new)
    assert row(cast).reasons == (PlanEnds(last, is_over=False),)
    clock.forward(days=40)
    assert PlanEnds(last, is_over=True) in row(cast).reasons
    by(cast, "Pat", renew, kept.prescription, first=clock.today, reason="It helps")
    assert not [reason for reason in row(cast).reasons if isinstance(reason, PlanEnds)]


def test_an_episode_that_is_ended_says_nothing(cast: Cast, clock: Clock, kept: Plan) -> None:
    stop_on(cast, kept, day(2))
    by(cast, "Pat", end_episode, kept.episode, end=day(7), reason=EpisodeEnd.GOALS_REACHED)
    assert row(cast).reasons == ()


def test_a_draft_does_not_follow_until_it_is_given(engine: sa.Engine, cast: Cast, kept: Plan) -> None:
    stop_on(cast, kept, day(5))
    with engine.begin() as connection:
        walk = in_library(connection, cast.clinic, "Walk")
    prepared = Prepared(terms(30), day(6))
    by(cast, "Pat", draft_exercise, kept.episode, exercise_version_id=walk, prepared=prepared)
    said = (PlanEnds(day(5), is_over=False),)
    assert row(cast).reasons == said
    (draft,) = by(cast, "Pat", drafts_of, kept.episode)
    by(cast, "Pat", give_drafts, kept.episode, seen=[(draft.id, draft.version)])
    assert row(cast).reasons == ()


def test_a_revision_has_the_end_of_what_it_replaces(cast: Cast, kept: Plan) -> None:
    stop_on(cast, kept, day(5))
    by(cast, "Pat", revise, kept.prescription, terms=terms(30), valid_from=day(2), reason="More")
    assert row(cast).reasons == (PlanEnds(day(5), is_over=False),)


def test_pauses_and_phases_make_no_difference(cast: Cast, kept: Plan) -> None:
    stop_on(cast, kept, day(5))
    by(cast, "Pat", begin_phase, kept.episode, phase=Phase.MAINTENANCE, first=TODAY)
    by(cast, "Pat", pause, kept.episode, from_day=day(1), to_day=day(6), reason="Camp")
    assert row(cast).reasons == (PlanEnds(day(5), is_over=False),)


@pytest.mark.parametrize("column", ["withdrawn_at", "entered_in_error_at"])
def test_what_is_withdrawn_or_was_entered_in_error_does_not_follow(
    engine: sa.Engine, cast: Cast, kept: Plan, column: str
) -> None:
    stop_on(cast, kept, day(5))
    with engine.begin() as connection:
        other = make_prescription(connection, cast.mia, kept.episode, TODAY, name="Walk")
    assert row(cast).reasons == ()
    itself = table_of(Prescription)
    with engine.begin() as connection:
        connection.execute(sa.update(itself).where(itself.c.id == other).values({column: NOON}))
    assert row(cast).reasons == (PlanEnds(day(5), is_over=False),)


def test_each_childs_own_plan_and_zone_decide(
    engine: sa.Engine, cast: Cast, clock: Clock, kept: Plan
) -> None:
    """It is a Tuesday in Auckland when it is Monday in Los Angeles, and the last day is a Monday."""
    last = day(7)
    zones = {"Ana": "Pacific/Auckland", "Leo": "America/Los_Angeles"}
    for name, zone in zones.items():
        child = follow(engine, cast, name, zone)
        with engine.begin() as connection:
            episode = make_episode(connection, child, START)
            daily = make_prescription(connection, child, episode, START, valid_to=last + ONE_DAY)
        enter(engine, child, daily, START, 15)
    clock.forward(hours=5)
    assert row(cast, "Ana").today == day(1)
    assert [row(cast, name).reasons for name in ("Ana", "Leo", "Mia")] == [
        (PlanEnds(last, is_over=False),),
        (),
        (),
    ]


def test_a_plan_that_ended_long_ago_is_known_beside_one_that_was_answered_yesterday(
    engine: sa.Engine, cast: Cast, kept: Plan
) -> None:
    """What is read goes back to the day that was answered last, so that the last exercise is among it."""
    ago = timedelta(days=100)
    for name, answered in (("Ana", 0), ("Leo", 3)):
        child = follow(engine, cast, name)
        with engine.begin() as connection:
            episode = make_episode(connection, child, START - ago)
            daily = make_prescription(
                connection, child, episode, START - ago, valid_to=START - ago + 9 * ONE_DAY
            )
        if answered:
            enter(engine, child, daily, START - ago, answered)
        assert row(cast, name).reasons[-1] == PlanEnds(START - ago + 8 * ONE_DAY, is_over=True)


def test_it_is_about_the_episode_that_runs(engine: sa.Engine, cast: Cast, kept: Plan) -> None:
    itself = table_of(Episode)
    with engine.begin() as connection:
        connection.execute(sa.update(itself).values(ends_on=TODAY))
        second = make_episode(connection, cast.mia, TODAY, number=2)
    # Nothing is given in it yet, and what ended before it is not its plan.
    assert row(cast).reasons == ()
    with engine.begin() as connection:
        make_prescription(connection, cast.mia, second, TODAY, valid_to=day(1))
    assert row(cast).reasons == (PlanEnds(TODAY, is_over=False),)
