"""When visits are: rules laid over the calendar, by hand and against a walk over the days that knows no such rule."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.vocabulary import Discipline
from tracker.errors import InvalidInput
from tracker.visits.planning import (
    DaysOff,
    LeftOut,
    SeriesPlan,
    Why,
    checked,
    days_of,
    last_day_of,
    lay_out,
    moment_of,
    rule_of,
    weekdays_of,
)

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
OPEN = DaysOff({}, {})
MON, WED, FRI = 0, 2, 4
ONE_DAY = timedelta(days=1)


def pt(first: date, weekdays: set[int], weeks: int, at: time = time(9)) -> SeriesPlan:
    return SeriesPlan(
        Discipline.PHYSICAL_THERAPY,
        first,
        at,
        minutes=45,
        weekdays=frozenset(weekdays),
        per_week=len(weekdays) or 1,
        weeks=weeks,
    )


def starts(plan: SeriesPlan, zone: ZoneInfo = NEW_YORK, off: DaysOff = OPEN, **more: bool) -> list[str]:
    return [visit.starts_at.isoformat() for visit in lay_out(checked(plan), zone, off, **more).visits]


def test_three_a_week_for_four_weeks_are_twelve_by_a_rule_of_rfc_5545() -> None:
    plan = checked(pt(date(2025, 3, 3), {MON, WED, FRI}, 4))
    assert rule_of(plan) == "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=12"
    days = days_of(rule_of(plan), plan.first_day)
    assert days[:4] == [date(2025, 3, 3), date(2025, 3, 5), date(2025, 3, 7), date(2025, 3, 10)]
    assert (len(days), last_day_of(plan)) == (12, date(2025, 3, 28))
    assert weekdays_of(rule_of(plan)) == {MON, WED, FRI}


def test_it_begins_on_the_first_of_its_weekdays() -> None:
    plan = checked(pt(date(2025, 3, 6), {MON, WED}, 2))  # a Thursday
    assert plan.first_day == date(2025, 3, 10)
    days = days_of(rule_of(plan), plan.first_day)
    assert days == [date(2025, 3, 10), date(2025, 3, 12), date(2025, 3, 17), date(2025, 3, 19)]


def test_the_wall_clock_stays_when_the_clocks_go_forward_and_back() -> None:
    assert starts(pt(date(2025, 3, 7), {MON, FRI}, 1)) == [
        "2025-03-07T09:00:00-05:00",
        "2025-03-10T09:00:00-04:00",  # the clocks went forward on the Sunday between them
    ]
    assert starts(pt(date(2025, 10, 31), {MON, FRI}, 1)) == [
        "2025-10-31T09:00:00-04:00",
        "2025-11-03T09:00:00-05:00",
    ]
    # Europe changes on other Sundays.
    assert starts(pt(date(2025, 3, 28), {MON, FRI}, 1), BERLIN) == [
        "2025-03-28T09:00:00+01:00",
        "2025-03-31T09:00:00+02:00",
    ]


def test_a_time_that_is_left_out_and_one_that_comes_twice() -> None:
    # 02:30 of 9 March 2025 is on no clock of New York: read by the offset before, it is 03:30 summer time.
    assert moment_of(date(2025, 3, 9), time(2, 30), NEW_YORK) == datetime(2025, 3, 9, 7, 30, tzinfo=UTC)
    # 01:30 of 2 November comes twice: the first is meant.
    assert moment_of(date(2025, 11, 2), time(1, 30), NEW_YORK) == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
    second = time(1, 30, fold=1)
    assert moment_of(date(2025, 11, 2), second, NEW_YORK) == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


def test_closed_days_and_holidays_are_left_out_and_nothing_is_added_behind_the_end() -> None:
    off = DaysOff(
        closed={date(2025, 5, 28): "Team day"},
        holidays={date(2025, 5, 26): "Memorial Day", date(2025, 5, 28): "Nothing"},
    )
    preview = lay_out(checked(pt(date(2025, 5, 19), {MON, WED}, 2)), NEW_YORK, off)
    assert [visit.day for visit in preview.visits] == [date(2025, 5, 19), date(2025, 5, 21)]
    assert preview.left_out == (
        LeftOut(date(2025, 5, 26), Why.HOLIDAY, "Memorial Day"),
        LeftOut(date(2025, 5, 28), Why.CLOSED, "Team day"),
    )
    assert preview.rule == "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4"
    on_holidays = lay_out(checked(pt(date(2025, 5, 19), {MON, WED}, 2)), NEW_YORK, off, on_holidays=True)
    assert [(visit.day.day, visit.holiday) for visit in on_holidays.visits] == [
        (19, ""),
        (21, ""),
        (26, "Memorial Day"),
    ]
    assert [each.why for each in on_holidays.left_out] == [Why.CLOSED], "closed is closed"


def test_one_by_one_has_no_rule_and_begins_with_one_visit() -> None:
    plan = checked(SeriesPlan(Discipline.MEDICAL, date(2025, 3, 6), time(14), 30, per_week=2, weeks=3))
    assert rule_of(plan) == ""
    assert weekdays_of("") == frozenset()
    assert [visit.day for visit in lay_out(plan, NEW_YORK, OPEN).visits] == [date(2025, 3, 6)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes": 4}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 105}, "weeks"),
        ({"per_week": 0}, "per_week"),
        ({"per_week": 22}, "per_week"),
        ({"weekdays": frozenset({7})}, "weekdays"),
        ({"weekdays": frozenset({0, 1}), "per_week": 3}, "weekdays"),
        ({"weekdays": frozenset(range(7)), "per_week": 7, "weeks": 29}, "weeks"),
    ],
)
def test_what_cannot_be_planned(change: dict[str, object], field: str) -> None:
    values = {"discipline": Discipline.MEDICAL, "first_day": date(2025, 3, 6), "begins_at": time(9)}
    with pytest.raises(InvalidInput) as refused:
        checked(SeriesPlan(**{**values, "minutes": 30, **change}))  # type: ignore[arg-type]
    assert refused.value.field == field


def walked(first: date, weekdays: set[int], count: int, at: time, zone: ZoneInfo) -> list[datetime]:
    """The same by walking from day to day, in UTC, with the clocks as they stand half a day before and after."""
    found: list[datetime] = []
    day = first
    while len(found) < count:
        if day.weekday() in weekdays:
            noon = datetime.combine(day, at).replace(tzinfo=UTC)
            clocks = [(noon + sign * timedelta(hours=26)).astimezone(zone).utcoffset() for sign in (-1, 1)]
            moments = [noon - offset for offset in clocks if offset is not None]
            shows = [
                m for m in moments if m.astimezone(zone).replace(tzinfo=None) == noon.replace(tzinfo=None)
            ]
            # Of two moments that show it the first; where none does, by the clocks as they stood before.
            found.append(min(shows) if shows else moments[0])
        day += ONE_DAY
    return found


@settings(max_examples=100, deadline=None)
@given(
    first=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    weeks=st.integers(1, 12),
    quarter=st.integers(0, 95),
    zone=st.sampled_from(
        ["America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "America/St_Johns", "UTC"]
    ),
)
def test_a_rule_says_what_a_walk_over_the_days_says(
    first: date, weekdays: set[int], weeks: int, quarter: int, zone: str
) -> None:
    at = time(quarter // 4, quarter % 4 * 15)
    where = ZoneInfo(zone)
    plan = checked(pt(first, weekdays, weeks, at))
    # In UTC, for Python takes a time that comes twice to be unlike any of another zone.
    got = [visit.starts_at.astimezone(UTC) for visit in lay_out(plan, where, OPEN).visits]
    assert got == walked(first, weekdays, len(weekdays) * weeks, at, where)
    assert len(set(got)) == len(got)
    assert got == sorted(got)


@settings(max_examples=60, deadline=None)
@given(
    first=st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    weeks=st.integers(1, 8),
    closed=st.sets(st.integers(0, 60)),
    holidays=st.sets(st.integers(0, 60)),
    on_holidays=st.booleans(),
)
def test_each_day_of_a_rule_is_planned_or_left_out_and_no_other(
    first: date, weekdays: set[int], weeks: int, closed: set[int], holidays: set[int], on_holidays: bool
) -> None:
    off = DaysOff(
        {first + number * ONE_DAY: "" for number in closed},
        {first + number * ONE_DAY: "A holiday" for number in holidays},
    )
    plan = checked(pt(first, weekdays, weeks))
    preview = lay_out(plan, NEW_YORK, off, on_holidays=on_holidays)
    planned, left_out = {v.day for v in preview.visits}, {d.day for d in preview.left_out}
    assert planned | left_out == set(days_of(preview.rule, plan.first_day))
    assert not planned & left_out
    assert not planned & set(off.closed)
    assert on_holidays or not planned & set(off.holidays)
    assert left_out <= set(off.closed) | set(off.holidays)
