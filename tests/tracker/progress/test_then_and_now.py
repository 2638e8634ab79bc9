"""School then and now: by a whole timetable, of weeks that are over and have a value."""

import pytest

from tests.tracker.charts.plotted import on
from tests.tracker.charts.test_behind import school_week
from tracker.progress.then_and_now import Turn, school_change
from tracker.school.attendance import SchoolWeek

LATER = on(20)


@pytest.mark.parametrize(
    ("first", "latest", "turn"),
    [
        (4, 6, Turn.MORE),
        (4, 5, Turn.SAME),
        (4, 2, Turn.LESS),
        (4, 3, Turn.SAME),
        (0, 20, Turn.MORE),
        (8, 8, Turn.SAME),
    ],
)
def test_ten_points_of_a_full_timetable_are_a_change(first: int, latest: int, turn: Turn) -> None:
    found = school_change([school_week(1, first), school_week(2, 19), school_week(3, latest)], LATER)
    assert found.turn is turn
    assert (found.first, found.latest) == (school_week(1, first), school_week(3, latest))


def test_more_school_counts_as_more_where_the_plan_grew_faster() -> None:
    """4 of 4 planned, then 10 of 16: less of what was planned, and far more school."""
    found = school_change([school_week(1, 4, 4), school_week(2, 10, 16)], LATER)
    assert found.turn is Turn.MORE


@pytest.mark.parametrize("weeks", [[], [school_week(1)], [school_week(1), school_week(2, planned=0)]])
def test_fewer_than_two_weeks_are_not_enough(weeks: list[SchoolWeek]) -> None:
    found = school_change(weeks, LATER)
    assert (found.turn, found.latest) == (Turn.NOT_ENOUGH, None)


def test_the_running_week_is_no_latest_week() -> None:
    weeks = [school_week(1, 4), school_week(2, 8), school_week(3, 0)]
    assert school_change(weeks, on(3, 3)).turn is Turn.MORE


@pytest.mark.parametrize(
    ("weeks", "most"),
    [
        ([school_week(1, 4), school_week(2, 8), school_week(3, 6)], 2),
        ([school_week(1, 4), school_week(2, 9), school_week(3, 8), school_week(4, 6)], 2),
        (
            [school_week(1, 4), school_week(2, 7, 8), school_week(3, 6, 8)],
            None,
        ),  # five points, and no step back
        ([school_week(1, 4), school_week(2, 7, 8), school_week(3, 6, 6)], 2),  # a step back was planned
        (
            [school_week(1, 4), school_week(2, 6, 8), school_week(3, 6, 6)],
            None,
        ),  # planned less, attended the same
        ([school_week(1, 9), school_week(2, 6), school_week(3, 6)], None),  # the first one is told anyway
        ([school_week(1, 4), school_week(2, 6), school_week(3, 8)], None),
        ([school_week(1, 4), school_week(2, 8)], None),
    ],
)
def test_the_fullest_week_is_told_where_school_was_taken_back_since(
    weeks: list[SchoolWeek], most: int | None
) -> None:
    found = school_change(weeks, LATER).most
    assert (found and found.week) == most
