"""Two therapists change the same exercise: the second is told what, and nothing is saved over it unawares."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind
from tests.at_once import together
from tests.cast import Cast, link
from tests.steps import TODAY, TOMORROW, Plan, by, row, terms
from tests.tracker.plans.colleague import let_lee_prescribe
from tracker.access.work import reading
from tracker.errors import Conflict
from tracker.plans.news import Event, News, Stand, news_of, stand_of
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import enter_in_error, revise, stop, withdraw
from tracker.plans.shown import LineShown, Signed

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def two_therapists(engine: sa.Engine, cast: Cast) -> None:
    let_lee_prescribe(engine, cast)


def line_of(cast: Cast) -> LineShown:
    with reading(cast.tokens["Pat"]) as work:
        (line,) = plan_of(work, cast.mia).lines
    return line


def seen(cast: Cast) -> Stand:
    stand = stand_of(line_of(cast))
    assert stand is not None
    return stand


def news(cast: Cast, since: Stand) -> tuple[News, ...]:
    return news_of(line_of(cast), since)


def revised(cast: Cast, who: str, since: Stand, on: date, total: float = 20) -> int:
    return by(
        cast,
        who,
        revise,
        since.prescription_id,
        terms=terms(total),
        valid_from=on,
        reason=f"{who} says so",
        seen=since.seen,
    )


def stopped(cast: Cast, who: str, since: Stand, on: date) -> None:
    by(cast, who, stop, since.prescription_id, on=on, reason=f"{who} says so", seen=since.seen)


def test_where_nobody_was_there_is_no_news(cast: Cast, plan: Plan) -> None:
    assert news(cast, seen(cast)) == ()


def test_what_was_withdrawn_before_is_no_news(cast: Cast, plan: Plan) -> None:
    by(cast, "Lee", withdraw, revised(cast, "Lee", seen(cast), TOMORROW))
    assert news(cast, seen(cast)) == ()


def test_what_came_and_went_meanwhile_is_told_in_order(cast: Cast, plan: Plan) -> None:
    before = seen(cast)
    by(cast, "Lee", withdraw, revised(cast, "Lee", before, TOMORROW))
    assert [each.event for each in news(cast, before)] == [Event.REVISED, Event.WITHDRAWN]
    assert revised(cast, "Pat", before, TOMORROW)


@pytest.mark.parametrize("on", [TODAY, TOMORROW])
def test_a_colleagues_revision_is_told_and_the_next_attempt_goes_on_top(
    engine: sa.Engine, cast: Cast, plan: Plan, on: date
) -> None:
    before = seen(cast)
    theirs = revised(cast, "Lee", before, on, total=15)
    with pytest.raises(Conflict, match="plan_changed"):
        revised(cast, "Pat", before, TOMORROW)
    (told,) = news(cast, before)
    assert (told.event, told.signed, told.first) == (
        Event.REVISED,
        Signed("Lee", TODAY, "Lee says so"),
        on,
    )
    assert told.before is not None
    assert told.after is not None
    assert (told.before.dose.total, told.after.dose.total) == (10, 15)
    mine = revised(cast, "Pat", seen(cast), TOMORROW)
    assert row(engine, "prescription", mine).replaces_id == theirs


def test_several_changes_are_told_in_order(cast: Cast, plan: Plan) -> None:
    before = seen(cast)
    revised(cast, "Lee", before, TODAY, total=15)
    revised(cast, "Lee", seen(cast), TOMORROW, total=18)
    stopped(cast, "Lee", seen(cast), TODAY + WEEK)
    told = news(cast, before)
    assert [(each.event, each.first) for each in told] == [
        (Event.REVISED, TODAY),
        (Event.REVISED, TOMORROW),
        (Event.STOPPED, TODAY + WEEK),
    ]
    assert [each.before.dose.total for each in told if each.before] == [10, 15, 18]


def test_a_stop_is_told_although_the_revision_is_still_the_same(cast: Cast, plan: Plan) -> None:
    before = seen(cast)
    stopped(cast, "Lee", before, TODAY + WEEK)
    for attempt in (
        lambda: revised(cast, "Pat", before, TOMORROW),
        lambda: stopped(cast, "Pat", before, TOMORROW),
    ):
        with pytest.raises(Conflict, match="plan_changed"):
            attempt()
    (told,) = news(cast, before)
    assert (told.event, told.first, told.signed) == (
        Event.STOPPED,
        TODAY + WEEK,
        Signed("Lee", TODAY, "Lee says so"),
    )
    stopped(cast, "Pat", seen(cast), TOMORROW)
    assert line_of(cast).end == TOMORROW


def test_a_withdrawal_is_told(cast: Cast, plan: Plan) -> None:
    planned = revised(cast, "Pat", seen(cast), TODAY + WEEK)
    before = seen(cast)
    by(cast, "Lee", withdraw, planned, seen=before.seen)
    with pytest.raises(Conflict, match="plan_changed"):
        revised(cast, "Pat", before, TODAY + WEEK, total=30)
    (told,) = news(cast, before)
    assert (told.event, told.first, told.signed.by) == (Event.WITHDRAWN, TODAY + WEEK, "Lee")
    assert seen(cast).prescription_id == plan.prescription


def test_a_planned_change_that_was_changed_is_told_to_whoever_withdraws_it(cast: Cast, plan: Plan) -> None:
    planned = revised(cast, "Pat", seen(cast), TODAY + WEEK)
    before = seen(cast)
    revised(cast, "Lee", before, TODAY + WEEK, total=25)
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", withdraw, planned, seen=before.seen)
    assert [each.event for each in news(cast, before)] == [Event.REVISED]
    now = seen(cast)
    by(cast, "Pat", withdraw, now.prescription_id, seen=now.seen)
    assert line_of(cast).to_come == ()


def test_a_stop_of_what_is_planned_is_told_to_whoever_withdraws_it(cast: Cast, plan: Plan) -> None:
    planned = revised(cast, "Pat", seen(cast), TOMORROW)
    before = seen(cast)
    stopped(cast, "Lee", before, TODAY + WEEK)
    with pytest.raises(Conflict, match="plan_changed"):
        by(cast, "Pat", withdraw, planned, seen=before.seen)


def test_entered_in_error_is_told(cast: Cast, plan: Plan) -> None:
    before = seen(cast)
    by(cast, "Lee", enter_in_error, plan.prescription, reason="Wrong child")
    with pytest.raises(Conflict, match="plan_changed"):
        revised(cast, "Pat", before, TOMORROW)
    (told,) = news(cast, before)
    assert (told.event, told.signed) == (Event.CORRECTED, Signed("Lee", TODAY, "Wrong child"))
    assert stand_of(line_of(cast)) is None


def test_an_end_that_was_there_before_is_no_news(cast: Cast, plan: Plan) -> None:
    stopped(cast, "Lee", seen(cast), TODAY + WEEK)
    before = seen(cast)
    assert news(cast, before) == ()
    revised(cast, "Lee", before, TOMORROW)
    assert [each.event for each in news(cast, before)] == [Event.REVISED]


def test_of_two_at_the_same_moment_one_is_saved_and_the_other_told(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'clinician' WHERE name IN ('Dana', 'Ben')")
        for who in ("Dana", "Ben"):
            kind = RelationshipKind.PHYSICAL_THERAPIST
            link(connection, cast.clinic, cast.accounts[who], cast.mia, kind, Level.PRESCRIBE)
    before = seen(cast)
    got = together(1, lambda who, _round: revised(cast, who, before, TOMORROW), ("Dana", "Ben"))
    results = [result for each in got.values() for result in each]
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "int"]
    assert len(line_of(cast).to_come) == 1
