"""What day it is where a child lives."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import clock
from tracker.clock import local_today

EVER = date(2020, 1, 1)
NEW_YORK = [(EVER, "America/New_York")]
# At most a day apart, as far as people live: nobody's calendar is two days ahead of another's.
ZONES = st.sampled_from(
    [
        "Pacific/Honolulu",
        "America/Los_Angeles",
        "America/New_York",
        "America/Sao_Paulo",
        "UTC",
        "Europe/Berlin",
        "Asia/Kolkata",
        "Asia/Tokyo",
        "Australia/Lord_Howe",
        "Pacific/Auckland",
    ]
)
MOMENTS = st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds


def there(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


def test_now_is_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_another_moment_holds_inside_its_block_and_in_its_own_thread_only() -> None:
    then = there("America/New_York", 2025, 3, 1, 20)
    with clock.at(then.astimezone(ZoneInfo("Asia/Tokyo"))):
        assert clock.now() == then
        assert clock.now().tzinfo is UTC
        with ThreadPoolExecutor() as others:
            assert others.submit(clock.now).result() > then
        with pytest.raises(RuntimeError), clock.at(then + timedelta(days=1)):
            raise RuntimeError
        assert clock.now() == then
    assert clock.now() > then


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Kiritimati", date(2025, 3, 4)),
        ("Asia/Tokyo", date(2025, 3, 4)),
        ("Europe/Berlin", date(2025, 3, 3)),
        ("America/New_York", date(2025, 3, 3)),
        ("Pacific/Pago_Pago", date(2025, 3, 3)),
    ],
)
def test_one_moment_is_another_day_elsewhere(zone: str, day: date) -> None:
    assert local_today([(EVER, zone)], datetime(2025, 3, 3, 20, tzinfo=UTC)) == day


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (0, 20), (12, 0), (23, 59)])
def test_twenty_past_midnight_is_the_day_on_the_wall(hour: int, minute: int) -> None:
    moment = there("America/New_York", 2025, 7, 4, hour, minute)
    assert local_today(NEW_YORK, moment) == date(2025, 7, 4)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2025, 3, 9), 23), (date(2025, 11, 2), 25), (date(2025, 6, 1), 24)]
)
def test_a_day_of_23_or_25_hours_is_one_day(day: date, hours: int) -> None:
    first = there("America/New_York", day.year, day.month, day.day)
    seen = [local_today(NEW_YORK, first + timedelta(minutes=30 * n)) for n in range(-1, 2 * hours + 1)]
    assert seen == [day - timedelta(1), *[day] * (2 * hours), day + timedelta(1)]


def test_a_move_leaves_earlier_days_as_they_were() -> None:
    zones = [*NEW_YORK, (date(2025, 6, 10), "Europe/Berlin")]
    evening = there("America/New_York", 2025, 5, 1, 23, 30)
    assert local_today(zones, evening) == date(2025, 5, 1)
    assert local_today([(EVER, "Europe/Berlin")], evening) == date(2025, 5, 2)


def test_flying_east_the_day_ends_early() -> None:
    zones = [*NEW_YORK, (date(2025, 6, 10), "Europe/Berlin")]
    midnight = there("Europe/Berlin", 2025, 6, 10)
    assert local_today(zones, midnight - timedelta(seconds=1)) == date(2025, 6, 9)
    assert local_today(zones, midnight) == date(2025, 6, 10)


def test_flying_west_no_day_comes_twice() -> None:
    """In Los Angeles it is 9 June again, but the family has had its 9 June."""
    zones = [*NEW_YORK, (date(2025, 6, 10), "America/Los_Angeles")]
    after_midnight = there("America/New_York", 2025, 6, 10, 0, 20)
    assert local_today(zones, after_midnight) == date(2025, 6, 10)
    assert local_today(zones, there("America/Los_Angeles", 2025, 6, 10, 0, 20)) == date(2025, 6, 10)
    assert local_today(zones, there("America/Los_Angeles", 2025, 6, 10, 23, 59)) == date(2025, 6, 10)


def test_a_move_to_come_changes_nothing_yet() -> None:
    moment = there("America/New_York", 2025, 6, 1, 23)
    assert local_today([*NEW_YORK, (date(2025, 9, 1), "Asia/Tokyo")], moment) == date(2025, 6, 1)


def test_a_child_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="time zone"):
        local_today([], datetime(2025, 3, 3, tzinfo=UTC))


@given(
    home=ZONES,
    away=ZONES,
    moved=st.dates(date(2021, 6, 1), date(2029, 6, 1)),
    half_hours=st.integers(-150, 150),
)
def test_days_follow_one_another_across_any_move(home: str, away: str, moved: date, half_hours: int) -> None:
    zones = [(EVER, home), (moved, away)]
    moment = datetime(moved.year, moved.month, moved.day, tzinfo=UTC) + timedelta(minutes=30 * half_hours)
    today, later = local_today(zones, moment), local_today(zones, moment + timedelta(minutes=30))
    assert later - today in {timedelta(0), timedelta(1)}


@given(zone=ZONES, moment=MOMENTS)
def test_without_a_move_it_is_what_the_calendar_there_says(zone: str, moment: datetime) -> None:
    assert local_today([(EVER, zone)], moment) == moment.astimezone(ZoneInfo(zone)).date()
