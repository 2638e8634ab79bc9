"""The chart of school by the week: attended of planned, and of a full timetable, with what stands beside it."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from math import ceil, isnan
from typing import Any

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from tracker.charts.chart import Chart, alt_with_behind, with_behind
from tracker.charts.figures import HEIGHT, MOST_DATES, SMALL, figure, percent_axis, week_axis
from tracker.charts.frames import rows_of, typed
from tracker.charts.notes import days_in_words, legend_of_frame
from tracker.charts.palette import ACCENT, MAIN
from tracker.charts.pieces import (
    Piece,
    behind_trace,
    marks,
    percent,
    running_shapes,
    upright,
)
from tracker.charts.plane import PERCENT
from tracker.charts.school_tables import MISSING, alt_of_school, weeks_table
from tracker.charts.sentences import format_dated_days, joined
from tracker.charts.stage import Stage
from tracker.school.attendance import SchoolWeek, Sight
from tracker.screen.dates import format_short_day
from tracker.screen.school.texts import format_week, lines_of_week
from tracker.screen.words import N_, _

# One row a week, in order: `week` is its place on the axis, which in treatment is its number.
WEEKS = {
    "week": "int64",
    "name": "object",  # "Week 5" in treatment, its days outside of it
    "days": "object",  # with their year
    "tick": "object",  # its first day as text
    "running": "bool",
    "sight": "object",
    "as_planned": "int64",
    "planned": "int64",
    "attended": "int64",
    "full": "int64",
    "not_logged": "int64",
    "of_planned": "float64",  # from 0 to 1, NaN without a value
    "of_full": "float64",
    "said": "object",
    "hover": "object",
}
TITLE = N_("% of periods (higher is more school)")
OF_PLANNED, OF_FULL, HOVER = "of_planned", "of_full", "hover"
LEGEND = (N_("● attended, of what was planned"), N_("◇ attended, of a full timetable"))
STILL_OPEN = "_still_open"
RANGE = [-4, 106]
MIDDLE = 50


def chart_of_school(weeks: Sequence[SchoolWeek], today: date, stage: Stage | None = None) -> Chart:
    """Chart the weeks of school; there is at least one. Without a `stage` it has no marks and its own axis."""
    frame = weeks_frame(weeks, today)
    legend = [_(line) for line in LEGEND]
    in_treatment = weeks[0].week is not None
    table = weeks_table(frame, in_treatment=in_treatment)
    if stage is None:
        if frame["running"].any():
            legend.append(legend_of_frame())
        drawn = weeks_figure(frame, in_treatment=in_treatment)
        return Chart(drawn, alt_of_school(frame), table, tuple(legend))
    was = _behind_frame(stage)
    if not was.empty:
        legend.append(
            _("hollow, dotted: {course}, laid over, of a full timetable").format(course=stage.behind_name)
        )
    return Chart(
        staged_figure(frame, stage),
        alt_with_behind(alt_of_school(frame), "" if was.empty else alt_of_school(was), stage.behind_name),
        with_behind(table, was if was.empty else weeks_table(was, in_treatment=True), stage.behind_name),
        (*legend, *stage.legend),
        tuple(stage.notes),
        tuple(days_in_words(stage.marks)),
    )


def weeks_frame(weeks: Sequence[SchoolWeek], today: date) -> pd.DataFrame:
    """Give the frame `WEEKS`."""
    rows = []
    for place, week in enumerate(weeks, start=1):
        days = f"{format_short_day(week.first)} – {format_short_day(week.last)}"
        name = days if week.week is None else _("Week {n}").format(n=week.week)
        head = f"<b>{name}</b>" if week.week is None else f"<b>{name}</b> · {days}"
        rows.append(
            {
                "week": place if week.week is None else week.week,
                "name": name,
                "days": format_dated_days(week),
                "tick": format_short_day(week.first),
                "running": week.first <= today <= week.last,
                "sight": week.sight,
                **{count: getattr(week, count) for count in ("as_planned", "planned", "attended", "full")},
                "not_logged": week.not_logged,
                "of_planned": week.of_planned,
                "of_full": week.of_full,
                "said": format_week(week),
                "hover": joined([head, *lines_of_week(week)]),
            }
        )
    return typed(WEEKS, rows)


def weeks_figure(weeks: pd.DataFrame, *, in_treatment: bool) -> go.Figure:
    """Draw both shares by the week; outside of treatment the axis has dates and no numbers."""
    numbered = list(zip(weeks["week"].tolist(), weeks["tick"], strict=True))
    running = bool(weeks["running"].iloc[-1])
    axis = week_axis(numbered, running=running)
    return figure(
        _traces(weeks),
        height=HEIGHT,
        hovermode="x",
        shapes=running_shapes(weeks),
        annotations=_missing(weeks),
        xaxis=axis if in_treatment else {**axis, **_axis_of_dates(numbered)},
        yaxis={**percent_axis(_(TITLE)), "range": RANGE},
    )


def staged_figure(weeks: pd.DataFrame, stage: Stage) -> go.Figure:
    """Draw both shares on the axis of an episode, among its marks."""
    return figure(
        [*_behind_traces(stage), *_traces(weeks), *stage.traces(PERCENT)],
        large=stage.large,
        height=HEIGHT,
        hovermode="x",
        shapes=stage.shapes(PERCENT),
        annotations=[*_missing(weeks), *stage.labels(PERCENT)],
        xaxis=stage.axis,
        yaxis={**percent_axis(_(TITLE)), "range": PERCENT.range},
    )


def _traces(weeks: pd.DataFrame) -> list[Piece]:
    places = weeks["week"].tolist()
    traces = []
    for name, color, symbol, dash in (
        (OF_FULL, ACCENT, "diamond-open", "dot"),
        (OF_PLANNED, MAIN, "circle", "solid"),
    ):
        # A line to the few periods of a week that is still open would read as a fall.
        over = weeks[name].mask(weeks["running"])
        still_open = weeks.loc[weeks["running"] & weeks[name].notna()]
        traces.append(_line(name, places, over, color, symbol, dash))
        if not still_open.empty:
            at = {"x": still_open["week"].tolist(), "y": percent(still_open[name])}
            traces.append(marks(name + STILL_OPEN, at, f"{symbol.removesuffix('-open')}-open", 9, color))
    return [*traces, _hover(weeks, places)]


def _behind_traces(stage: Stage) -> list[Piece]:
    behind = stage.behind
    if behind is None or not _has_values(behind.school):
        return []
    told = [(week.week or 0, week) for week in behind.school]
    values = percent(float("nan") if week.of_full is None else week.of_full for _week, week in told)
    hover = [
        joined([stage.behind_in_chart, _("Week {n}").format(n=number), *lines_of_week(week)])
        for number, week in told
    ]
    return [behind_trace([number + behind.moved for number, _week in told], values, hover)]


def _behind_frame(stage: Stage) -> pd.DataFrame:
    behind = stage.behind
    if behind is None or not _has_values(behind.school):
        return pd.DataFrame()
    return weeks_frame(behind.school, stage.today or behind.school[-1].last + timedelta(days=1))


def _has_values(weeks: Sequence[SchoolWeek]) -> bool:
    return any(week.sight is Sight.VALUES for week in weeks)


def _line(name: str, places: list[int], ratios: pd.Series, color: str, symbol: str, dash: str) -> Piece:
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines+markers",
        "x": places,
        "y": [None if isnan(ratio) else 100 * ratio for ratio in ratios],
        "connectgaps": False,
        "line": {"color": color, "width": 1.5, "dash": dash},
        "marker": {"symbol": symbol, "size": 9, "color": color, "line": {"color": color, "width": 1.5}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _hover(weeks: pd.DataFrame, places: list[int]) -> Piece:
    return {
        "type": "scatter",
        "name": HOVER,
        "mode": "markers",
        "marker": {"opacity": 0, "size": 1},
        "x": places,
        "y": [MIDDLE if isnan(ratio) else 100 * ratio for ratio in weeks["of_planned"]],
        "hovertext": weeks["hover"].tolist(),
        "hoverinfo": "text",
    }


def _missing(weeks: pd.DataFrame) -> list[Piece]:
    """Label weeks without a value, those of one kind that follow each other together: none is a low figure."""
    labels = []
    for sight, run in groupby(rows_of(weeks), key=lambda row: row.sight):
        if sight in MISSING:
            places = [row.week for row in run]
            words, height = MISSING[sight]
            labels.append(upright(_(words), (places[0] + places[-1]) / 2, height))
    return labels


def _axis_of_dates(numbered: Sequence[tuple[int, str]]) -> dict[str, Any]:
    step = ceil(len(numbered) / MOST_DATES)
    ticks = numbered[::step]
    return {
        "title": {"text": _("Week, by its first day"), "standoff": 12, "font": SMALL},
        "tickvals": [place for place, _tick in ticks],
        "ticktext": [tick for _place, tick in ticks],
    }
