"""Frames become figures: pure functions, without Streamlit and without a clock.

Each figure draws the span from strict to observed adherence as a bar with two ends, told apart by their shape. All
colours are stand-ins (`palette`), and no figure knows how wide it will be: it is made to be read on a phone.
"""

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
HEIGHT, ROW, AROUND_ROWS = 380, 54, 64  # pixels
QUARTERS = [0, 25, 50, 75, 100]
SMALL = {"size": 12, "color": INK}


def weeks_figure(
    weeks: pd.DataFrame,
    notes: pd.DataFrame,
    stretches: pd.DataFrame,
    days: pd.DataFrame,
    *,
    line_percent: int | None,
    voice: Voice,
) -> go.Figure:
    """Draw home exercise by treatment week; `line_percent` None leaves the clinic's line out."""
    places = weeks["week"].tolist()
    line, line_label = ([], []) if line_percent is None else pieces.clinics_line(line_percent)
    return figure(
        [
            *pieces.span_traces(weeks, places, upright=True),
            *pieces.day_traces(days),
            *pieces.note_traces(notes, len(weeks)),
            pieces.hover_trace(weeks, places, upright=True),
        ],
        height=HEIGHT,
        hovermode="x",
        shapes=[
            *pieces.stretch_shapes(stretches),
            *pieces.running_shapes(weeks),
            *line,
            *pieces.note_shapes(notes),
        ],
        annotations=[*line_label, *pieces.missing_labels(weeks, stretches)],
        xaxis=week_axis(weeks),
        yaxis={
            **percent_axis(_percent_title(voice) + " " + _("(higher is more)")),
            "range": [pieces.BOTTOM, pieces.TOP],
        },
    )


def exercises_figure(exercises: pd.DataFrame, voice: Voice) -> go.Figure:
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
        hovermode="y",
        annotations=labels,
        xaxis={
            **percent_axis(_percent_title(voice) + " " + _("(further right is more)")),
            "range": [-3, 103],
        },
        yaxis={"range": [rows - 0.5, -0.75], "visible": False, "fixedrange": True},
    )


def figure(traces: list[pieces.Piece], **layout: Any) -> go.Figure:
    """Make a figure of some traces, with what all of our figures share."""
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
    return go.Figure({"data": traces, "layout": {**shared, **layout}})


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


def _percent_title(voice: Voice) -> str:
    return _("% done") if voice is Voice.FAMILY else _("Adherence, %")


def week_axis(weeks: pd.DataFrame) -> dict[str, Any]:
    """Give the axis of the treatment weeks of a frame with the columns week, tick and running."""
    ticks = _ticks(weeks)
    return {
        "title": {"text": _("Week of treatment, with its first day"), "standoff": 12, "font": SMALL},
        "range": [0.5, max(len(weeks), FEWEST_WEEKS) + 0.5],
        "tickvals": list(ticks),
        "ticktext": [f"{week}<br>{below}" if below else str(week) for week, below in ticks.items()],
        "tickangle": 0,
        "tickfont": SMALL,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _ticks(weeks: pd.DataFrame) -> dict[int, str]:
    """Give the weeks that have a number on the axis, with what stands below it: few enough for a phone."""
    last = len(weeks)
    if not last:
        return {}
    step = ceil(last / MOST_TICKS)
    dated = ceil(last / (step * MOST_DATES)) * step
    numbered = list(zip(weeks["week"].tolist(), weeks["tick"], strict=True))[::step]
    ticks = {week: first_day if (week - 1) % dated == 0 else "" for week, first_day in numbered}
    if last > 1 and bool(weeks["running"].iloc[-1]):
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
