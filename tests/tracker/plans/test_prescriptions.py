"""Prescribing and stopping take effect today or later; what was in force stays in force."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Category, EpisodeEnd
from tests.cast import Cast, make_child
from tests.factories import make_episode
from tests.steps import START, TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, changes, figures, row, terms
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST, end_episode
from tracker.plans.prescriptions import enter_in_error, prescribe, revise, stop
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
        prescribe,
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


@pytest.mark.parametrize(
    ("name", "instructions", "field", "limits"),
    [
        ("", "", "name", {}),
        (" \0 ", "", "name", {}),
        ("x" * 81, "", "name", {"limit": 80, "length": 81}),
        ("Walk", "x" * 2001, "instructions", {"limit": 2000, "length": 2001}),
    ],
)
def test_a_text_out_of_its_limits_names_field_and_limit(
    engine: sa.Engine,
    cast: Cast,
    plan: Plan,
    name: str,
    instructions: str,
    field: str,
    limits: dict[str, int],
) -> None:
    with pytest.raises(InvalidInput) as refused:
        prescribed(cast, plan.episode, exercise=name, of=terms(instructions=instructions))
    assert (refused.value.field, refused.value.limits) == (field, limits)
    assert changes(engine) == []


def test_the_longest_texts_are_stored_whole(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    new = prescribed(cast, plan.episode, exercise="ä" * 80, of=terms(instructions="→" * 2000))
    assert row(engine, "prescription", new).instructions == "→" * 2000


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
