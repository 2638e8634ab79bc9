"""The chart of school by the week: attended of planned, and of a full timetable, with what stands beside it."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from math import ceil, isnan
from typing import Any

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from tracker.charts.figures import HEIGHT, MOST_DATES, SMALL, figure, percent_axis, week_axis
from tracker.charts.frames import rows_of
from tracker.charts.home_exercise import Chart
from tracker.charts.palette import ACCENT, MAIN
from tracker.charts.pieces import ABOVE_A_MARK, FOOT, Piece, running_shapes, upright
from tracker.charts.sentences import format_share, joined
from tracker.school.attendance import SchoolWeek, Sight
from tracker.screen.dates import format_short_day
from tracker.screen.school.texts import format_week, lines_of_week
from tracker.screen.words import N_, _

# One row a week, in order: `week` is its place on the axis, which in treatment is its number.
WEEKS = {
    "week": "int64",
    "name": "object",  # "Week 5" in treatment, its days outside of it
    "days": "object",
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
OF_PLANNED, OF_FULL, HOVER = "of_planned", "of_full", "hover"
LEGEND = (N_("● attended, of what was planned"), N_("◇ attended, of a full timetable"))
MISSING: Mapping[Sight, tuple[str, int]] = {
    Sight.NO_SCHOOL: (N_("no school planned"), FOOT),
    Sight.NOTHING_OVER: (N_("nothing logged yet"), ABOVE_A_MARK),
    Sight.NOTHING_LOGGED: (N_("nothing logged"), ABOVE_A_MARK),
}
RANGE = [-4, 106]
MIDDLE = 50


def chart_of_school(weeks: Sequence[SchoolWeek], today: date) -> Chart:
    """Chart the weeks of school; there is at least one."""
    frame = weeks_frame(weeks, today)
    legend = [_(line) for line in LEGEND]
    if frame["running"].any():
        legend.append(_("dotted frame: this week, still open"))
    in_treatment = weeks[0].week is not None
    return Chart(
        weeks_figure(frame, in_treatment=in_treatment),
        alt_of_school(frame),
        weeks_table(frame, in_treatment=in_treatment),
        tuple(legend),
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
                "days": days,
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
    return pd.DataFrame(rows, columns=list(WEEKS)).astype(WEEKS)


def weeks_figure(weeks: pd.DataFrame, *, in_treatment: bool) -> go.Figure:
    """Draw both shares by the week; outside of treatment the axis has dates and no numbers."""
    places = weeks["week"].tolist()
    return figure(
        [
            _line(OF_FULL, places, weeks["of_full"], ACCENT, "diamond-open", "dot"),
            _line(OF_PLANNED, places, weeks["of_planned"], MAIN, "circle", "solid"),
            _hover(weeks, places),
        ],
        height=HEIGHT,
        hovermode="x",
        shapes=running_shapes(weeks),
        annotations=_missing(weeks),
        xaxis=week_axis(weeks) if in_treatment else _axis_of_dates(weeks),
        yaxis={**percent_axis(_("% of periods (higher is more school)")), "range": RANGE},
    )


def weeks_table(weeks: pd.DataFrame, *, in_treatment: bool) -> pd.DataFrame:
    """List the weeks, each with its two shares and their n of m."""
    rows = rows_of(weeks)
    columns: dict[str, Any] = {}
    if in_treatment:
        so_far = _("{n}, so far")
        columns[_("Week")] = [so_far.format(n=row.week) if row.running else str(row.week) for row in rows]
    columns[_("Days")] = weeks["days"]
    columns[_("Of planned")] = [_share(row, row.of_planned, row.as_planned, row.planned) for row in rows]
    columns[_("Of a full timetable")] = [_share(row, row.of_full, row.attended, row.full) for row in rows]
    columns[_("Days not logged")] = weeks["not_logged"]
    return pd.DataFrame(columns)


def alt_of_school(weeks: pd.DataFrame) -> str:
    """Describe the chart from its own frame: what it shows, its first and its latest week."""
    rows = rows_of(weeks)
    told = [rows[0]] if len(rows) == 1 else [rows[0], rows[-1]]
    return " ".join((_("School by the week, higher is more."), *map(_told, told)))


def _told(row: Any) -> str:
    head = _("{week} so far").format(week=row.name) if row.running else row.name
    return _("{head}: {said}.").format(head=head, said=row.said)


def _share(row: Any, ratio: float, part: int, whole: int) -> str:
    if row.sight in MISSING:
        return _(MISSING[row.sight][0])
    return format_share(ratio, part, whole)


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


def _axis_of_dates(weeks: pd.DataFrame) -> dict[str, Any]:
    step = ceil(len(weeks) / MOST_DATES)
    ticks = list(zip(weeks["week"].tolist(), weeks["tick"], strict=True))[::step]
    return {
        **week_axis(weeks),
        "title": {"text": _("Week, by its first day"), "standoff": 12, "font": SMALL},
        "tickvals": [place for place, _tick in ticks],
        "ticktext": [tick for _place, tick in ticks],
    }
