"""An excuse is the clinic's: a family neither takes one back nor makes one."""

import pytest
import sqlalchemy as sa

from db.vocabulary import CompletionState
from tests.cast import Cast
from tests.steps import TODAY, Plan, by, row
from tracker.errors import NotPermitted
from tracker.record.completions import DONE, Answer, answer, clear, undo
from tracker.record.occurrence import Occurrence


def test_a_family_neither_takes_an_excuse_back_nor_makes_one_by_undoing(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    occurrence = Occurrence(plan.prescription, TODAY)
    excused = by(cast, "Pat", answer, occurrence, Answer(CompletionState.EXCUSED), seen=None).id
    for undone in (clear, undo):
        with pytest.raises(NotPermitted):
            by(cast, "Dana", undone, excused)
    ticked = by(cast, "Dana", answer, occurrence, DONE, seen=excused).id
    with pytest.raises(NotPermitted):
        by(cast, "Dana", undo, ticked)
    assert row(engine, "completion", ticked).withdrawn_at is None
    by(cast, "Pat", undo, ticked)
    by(cast, "Pat", clear, max(excused, ticked) + 1)
