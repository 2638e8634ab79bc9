"""What became of a visit: who may say it, from when on, and of two people at once what stands."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.vocabulary import CancelReason, SeriesVisibility, VisitOutcome
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import TODAY, Clock, by, changes
from tests.tracker.visits.planned import COUNSELING, MON, PT, WED, live_visits, marks, planned_by, series_plan
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.visits.marking import mark_visit, unmark_visit

ATTENDED, NO_SHOW, BY_FAMILY, BY_CLINIC, MOVED = VisitOutcome
ONLY, TEAM, ALL = SeriesVisibility


@pytest.fixture
def visits(engine: sa.Engine, cast: Cast, clock: Clock) -> list[int]:
    """Today's visit of physical therapy, and Wednesday's."""
    return [row.id for row in live_visits(engine, planned_by(cast, "Pat", series_plan(PT, {MON, WED})))]


def test_two_who_say_the_same_are_both_right(engine: sa.Engine, cast: Cast, visits: list[int]) -> None:
    today, _ = visits
    first = by(cast, "Pat", mark_visit, today, ATTENDED, seen=None)
    second = by(cast, "Lee", mark_visit, today, ATTENDED, seen=None)
    assert (first.is_new, second.is_new, first.id == second.id) == (True, False, True)
    assert marks(engine, today) == [("attended", True)]
    assert [what for what, _ in changes(engine)] == ["plan_series", "mark_visit"]


@pytest.mark.parametrize("stands", [ATTENDED, NO_SHOW, BY_FAMILY, BY_CLINIC])
def test_who_says_something_else_is_told_what_stands(
    engine: sa.Engine, cast: Cast, visits: list[int], stands: VisitOutcome
) -> None:
    today, _ = visits
    reason = CancelReason.ILL if stands in {BY_FAMILY, BY_CLINIC} else None
    first = by(cast, "Pat", mark_visit, today, stands, seen=None, reason=reason)
    other = NO_SHOW if stands is ATTENDED else ATTENDED
    with pytest.raises(Conflict) as refused:
        by(cast, "Lee", mark_visit, today, other, seen=None)
    assert (refused.value.what, refused.value.limits) == ("visit_marked", {"stands": stands})
    assert marks(engine, today) == [(str(stands), True)]
    by(cast, "Lee", mark_visit, today, other, seen=first.id)
    assert marks(engine, today) == [(str(stands), False), (str(other), True)]


def test_another_reason_is_another_mark(engine: sa.Engine, cast: Cast, visits: list[int]) -> None:
    today, _ = visits
    first = by(cast, "Pat", mark_visit, today, BY_FAMILY, seen=None, reason=CancelReason.ILL)
    by(cast, "Pat", mark_visit, today, BY_FAMILY, seen=first.id, reason=CancelReason.SCHOOL)
    assert marks(engine, today) == [("cancelled_by_family", False), ("cancelled_by_family", True)]


def test_a_mark_is_taken_back_once(engine: sa.Engine, cast: Cast, visits: list[int]) -> None:
    today, _ = visits
    first = by(cast, "Pat", mark_visit, today, ATTENDED, seen=None)
    by(cast, "Lee", unmark_visit, today, seen=first.id)
    by(cast, "Pat", unmark_visit, today, seen=first.id)
    assert marks(engine, today) == [("attended", False)]
    second = by(cast, "Lee", mark_visit, today, NO_SHOW, seen=None)
    with pytest.raises(Conflict) as refused:
        by(cast, "Pat", unmark_visit, today, seen=first.id)
    assert refused.value.limits == {"stands": NO_SHOW}
    assert second.is_new


def test_attended_is_said_from_the_day_on_and_cancelled_at_any_time(
    engine: sa.Engine, cast: Cast, clock: Clock, visits: list[int]
) -> None:
    _, wednesday = visits
    # One minute to midnight in New York, on Tuesday; in London it is Wednesday already.
    clock.moment = datetime(2025, 3, 5, 4, 59, tzinfo=UTC)
    for outcome in (ATTENDED, NO_SHOW):
        with pytest.raises(InvalidInput) as refused:
            by(cast, "Pat", mark_visit, wednesday, outcome, seen=None)
        assert (refused.value.problem, refused.value.limits["day"]) == (
            "visit_to_come",
            TODAY + timedelta(days=2),
        )
    mark = by(cast, "Pat", mark_visit, wednesday, BY_CLINIC, seen=None, reason=CancelReason.ILL)
    clock.forward(minutes=1)
    by(cast, "Pat", mark_visit, wednesday, ATTENDED, seen=mark.id)


@pytest.mark.parametrize(
    ("outcome", "reason", "field"),
    [
        (BY_FAMILY, None, "cancel_reason"),
        (BY_CLINIC, None, "cancel_reason"),
        (ATTENDED, CancelReason.OTHER, "cancel_reason"),
        (NO_SHOW, CancelReason.ILL, "cancel_reason"),
        (MOVED, None, "outcome"),
    ],
)
def test_a_cancelled_visit_has_a_reason_and_no_other_has_one(
    engine: sa.Engine,
    cast: Cast,
    visits: list[int],
    outcome: VisitOutcome,
    reason: CancelReason | None,
    field: str,
) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", mark_visit, visits[0], outcome, seen=None, reason=reason)
    assert refused.value.field == field
    assert rows_of(engine) == before


def test_families_and_the_counselor_mark_no_therapy(engine: sa.Engine, cast: Cast, visits: list[int]) -> None:
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Ben", "Casey"):
        with pytest.raises(NotPermitted):
            by(cast, who, mark_visit, visits[0], ATTENDED, seen=None)
    for who in ("Sam", "Ada", "Iris"):
        with pytest.raises(NotFound):
            by(cast, who, mark_visit, visits[0], ATTENDED, seen=None)
    assert rows_of(engine) == before


def test_counseling_is_marked_by_whoever_of_the_team_may_know_of_it(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    plan = series_plan(COUNSELING, {MON})
    for visibility, others in ((ONLY, NotFound), (TEAM, None), (ALL, None)):
        [visit] = live_visits(engine, planned_by(cast, "Casey", plan, visibility))
        mark = partial(mark_visit, outcome=ATTENDED, seen=None)
        for who in ("Dana", "Mia"):
            expected = NotPermitted if (who, visibility) == ("Dana", ALL) else NotFound
            with pytest.raises(expected):
                by(cast, who, mark, visit.id)
        if others is None:
            by(cast, "Pat", mark, visit.id)
        else:
            with pytest.raises(others):
                by(cast, "Pat", mark, visit.id)
        by(cast, "Casey", mark, visit.id)
    words = [what for what, _ in changes(engine)]
    assert words == ["keep_counseling"] * 4 + ["plan_series", "mark_visit"]
