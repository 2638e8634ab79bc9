"""Two colleagues in the same moment: a visit has one live mark, and whoever was second reads what stands."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import VisitOutcome
from tests.at_once import together
from tests.cast import Cast
from tests.steps import TODAY, Clock, by, row
from tests.tracker.visits.planned import MON, PT, live_visits, planned_by, series_plan
from tracker.errors import Conflict
from tracker.visits.marking import Marked, mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.series import end_series

ROUNDS = 12
ATTENDED, NO_SHOW, *_ = VisitOutcome


@pytest.fixture
def visits(engine: sa.Engine, cast: Cast, clock: Clock) -> list[int]:
    """Visits of the past weeks."""
    first = TODAY - timedelta(days=7 * ROUNDS)
    series = planned_by(cast, "Pat", series_plan(PT, {MON}, first=first, weeks=ROUNDS))
    return [visit.id for visit in live_visits(engine, series)]


def both(act: Callable[[str, int], object]) -> list[tuple[object, object]]:
    """Give what Pat and what Lee got each time."""
    got = together(ROUNDS, act, ("Pat", "Lee"))
    return list(zip(got["Pat"], got["Lee"], strict=True))


def live_marks(engine: sa.Engine) -> dict[int, list[str]]:
    record = METADATA.tables["visit_record"]
    query = sa.select(record).where(record.c.withdrawn_at.is_(None)).order_by(record.c.visit_id)
    found: dict[int, list[str]] = {}
    with engine.connect() as connection:
        for each in connection.execute(query):
            found.setdefault(each.visit_id, []).append(str(each.outcome))
    return found


def test_the_same_mark_is_one_mark(engine: sa.Engine, cast: Cast, visits: list[int]) -> None:
    got = both(lambda who, n: by(cast, who, mark_visit, visits[n], ATTENDED, seen=None))
    for pair in got:
        assert all(isinstance(each, Marked) for each in pair), pair
        assert len({each.id for each in pair if isinstance(each, Marked)}) == 1
        assert [each.is_new for each in pair if isinstance(each, Marked)].count(True) == 1
    assert live_marks(engine) == {visit: ["attended"] for visit in visits}


def test_of_two_marks_the_first_stands_and_the_second_is_told(
    engine: sa.Engine, cast: Cast, visits: list[int]
) -> None:
    says = {"Pat": ATTENDED, "Lee": NO_SHOW}
    got = both(lambda who, n: by(cast, who, mark_visit, visits[n], says[who], seen=None))
    for visit, pair in zip(visits, got, strict=True):
        [told] = [each for each in pair if isinstance(each, Conflict)]
        assert (told.what, [str(told.limits["stands"])]) == ("visit_marked", live_marks(engine)[visit])


def test_a_visit_is_moved_once(engine: sa.Engine, cast: Cast, visits: list[int]) -> None:
    days = {"Pat": 1, "Lee": 2}

    def move(who: str, number: int) -> int:
        day = TODAY - timedelta(days=7 * (ROUNDS - number) - days[who])
        return by(cast, who, move_visit, visits[number], day=day, begins_at=time(9), seen=None)

    for pair in both(move):
        assert sum(isinstance(each, int) for each in pair) == 1, pair
        assert [each.what for each in pair if isinstance(each, Conflict)] == ["visit_moved"]
    assert live_marks(engine) == {visit: ["moved"] for visit in visits}


def test_a_series_that_is_ended_takes_no_mark_along(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """Either the mark was first and its visit stays, or the end was first and there is nothing to mark."""
    plan = series_plan(PT, {MON})
    series = [planned_by(cast, "Pat", plan) for _ in range(ROUNDS)]
    visits = [live_visits(engine, each)[0].id for each in series]

    def act(who: str, number: int) -> object:
        if who == "Pat":
            return by(cast, who, end_series, series[number], on=date(2025, 3, 3))
        return by(cast, who, mark_visit, visits[number], ATTENDED, seen=None)

    for visit, (gone, marked) in zip(visits, both(act), strict=True):
        stays = row(engine, "visit", visit).withdrawn_at is None
        assert (gone == 0) == stays == isinstance(marked, Marked), (gone, marked)
        assert stays or (isinstance(marked, Conflict) and marked.what == "visit_gone")
