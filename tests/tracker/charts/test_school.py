"""The chart of school: what it draws, says and lists comes from one frame."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.tracker.charts.plotted import on
from tests.tracker.charts.test_behind import school_week
from tests.tracker.school.test_attendance import ATTENDED, CALENDAR, LATER, WEEKS, days
from tracker.charts.school import HOVER, OF_FULL, OF_PLANNED, STILL_OPEN, chart_of_school
from tracker.school.attendance import weeks_of
from tracker.school.calendar import Calendar

WEEK = timedelta(days=7)
ENTERED = replace(CALENDAR, entered=ATTENDED)


def test_both_shares_are_drawn_and_listed_with_their_n_of_m() -> None:
    chart = chart_of_school(weeks_of(ENTERED, WEEKS, LATER), LATER)
    traces = {trace.name: list(trace.y) for trace in chart.figure.data}
    assert traces[OF_PLANNED] == [62.5, 68.75, 80]
    assert traces[OF_FULL] == pytest.approx([33.3333, 44.4444, 33.3333], abs=0.001)
    assert set(traces) == {OF_PLANNED, OF_FULL, HOVER}
    assert chart.table.values.tolist()[0] == [
        "1",
        "9 Nov – 15 Nov 2026",
        "62 % (5 of 8)",
        "33 % (8 of 24)",
        1,
    ]
    assert chart.alt == (
        "School by the week, higher is more. "
        "Week 1: 5 of 8 planned periods, 8 of 24 of a full timetable, 1 day not logged. "
        "Week 3: 8 of 10 planned periods, 8 of 24 of a full timetable, 1 day not logged."
    )


def test_weeks_without_a_value_are_gaps_with_words_and_no_zero() -> None:
    closed = Calendar(CALENDAR.timetables, (), CALENDAR.steps, {days(n): "" for n in range(7)})
    chart = chart_of_school(weeks_of(closed, WEEKS, days(14)), days(14))
    traces = {trace.name: list(trace.y) for trace in chart.figure.data}
    assert traces[OF_PLANNED] == [None, None, None]
    said = [annotation.text for annotation in chart.figure.layout.annotations]
    assert said == ["no school planned", "nothing logged", "nothing logged yet"]
    assert [row[2] for row in chart.table.values.tolist()] == said
    assert "Week 3 so far: nothing logged yet." in chart.alt
    assert len(chart.figure.layout.shapes) == 1


def test_outside_of_treatment_weeks_have_their_days_and_no_numbers() -> None:
    weeks = [(None, first, first + timedelta(days=6)) for first in (date(2026, 11, 9), date(2026, 11, 16))]
    chart = chart_of_school(weeks_of(ENTERED, weeks, LATER), LATER)
    assert next(iter(chart.table.columns)) == "Days"
    assert chart.alt.startswith("School by the week, higher is more. 9 Nov – 15 Nov: 5 of 8")
    assert list(chart.figure.layout.xaxis.ticktext) == ["9 Nov", "16 Nov"]


def test_no_line_leads_to_the_week_that_is_still_open() -> None:
    """Its two periods so far would read as a cliff."""
    weeks = [school_week(1, 6), school_week(2, 8), school_week(3, 2)]
    chart = chart_of_school(weeks, on(3, 3))
    traces = {trace.name: trace for trace in chart.figure.data}
    assert list(traces[OF_PLANNED].y) == [75, 100, None]
    assert list(traces[OF_FULL].y) == pytest.approx([30, 40, None])
    for name, value in ((OF_PLANNED, 25), (OF_FULL, 10)):
        alone = traces[name + STILL_OPEN]
        assert (list(alone.x), list(alone.y), alone.mode) == ([3], [value], "markers")
        assert alone.marker.symbol.endswith("-open")
    assert "dotted frame: this week, still open" in chart.legend
    over = chart_of_school(weeks, on(4))
    assert list(over.figure.data[1].y) == [75, 100, 25], "it is joined once it is over"
