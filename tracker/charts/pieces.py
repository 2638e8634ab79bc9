"""The pieces of the figures as plain dictionaries: traces, shapes and annotations in Plotly's words.

They become a figure in one go: adding them one by one makes Plotly check all the earlier ones again each time.
"""

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

import pandas as pd

from tracker.charts.frames import AWAY, CAME, CORRECTED, DID_NOT, ILL, PAUSED, rows_of
from tracker.charts.palette import ACCENT, GROUND, INK, MAIN
from tracker.screen.words import _

Piece = dict[str, Any]

BOTTOM, VISITS, DAYS, CORRECTIONS, NUMBERS, TOP = (
    -17,
    -13,
    -7,
    103,
    110,
    116,
)  # heights in percent, beyond 0 and 100
SPAN, STRICT, OBSERVED, HOVER, NOTED = "span", "strict", "observed", "hover", "noted"
SIGNS = {
    ILL: ("square", DAYS),
    AWAY: ("triangle-up-open", DAYS),
    CAME: ("triangle-down", VISITS),
    DID_NOT: ("triangle-down-open", VISITS),
}
MIDDLE = 50.0
FOOT, ABOVE_A_MARK, ABOVE_A_LABEL = 2, 5, 34  # where upright labels begin, in percent
A_NUMBERS_PLACE, ALWAYS_ENOUGH = 0.04, 0.95  # of all weeks, the part that a number takes on a phone; in weeks
LABEL = {"showarrow": False, "font": {"size": 11, "color": INK}}
DOTTED = {"color": INK, "width": 1, "dash": "dot"}


def span_traces(frame: pd.DataFrame, places: Sequence[int], *, upright: bool) -> list[Piece]:
    """Draw strict and observed, and the bar between them; a row without a value gets no mark."""
    strict, observed = _percent(frame["strict"]), _percent(frame["observed"])
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
    return [
        bar,
        *(
            _marks(name, _along(places, values, upright=upright), symbol, size)
            for name, values, symbol, size in ends
        ),
    ]


def hover_trace(frame: pd.DataFrame, places: Sequence[int], *, upright: bool) -> Piece:
    """Answer to a finger anywhere over a week or a row, also where nothing is drawn."""
    values = [MIDDLE if value is None else value for value in _percent(frame["strict"])]
    return {
        "type": "scatter",
        "name": HOVER,
        "mode": "markers",
        "marker": {"opacity": 0, "size": 1},
        **_along(places, values, upright=upright),
        "hovertext": frame["hover"].tolist(),
        "hoverinfo": "text",
    }


def day_traces(days: pd.DataFrame) -> list[Piece]:
    """Put a small sign below the axis for each day ill or away, and below these for each day with visits."""
    traces = []
    for kind in sorted(set(days["kind"])):
        places = days.loc[days["kind"] == kind, "position"].tolist()
        symbol, height = SIGNS[kind]
        traces.append(_marks(kind, {"x": places, "y": [height] * len(places)}, symbol, 6, INK))
    return traces


def note_traces(notes: pd.DataFrame, number_of_weeks: int) -> list[Piece]:
    """Put the numbers of changes above the weeks, never over one another on a phone."""
    firsts = notes.drop_duplicates("number")
    apart = min(A_NUMBERS_PLACE * number_of_weeks, ALWAYS_ENOUGH)
    places: list[float] = []
    for place in firsts["position"]:
        places.append(max(place, places[-1] + apart) if places else place)
    if not places:
        return []
    return [
        {
            **_marks(NOTED, {"x": places, "y": [NUMBERS] * len(places)}, "circle", 14, GROUND),
            "mode": "markers+text",
            "text": [str(number) for number in firsts["number"]],
            "textfont": {"size": 10, "color": INK},
        }
    ]


def note_shapes(notes: pd.DataFrame) -> list[Piece]:
    """Draw a thin line through the day of each change."""
    return [
        _line({"x0": place, "x1": place, "y0": 0, "y1": NUMBERS - 4}, {**DOTTED}, opacity=0.6)
        for place in sorted(set(notes["position"]))
    ]


def stretch_shapes(stretches: pd.DataFrame) -> list[Piece]:
    """Draw a pause as a band, and the days of a corrected prescription as a line above the weeks."""
    shapes = []
    for row in rows_of(stretches):
        if row.kind == PAUSED:
            band = {"x0": row.begin, "x1": row.until, "yref": "paper", "y0": 0, "y1": 1}
            shapes.append(
                {
                    "type": "rect",
                    **band,
                    "fillcolor": INK,
                    "opacity": 0.1,
                    "line": {"width": 0},
                    "layer": "below",
                }
            )
        elif row.kind == CORRECTED:
            ends = {"x0": row.begin, "x1": row.until, "y0": CORRECTIONS, "y1": CORRECTIONS}
            shapes.append(_line(ends, {**DOTTED, "width": 1.5}))
    return shapes


def running_shapes(weeks: pd.DataFrame) -> list[Piece]:
    """Frame the week that is still open."""
    return [
        {
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
        for week in weeks.loc[weeks["running"], "week"].tolist()
    ]


def clinics_line(percent: int) -> tuple[list[Piece], list[Piece]]:
    """Draw the clinic's line; its label stands in the margin, since over the weeks it would hide some of them."""
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": percent, "y1": percent}
    label = upright(_("clinic's line {percent} %").format(percent=percent), 1, percent)
    margin = {"xref": "paper", "xanchor": "left", "yanchor": "middle", "xshift": 2}
    return [_line(ends, {"color": ACCENT, "width": 1.5, "dash": "dash"})], [{**label, **margin}]


def missing_labels(weeks: pd.DataFrame, stretches: pd.DataFrame) -> list[Piece]:
    """Label weeks that have no mark, weeks without any entry, and pauses: none of them is a low figure."""
    rows = rows_of(weeks)
    pauses = [row for row in rows_of(stretches) if row.kind == PAUSED]
    labels = []
    for run in _runs(row.week for row in rows if row.settled == 0 and not row.running):
        middle = (run[0] + run[-1]) / 2
        over = [pause for pause in pauses if pause.begin < middle < pause.until]
        pauses = [pause for pause in pauses if pause not in over]
        labels.append(upright(_("paused, nothing due") if over else _("nothing due"), middle, FOOT))
    silent = _runs(row.week for row in rows if row.settled and row.answered == 0)
    labels += [upright(_("no entries"), (run[0] + run[-1]) / 2, ABOVE_A_MARK) for run in silent]
    for pause in pauses:
        middle = (pause.begin + pause.until) / 2
        crowded = any(abs(label["x"] - middle) < 1 for label in labels)
        labels.append(upright(_("paused"), middle, ABOVE_A_LABEL if crowded else FOOT))
    return labels


def upright(text: str, x: float, y: float) -> Piece:
    """Write upwards, so that a text is no wider than its week on a phone."""
    return {"x": x, "y": y, "text": text, "textangle": -90, "yanchor": "bottom", **LABEL}


def _runs(weeks: Iterable[int]) -> list[list[int]]:
    """Give weeks that follow one another as one run, for which one label will do."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and runs[-1][-1] == week - 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return runs


def _percent(ratios: pd.Series) -> list[float | None]:
    return [None if isnan(ratio) else 100 * ratio for ratio in ratios]


def _along(places: Sequence[float], values: Sequence[float | None], *, upright: bool) -> Piece:
    return {"x": list(places), "y": values} if upright else {"x": values, "y": list(places)}


def _marks(name: str, at: Piece, symbol: str, size: int, color: str = MAIN) -> Piece:
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


def _line(ends: Piece, line: Piece, opacity: float = 1) -> Piece:
    return {"type": "line", **ends, "line": line, "opacity": opacity, "layer": "below"}
