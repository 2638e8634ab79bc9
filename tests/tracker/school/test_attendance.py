"""Attendance against a hand-made calendar, and against a walk that shares no code with the product."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.school.attendance import SchoolWeek, Sight, weeks_of
from tracker.school.calendar import Calendar, Closure, PlannedStep, Timetable, public_holidays
from tracker.screen.school.texts import format_week

# A Monday in November; Thanksgiving is the Thursday of the last of three weeks.
MONDAY = date(2026, 11, 9)
ONE_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = 0b0011111
LATER = date(2026, 12, 31)


def step(first: date, periods: int, number: int) -> PlannedStep:
    return PlannedStep(number, first, number, f"Step {number}", periods, number, "", "")


def days(number: int) -> date:
    return MONDAY + number * ONE_DAY


# Six periods a day. Two are planned from the first Monday, four from Wednesday of the second week, and two again from
# Tuesday of the third. The clinic is closed on the first Friday, the second Monday is a half day of three periods, and
# the third week ends with Thanksgiving and the day after it. On Veterans Day, the first Wednesday, this school is open.
CALENDAR = Calendar(
    (Timetable(1, MONDAY, MONDAY_TO_FRIDAY, 6),),
    (Closure(1, days(7), days(7), 3, "Conferences"), Closure(2, days(2), days(2), 6, "Open")),
    (step(days(0), 2, 1), step(days(9), 4, 2), step(days(15), 2, 1)),
    {**public_holidays("US-PA", MONDAY, LATER), days(4): "Clinic closed"},
    "US-PA",
)
WEEKS = [(n + 1, days(7 * n), days(7 * n + 6)) for n in range(3)]
ATTENDED = {
    days(0): 2,
    days(1): 1,
    days(2): 5,  # more than was planned
    # Thursday is not logged, and Friday is no school day.
    days(7): 3,  # the half day: two planned of three
    days(8): 2,
    days(9): 4,
    days(10): 0,
    days(11): 3,
    days(14): 4,
    days(15): 2,
    days(17): 2,  # Thanksgiving, entered: this school was open
}


def over(
    calendar: Calendar, attended: Mapping[date, int], weeks: list[tuple[int, date, date]], today: date
) -> list[SchoolWeek]:
    return list(weeks_of(replace(calendar, entered=attended), weeks, today))


def in_numbers(week: SchoolWeek) -> tuple[int, ...]:
    return week.as_planned, week.planned, week.attended, week.full, week.logged, week.not_logged


def test_three_weeks_by_hand() -> None:
    first, second, third = over(CALENDAR, ATTENDED, WEEKS, LATER)
    # Mon 2, Tue 1, Wed 2 of its 2, Thu nothing logged; 4 days of six periods.
    assert in_numbers(first) == (5, 8, 8, 24, 3, 1)
    # Planned 2 + 2 + 4 + 4 + 4; full 3 + 6 + 6 + 6 + 6.
    assert in_numbers(second) == (2 + 2 + 4 + 0 + 3, 16, 3 + 2 + 4 + 0 + 3, 27, 5, 0)
    # Mon 4 of 4, Tue 2 of 2, Wed not logged, Thu 2 of 2 although a holiday; Friday is one, and not entered.
    assert in_numbers(third) == (8, 10, 8, 24, 3, 1)
    assert first.of_planned == pytest.approx(5 / 8)
    assert first.of_full == pytest.approx(8 / 24)
    assert third.of_full == pytest.approx(8 / 24)


def test_an_open_day_counts_once_it_is_entered_or_over() -> None:
    thursday = days(10)
    [week] = over(CALENDAR, {days(7): 2}, [WEEKS[1]], thursday)
    assert in_numbers(week) == (2, 8, 2, 15, 1, 2)
    [week] = over(CALENDAR, {days(7): 2, thursday: 4}, [WEEKS[1]], thursday)
    assert in_numbers(week) == (6, 12, 6, 21, 2, 2)


def test_no_planned_period_is_no_school_and_never_a_share() -> None:
    visit = Calendar(CALENDAR.timetables, (), (step(MONDAY, 0, 1),), {})
    for attended in ({}, {days(0): 1}):
        [week] = over(visit, attended, [WEEKS[0]], LATER)
        assert (week.sight, week.of_planned, week.of_full) == (Sight.NO_SCHOOL, None, None)
    closed = Calendar(CALENDAR.timetables, (Closure(1, days(0), days(6), 0, ""),), CALENDAR.steps, {})
    [week] = over(closed, {days(0): 2}, [WEEKS[0]], LATER)
    assert (week.sight, in_numbers(week)) == (Sight.NO_SCHOOL, (0, 0, 0, 0, 0, 0))


def test_nothing_logged_is_no_zero() -> None:
    [week] = over(CALENDAR, {}, [WEEKS[1]], LATER)
    assert (week.sight, week.of_planned, week.of_full, week.not_logged) == (
        Sight.NOTHING_LOGGED,
        None,
        None,
        5,
    )
    [week] = over(CALENDAR, {days(8): 0}, [WEEKS[1]], LATER)
    assert (week.sight, week.of_planned) == (Sight.VALUES, 0.0)
    [week] = over(CALENDAR, {}, [WEEKS[1]], WEEKS[1][1])
    assert week.sight is Sight.NOTHING_OVER


def test_a_day_that_is_closed_afterwards_moves_no_entry() -> None:
    """Four periods are planned: Monday all of them, Tuesday none, and the rest of the week is to come."""
    steps, attended, wednesday = (step(MONDAY, 4, 1),), {days(0): 4, days(1): 0}, days(2)
    for off in ({}, {days(0): "Closed"}, {days(0): "Closed", days(3): "Closed"}):
        calendar = Calendar(CALENDAR.timetables, (), steps, off)
        [week] = over(calendar, attended, [WEEKS[0]], wednesday)
        assert in_numbers(week) == (4, 8, 4, 12, 2, 0)
    # Nothing was attended on Tuesday, and a day off without school takes it from what was planned.
    [week] = over(Calendar(CALENDAR.timetables, (), steps, {days(1): ""}), attended, [WEEKS[0]], wednesday)
    assert in_numbers(week) == (4, 4, 4, 6, 1, 0)


def test_an_entry_of_a_day_without_planned_periods_is_no_zero_of_the_others() -> None:
    """Nothing is planned on Monday and Tuesday, one period was attended, and of Wednesday to Friday nobody said."""
    calendar = Calendar(CALENDAR.timetables, (), (step(MONDAY, 0, 1), step(days(2), 2, 2)), {})
    [week] = over(calendar, {days(0): 1}, [WEEKS[0]], LATER)
    assert (week.sight, week.of_planned, week.of_full) == (Sight.NOTHING_LOGGED, None, None)
    assert (week.logged, week.logged_of_planned, week.not_logged) == (1, 0, 3)
    assert format_week(week) == "nothing logged of what was planned"
    [week] = over(calendar, {days(0): 1, days(4): 0}, [WEEKS[0]], LATER)
    assert (week.sight, week.of_planned) == (Sight.VALUES, 0.0)


def test_before_the_first_step_nothing_counts() -> None:
    begun = Calendar(CALENDAR.timetables, (), (step(days(2), 2, 1),), {})
    [week] = over(begun, {days(0): 2, days(2): 2}, [WEEKS[0]], LATER)
    assert in_numbers(week) == (2, 6, 2, 18, 1, 2)


calendars = st.builds(
    Calendar,
    st.lists(
        st.builds(
            Timetable, st.just(1), st.integers(-9, 20).map(days), st.integers(1, 127), st.integers(1, 12)
        ),
        max_size=3,
        unique_by=lambda each: each.first,
    ).map(lambda found: sorted(found, key=lambda each: each.first)),
    st.lists(
        st.tuples(st.integers(-5, 20), st.integers(0, 4), st.integers(0, 12)).map(
            lambda one: Closure(1, days(one[0]), days(one[0] + one[1]), one[2], "")
        ),
        max_size=3,
    ),
    st.lists(
        st.tuples(st.integers(-9, 20), st.integers(0, 12)).map(lambda one: step(days(one[0]), one[1], 1)),
        max_size=4,
        unique_by=lambda each: each.first,
    ).map(lambda found: sorted(found, key=lambda each: each.first)),
    st.dictionaries(st.integers(0, 20).map(days), st.just("off"), max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(
    calendars,
    st.dictionaries(st.integers(0, 20).map(days), st.integers(0, 12)),
    st.integers(-1, 22).map(days),
)
def test_it_agrees_with_a_naive_walk(calendar: Calendar, attended: dict[date, int], today: date) -> None:
    for week in over(calendar, attended, WEEKS, today):
        assert in_numbers(week) == naive(calendar, attended, week.first, today)
        for share in (week.of_planned, week.of_full):
            assert share is None or 0 <= share <= 1


def naive(calendar: Calendar, attended: dict[date, int], first: date, today: date) -> tuple[int, ...]:
    """Walk the week day by day, asking anew for each what is in force."""
    sums = [0] * 6
    for number in range(7):
        day = date.fromordinal(first.toordinal() + number)
        planned = [one.periods for one in calendar.steps if one.first <= day][-1:]
        full = naive_full(calendar, day, was_there=attended.get(day, 0) > 0)
        if full == 0 or not planned or (day not in attended and day >= today):
            continue
        plan = min(planned[0], full)
        sums[1] += plan
        sums[3] += full
        if day not in attended:
            sums[5] += 1 if plan else 0
            continue
        was = min(full, attended[day])
        sums[0] += min(plan, was)
        sums[2] += was
        sums[4] += 1
    return tuple(sums)


def naive_full(calendar: Calendar, day: date, *, was_there: bool) -> int:
    full, opened = 0, was_there
    for timetable in calendar.timetables:
        if timetable.first <= day:
            full = timetable.periods if str(day.isoweekday()) in open_days(timetable.weekdays) else 0
    for closure in calendar.closures:
        if closure.first <= day <= closure.last:
            full = min(full, closure.periods)
            opened = opened or (closure.periods != 0 and closure.first == closure.last)
    return 0 if day in calendar.off and not opened else full


def open_days(weekdays: int) -> str:
    """Give the weekdays of a mask as digits, Monday being 1."""
    bits = f"{weekdays:07b}"[::-1]
    return "".join(str(number) for number, bit in enumerate(bits, start=1) if bit == "1")
