"""Visits by the week: each discipline by itself, with its n of m in column, hover, table and sentence."""

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go  # type: ignore[import-untyped]
import pytest

from db.vocabulary import Discipline
from tests.tracker.charts.plotted import FULL, labels, on, progress, trace
from tracker.charts.attendance import ATTENDED, COUNTS, NOT_ATTENDED, chart_of_attendance
from tracker.charts.chart import Chart
from tracker.charts.pieces import HOVER
from tracker.charts.sentences import Voice
from tracker.charts.stage import stage_of
from tracker.visits.attendance import NONE, Attendance, AttendanceWeek, VisitTally
from tracker.visits.weeks import VisitWeek

PT, OT, TALK, _MEDICAL = Discipline
THERAPY = [VisitTally(attended=3), VisitTally(attended=1, no_show=1), NONE, VisitTally(attended=2, moved=1)]
TALKS = [NONE, VisitTally(cancelled_by_family=1), VisitTally(cancelled_by_clinic=1), VisitTally(attended=1)]


def visits(*by: tuple[Discipline, list[VisitTally]]) -> Attendance:
    count = len(by[0][1])
    weeks = tuple(
        AttendanceWeek(VisitWeek(n, on(n), on(n, 7)), {kind: tallies[n - 1] for kind, tallies in by})
        for n in range(1, count + 1)
    )
    return Attendance(weeks, {kind: sum(tallies, NONE) for kind, tallies in by}, {})


def charted(every: Attendance, voice: Voice = Voice.STAFF) -> Chart:
    shown = replace(progress([FULL] * len(every.weeks)), visits=every)
    return chart_of_attendance(every, stage_of(shown), voice)


def columns(drawn: Chart, name: str) -> dict[tuple[int, int], float]:
    """How high the columns are, in visits, by week and row (the top one is the highest number)."""
    bars = trace(drawn.figure, name)
    unit = one_visit(drawn)
    found: dict[tuple[int, int], float] = {}
    for week, base, height in zip(bars.x, bars.base, bars.y, strict=True):
        found[week, int(base)] = height / unit
    return found


def one_visit(drawn: Chart) -> Any:
    tallest = max(trace(drawn.figure, ATTENDED).y)
    return tallest / 3


def test_a_column_for_each_week_with_visits_that_count() -> None:
    drawn = charted(visits((PT, THERAPY), (TALK, TALKS)))
    assert columns(drawn, ATTENDED) == pytest.approx({(1, 1): 3, (2, 1): 1, (4, 1): 2, (2, 0): 0, (4, 0): 1})
    assert columns(drawn, NOT_ATTENDED) == pytest.approx(
        {(1, 1): 0, (2, 1): 1, (4, 1): 0, (2, 0): 1, (4, 0): 0}
    )


def test_the_disciplines_are_never_merged() -> None:
    drawn = charted(visits((PT, THERAPY), (OT, THERAPY), (TALK, TALKS)))
    assert labels(drawn.figure) == [
        "Visits (higher is more)",
        "Physical therapy",
        "Occupational therapy",
        "Counseling",
    ]
    assert list(drawn.table.columns) == [
        "Week",
        "Days",
        "Physical therapy",
        "Physical therapy: not counted",
        "Occupational therapy",
        "Occupational therapy: not counted",
        "Counseling",
        "Counseling: not counted",
    ]
    assert len([name for name in drawn.figure.layout.to_plotly_json() if name.startswith("yaxis")]) == 1


def test_n_of_m_is_in_hover_table_and_sentence() -> None:
    drawn = charted(visits((PT, THERAPY), (TALK, TALKS)))
    assert list(drawn.table["Physical therapy"]) == ["100 % (3 of 3)", "50 % (1 of 2)", "–", "100 % (2 of 2)"]
    assert list(drawn.table["Counseling"]) == ["–", "0 % (0 of 1)", "–", "100 % (1 of 1)"]
    assert list(drawn.table["Counseling: not counted"])[2] == "1 cancelled by the clinic"
    hover = trace(drawn.figure, HOVER).hovertext
    assert hover[1].split("<br>")[1:] == ["Physical therapy: 1 of 2 attended", "Counseling: 0 of 1 attended"]
    assert "no visits to count · 1 cancelled by the clinic" in hover[2]
    assert "Physical therapy: 6 of 7 attended · 1 moved." in drawn.alt
    assert "Counseling: 1 of 2 attended · 1 cancelled by the clinic." in drawn.alt


def test_each_column_has_its_n_of_m_above_it() -> None:
    drawn = charted(visits((PT, THERAPY), (TALK, TALKS)))
    written = trace(drawn.figure, COUNTS)
    told = dict(zip(zip(written.x, map(int, written.y), strict=True), written.text, strict=True))
    assert told == {(1, 1): "3 of 3", (2, 1): "1 of 2", (4, 1): "2 of 2", (2, 0): "0 of 1", (4, 0): "1 of 1"}
    tops = {
        (week, row): row + one_visit(drawn) * counted
        for (week, row), counted in {(1, 1): 3, (2, 1): 2, (4, 1): 2, (2, 0): 1, (4, 0): 1}.items()
    }
    assert list(written.y) == pytest.approx([tops[place] for place in told])


@pytest.mark.parametrize(("weeks", "said"), [(12, {"1 of 1"}), (13, {"1/1"}), (22, {"1/1"}), (23, None)])
def test_of_many_weeks_the_numbers_are_as_short_as_there_is_room(weeks: int, said: set[str] | None) -> None:
    drawn = charted(visits((PT, [VisitTally(attended=1)] * weeks)))
    written = [set(one.text) for one in drawn.figure.data if one.name == COUNTS]
    assert written == ([] if said is None else [said])


def test_the_table_has_the_year() -> None:
    assert charted(visits((PT, THERAPY))).table["Days"][0] == "5 Jan – 11 Jan 2026"


def test_what_is_to_be_marked_is_the_staffs_to_know() -> None:
    every = visits((PT, [VisitTally(to_mark=1)]))
    assert "to be marked" in charted(every).alt
    assert "to be marked" not in charted(every, Voice.FAMILY).alt


@pytest.mark.parametrize("count", [1, 2, 26])
def test_any_number_of_weeks(count: int) -> None:
    drawn = charted(visits((PT, [VisitTally(attended=1)] * count)))
    assert list(trace(drawn.figure, ATTENDED).x) == list(range(1, count + 1))
    assert go.Figure(drawn.figure.to_dict())
