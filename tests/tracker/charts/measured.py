"""Scores made by hand, and a chart of them read back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from db.vocabulary import Better, Instrument, Reporter, Side, TaskUnit
from tests.tracker.charts.plotted import FULL, progress
from tracker.charts.chart import Chart
from tracker.charts.measures import chart_of_measures
from tracker.charts.panels import panels_above, panels_of_pain
from tracker.charts.stage import stage_of
from tracker.measures.read import Score, Series
from tracker.measures.tasks import TaskResult, TaskSeries
from tracker.progress.progress import Progress

CHILD, PARENT, CLINICIAN = Reporter
Values = Mapping[date, float | None]


def series(
    instrument: Instrument, values: Values, reporter: Reporter = CHILD, side: Side = Side.BOTH
) -> Series:
    scores = (
        Score(n, day, value, "", None, datetime(2026, 1, 1, tzinfo=UTC), "Pat")
        for n, (day, value) in enumerate(values.items(), start=1)
    )
    return Series(instrument, reporter, side, tuple(scores))


def task(values: Mapping[date, float], *, name: str = "Stairs", best: float | None = None) -> TaskSeries:
    results = tuple(TaskResult(day, value) for day, value in values.items())
    return TaskSeries(7, name, TaskUnit.SECONDS, Better.LOWER, results, best)


def measured(*every: Series, weeks: int = 10, **more: Any) -> Progress:
    return replace(progress([FULL] * weeks), series=tuple(every), **more)


def chart(shown: Progress, above: str = "", *, large: bool = False) -> Chart:
    upper, lower = panels_above(shown), panels_of_pain(shown)
    panels = [upper[above]] if above else [*upper.values()][:1]
    return chart_of_measures([*panels, *list(lower.values())[:1]], stage_of(shown, large=large))


def dots(trace: Any) -> list[tuple[float, float]]:
    """The points of a trace, without the gaps between them."""
    return [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if y is not None]
