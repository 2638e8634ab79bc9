"""A revision closes the old row and opens a new one, from today on, and only at the end of its line."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import EpisodeEnd
from tests.cast import Cast
from tests.factories import make_prescription
from tests.steps import START, TODAY, TOMORROW, YESTERDAY, Plan, by, changes, figures, row, terms
from tracker.errors import Conflict, InvalidInput
from tracker.plans.episodes import end_episode
from tracker.plans.prescriptions import earliest_start, revise, stop
from tracker.plans.schedule import Schedule
from tracker.record.completions import DONE, answer, undo
from tracker.record.occurrence import Occurrence

WEEK = timedelta(days=7)


def revised(cast: Cast, prescription: int, valid_from: date = TODAY, schedule: Schedule | None = None) -> int:
    return by(
        cast,
        "Pat",
        revise,
        prescription,
        terms=terms(schedule=schedule),
        valid_from=valid_from,
        reason="Stronger",
    )


def tick(cast: Cast, prescription: int, day: date = TODAY) -> int:
    return by(cast, "Dana", answer, Occurrence(prescription, day), DONE, seen=None).id


def test_a_revision_closes_the_old_row_and_names_it(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    new = revised(cast, plan.prescription, TOMORROW)
    old, stored = row(engine, "prescription", plan.prescription), row(engine, "prescription", new)
    assert (old.valid_from, old.valid_to, old.total, old.withdrawn_at) == (START, TOMORROW, 10, None)
    assert (stored.valid_from, stored.valid_to, stored.total) == (TOMORROW, None, 20)
    assert (stored.replaces_id, stored.reason, stored.line_id) == (old.id, "Stronger", old.line_id)
    assert stored.created_by_id == cast.accounts["Pat"]
    assert changes(engine) == [("revise", f"prescription {new}")]


def test_a_raised_goal_does_not_score_the_past_again(cast: Cast, plan: Plan) -> None:
    for back in (1, 2):
        tick(cast, plan.prescription, TODAY - timedelta(days=back))
    before = figures(cast.mia, as_of=TODAY)
    revised(cast, plan.prescription, schedule=Schedule(times_per_day=3))
    after = figures(cast.mia, as_of=TODAY)
    assert after[:2] == before[:2]
    assert after[1].tally.credit == 2
    assert after[2].tally.due == 21


def test_a_revision_never_starts_in_the_past(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        revised(cast, plan.prescription, YESTERDAY)
    assert (refused.value.field, refused.value.limits) == ("valid_from", {"today": TODAY})
    assert row(engine, "prescription", plan.prescription).valid_to is None


def test_a_revision_starts_today_if_nothing_is_entered_today(cast: Cast, plan: Plan) -> None:
    tick(cast, plan.prescription, YESTERDAY)
    assert by(cast, "Pat", earliest_start, plan.prescription) == TODAY
    assert revised(cast, plan.prescription, TODAY)


def test_otherwise_it_starts_tomorrow(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    tick(cast, plan.prescription)
    assert by(cast, "Pat", earliest_start, plan.prescription) == TOMORROW
    with pytest.raises(Conflict, match="entries"):
        revised(cast, plan.prescription, TODAY)
    assert row(engine, "prescription", plan.prescription).valid_to is None
    assert revised(cast, plan.prescription, TOMORROW)


def test_an_entry_taken_back_frees_the_day(cast: Cast, plan: Plan) -> None:
    by(cast, "Dana", undo, tick(cast, plan.prescription))
    assert by(cast, "Pat", earliest_start, plan.prescription) == TODAY
    assert revised(cast, plan.prescription, TODAY)


def test_another_exercise_of_today_holds_nothing_up(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        other = make_prescription(connection, cast.mia, plan.episode, START, name="Walk")
    tick(cast, other)
    assert revised(cast, plan.prescription, TODAY)


def test_an_entry_of_today_counts_for_the_whole_line(cast: Cast, plan: Plan) -> None:
    """It points at the old revision, and would be left without one if the new one began today."""
    tick(cast, plan.prescription)
    later = revised(cast, plan.prescription, TOMORROW)
    assert by(cast, "Pat", earliest_start, later) == TOMORROW


def test_only_the_last_revision_of_a_line_is_changed(cast: Cast, plan: Plan) -> None:
    revised(cast, plan.prescription, TODAY + WEEK)
    with pytest.raises(Conflict, match="revised_later"):
        revised(cast, plan.prescription, TOMORROW)
    with pytest.raises(Conflict, match="revised_later"):
        by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Enough")


def test_a_revision_to_come_is_not_moved_before_its_start(cast: Cast, plan: Plan) -> None:
    later = revised(cast, plan.prescription, TODAY + WEEK)
    with pytest.raises(InvalidInput, match="valid_from: before"):
        revised(cast, later, TOMORROW)


def test_a_revision_on_the_same_first_day_withdraws_the_one_before(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    first = revised(cast, plan.prescription, TOMORROW)
    second = revised(cast, first, TOMORROW)
    stored = row(engine, "prescription", first)
    assert (stored.withdrawn_by_id, stored.valid_from, stored.valid_to) == (
        cast.accounts["Pat"],
        TOMORROW,
        None,
    )
    assert row(engine, "prescription", second).replaces_id == first
    assert figures(cast.mia, as_of=TODAY)[2].tally.due == 7


def test_a_revision_keeps_the_end_that_was_set(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TODAY + WEEK, reason="Review")
    new = revised(cast, plan.prescription, TOMORROW)
    assert row(engine, "prescription", new).valid_to == TODAY + WEEK
    with pytest.raises(InvalidInput) as refused:
        revised(cast, new, TODAY + WEEK)
    assert (refused.value.field, refused.value.limits["high"]) == ("valid_from", TODAY + WEEK - timedelta(1))


def test_nothing_is_revised_beyond_the_episode(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TOMORROW, reason=EpisodeEnd.OTHER)
    with pytest.raises(InvalidInput) as refused:
        revised(cast, plan.prescription, TOMORROW)
    assert (refused.value.field, refused.value.limits) == ("valid_from", {"low": TODAY, "high": TODAY})
    assert revised(cast, plan.prescription, TODAY)
