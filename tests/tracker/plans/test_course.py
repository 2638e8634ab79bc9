"""Phases of an episode, and what is to be reached before it ends: recorded by clinicians, read by the family."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import CriterionKind, EpisodeEnd, Phase
from tests.cast import Cast, make_child
from tests.db.described import rows_of
from tests.factories import make_episode
from tests.steps import START, TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, changes, figures
from tests.tracker.plans.colleague import let_lee_prescribe
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.criteria import CriterionShown, add_criterion, criteria_of, find, withdraw_criterion
from tracker.plans.episodes import FURTHEST, end_episode
from tracker.plans.phases import begin_phase, phases_of, withdraw_phase
from tracker.plans.plan import plan_of

INTENSIVE, HOME, MAINTENANCE = Phase
FUNCTION, SCHOOL = CriterionKind
WEEK = timedelta(days=7)


def begin(cast: Cast, plan: Plan, phase: Phase, first: date, who: str = "Pat") -> int:
    return by(cast, who, begin_phase, plan.episode, phase=phase, first=first)


def phases(cast: Cast, plan: Plan, who: str = "Dana") -> list[tuple[Phase, date]]:
    return [(shown.phase, shown.first) for shown in by(cast, who, phases_of, plan.episode)]


def criteria(cast: Cast, plan: Plan, who: str = "Dana") -> list[CriterionShown]:
    return list(by(cast, who, criteria_of, plan.episode))


class TestPhases:
    def test_they_follow_each_other_and_the_family_reads_them(
        self, engine: sa.Engine, cast: Cast, plan: Plan
    ) -> None:
        begin(cast, plan, HOME, TODAY + WEEK)
        begin(cast, plan, INTENSIVE, START)
        last = begin(cast, plan, MAINTENANCE, TODAY + FURTHEST)
        assert phases(cast, plan) == [
            (INTENSIVE, START),
            (HOME, TODAY + WEEK),
            (MAINTENANCE, TODAY + FURTHEST),
        ]
        assert changes(engine)[-1] == ("begin_phase", f"episode_phase {last}")

    def test_the_phase_of_today_is_the_last_that_began(self, cast: Cast, clock: Clock, plan: Plan) -> None:
        assert by(cast, "Dana", plan_of).phase is None
        begin(cast, plan, INTENSIVE, START)
        begin(cast, plan, HOME, TOMORROW)
        now = by(cast, "Dana", plan_of).phase
        assert now is not None
        assert now.phase is INTENSIVE
        clock.forward(days=1)
        later = by(cast, "Dana", plan_of).phase
        assert later is not None
        assert (later.phase, later.by) == (HOME, "Pat")

    def test_they_touch_no_figure(self, cast: Cast, plan: Plan) -> None:
        before = figures(cast.mia, as_of=TODAY)
        begin(cast, plan, INTENSIVE, START)
        begin(cast, plan, HOME, YESTERDAY)
        assert figures(cast.mia, as_of=TODAY) == before

    @pytest.mark.parametrize("first", [START - timedelta(days=1), TODAY + FURTHEST + timedelta(days=1)])
    def test_a_day_outside_is_refused(self, cast: Cast, plan: Plan, first: date) -> None:
        with pytest.raises(InvalidInput, match="phase_day: in_episode"):
            begin(cast, plan, HOME, first)

    def test_none_begins_after_the_episodes_end(self, cast: Cast, plan: Plan) -> None:
        by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=EpisodeEnd.OTHER)
        begin(cast, plan, HOME, TODAY + WEEK - timedelta(days=1))
        with pytest.raises(InvalidInput, match="phase_day: in_episode"):
            begin(cast, plan, MAINTENANCE, TODAY + WEEK)

    @pytest.mark.parametrize(
        ("phase", "first"),
        [(HOME, START + WEEK), (INTENSIVE, TODAY), (HOME, TODAY - WEEK), (HOME, TODAY + WEEK)],
    )
    def test_the_same_does_not_begin_twice(
        self, engine: sa.Engine, cast: Cast, plan: Plan, phase: Phase, first: date
    ) -> None:
        begin(cast, plan, HOME, TODAY)
        before = rows_of(engine)
        with pytest.raises(Conflict, match="same_phase"):
            begin(cast, plan, phase, first)
        assert rows_of(engine) == before

    def test_one_taken_back_lets_the_one_before_go_on(self, cast: Cast, plan: Plan) -> None:
        begin(cast, plan, INTENSIVE, START)
        wrong = begin(cast, plan, HOME, TODAY)
        by(cast, "Pat", withdraw_phase, plan.episode, wrong)
        by(cast, "Pat", withdraw_phase, plan.episode, wrong)
        assert phases(cast, plan) == [(INTENSIVE, START)]
        begin(cast, plan, MAINTENANCE, TODAY)


class TestCriteria:
    def add(self, cast: Cast, plan: Plan, text: str = "Full days", kind: CriterionKind = SCHOOL) -> int:
        return by(cast, "Pat", add_criterion, plan.episode, kind=kind, text=text)

    def test_function_comes_first_and_each_begins_open(self, cast: Cast, plan: Plan) -> None:
        school = self.add(cast, plan)
        stairs = self.add(cast, plan, "Stairs without a rest", FUNCTION)
        assert criteria(cast, plan) == [
            CriterionShown(stairs, FUNCTION, "Stairs without a rest", False, None, "", None),
            CriterionShown(school, SCHOOL, "Full days", False, None, "", None),
        ]

    def test_a_clinician_finds_it_met_and_open_again(
        self, engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
    ) -> None:
        number = self.add(cast, plan)
        by(cast, "Pat", find, number, is_met=True, seen=None)
        [met] = criteria(cast, plan)
        assert (met.is_met, met.found_by, met.found_on) == (True, "Pat", TODAY)
        clock.forward(days=1)
        by(cast, "Pat", find, number, is_met=False, seen=met.finding_id)
        [again] = criteria(cast, plan)
        assert (again.is_met, again.found_on) == (False, TOMORROW)
        assert [row["is_met"] for row in rows_of(engine)["criterion_finding"]] == [True, False]

    def test_the_same_finding_is_one(self, engine: sa.Engine, cast: Cast, plan: Plan) -> None:
        let_lee_prescribe(engine, cast)
        number = self.add(cast, plan)
        by(cast, "Pat", find, number, is_met=True, seen=None)
        by(cast, "Lee", find, number, is_met=True, seen=None)
        assert len(rows_of(engine)["criterion_finding"]) == 1
        with pytest.raises(Conflict, match="changed"):
            by(cast, "Lee", find, number, is_met=False, seen=None)

    def test_one_taken_back_is_gone(self, cast: Cast, plan: Plan) -> None:
        number = self.add(cast, plan)
        by(cast, "Pat", withdraw_criterion, number)
        by(cast, "Pat", withdraw_criterion, number)
        assert criteria(cast, plan) == []
        with pytest.raises(NotFound):
            by(cast, "Pat", find, number, is_met=True, seen=None)

    @pytest.mark.parametrize(("text", "problem"), [(" ", "empty"), ("x" * 201, "too_long")])
    def test_its_text_has_limits(self, cast: Cast, plan: Plan, text: str, problem: str) -> None:
        with pytest.raises(InvalidInput, match=f"criterion: {problem}"):
            self.add(cast, plan, text)

    def test_another_childs_is_not_found(self, engine: sa.Engine, cast: Cast, plan: Plan) -> None:
        number = self.add(cast, plan)
        with engine.begin() as connection:
            noa = make_child(connection, cast.clinic, "Noa")
            theirs = make_episode(connection, noa, START)
        with pytest.raises(NotFound):
            by(cast, "Pat", add_criterion, theirs, kind=SCHOOL, text="Full days")
        with pytest.raises(NotFound):
            by(cast, "Pat", find, number + 1, is_met=True, seen=None)
