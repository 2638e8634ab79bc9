"""A prescription entered in error leaves every figure; its row and its entries stay."""

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import TODAY, TOMORROW, Plan, by, figures, row, terms
from tracker.errors import Conflict
from tracker.plans.prescriptions import enter_in_error, revise, stop
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence


def test_entered_in_error_leaves_every_figure_and_keeps_its_rows(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    entry = by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)
    by(cast, "Pat", enter_in_error, plan.prescription, reason="Meant for another child")
    assert [week.tally.due for week in figures(cast.mia, as_of=TODAY)] == [0, 0, 0]
    stored = row(engine, "prescription", plan.prescription)
    assert (stored.entered_in_error_by_id, stored.entered_in_error_reason, stored.withdrawn_at) == (
        cast.accounts["Pat"],
        "Meant for another child",
        None,
    )
    assert row(engine, "completion", entry.id).withdrawn_at is None


def test_one_entered_in_error_is_not_changed_again(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", enter_in_error, plan.prescription, reason="Twice")
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", enter_in_error, plan.prescription, reason="Twice")
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Twice")
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", revise, plan.prescription, terms=terms(), valid_from=TOMORROW, reason="Twice")
