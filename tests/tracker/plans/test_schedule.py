"""When an exercise is due. The tables know the same limits; here each is refused with its field."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InvalidInput
from tracker.plans.schedule import EVERY_DAY, Schedule, first_day, on_weekdays, per_week, prorated, week_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1)


@pytest.mark.parametrize(
    ("given_values", "field", "limits"),
    [
        ({"weekdays": None}, "schedule", {}),
        ({"times_per_week": 3}, "schedule", {}),
        ({"weekdays": 0}, "weekdays", {}),
        ({"weekdays": 128}, "weekdays", {}),
        ({"times_per_day": 0}, "times_per_day", {"low": 1, "high": 12}),
        ({"times_per_day": 13}, "times_per_day", {"low": 1, "high": 12}),
        ({"weekdays": None, "times_per_week": 0}, "times_per_week", {"low": 1, "high": 7}),
        ({"weekdays": None, "times_per_week": 8}, "times_per_week", {"low": 1, "high": 7}),
        ({"weekdays": None, "times_per_week": 3, "times_per_day": 2}, "times_per_day", {}),
    ],
)
def test_a_schedule_outside_the_rules_names_its_field_and_limit(
    given_values: dict[str, int | None], field: str, limits: dict[str, int]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        Schedule(**given_values)  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.limits) == (field, limits)


@pytest.mark.parametrize("days", [[7], [-1], [0, 9], []])
def test_an_unknown_weekday_is_refused_by_name(days: list[int]) -> None:
    with pytest.raises(InvalidInput) as refused:
        on_weekdays(days)
    assert refused.value.field == "weekdays"


def test_without_a_word_it_is_once_every_day() -> None:
    assert Schedule() == on_weekdays(range(7))
    assert Schedule().weekdays == EVERY_DAY


@given(days=WEEKDAYS, times=st.integers(1, 12), day=DAYS)
def test_it_is_due_on_its_weekdays_and_no_others(days: set[int], times: int, day: date) -> None:
    due = on_weekdays(days, times).slots_on(day)
    assert due == (times if day.weekday() in days else 0)


@given(n=st.integers(1, 7), day=DAYS)
def test_a_weekly_count_is_due_on_no_day_in_particular(n: int, day: date) -> None:
    assert per_week(n).is_weekly
    assert per_week(n).slots_on(day) == 0
    assert not Schedule().is_weekly


@given(start=DAYS, day=DAYS)
def test_every_day_lies_in_its_treatment_week(start: date, day: date) -> None:
    week = week_of(start, day)
    assert first_day(start, week) <= day < first_day(start, week + 1)
    assert (week >= 1) == (day >= start)


@given(start=DAYS, week=st.integers(1, 200))
def test_a_treatment_week_has_seven_days_from_the_weekday_of_the_start(start: date, week: int) -> None:
    first = first_day(start, week)
    assert {week_of(start, first + timedelta(days=n)) for n in range(7)} == {week}
    assert first.weekday() == start.weekday()


@given(n=st.integers(1, 7), d=st.integers(0, 7))
def test_a_weekly_count_is_prorated_and_rounded_half_up(n: int, d: int) -> None:
    assert prorated(n, d) == floor(Fraction(n * d, 7) + Fraction(1, 2))
    assert prorated(n, 7) == n
    assert prorated(n, d) <= n
