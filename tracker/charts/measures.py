"""The chart of function, with pain below it where it is shown: two panels on one axis of treatment weeks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from tracker.charts.chart import Chart, alt_with_behind, with_behind
from tracker.charts.figures import figure
from tracker.charts.notes import days_in_words
from tracker.charts.panel_pieces import axis_of, grounds_of, heading_of, labels_of, traces_of
from tracker.charts.panels import Line, Panel
from tracker.charts.plane import Plane
from tracker.charts.stage import Stage
from tracker.plans.schedule import week_of
from tracker.screen.dates import format_full_day
from tracker.screen.words import _, ngettext

# Where the panels lie in the drawing, each with room for its heading above it, and how high it is in pixels.
ONE = ((0.0, 0.93),)
TWO = ((0.44, 0.95), (0.0, 0.34))
HEIGHTS = {1: 400, 2: 560}


def chart_of_measures(panels: Sequence[Panel], stage: Stage) -> Chart:
    """Chart one panel, or one above another: never two axes of values in one panel."""
    behind = [_behind_only(panel) for panel in panels if panel.behind]
    was = _table(behind, stage.start_behind)
    legend = [line for panel in panels for line in _legend(panel)]
    if not was.empty:
        legend.append(_("hollow, dotted: {course}, laid over").format(course=stage.behind_name))
    return Chart(
        _figure(panels, stage),
        alt_with_behind(_alt(panels, stage.start), _alt(behind, stage.start_behind), stage.behind_name),
        with_behind(_table(panels, stage.start), was, stage.behind_name),
        (*dict.fromkeys(legend), *stage.legend),
        tuple(stage.notes),
        tuple(days_in_words(stage.marks)),
    )


def _figure(panels: Sequence[Panel], stage: Stage) -> Any:
    domains = TWO if len(panels) > 1 else ONE
    planes = [
        Plane(panel.low, panel.high, f"y{number}" if number > 1 else "y", domain)
        for number, (panel, domain) in enumerate(zip(panels, domains, strict=True), start=1)
    ]
    both = list(zip(panels, planes, strict=True))
    top, foot = planes[0], planes[-1]
    return figure(
        [*(trace for pair in both for trace in traces_of(*pair, stage)), *stage.traces(top, foot=foot)],
        large=stage.large,
        height=HEIGHTS[len(panels)],
        margin={"l": 0, "r": _room_for_bands(panels, stage), "t": 4, "b": 0},
        hovermode="x",
        shapes=[*(shape for pair in both for shape in grounds_of(*pair)), *stage.shapes(top, foot=foot)],
        annotations=[
            *(label for pair in both for label in (*labels_of(*pair, stage), heading_of(*pair))),
            *stage.labels(foot),
        ],
        xaxis={**stage.axis, "anchor": foot.axis},
        **{plane.axis.replace("y", "yaxis"): axis_of(panel, plane) for panel, plane in both},
    )


def _room_for_bands(panels: Sequence[Panel], stage: Stage) -> int:
    """Give the margin in which the names of bands stand, where no score can meet them."""
    if not any(panel.bands for panel in panels):
        return 18
    return 84 if stage.large else 60


def _legend(panel: Panel) -> list[str]:
    return [f"{line.look.sign} {line.name}" for line in panel.lines]


def _behind_only(panel: Panel) -> Panel:
    return replace(panel, lines=panel.behind)


def _table(panels: Sequence[Panel], start: date) -> pd.DataFrame:
    """List every score by its day, a column for each reporter of each instrument."""
    columns = {
        (panel.key, line.name): f"{panel.short}, {line.name}" for panel in panels for line in panel.lines
    }
    rows: dict[date, dict[str, str]] = {}
    for panel in panels:
        for line in panel.lines:
            for dot in line.dots:
                rows.setdefault(dot.day, {})[columns[panel.key, line.name]] = dot.said
    return pd.DataFrame(
        [
            {_("Week"): str(week_of(start, day)), _("Day"): format_full_day(day)}
            | {column: rows[day].get(column, "") for column in columns.values()}
            for day in sorted(rows)
        ]
    )


def _alt(panels: Sequence[Panel], start: date) -> str:
    """Describe the chart from its own lines: what it shows, the first and the latest score of each."""
    said = []
    for panel in panels:
        head = _("{name}, {range}, by week of treatment.").format(name=panel.name, range=panel.range)
        said += [head, *(_alt_of(line, start) for line in panel.lines)]
    return " ".join(said)


def _alt_of(line: Line, start: date) -> str:
    scored = line.scored
    if not scored:
        return _("{whose}: not scored.").format(whose=line.name.capitalize())
    first, latest = scored[0], scored[-1]
    ends = [
        _("{score} in week {n}").format(score=dot.said, n=week_of(start, dot.day))
        for dot in dict.fromkeys((first, latest))
    ]
    count = ngettext("{n} score", "{n} scores", len(scored)).format(n=len(scored))
    return _("{whose}: {ends}; {count}.").format(
        whose=line.name.capitalize(), ends=", ".join(ends), count=count
    )
