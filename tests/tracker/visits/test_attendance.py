"""Attendance and contact hours, counted by hand: each discipline by itself, and nothing from nothing."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import CancelReason, SeriesVisibility, VisitOutcome
from tests.cast import Cast
from tests.factories import make_episode
from tests.steps import TODAY, Clock, by
from tests.tracker.visits.planned import COUNSELING, MEDICAL, MON, OT, PT, THU, WED, live_visits, planned_by
from tests.tracker.visits.planned import series_plan as planned
from tracker.progress.spans import EpisodeSpan
from tracker.visits.attendance import Attendance, VisitTally, attendance_of
from tracker.visits.marking import mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.weeks import VisitWeek, week_on, weeks_between

ATTENDED, NO_SHOW, BY_FAMILY, BY_CLINIC, _MOVED = VisitOutcome
START = TODAY - timedelta(days=14)  # a Monday
A_DAY = timedelta(days=1)


def mark(cast: Cast, who: str, visit: int, outcome: VisitOutcome) -> None:
    reason = CancelReason.OTHER if outcome in {BY_FAMILY, BY_CLINIC} else None
    by(cast, who, mark_visit, visit, outcome, seen=None, reason=reason)


@pytest.fixture
def fortnight(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """An episode of two full weeks and a day: physical therapy three times a week, counseling, and a doctor."""
    with engine.begin() as connection:
        make_episode(connection, cast.mia, START)
    therapy = planned_by(cast, "Pat", planned(PT, {MON, WED, THU}, first=START, weeks=3))
    visits = [row.id for row in live_visits(engine, therapy)]
    week_1, week_2 = visits[:3], visits[3:6]
    for visit, outcome in zip(week_1, (ATTENDED, ATTENDED, NO_SHOW), strict=True):
        mark(cast, "Pat", visit, outcome)
    mark(cast, "Pat", week_2[0], BY_FAMILY)
    mark(cast, "Pat", week_2[1], BY_CLINIC)
    new = by(cast, "Pat", move_visit, week_2[2], day=date(2025, 2, 28), begins_at=time(9), seen=None)
    mark(cast, "Pat", new, ATTENDED)
    mark(cast, "Pat", visits[7], BY_FAMILY)  # Wednesday of this week, which has not come
    talk = planned_by(cast, "Casey", planned(COUNSELING, {WED}, first=START, weeks=3, minutes=50))
    for row in live_visits(engine, talk)[:2]:
        mark(cast, "Casey", row.id, ATTENDED)
    planned_by(cast, "Lee", planned(MEDICAL, first=TODAY - A_DAY))


def by_week(found: Attendance, discipline: object) -> list[tuple[int | None, int, int, float]]:
    return [
        (week.week.number, tally.attended, tally.counted, tally.hours)
        for week in found.weeks
        for each, tally in week.by.items()
        if each == discipline
    ]


def test_three_figures_that_are_never_merged(cast: Cast, fortnight: None) -> None:
    found = by(cast, "Dana", attendance_of)
    assert by_week(found, PT) == [(1, 2, 3, 1.5), (2, 1, 2, 0.75), (3, 0, 0, 0)]
    assert by_week(found, COUNSELING) == [(1, 1, 1, 50 / 60), (2, 1, 1, 50 / 60), (3, 0, 0, 0)]
    assert found.by[PT] == VisitTally(
        attended=3, no_show=1, cancelled_by_family=1, cancelled_by_clinic=1, moved=1, to_mark=1, minutes=135
    )
    assert (found.by[PT].counted, found.by[PT].share) == (5, 0.6)
    assert found.by[COUNSELING] == VisitTally(attended=2, minutes=100)
    assert found.by[MEDICAL] == VisitTally(to_mark=1)
    assert found.by[MEDICAL].share is None, "of nothing there is no value, and never 0 %"
    assert OT not in found.by, "and of what is not prescribed there is not even nothing"


def test_a_day_to_come_counts_nowhere_until_it_comes(cast: Cast, clock: Clock, fortnight: None) -> None:
    clock.forward(days=1, hours=11)  # Tuesday, 23:00 in New York
    assert by(cast, "Dana", attendance_of).by[PT].cancelled_by_family == 1
    clock.forward(hours=1)
    assert by(cast, "Dana", attendance_of).by[PT].cancelled_by_family == 2


def test_a_visit_is_to_be_marked_once_it_is_over(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    planned_by(cast, "Pat", planned(PT, {MON}, at=time(12)))
    for minutes, to_mark in ((0, 0), (44, 0), (1, 1)):
        clock.forward(minutes=minutes)
        assert by(cast, "Pat", attendance_of).by[PT] == VisitTally(to_mark=to_mark)


def test_some_weeks_are_counted_whole(cast: Cast, fortnight: None) -> None:
    middle = by(cast, "Dana", partial(attendance_of, first=START + 9 * A_DAY, last=START + 10 * A_DAY))
    assert by_week(middle, PT) == [(2, 1, 2, 0.75)]
    assert middle.by[PT].attended == 1
    assert middle.by_series == by(cast, "Dana", attendance_of).by_series, "a series is always whole"


def test_a_visits_day_is_the_one_where_the_child_lives(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """A clinic in New York, and a child who has moved to Tokyo in between."""
    with engine.begin() as connection:
        make_episode(connection, cast.mia, START)
        zone = METADATA.tables["child_time_zone"]
        tokyo = {"child_id": cast.mia, "valid_from": START + 8 * A_DAY, "time_zone": "Asia/Tokyo"}
        connection.execute(sa.insert(zone).values(**tokyo))
    sundays = planned_by(cast, "Pat", planned(PT, {6}, first=START, weeks=2, at=time(18)))
    for row in live_visits(engine, sundays):
        mark(cast, "Pat", row.id, ATTENDED)
    # Sunday 18:00 in New York is Monday morning in Tokyo: the second of them is in the third week there.
    found = by(cast, "Dana", attendance_of)
    assert by_week(found, PT) == [(1, 1, 1, 0.75), (2, 0, 0, 0), (3, 1, 1, 0.75)]


def test_without_an_episode_weeks_begin_on_mondays_with_the_first_visit(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", planned(PT, {THU}, first=START))
    mark(cast, "Pat", live_visits(engine, series)[0].id, ATTENDED)
    found = by(cast, "Dana", attendance_of)
    assert [(week.week.number, week.week.first) for week in found.weeks] == [
        (None, START + number * 7 * A_DAY) for number in range(3)
    ]
    assert found.by[PT].attended == 1
    assert by(cast, "Dana", attendance_of).is_kept


def test_nothing_at_all(cast: Cast, clock: Clock) -> None:
    found = by(cast, "Dana", attendance_of)
    assert (found.weeks, found.by, found.by_series, found.is_kept) == ((), {}, {}, True)


def test_what_is_kept_is_in_no_figure_of_anybody_else(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    planned_by(cast, "Pat", planned(PT, {MON}))
    before = {who: by(cast, who, attendance_of) for who in ("Mia", "Dana", "Ben", "Pat", "Lee")}
    only = SeriesVisibility.COUNSELOR_ONLY
    kept = planned_by(cast, "Casey", planned(COUNSELING, {MON}), only)
    mark(cast, "Casey", live_visits(engine, kept)[0].id, ATTENDED)
    assert {who: by(cast, who, attendance_of) for who in before} == before
    assert by(cast, "Casey", attendance_of).by[COUNSELING].attended == 1


def test_as_many_statements_for_many_weeks_as_for_few(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    seen: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    numbers = []
    for weeks in (2, 40):
        planned_by(cast, "Pat", planned(PT, {MON, WED}, first=TODAY - weeks * 7 * A_DAY, weeks=weeks))
        seen.clear()
        assert len(by(cast, "Dana", attendance_of).weeks) == weeks + 1
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


SPANS = [
    EpisodeSpan(1, 1, date(2025, 3, 5), date(2025, 3, 20)),
    EpisodeSpan(2, 2, date(2025, 4, 3), None),
]


def test_weeks_lie_side_by_side_through_episodes_and_between_them() -> None:
    weeks = list(weeks_between(SPANS, date(2025, 2, 26), date(2025, 4, 12)))
    assert weeks == [
        VisitWeek(None, date(2025, 2, 24), date(2025, 3, 2)),
        VisitWeek(None, date(2025, 3, 3), date(2025, 3, 4)),
        VisitWeek(1, date(2025, 3, 5), date(2025, 3, 11)),
        VisitWeek(2, date(2025, 3, 12), date(2025, 3, 18)),
        VisitWeek(3, date(2025, 3, 19), date(2025, 3, 19)),
        VisitWeek(None, date(2025, 3, 20), date(2025, 3, 23)),
        VisitWeek(None, date(2025, 3, 24), date(2025, 3, 30)),
        VisitWeek(None, date(2025, 3, 31), date(2025, 4, 2)),
        VisitWeek(1, date(2025, 4, 3), date(2025, 4, 9)),
        VisitWeek(2, date(2025, 4, 10), date(2025, 4, 16)),
    ]
    day = weeks[0].first
    while day <= weeks[-1].last:
        [its] = [week for week in weeks if week.first <= day <= week.last]
        assert week_on(SPANS, day) == its
        day += A_DAY


def test_a_moment_is_a_moment(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """A visit at the change of the clocks is as long as it is said to be."""
    clock.moment = datetime(2025, 3, 9, 12, tzinfo=UTC)
    series = planned_by(cast, "Pat", planned(PT, {6}, first=date(2025, 3, 9), at=time(1, 30), minutes=60))
    [visit] = live_visits(engine, series)
    mark(cast, "Pat", visit.id, ATTENDED)
    assert by(cast, "Dana", attendance_of).by[PT].hours == 1
