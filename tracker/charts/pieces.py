"""The pieces of the figures as plain dictionaries: traces, shapes and annotations in Plotly's words.

They become a figure in one go: adding them one by one makes Plotly check all the earlier ones again each time.
"""

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

import pandas as pd

from tracker.charts.frames import PAUSED, rows_of
from tracker.charts.palette import ACCENT, GROUND, INK, MAIN
from tracker.charts.sentences import runs_of
from tracker.screen.words import _

Piece = dict[str, Any]

SPAN, STRICT, OBSERVED, HOVER, NO_ENTRIES, BEHIND = (
    "span",
    "strict",
    "observed",
    "hover",
    "no_entries",
    "behind",
)
MIDDLE = 50.0
BELOW_ZERO = -3.0  # percent, where nothing can be read as a value
FOOT, ABOVE_A_MARK, ABOVE_A_LABEL = 2, 5, 34  # where upright labels begin, in percent
LABEL = {"showarrow": False, "font": {"size": 11, "color": INK}}
DOTTED = {"color": INK, "width": 1, "dash": "dot"}


def span_traces(frame: pd.DataFrame, places: Sequence[int], *, upright: bool) -> list[Piece]:
    """Draw strict and observed, and the bar between them; a row without a value gets no mark."""
    strict, observed = _drawn_strict(frame), percent(frame["observed"])
    length = [None if o is None or s is None else o - s for s, o in zip(strict, observed, strict=True)]
    running = frame["running"].tolist() if "running" in frame else [False] * len(frame)
    bar = {
        "type": "bar",
        "name": SPAN,
        "orientation": "v" if upright else "h",
        **_along(places, length, upright=upright),
        "base": strict,
        "width": 0.5 if upright else 0.2,
        "marker": {
            "color": MAIN,
            "opacity": 0.35,
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if open_ else "" for open_ in running],
                "fillmode": "replace",
                "size": 5,
            },
        },
        "hoverinfo": "skip",
    }
    ends = ((OBSERVED, observed, "diamond-open", 9), (STRICT, strict, "circle", 8))
    silent = [BELOW_ZERO if is_silent else None for is_silent in _silent(frame)]
    return [
        bar,
        # Nobody knows what was done in a week without any entry: a dot at 0 would read as a collapse.
        marks(NO_ENTRIES, _along(places, silent, upright=upright), "line-ew-open", 4, INK),
        *(
            marks(name, _along(places, values, upright=upright), symbol, size)
            for name, values, symbol, size in ends
        ),
    ]


def _silent(frame: pd.DataFrame) -> list[bool]:
    counts = zip(frame["settled"].tolist(), frame["answered"].tolist(), strict=True)
    return [settled > 0 and answered == 0 for settled, answered in counts]


def _drawn_strict(frame: pd.DataFrame) -> list[float | None]:
    values = zip(percent(frame["strict"]), _silent(frame), strict=True)
    return [None if is_silent else value for value, is_silent in values]


def behind_trace(
    places: Sequence[float | None],
    values: Sequence[float | None],
    hover: Sequence[str],
    *,
    symbol: str = "circle-open",
    axis: str = "y",
) -> Piece:
    """Draw a series of other weeks, quiet: thin, dotted, in the colour of text."""
    return {
        "type": "scatter",
        "name": BEHIND,
        "mode": "lines+markers",
        "x": list(places),
        "y": list(values),
        "yaxis": axis,
        "connectgaps": False,
        "opacity": 0.7,
        "line": {"color": INK, "width": 1, "dash": "dot"},
        "marker": {"symbol": symbol, "size": 5, "color": INK, "line": {"color": INK, "width": 1}},
        "cliponaxis": False,
        "hovertext": list(hover),
        "hoverinfo": "text",
    }


def hover_trace(frame: pd.DataFrame, places: Sequence[int], *, upright: bool) -> Piece:
    """Answer to a finger anywhere over a week or a row, also where nothing is drawn."""
    values = [MIDDLE if value is None else value for value in percent(frame["strict"])]
    return {
        "type": "scatter",
        "name": HOVER,
        "mode": "markers",
        "marker": {"opacity": 0, "size": 1},
        **_along(places, values, upright=upright),
        "hovertext": frame["hover"].tolist(),
        "hoverinfo": "text",
    }


def running_shapes(weeks: pd.DataFrame) -> list[Piece]:
    """Frame the week that is still open."""
    return [frame_of_week(week) for week in weeks.loc[weeks["running"], "week"].tolist()]


def frame_of_week(week: int) -> Piece:
    """Draw a dotted frame around a week."""
    return {
        "type": "rect",
        "x0": week - 0.5,
        "x1": week + 0.5,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": DOTTED,
        "opacity": 0.5,
        "layer": "below",
    }


def clinics_line(level: int) -> tuple[list[Piece], list[Piece]]:
    """Draw the clinic's line; its label stands in the margin, since over the weeks it would hide some of them."""
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level}
    label = upright(_("clinic's line {percent} %").format(percent=level), 1, level)
    margin = {"xref": "paper", "xanchor": "left", "yanchor": "middle", "xshift": 2}
    line = {"color": ACCENT, "width": 1.5, "dash": "dash"}
    return [{"type": "line", **ends, "line": line, "layer": "below"}], [{**label, **margin}]


def missing_labels(weeks: pd.DataFrame, stretches: pd.DataFrame) -> list[Piece]:
    """Label weeks that have no mark, weeks without any entry, and pauses: none of them is a low figure."""
    rows = rows_of(weeks)
    pauses = [row for row in rows_of(stretches) if row.kind == PAUSED]
    labels = []
    for run in runs_of(row.week for row in rows if row.settled == 0 and not row.running):
        middle = (run[0] + run[-1]) / 2
        over = [pause for pause in pauses if pause.begin < middle < pause.until]
        pauses = [pause for pause in pauses if pause not in over]
        labels.append(upright(_("paused, nothing due") if over else _("nothing due"), middle, FOOT))
    silent = runs_of(row.week for row in rows if row.settled and row.answered == 0)
    labels += [upright(_("no entries"), (run[0] + run[-1]) / 2, ABOVE_A_MARK) for run in silent]
    for pause in pauses:
        middle = (pause.begin + pause.until) / 2
        crowded = any(abs(label["x"] - middle) < 1 for label in labels)
        labels.append(upright(_("paused"), middle, ABOVE_A_LABEL if crowded else FOOT))
    return labels


def upright(text: str, x: float, y: float) -> Piece:
    """Write upwards, so that a text is no wider than its week on a phone."""
    return {"x": x, "y": y, "text": text, "textangle": -90, "yanchor": "bottom", **LABEL}


def percent(ratios: Iterable[float]) -> list[float | None]:
    """Give ratios in percent, None where there is no value."""
    return [None if isnan(ratio) else 100 * ratio for ratio in ratios]


def _along(places: Sequence[float], values: Sequence[float | None], *, upright: bool) -> Piece:
    return {"x": list(places), "y": values} if upright else {"x": values, "y": list(places)}


def marks(name: str, at: Piece, symbol: str, size: int, color: str = MAIN) -> Piece:
    """Draw markers of one shape, which answer to no finger."""
    edge = INK if color == GROUND else color
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        **at,
        "marker": {"symbol": symbol, "size": size, "color": color, "line": {"color": edge, "width": 1.5}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
