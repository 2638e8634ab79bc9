"""Drafts: no family sees them and no figure counts them, until all of them are given to the family in one step."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from tests.cast import Cast, make_child
from tests.db.described import rows_of
from tests.factories import in_library, make_episode
from tests.steps import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    Clock,
    Plan,
    by,
    changes,
    figures,
    prescribe_named,
    row,
    terms,
)
from tests.tracker.plans.colleague import let_lee_prescribe
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.drafts import (
    DraftShown,
    Prepared,
    change_draft,
    discard_draft,
    draft_exercise,
    draft_revision,
    drafts_of,
    give_drafts,
    start_drafts,
)
from tracker.plans.episodes import withdraw_episode
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import revise, stop, withdraw
from tracker.progress.day import day_of
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

MORE = Prepared(terms(30), TOMORROW, reason="Stronger")
WEEK = timedelta(days=7)


@pytest.fixture
def walk(engine: sa.Engine, cast: Cast, plan: Plan) -> int:
    """A draft of a walk from tomorrow."""
    with engine.begin() as connection:
        version = in_library(connection, cast.clinic, "Walk")
    return by(
        cast,
        "Pat",
        draft_exercise,
        plan.episode,
        exercise_version_id=version,
        prepared=Prepared(terms(15), TOMORROW, TOMORROW + WEEK),
    )


@pytest.fixture
def stairs(cast: Cast, plan: Plan) -> int:
    """A draft of more stairs from tomorrow."""
    return by(cast, "Pat", draft_revision, plan.prescription, prepared=MORE)


def read(cast: Cast, plan: Plan, who: str = "Pat") -> tuple[DraftShown, ...]:
    return by(cast, who, drafts_of, plan.episode)


def give(cast: Cast, plan: Plan, who: str = "Pat") -> list[int]:
    seen = [(draft.id, draft.version) for draft in read(cast, plan, who)]
    return by(cast, who, give_drafts, plan.episode, seen=seen)


def test_whoever_prescribes_sees_what_is_being_prepared(
    cast: Cast, plan: Plan, walk: int, stairs: int
) -> None:
    new, change = read(cast, plan)
    assert (new.id, new.line_id, new.exercise, new.terms) == (walk, None, "Walk", terms(15))
    assert (new.valid_from, new.valid_to, new.reason) == (TOMORROW, TOMORROW + WEEK, "")
    assert (change.id, change.exercise, change.terms, change.reason) == (
        stairs,
        "Stairs",
        terms(30),
        "Stronger",
    )
    assert (change.changed_by, change.changed_on, change.version) == ("Pat", TODAY, 1)
    assert change.line_id is not None


@pytest.mark.parametrize("who", ["Dana", "Ben", "Mia", "Casey", "Lee"])
def test_nobody_else_sees_a_draft(cast: Cast, plan: Plan, walk: int, stairs: int, who: str) -> None:
    assert read(cast, plan, who) == ()
    shown = by(cast, who, plan_of)
    assert shown.drafts == ()
    assert "Walk" not in repr(shown)
    for day in (TODAY, TODAY - WEEK):
        assert "Walk" not in repr(by(cast, who, day_of, day))


def test_a_draft_counts_nowhere(cast: Cast, clock: Clock, plan: Plan, walk: int, stairs: int) -> None:
    clock.forward(days=3)
    with_drafts = figures(cast.mia, as_of=clock.today)
    assert [week.tally.due for week in with_drafts] == [7, 7, 7]
    by(cast, "Pat", discard_draft, walk, seen=1)
    by(cast, "Pat", discard_draft, stairs, seen=1)
    assert figures(cast.mia, as_of=clock.today) == with_drafts
    assert read(cast, plan) == ()


def test_all_are_given_in_one_step(engine: sa.Engine, cast: Cast, plan: Plan, walk: int, stairs: int) -> None:
    new, change = give(cast, plan)
    assert read(cast, plan) == ()
    walked, climbed = row(engine, "prescription", new), row(engine, "prescription", change)
    assert (walked.valid_from, walked.valid_to, walked.total) == (TOMORROW, TOMORROW + WEEK, 15)
    assert (climbed.replaces_id, climbed.valid_from, climbed.total) == (plan.prescription, TOMORROW, 30)
    assert climbed.reason == "Stronger"
    assert changes(engine)[-2:] == [
        ("prescribe", f"prescription {new}"),
        ("revise", f"prescription {change}"),
    ]
    assert {line.exercise for line in by(cast, "Dana", plan_of).lines} == {"Stairs", "Walk"}


def test_one_that_cannot_be_given_keeps_all_of_them(
    engine: sa.Engine, cast: Cast, plan: Plan, walk: int, stairs: int
) -> None:
    entry = Occurrence(plan.prescription, TODAY)
    by(cast, "Dana", answer, entry, DONE, seen=None)
    change = Prepared(terms(30), TODAY, reason="Stronger")
    by(cast, "Pat", change_draft, stairs, prepared=change, seen=1)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="entries"):
        give(cast, plan)
    assert rows_of(engine) == before


def test_a_draft_whose_day_is_over_says_so_and_can_be_moved(
    cast: Cast, clock: Clock, plan: Plan, walk: int, stairs: int
) -> None:
    clock.forward(days=2)
    with pytest.raises(InvalidInput, match="valid_from: before_today"):
        give(cast, plan)
    seen = [(draft.id, draft.version) for draft in read(cast, plan)]
    with pytest.raises(InvalidInput, match="valid_from: draft_over"):
        by(cast, "Pat", start_drafts, plan.episode, clock.today + WEEK, seen=seen)
    by(cast, "Pat", start_drafts, plan.episode, clock.today, seen=seen)
    assert [(draft.valid_from, draft.valid_to) for draft in read(cast, plan)] == [
        (clock.today, TOMORROW + WEEK),
        (clock.today, None),
    ]
    assert len(give(cast, plan)) == 2


def test_a_change_that_a_colleague_overtook_is_not_given_unseen(
    engine: sa.Engine, cast: Cast, plan: Plan, stairs: int
) -> None:
    let_lee_prescribe(engine, cast)
    less = {"terms": terms(5), "valid_from": TOMORROW, "reason": "A sore knee"}
    between = by(cast, "Lee", revise, plan.prescription, **less)  # type: ignore[arg-type]
    assert [draft.is_overtaken for draft in read(cast, plan)] == [True]
    before = rows_of(engine)
    with pytest.raises(Conflict, match="plan_changed"):
        give(cast, plan)
    assert rows_of(engine) == before
    by(cast, "Pat", change_draft, stairs, prepared=MORE, seen=1)
    assert [draft.is_overtaken for draft in read(cast, plan)] == [False]
    [new] = give(cast, plan)
    assert row(engine, "prescription", new).replaces_id == between


def test_a_change_of_an_exercise_that_was_stopped_meanwhile_is_not_given(
    engine: sa.Engine, cast: Cast, plan: Plan, stairs: int
) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TOMORROW + WEEK, reason="Enough")
    assert [draft.is_overtaken for draft in read(cast, plan)] == [True]
    with pytest.raises(Conflict, match="plan_changed"):
        give(cast, plan)


def test_a_change_of_an_exercise_that_was_withdrawn_can_only_be_thrown_away(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    new = by(cast, "Pat", prescribe_named, plan.episode, exercise="Walk", terms=terms(), valid_from=TOMORROW)
    draft = by(cast, "Pat", draft_revision, new, prepared=MORE)
    by(cast, "Pat", withdraw, new)
    with pytest.raises(Conflict, match="plan_changed"):
        give(cast, plan)
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", change_draft, draft, prepared=MORE, seen=1)
    by(cast, "Pat", discard_draft, draft, seen=1)
    assert read(cast, plan) == ()


class TestTwoAtOnce:
    @pytest.fixture(autouse=True)
    def lee(self, engine: sa.Engine, cast: Cast) -> None:
        let_lee_prescribe(engine, cast)

    def test_the_later_change_of_a_draft_is_told(self, cast: Cast, plan: Plan, walk: int) -> None:
        by(cast, "Lee", change_draft, walk, prepared=Prepared(terms(20), TOMORROW), seen=1)
        with pytest.raises(Conflict, match="draft_changed"):
            by(cast, "Pat", change_draft, walk, prepared=Prepared(terms(25), TOMORROW), seen=1)
        assert [draft.terms for draft in read(cast, plan)] == [terms(20)]

    def test_a_draft_that_changed_is_not_given_unseen(
        self, engine: sa.Engine, cast: Cast, plan: Plan, walk: int
    ) -> None:
        by(cast, "Lee", change_draft, walk, prepared=Prepared(terms(20), TOMORROW), seen=1)
        before = rows_of(engine)
        with pytest.raises(Conflict, match="draft_changed"):
            by(cast, "Pat", give_drafts, plan.episode, seen=[(walk, 1)])
        assert rows_of(engine) == before

    def test_what_was_given_is_not_given_again(self, cast: Cast, plan: Plan, walk: int) -> None:
        give(cast, plan, "Lee")
        for late in (
            lambda: by(cast, "Pat", give_drafts, plan.episode, seen=[(walk, 1)]),
            lambda: by(cast, "Pat", change_draft, walk, prepared=Prepared(terms(20), TOMORROW), seen=1),
        ):
            with pytest.raises(Conflict, match="draft_changed"):
                late()

    def test_a_colleagues_newer_draft_is_not_thrown_away(self, cast: Cast, plan: Plan, walk: int) -> None:
        by(cast, "Lee", change_draft, walk, prepared=Prepared(terms(20), TOMORROW), seen=1)
        with pytest.raises(Conflict, match="draft_changed"):
            by(cast, "Pat", discard_draft, walk, seen=1)
        assert [draft.terms for draft in read(cast, plan)] == [terms(20)]

    @pytest.mark.usefixtures("stairs")
    def test_a_change_is_prepared_once(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Conflict, match="drafted"):
            by(cast, "Lee", draft_revision, plan.prescription, prepared=MORE)


@pytest.mark.parametrize(
    ("prepared", "field"),
    [
        (Prepared(terms(), TOMORROW, TOMORROW), "end: after_start"),
        (Prepared(terms(), TOMORROW, YESTERDAY), "end: after_start"),
        (Prepared(terms(), TOMORROW, reason="x" * 501), "reason: too_long"),
        (Prepared(terms(instructions="x" * 2001), TOMORROW), "instructions: too_long"),
    ],
)
def test_a_draft_out_of_its_limits_names_them(
    engine: sa.Engine, cast: Cast, plan: Plan, prepared: Prepared, field: str
) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match=field):
        by(cast, "Pat", draft_exercise, plan.episode, exercise_version_id=1, prepared=prepared)
    assert rows_of(engine) == before


def test_drafts_of_another_child_are_not_reached_by_way_of_ones_own(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    with engine.begin() as connection:
        noa = make_child(connection, cast.clinic, "Noa")
        theirs = make_episode(connection, noa, TODAY)
        foreign = in_library(connection, cast.other_clinic, "Walk")
    with pytest.raises(NotFound):
        by(cast, "Pat", draft_exercise, theirs, exercise_version_id=1, prepared=MORE)
    with pytest.raises(NotFound):
        by(cast, "Pat", draft_exercise, plan.episode, exercise_version_id=foreign, prepared=MORE)
    assert rows_of(engine)["draft"] == []


def test_an_episode_that_is_withdrawn_has_drafts_no_more(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        in_library(connection, cast.clinic, "Walk")
        episode = make_episode(connection, cast.mia, TOMORROW)
    by(cast, "Pat", draft_exercise, episode, exercise_version_id=1, prepared=MORE)
    by(cast, "Pat", withdraw_episode, episode)
    table = METADATA.tables["draft"]
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
