"""Prescribing and stopping take effect today or later; what was in force stays in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Category, EpisodeEnd
from tests.cast import Cast, make_child
from tests.factories import in_library, make_episode
from tests.steps import (
    START,
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
from tracker.access.work import writing
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.library.exercises import edit_exercise, prescribable, retire
from tracker.plans.episodes import FURTHEST, end_episode
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import enter_in_error, prescribe, renew, revise, stop, withdraw
from tracker.plans.terms import Terms
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

WEEK = timedelta(days=7)


def prescribed(
    cast: Cast,
    episode: int,
    *,
    exercise: str = "Walk",
    of: Terms | None = None,
    valid_from: date = TODAY,
    valid_to: date | None = None,
) -> int:
    return by(
        cast,
        "Pat",
        prescribe_named,
        episode,
        exercise=exercise,
        category=Category.AEROBIC,
        terms=of or terms(),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def tick(cast: Cast, prescription: int, day: date = TODAY) -> int:
    return by(cast, "Dana", answer, Occurrence(prescription, day), DONE, seen=None).id


def test_a_prescription_is_signed_and_logged(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    new = prescribed(cast, plan.episode, valid_to=TODAY + WEEK)
    stored = row(engine, "prescription", new)
    assert (stored.valid_from, stored.valid_to, stored.replaces_id) == (TODAY, TODAY + WEEK, None)
    assert stored.created_by_id == cast.accounts["Pat"]
    assert changes(engine) == [("prescribe", f"prescription {new}")]


def test_a_prescription_never_starts_in_the_past(cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        prescribed(cast, plan.episode, valid_from=YESTERDAY)
    assert (refused.value.field, refused.value.limits) == ("valid_from", {"today": TODAY})


def test_a_new_item_is_not_missed_on_days_before_it_existed(cast: Cast, plan: Plan) -> None:
    before = figures(cast.mia, as_of=TODAY)
    prescribed(cast, plan.episode, valid_from=TODAY + timedelta(days=3))
    after = figures(cast.mia, as_of=TODAY)
    assert after[:2] == before[:2]
    assert after[2].tally.due - before[2].tally.due == 4


def test_nothing_is_prescribed_beyond_the_episode(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TOMORROW, reason=EpisodeEnd.OTHER)
    with pytest.raises(InvalidInput) as refused:
        prescribed(cast, plan.episode, valid_from=TOMORROW)
    assert (refused.value.field, refused.value.limits) == ("valid_from", {"low": TODAY, "high": TODAY})
    assert prescribed(cast, plan.episode, valid_from=TODAY)


def test_nothing_is_prescribed_in_an_episode_that_is_over(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=EpisodeEnd.OTHER)
    with pytest.raises(Conflict, match="plan_changed"):
        prescribed(cast, plan.episode, valid_from=TODAY)


def test_nothing_is_prescribed_or_stopped_centuries_from_now(cast: Cast, plan: Plan) -> None:
    for refuse in (
        lambda: prescribed(cast, plan.episode, valid_from=TODAY.replace(year=9999)),
        lambda: by(cast, "Pat", stop, plan.prescription, on=TODAY.replace(year=9999), reason="Never"),
    ):
        with pytest.raises(InvalidInput) as refused:
            refuse()
        assert refused.value.limits == {"low": TODAY, "high": TODAY + FURTHEST}


def test_a_prescription_lasts_at_least_a_day(cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput, match="end: before"):
        prescribed(cast, plan.episode, valid_to=TODAY)


def test_instructions_out_of_their_limit_name_it(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        prescribed(cast, plan.episode, of=terms(instructions="x" * 2001))
    assert (refused.value.field, refused.value.limits) == ("instructions", {"limit": 2000, "length": 2001})
    assert changes(engine) == []


def test_the_longest_texts_are_stored_whole(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    new = prescribed(cast, plan.episode, exercise="ä" * 80, of=terms(instructions="→" * 2000))
    assert row(engine, "prescription", new).instructions == "→" * 2000


class TestTheLibrary:
    """What is prescribed is an approved exercise of the child's own clinic, and keeps its words."""

    @pytest.fixture
    def walk(self, engine: sa.Engine, cast: Cast) -> int:
        with engine.begin() as connection:
            return in_library(connection, cast.clinic, "Walk", Category.AEROBIC)

    def prescribe(self, cast: Cast, plan: Plan, version: int) -> int:
        facts = {"exercise_version_id": version, "terms": terms(), "valid_from": TODAY}
        return by(cast, "Pat", prescribe, plan.episode, **facts)  # type: ignore[arg-type]

    def edited(self, cast: Cast, walk: int, *, approve: bool) -> int:
        with writing(cast.tokens["Casey"]) as work:
            entry = next(entry for entry in prescribable(work) if entry.version_id == walk)
            words = replace(entry.words, name="Long walk", steps="Begin slowly.")
            return edit_exercise(work, entry.exercise_id, words, seen=1, approve=approve)

    def test_name_and_category_are_the_librarys(
        self, engine: sa.Engine, cast: Cast, plan: Plan, walk: int
    ) -> None:
        new = row(engine, "prescription", self.prescribe(cast, plan, walk))
        line = row(engine, "line", new.line_id)
        assert (new.exercise_version_id, line.exercise, line.category) == (walk, "Walk", Category.AEROBIC)

    def test_what_nobody_has_approved_is_not_prescribed(self, cast: Cast, plan: Plan, walk: int) -> None:
        draft = self.edited(cast, walk, approve=False)
        with pytest.raises(Conflict, match="not_approved"):
            self.prescribe(cast, plan, draft)
        self.prescribe(cast, plan, walk)

    def test_what_is_out_of_use_is_not_prescribed(self, cast: Cast, plan: Plan, walk: int) -> None:
        kept = self.prescribe(cast, plan, walk)
        with writing(cast.tokens["Casey"]) as work:
            retire(work, 2)
        with pytest.raises(Conflict, match="retired"):
            self.prescribe(cast, plan, walk)
        later = {"terms": terms(30), "valid_from": TOMORROW, "reason": "Stronger"}
        by(cast, "Pat", revise, kept, **later)  # type: ignore[arg-type]

    def test_another_clinics_exercise_is_not_found(self, engine: sa.Engine, cast: Cast, plan: Plan) -> None:
        with engine.begin() as connection:
            foreign = in_library(connection, cast.other_clinic, "Walk")
        for version in (foreign, 0, -1, 999):
            with pytest.raises(NotFound):
                self.prescribe(cast, plan, version)

    def test_a_prescription_keeps_its_words_and_a_revision_takes_the_new_ones(
        self, engine: sa.Engine, cast: Cast, plan: Plan, walk: int
    ) -> None:
        old = self.prescribe(cast, plan, walk)
        edited = self.edited(cast, walk, approve=True)
        later = {"terms": terms(30), "valid_from": TOMORROW, "reason": "Stronger"}
        new = by(cast, "Pat", revise, old, **later)  # type: ignore[arg-type]
        assert row(engine, "prescription", old).exercise_version_id == walk
        assert row(engine, "prescription", new).exercise_version_id == edited
        assert row(engine, "line", row(engine, "prescription", new).line_id).exercise == "Walk"


@pytest.mark.parametrize("episode", [0, -1, 999])
def test_nothing_is_prescribed_in_an_episode_of_nobody(cast: Cast, plan: Plan, episode: int) -> None:
    with pytest.raises(NotFound):
        prescribed(cast, episode)


def test_another_childs_episode_is_not_found(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        theirs = make_episode(connection, make_child(connection, cast.clinic, "Noa"), START)
    with pytest.raises(NotFound):
        prescribed(cast, theirs)


def test_stopping_keeps_the_days_before(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = figures(cast.mia, as_of=TODAY)
    by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Pain-free stairs")
    stored = row(engine, "prescription", plan.prescription)
    assert (stored.valid_to, stored.stop_reason) == (TOMORROW, "Pain-free stairs")
    after = figures(cast.mia, as_of=TODAY)
    assert after[:2] == before[:2]
    assert (after[2].tally.due, after[2].tally.settled) == (1, 0)
    assert changes(engine) == [("stop", f"prescription {plan.prescription}")]


def test_nothing_stops_in_the_past(cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", stop, plan.prescription, on=YESTERDAY, reason="Done")
    assert (refused.value.field, refused.value.limits) == ("end", {"today": TODAY})


def test_what_is_entered_today_stops_tomorrow_at_the_earliest(cast: Cast, plan: Plan) -> None:
    tick(cast, plan.prescription)
    with pytest.raises(Conflict, match="entries"):
        by(cast, "Pat", stop, plan.prescription, on=TODAY, reason="Done")
    by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Done")


def test_what_began_today_is_withdrawn_and_not_stopped(cast: Cast, plan: Plan) -> None:
    new = prescribed(cast, plan.episode)
    with pytest.raises(InvalidInput, match="end: before"):
        by(cast, "Pat", stop, new, on=TODAY, reason="Mistake")


def test_a_stop_only_brings_the_end_nearer(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TODAY + WEEK, reason="Plateau")
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", stop, plan.prescription, on=TODAY + 2 * WEEK, reason="Plateau")
    assert (refused.value.field, refused.value.limits["high"]) == ("end", TODAY + WEEK)
    by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Plateau")
    assert row(engine, "prescription", plan.prescription).valid_to == TOMORROW


def test_a_stop_that_has_come_stands(engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Plateau")
    clock.forward(days=2)
    with pytest.raises(InvalidInput):
        by(cast, "Pat", stop, plan.prescription, on=clock.today, reason="Later")
    with pytest.raises(InvalidInput):
        by(cast, "Pat", revise, plan.prescription, terms=terms(), valid_from=clock.today, reason="Again")
    assert row(engine, "prescription", plan.prescription).valid_to == TOMORROW


@pytest.mark.parametrize(("reason", "problem"), [("", "empty"), ("\t ", "empty"), ("x" * 501, "too_long")])
def test_every_change_needs_a_reason_of_bounded_length(
    engine: sa.Engine, cast: Cast, plan: Plan, reason: str, problem: str
) -> None:
    for change in (
        lambda: by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason=reason),
        lambda: by(cast, "Pat", enter_in_error, plan.prescription, reason=reason),
        lambda: by(cast, "Pat", revise, plan.prescription, terms=terms(), valid_from=TOMORROW, reason=reason),
    ):
        with pytest.raises(InvalidInput) as refused:
            change()
        assert (refused.value.field, refused.value.problem) == ("reason", problem)
    assert changes(engine) == []


class TestRenewing:
    """An exercise that has an end goes on, as a further revision of its line: what was stopped stays stopped."""

    def renew(self, cast: Cast, number: int, first: date, **more: object) -> int:
        facts = {"first": first, "reason": "It helped", **more}
        return by(cast, "Pat", renew, number, **facts)  # type: ignore[arg-type]

    def test_it_goes_on_as_it_was(self, engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> None:
        by(cast, "Pat", stop, plan.prescription, on=TODAY, reason="Enough")
        clock.forward(days=3)
        before = figures(cast.mia, as_of=clock.today - timedelta(days=1))
        new = self.renew(cast, plan.prescription, clock.today, end=clock.today + WEEK)
        old, renewed = row(engine, "prescription", plan.prescription), row(engine, "prescription", new)
        assert (old.valid_to, old.stop_reason) == (TODAY, "Enough")
        assert (renewed.line_id, renewed.replaces_id, renewed.total) == (old.line_id, old.id, old.total)
        assert (renewed.valid_from, renewed.valid_to) == (clock.today, clock.today + WEEK)
        assert renewed.reason == "It helped"
        assert changes(engine)[-1] == ("renew", f"prescription {new}")
        past = figures(cast.mia, as_of=clock.today - timedelta(days=1))
        assert [week.tally.settled for week in past] == [week.tally.settled for week in before]

    def test_before_its_end_it_is_set_to_go_on_after_it(
        self, engine: sa.Engine, cast: Cast, plan: Plan
    ) -> None:
        by(cast, "Pat", stop, plan.prescription, on=TODAY + WEEK, reason="Holidays")
        with pytest.raises(InvalidInput, match="valid_from: before"):
            self.renew(cast, plan.prescription, TODAY + WEEK - timedelta(days=1))
        new = self.renew(cast, plan.prescription, TODAY + WEEK)
        assert row(engine, "prescription", new).valid_to is None

    def test_what_has_no_end_is_not_renewed(self, cast: Cast, plan: Plan) -> None:
        with pytest.raises(Conflict, match="no_end"):
            self.renew(cast, plan.prescription, TOMORROW)

    def test_it_goes_on_today_or_later_with_a_reason_and_for_a_day_at_least(
        self, engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
    ) -> None:
        by(cast, "Pat", stop, plan.prescription, on=TODAY, reason="Enough")
        clock.forward(days=2)
        for facts, problem in (
            ({"first": TODAY}, "valid_from: before_today"),
            ({"first": clock.today, "reason": " "}, "reason: empty"),
            ({"first": clock.today, "end": clock.today}, "end: before"),
        ):
            with pytest.raises(InvalidInput, match=problem):
                self.renew(cast, plan.prescription, **facts)
        assert changes(engine)[-1][0] == "stop"

    @pytest.mark.parametrize("revised", [False, True])
    def test_a_renewal_taken_back_leaves_what_was_stopped_stopped(
        self, engine: sa.Engine, cast: Cast, plan: Plan, revised: bool
    ) -> None:
        by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Enough")
        last = self.renew(cast, plan.prescription, TOMORROW)
        if revised:
            later = {"terms": terms(30), "valid_from": TOMORROW, "reason": "Stronger"}
            last = by(cast, "Pat", revise, last, **later)  # type: ignore[arg-type]
        by(cast, "Pat", withdraw, last)
        assert row(engine, "prescription", plan.prescription).valid_to == TOMORROW
        [line] = by(cast, "Dana", plan_of).lines
        assert line.end == TOMORROW

    def test_an_end_set_anew_is_not_signed_by_whoever_stopped_it_before(self, cast: Cast, plan: Plan) -> None:
        by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="A sore knee")
        self.renew(cast, plan.prescription, TOMORROW, end=TOMORROW + WEEK)
        [line] = by(cast, "Dana", plan_of).lines
        assert (line.end, line.stopped) == (TOMORROW + WEEK, None)
