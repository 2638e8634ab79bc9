"""Frames become figures: pure functions, without Streamlit and without a clock.

Each figure draws the span from strict to observed adherence as a bar with two ends, told apart by their shape. All
colours are stand-ins (`palette`), and no figure knows how wide it will be: it is made to be read on a phone.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from tracker.charts import pieces
from tracker.charts.frames import rows_of
from tracker.charts.palette import GROUND, INK
from tracker.charts.sentences import Voice, format_part
from tracker.screen.words import _

# What st.plotly_chart is told: no tool bar, and a finger that scrolls the page does not move the chart.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}

MOST_TICKS, MOST_DATES, FEWEST_WEEKS = 13, 4, 4
MOST_LARGE_TICKS, MOST_LARGE_DATES = 6, 2  # in large letters, where three charts stand beside each other
HEIGHT, ROW, AROUND_ROWS = 380, 54, 64  # pixels
QUARTERS = [0, 25, 50, 75, 100]
SMALL = {"size": 12, "color": INK}
LARGER = {"size": 1.4, "height": 1.25, "standoff": 1.6}
DATA = {"x", "y", "hovertext", "text", "tickvals", "ticktext", "base"}


def exercises_figure(exercises: pd.DataFrame, voice: Voice, *, large: bool = False) -> go.Figure:
    """Draw each exercise's span over all weeks: a row each, the first on top."""
    rows = len(exercises)
    places = list(range(rows))
    labels = [
        label
        for place, row in enumerate(rows_of(exercises))
        for label in (_row_label(row.label, place, "left"), _row_label(_row_count(row), place, "right"))
    ]
    return figure(
        [
            *pieces.span_traces(exercises, places, upright=False),
            pieces.hover_trace(exercises, places, upright=False),
        ],
        height=AROUND_ROWS + ROW * rows,
        large=large,
        hovermode="y",
        annotations=labels,
        xaxis={
            **percent_axis(percent_title(voice) + " " + _("(further right is more)")),
            "range": [-3, 103],
        },
        yaxis={"range": [rows - 0.5, -0.75], "visible": False, "fixedrange": True},
    )


def figure(traces: list[pieces.Piece], *, large: bool = False, **layout: Any) -> go.Figure:
    """Make a figure of some traces, with what all of our figures share; `large` is for a room, and for print."""
    shared = {
        # An empty template, so that a figure does not depend on what Plotly was told elsewhere.
        "template": {},
        "showlegend": False,
        "dragmode": False,
        "margin": {"l": 0, "r": 18, "t": 4, "b": 0},
        "font": SMALL,
        "hoverlabel": {
            "align": "left",
            "namelength": 0,
            "font": {"size": 13, "color": INK},
            "bgcolor": GROUND,
        },
        "barcornerradius": 3,
    }
    made = {"data": traces, "layout": {**shared, **layout}}
    # Checking each value takes longer than all the rest; `tests/tracker/charts` checks what is drawn.
    return go.Figure(enlarged(made) if large else made, _validate=False)


def enlarged(part: Any, name: str = "") -> Any:
    """Give the same with larger letters and marks, and higher."""
    if isinstance(part, dict):
        return {key: enlarged(value, key) for key, value in part.items()}
    if isinstance(part, list) and name not in DATA:
        return [enlarged(each) for each in part]
    if name in LARGER and isinstance(part, int | float):
        return round(part * LARGER[name])
    return part


def percent_axis(title: str) -> dict[str, Any]:
    """Give an axis of percent."""
    return {
        "title": {"text": title, "standoff": 6, "font": SMALL},
        "tickvals": QUARTERS,
        "tickfont": SMALL,
        "showgrid": True,
        "zeroline": False,
        "fixedrange": True,
    }


def percent_title(voice: Voice) -> str:
    """Name an axis of home exercise."""
    return _("% done") if voice is Voice.FAMILY else _("Adherence, %")


def week_axis(numbered: Sequence[tuple[int, str]], *, running: bool, large: bool = False) -> dict[str, Any]:
    """Give the axis of some weeks, each with its number and its first day; `running` says that the last is open."""
    most = (MOST_LARGE_TICKS, MOST_LARGE_DATES) if large else (MOST_TICKS, MOST_DATES)
    ticks = _ticks(numbered, *most, running=running)
    first = numbered[0][0] if numbered else 1
    return {
        "title": {"text": _("Week of treatment, with its first day"), "standoff": 12, "font": SMALL},
        "range": [first - 0.5, first + max(len(numbered), FEWEST_WEEKS) - 0.5],
        "tickvals": list(ticks),
        "ticktext": [f"{week}<br>{below}" if below else str(week) for week, below in ticks.items()],
        "tickangle": 0,
        "tickfont": SMALL,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _ticks(
    numbered: Sequence[tuple[int, str]], most_ticks: int, most_dates: int, *, running: bool
) -> dict[int, str]:
    """Give the weeks that have a number on the axis, with what stands below it: few enough for a phone."""
    if not numbered:
        return {}
    count, (first, _first_day), (last, _last_day) = len(numbered), numbered[0], numbered[-1]
    step = ceil(count / most_ticks)
    dated = ceil(max(count, FEWEST_WEEKS) / (step * most_dates)) * step
    ticks = {week: day if (week - first) % dated == 0 else "" for week, day in numbered[::step]}
    if count > 1 and running:
        # "so far" takes the place of the last date, and the number beside it.
        ticks = {
            week: below if last - week >= dated else ""
            for week, below in ticks.items()
            if last - week >= step
        }
        ticks[last] = _("so far")
    return ticks


def _row_label(text: str, place: int, side: str) -> dict[str, Any]:
    return {
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "y": place - 0.13,
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": INK},
    }


def _row_count(row: Any) -> str:
    return format_part(row.credit, row.settled) if row.settled else _("nothing due so far")
