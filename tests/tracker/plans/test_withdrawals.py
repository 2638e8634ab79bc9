"""Only what has not begun can be withdrawn, and its days go back to the revision before."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import TODAY, TOMORROW, Clock, Plan, by, changes, figures, row, terms
from tracker.errors import Conflict
from tracker.plans.prescriptions import earliest_start, revise, withdraw
from tracker.plans.schedule import Schedule, on_weekdays
from tracker.record.completions import DONE, answer, undo
from tracker.record.occurrence import Occurrence

WEEK = timedelta(days=7)


def revised(cast: Cast, prescription: int, on: date, schedule: Schedule | None = None) -> int:
    new = terms(schedule=schedule)
    return by(cast, "Pat", revise, prescription, terms=new, valid_from=on, reason="Stronger")


def test_withdrawing_reopens_the_predecessor(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = figures(cast.mia, as_of=TODAY)
    new = revised(cast, plan.prescription, TOMORROW, on_weekdays([0]))
    assert figures(cast.mia, as_of=TODAY) != before
    by(cast, "Pat", withdraw, new)
    assert figures(cast.mia, as_of=TODAY) == before
    assert row(engine, "prescription", plan.prescription).valid_to is None
    assert row(engine, "prescription", new).withdrawn_by_id == cast.accounts["Pat"]
    assert changes(engine)[-1] == ("withdraw", f"prescription {new}")


def test_withdrawing_gives_the_days_to_the_last_one_that_counts(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    second = revised(cast, revised(cast, plan.prescription, TOMORROW), TOMORROW)
    by(cast, "Pat", withdraw, second)
    assert row(engine, "prescription", plan.prescription).valid_to is None
    assert figures(cast.mia, as_of=TODAY)[2].tally.due == 7


def test_one_between_two_others_leaves_no_gap(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    middle = revised(cast, plan.prescription, TOMORROW)
    last = revised(cast, middle, TODAY + WEEK)
    by(cast, "Pat", withdraw, middle)
    assert row(engine, "prescription", plan.prescription).valid_to == TODAY + WEEK
    by(cast, "Pat", withdraw, last)
    assert row(engine, "prescription", plan.prescription).valid_to is None


def test_an_untouched_first_day_may_still_be_withdrawn(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    new = revised(cast, plan.prescription, TODAY)
    by(cast, "Pat", withdraw, new)
    assert row(engine, "prescription", plan.prescription).valid_to is None


def test_what_has_started_is_not_withdrawn(engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock) -> None:
    new = revised(cast, plan.prescription, TODAY)
    clock.forward(days=1)
    for begun in (plan.prescription, new):
        with pytest.raises(Conflict, match="started"):
            by(cast, "Pat", withdraw, begun)
    assert row(engine, "prescription", new).withdrawn_at is None


def test_what_has_an_entry_is_not_withdrawn(cast: Cast, plan: Plan) -> None:
    new = revised(cast, plan.prescription, TODAY)
    entry = by(cast, "Dana", answer, Occurrence(new, TODAY), DONE, seen=None)
    with pytest.raises(Conflict, match="started"):
        by(cast, "Pat", withdraw, new)
    by(cast, "Dana", undo, entry.id)
    by(cast, "Pat", withdraw, new)


def test_nothing_is_withdrawn_twice(cast: Cast, plan: Plan) -> None:
    new = revised(cast, plan.prescription, TOMORROW)
    by(cast, "Pat", withdraw, new)
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", withdraw, new)
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", earliest_start, new)
