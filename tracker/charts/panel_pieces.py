"""The pieces of one panel of scores as plain dictionaries: its axis, lines, bands and labels."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from textwrap import wrap
from typing import Any

from tracker.charts.figures import SMALL
from tracker.charts.frames import chart_text, in_chart
from tracker.charts.palette import ACCENT, GROUND, INK
from tracker.charts.panels import Dot, Line, Panel, step_of
from tracker.charts.pieces import FOOT, HOVER, LABEL, Piece, behind_trace, upright
from tracker.charts.plane import Plane
from tracker.charts.sentences import joined
from tracker.charts.stage import Stage
from tracker.plans.schedule import week_of
from tracker.screen.dates import format_day
from tracker.screen.measures.instrument_text import BANDS
from tracker.screen.words import _

WIDEST_BAND_NAME = 9  # letters that fit the margin
SHADES = (0.03, 0.07, 0.11)


def axis_of(panel: Panel, plane: Plane) -> dict[str, Any]:
    """Give the axis of a panel's values, its numbers and the direction that is better."""
    step = step_of(panel.low, panel.high)
    count = int((panel.high - panel.low) / step)
    return {
        "title": {"text": panel.direction, "standoff": 14, "font": SMALL},
        "domain": list(plane.domain),
        "range": plane.range,
        "tickvals": [panel.low + step * number for number in range(count + 1)],
        "tickfont": SMALL,
        "showgrid": True,
        "zeroline": False,
        "fixedrange": True,
    }


def traces_of(panel: Panel, plane: Plane, stage: Stage) -> list[Piece]:
    """Draw what is behind, the lines, and what answers to a finger."""
    return [
        *(_behind(line, panel, plane, stage) for line in panel.behind if stage.behind is not None),
        *(_line(line, plane, stage) for line in panel.lines),
        _hover(panel, plane, stage),
    ]


def _line(line: Line, plane: Plane, stage: Stage) -> Piece:
    look = line.look
    x, y = _broken(line, stage.place)
    return {
        "type": "scatter",
        "name": line.name,
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "yaxis": plane.axis,
        "connectgaps": False,
        "line": {"color": look.color, "width": 1.5, "dash": look.dash},
        "marker": {
            "symbol": look.symbol,
            "size": 9,
            "color": look.color,
            "line": {"color": look.color, "width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _behind(line: Line, panel: Panel, plane: Plane, stage: Stage) -> Piece:
    x, y = _broken(line, stage.place_behind)
    hover = [
        joined([stage.behind_in_chart, _when(dot, stage, is_behind=True), _told(panel, line, dot)])
        for run in line.runs
        for dot in (*run, run[-1])
    ][:-1]
    return behind_trace(x, y, hover, symbol=_open(line.look.symbol), axis=plane.axis)


def _open(symbol: str) -> str:
    return symbol if symbol.endswith("-open") else f"{symbol}-open"


def _broken(line: Line, place: Any) -> tuple[list[float | None], list[float | None]]:
    """Give places and values with nothing in between where the line is broken."""
    x: list[float | None] = []
    y: list[float | None] = []
    for run in line.runs:
        if x:
            x.append(None)
            y.append(None)
        x += [place(dot.day) for dot in run]
        y += [dot.value for dot in run]
    return x, y


def _hover(panel: Panel, plane: Plane, stage: Stage) -> Piece:
    days = list(_by_day(panel.lines))
    values = [next((dot.value for _line, dot in dots if dot.value is not None), None) for _day, dots in days]
    return {
        "type": "scatter",
        "name": HOVER,
        "mode": "markers",
        "marker": {"opacity": 0, "size": 1},
        "x": [stage.place(day) for day, _dots in days],
        "y": [plane.at(50) if value is None else value for value in values],
        "yaxis": plane.axis,
        "hovertext": [
            joined([f"<b>{_when(dots[0][1], stage)}</b>", *(_told(panel, line, dot) for line, dot in dots)])
            for _day, dots in days
        ],
        "hoverinfo": "text",
    }


def _by_day(lines: Iterable[Line]) -> Iterable[tuple[date, list[tuple[Line, Dot]]]]:
    every = sorted(((line, dot) for line in lines for dot in line.dots), key=lambda one: one[1].day)
    for day, dots in groupby(every, key=lambda one: one[1].day):
        yield day, list(dots)


def _when(dot: Dot, stage: Stage, *, is_behind: bool = False) -> str:
    start = stage.behind.span.start if is_behind and stage.behind is not None else stage.start
    return _("Week {n} · {day}").format(n=week_of(start, dot.day), day=format_day(dot.day))


def _told(panel: Panel, line: Line, dot: Dot) -> str:
    said = _("{whose}: {score}").format(whose=line.name, score=dot.said)
    band = next((band for band in panel.bands if dot.value is not None and dot.value <= band.high), None)
    return in_chart(said if band is None else f"{said}, {_(BANDS[band.name])}")


def grounds_of(panel: Panel, plane: Plane) -> list[Piece]:
    """Draw published bands as grounds, each a shade darker, and the best result as a thin line."""
    bands = [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "yref": plane.axis,
            "y0": _edge(panel, band.low - 0.5),
            "y1": _edge(panel, band.high + 0.5),
            "fillcolor": INK,
            "opacity": shade,
            "line": {"width": 0},
            "layer": "below",
        }
        for band, shade in zip(panel.bands, SHADES, strict=False)
    ]
    if panel.best is None:
        return bands
    level = {"xref": "paper", "x0": 0, "x1": 1, "yref": plane.axis, "y0": panel.best, "y1": panel.best}
    line = {"color": ACCENT, "width": 1.5, "dash": "dash"}
    return [*bands, {"type": "line", **level, "line": line, "layer": "below"}]


def _edge(panel: Panel, value: float) -> float:
    return min(max(value, panel.low), panel.high)


def labels_of(panel: Panel, plane: Plane, stage: Stage) -> list[Piece]:
    """Name the bands and the best result, and say where something was not scored."""
    bands = [
        {
            **_at_the_right("<br>".join(wrap(_(BANDS[band.name]), WIDEST_BAND_NAME)), plane),
            "xanchor": "left",
            "xshift": 3,
            "align": "left",
            "y": (_edge(panel, band.low - 0.5) + _edge(panel, band.high + 0.5)) / 2,
            "yanchor": "middle",
        }
        for band in panel.bands
    ]
    best = []
    if panel.best is not None:
        best = [{**_at_the_right(panel.best_said, plane), "y": panel.best, "yanchor": "bottom"}]
    missing = [
        {**upright(_("not scored"), stage.place(dot.day), plane.at(FOOT)), "yref": plane.axis}
        for line in panel.lines
        for dot in line.dots
        if dot.value is None
    ]
    return [*bands, *best, *missing]


def _at_the_right(text: str, plane: Plane) -> Piece:
    return {"text": text, "xref": "paper", "x": 1, "xanchor": "right", "yref": plane.axis, **LABEL}


def heading_of(panel: Panel, plane: Plane) -> Piece:
    """Name a panel above it: what is measured, and from where to where."""
    return {
        "text": f"<b>{chart_text(panel.short)}</b> · {panel.range}",
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "paper",
        "y": plane.domain[1],
        "yanchor": "bottom",
        "showarrow": False,
        "bgcolor": GROUND,
        "font": SMALL,
    }
