"""A week from paper: all of it in one transaction, nothing of anybody else's is lost, and whose word it is."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import Completion
from db.vocabulary import CompletionState, Reporter
from tests.cast import Cast
from tests.factories import make_prescription
from tests.steps import START, TODAY, YESTERDAY, Plan, by, figures
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.plans.schedule import per_week
from tracker.record import paper_week
from tracker.record.completions import DONE, Answer, answer
from tracker.record.occurrence import Occurrence
from tracker.record.paper_week import Typed, type_in

LONG_AGO = TODAY - timedelta(days=9)
PARTLY = Answer(CompletionState.PARTLY, amount=4)
completion = table_of(Completion)


def live(engine: sa.Engine) -> list[tuple[date, str, str, str]]:
    query = (
        sa.select(completion).where(completion.c.withdrawn_at.is_(None)).order_by(completion.c.performed_on)
    )
    with engine.connect() as connection:
        rows = connection.execute(query)
        return [(row.performed_on, row.state, row.reporter, row.late_reason) for row in rows]


def every(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(sa.select(completion)).all())


def on(plan: Plan, *days: date) -> list[Occurrence]:
    return [Occurrence(plan.prescription, day) for day in days]


def test_what_is_ticked_is_done(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    assert by(cast, "Dana", type_in, on(plan, TODAY, YESTERDAY)) == Typed(new=2)
    assert live(engine) == [(YESTERDAY, "done", "parent", ""), (TODAY, "done", "parent", "")]
    assert by(cast, "Dana", type_in, on(plan, TODAY, YESTERDAY)) == Typed(new=0)
    assert every(engine) == 2


def test_an_entry_made_meanwhile_is_kept_and_named_and_the_rest_is_saved(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    by(cast, "Ben", answer, Occurrence(plan.prescription, YESTERDAY), PARTLY, seen=None)
    typed = by(cast, "Dana", type_in, on(plan, TODAY, YESTERDAY))
    assert typed == Typed(new=1, kept=tuple(on(plan, YESTERDAY)))
    assert [row[1] for row in live(engine)] == ["partly", "done"]


def test_a_tick_that_is_taken_away_takes_the_entry_back(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    (where,) = on(plan, TODAY)
    seen = by(cast, "Dana", answer, where, DONE, seen=None).id
    assert by(cast, "Dana", type_in, [], undone=[(where, seen)]) == Typed(taken_back=1)
    assert live(engine) == []
    assert by(cast, "Dana", type_in, [], undone=[(where, seen)]) == Typed()


def test_what_replaced_the_entry_that_was_seen_stays(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    (where,) = on(plan, TODAY)
    seen = by(cast, "Dana", answer, where, DONE, seen=None).id
    by(cast, "Ben", answer, where, PARTLY, seen=seen)
    assert by(cast, "Dana", type_in, [], undone=[(where, seen)]) == Typed(kept=(where,))
    assert [row[1] for row in live(engine)] == ["partly"]


def test_a_family_has_its_open_days_only_and_nothing_is_saved_by_half(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Dana", type_in, on(plan, TODAY, LONG_AGO), late_reason="from paper")
    assert (refused.value.field, refused.value.problem) == ("day", "past_limit")
    with pytest.raises(InvalidInput):
        by(cast, "Pat", type_in, on(plan, TODAY, TODAY + timedelta(days=1)))
    assert every(engine) == 0


def test_a_clinician_enters_older_days_with_one_reason_and_it_is_the_clinic_s_word(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    days = on(plan, TODAY, LONG_AGO, LONG_AGO + timedelta(days=1))
    with pytest.raises(InvalidInput, match="late_reason"):
        by(cast, "Pat", type_in, days)
    assert every(engine) == 0
    assert by(cast, "Pat", type_in, days, late_reason="from paper").new == 3
    clinic = Reporter.CLINICIAN
    assert [(row[2], row[3]) for row in live(engine)] == [
        (clinic, "from paper"),
        (clinic, "from paper"),
        (clinic, ""),
    ]
    week = figures(cast.mia, as_of=TODAY)[0]
    assert (week.tally.full, week.tally.due) == (2, 7)


def test_a_weekly_count_takes_one_a_day_on_any_day(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        swim = make_prescription(connection, cast.mia, plan.episode, START, name="Swim", schedule=per_week(3))
    days = [Occurrence(swim, TODAY), Occurrence(swim, YESTERDAY)]
    assert by(cast, "Dana", type_in, days).new == 2
    with pytest.raises(InvalidInput, match="slot"):
        by(cast, "Dana", type_in, [Occurrence(swim, TODAY, 2)])


def test_a_plan_that_changed_meanwhile_saves_nothing(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        over = make_prescription(connection, cast.mia, plan.episode, START, name="Over", valid_to=TODAY)
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Dana", type_in, [*on(plan, TODAY), Occurrence(over, TODAY)])
    assert every(engine) == 0


def test_more_than_a_week_can_hold_is_refused(
    cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_week, "MOST_AT_ONCE", 1)
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Dana", type_in, on(plan, TODAY, YESTERDAY))
    assert refused.value.limits == {"limit": 1, "n": 2}


def test_who_may_only_see_and_who_has_no_link_type_in_nothing(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    for who, error in (("Casey", NotPermitted), ("Sam", NotFound), ("Ada", NotFound), ("Iris", NotFound)):
        with pytest.raises(error):
            by(cast, who, type_in, on(plan, TODAY))
    assert every(engine) == 0
