"""The marks of a chart of weeks as plain dictionaries: numbers, thin lines, bands and small signs."""

from collections.abc import Collection, Sequence
from math import ceil, inf
from typing import Any

import pandas as pd

from tracker.charts.frames import AWAY, CAME, CORRECTED, DID_NOT, ENDED, ILL, PAUSED, WATCHED, rows_of
from tracker.charts.palette import GROUND, INK
from tracker.charts.pieces import DOTTED, FOOT, LABEL, Piece, marks
from tracker.charts.plane import BELOW_THE_NUMBER, CORRECTIONS, DAYS, NUMBERS, VISITS, Plane
from tracker.screen.words import _

# A line from one place to another, each a position on the axis of weeks and a part of the drawing's height.
Stroke = tuple[tuple[float, float], tuple[float, float]]

NOTED = "noted"
SIGNS = {
    ILL: ("square", DAYS),
    AWAY: ("triangle-up-open", DAYS),
    CAME: ("triangle-down", VISITS),
    DID_NOT: ("triangle-down-open", VISITS),
}
HATCHED_EVERY = 0.04  # of the drawing's height
A_NUMBERS_PLACE, ALWAYS_ENOUGH = 0.04, 0.95  # of all weeks, the part that a number takes on a phone; in weeks


def day_traces(days: pd.DataFrame, plane: Plane) -> list[Piece]:
    """Put a small sign below the axis for each day ill or away, and below these for each day with visits."""
    traces = []
    for kind in sorted(set(days["kind"])):
        places = days.loc[days["kind"] == kind, "position"].tolist()
        symbol, height = SIGNS[kind]
        at = {"x": places, "y": [plane.at(height)] * len(places), "yaxis": plane.axis}
        traces.append(marks(kind, at, symbol, 6, INK))
    return traces


def note_traces(notes: pd.DataFrame, number_of_weeks: int, plane: Plane) -> list[Piece]:
    """Put the numbers of changes above the weeks, never over one another on a phone."""
    firsts = notes.drop_duplicates("number")
    apart = min(A_NUMBERS_PLACE * number_of_weeks, ALWAYS_ENOUGH)
    places: list[float] = []
    for place in firsts["position"]:
        places.append(max(place, places[-1] + apart) if places else place)
    if not places:
        return []
    at = {"x": places, "y": [plane.at(NUMBERS)] * len(places), "yaxis": plane.axis}
    return [
        {
            **marks(NOTED, at, "circle", 14, GROUND),
            "mode": "markers+text",
            "text": [str(number) for number in firsts["number"]],
            "textfont": {"size": 10, "color": INK},
        }
    ]


def note_shapes(notes: pd.DataFrame, plane: Plane, foot: Plane) -> list[Piece]:
    """Draw a thin line through the day of each change: from the values of the lowest panel to the number on top."""
    low, high = foot.in_drawing(0), plane.in_drawing(BELOW_THE_NUMBER)
    lines = [((place, low), (place, high)) for place in sorted(set(notes["position"]))]
    return _strokes(NOTED, lines, {**DOTTED}, opacity=0.6)


def stretch_shapes(stretches: pd.DataFrame, number_of_weeks: int, plane: Plane) -> list[Piece]:
    """Draw a pause as a band, agreed watch dates hatched, corrected days as a line above the weeks, the end as one."""
    shapes: list[Piece] = []
    corrected: list[Stroke] = []
    height = plane.in_drawing(CORRECTIONS)
    for row in rows_of(stretches):
        if row.kind == CORRECTED:
            corrected.append(((row.begin, height), (row.until, height)))
        elif row.kind == ENDED:
            shapes += _strokes(
                ENDED, [((row.until, 0), (row.until, 1))], {"color": INK, "width": 1}, opacity=0.6
            )
        elif row.kind == WATCHED:
            lines = _slanted(row.begin, row.until, number_of_weeks)
            shapes += _strokes(WATCHED, lines, {"color": INK, "width": 1}, opacity=0.3)
        else:
            ends = {"x0": row.begin, "x1": row.until, "yref": "paper", "y0": 0, "y1": 1}
            look = {"fillcolor": INK, "opacity": 0.1, "line": {"width": 0}, "layer": "below"}
            shapes.append({"type": "rect", **ends, **look})
    return [*shapes, *_strokes(CORRECTED, corrected, {**DOTTED, "width": 1.5})]


def _slanted(begin: float, until: float, number_of_weeks: int) -> list[Stroke]:
    """Give slanted lines over some days, as steep on any number of weeks: shapes know no pattern of their own."""
    rise = (until - begin) / number_of_weeks
    lines: list[Stroke] = []
    for n in range(-ceil(rise / HATCHED_EVERY), ceil(1 / HATCHED_EVERY)):
        left = n * HATCHED_EVERY
        low, high = max(left, 0.0), min(left + rise, 1.0)
        if low < high:
            first, last = ((begin + (height - left) * number_of_weeks, height) for height in (low, high))
            lines.append((first, last))
    return lines


def _strokes(name: str, lines: Sequence[Stroke], look: Piece, *, opacity: float = 1) -> list[Piece]:
    """Draw lines as one shape, or none: twenty shapes take a browser as long as the rest of a chart."""
    if not lines:
        return []
    return [
        {
            "type": "path",
            "name": name,
            "path": "".join("M{:.4f},{:.4f}L{:.4f},{:.4f}".format(*first, *last) for first, last in lines),
            "yref": "paper",
            "line": look,
            "opacity": opacity,
            "layer": "below",
        }
    ]


def stretch_labels(
    stretches: pd.DataFrame, plane: Plane, kinds: Collection[str], edge: float = inf
) -> list[Piece]:
    """Write over a band, or beside the line of the end, what it is; `edge` is where the axis ends."""
    words = {PAUSED: _("paused"), WATCHED: _("watch dates"), ENDED: _("treatment ended")}
    return [
        {
            "y": plane.at(FOOT),
            "yref": plane.axis,
            "text": words[row.kind],
            "textangle": -90,
            "yanchor": "bottom",
            **LABEL,
            **_place_of_label(row, edge),
        }
        for row in rows_of(stretches)
        if row.kind in kinds
    ]


def _place_of_label(row: Any, edge: float) -> Piece:
    if row.kind != ENDED:
        return {"x": (row.begin + row.until) / 2}
    # What the margin has for itself, as the names of bands, is not written over.
    side = {"xanchor": "left", "xshift": 1} if row.until < edge else {"xanchor": "right", "xshift": -1}
    return {"x": row.until, **side}
