"""What can be shown of measures: a panel for each instrument and each timed task, with a line for each reporter.

A line joins two scores that follow each other, unless one between them was not scored or more than 8 weeks lie between
them: over such a gap nothing is known, and nothing is drawn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

from db.vocabulary import Better, Instrument, Reporter, Side, TaskUnit
from tracker.charts.palette import ACCENT, MAIN
from tracker.measures.instruments import SCALES, Band, Kind, Scale
from tracker.measures.read import Score, Series
from tracker.measures.tasks import TaskSeries
from tracker.progress.progress import Progress
from tracker.screen.dates import format_number
from tracker.screen.measures.instrument_text import (
    DIRECTIONS,
    format_instrument,
    format_range,
    format_reporter,
    format_score,
    format_short,
    format_side,
)
from tracker.screen.words import N_, _

LONGEST_JOINED = timedelta(weeks=8)
ABOVE = (Kind.FUNCTION, Kind.PERFORMANCE, Kind.SLEEP)
# Whose range is far wider than any child's scores: the axis ends above the highest one.
OPEN_ENDED = (Kind.PERFORMANCE, Kind.SLEEP)
STEPS, MOST_STEPS = (1, 2, 5, 10), 4
TASK_UNITS: Mapping[TaskUnit, str] = {TaskUnit.SECONDS: N_("{n} s"), TaskUnit.COUNT: N_("{n} times")}


@dataclass(frozen=True)
class Look:
    """How a line is told from the others: by colour, by shape and by dash; `sign` stands for it in words."""

    sign: str
    color: str
    symbol: str
    dash: str = "solid"


LOOKS: Mapping[tuple[Reporter, Side], Look] = {
    (Reporter.CHILD, Side.BOTH): Look("●", MAIN, "circle"),
    (Reporter.PARENT, Side.BOTH): Look("◇", ACCENT, "diamond-open", "dash"),
    (Reporter.CLINICIAN, Side.BOTH): Look("⬢", MAIN, "hexagon2"),
    (Reporter.CLINICIAN, Side.LEFT): Look("◀", MAIN, "triangle-left"),
    (Reporter.CLINICIAN, Side.RIGHT): Look("▷", ACCENT, "triangle-right-open", "dash"),
}
OF_TASK = Look("⬢", MAIN, "hexagon2")


@dataclass(frozen=True)
class Dot:
    """A score on a day, `value` None if it was not scored, with how it reads."""

    day: date
    value: float | None
    said: str


@dataclass(frozen=True)
class Line:
    """The scores of one reporter, for one side."""

    name: str
    look: Look
    dots: tuple[Dot, ...]

    @property
    def scored(self) -> tuple[Dot, ...]:
        """Give those that have a value."""
        return tuple(dot for dot in self.dots if dot.value is not None)

    @property
    def runs(self) -> tuple[tuple[Dot, ...], ...]:
        """Give the dots with a value, those that a line joins together."""
        runs: list[list[Dot]] = []
        broken = True
        for dot in self.dots:
            if dot.value is None:
                broken = True
                continue
            if broken or dot.day - runs[-1][-1].day > LONGEST_JOINED:
                runs.append([])
            runs[-1].append(dot)
            broken = False
        return tuple(map(tuple, runs))


@dataclass(frozen=True)
class Panel:
    """One instrument or task: what it is called, from where to where its axis runs, and its lines."""

    key: str
    name: str
    short: str
    range: str
    better: Better | None
    low: float
    high: float
    lines: tuple[Line, ...]
    bands: tuple[Band, ...] = ()
    best: float | None = None
    best_said: str = ""
    behind: tuple[Line, ...] = ()

    @property
    def direction(self) -> str:
        """Say which direction is better."""
        return _(DIRECTIONS[self.better])


def panels_above(progress: Progress) -> dict[str, Panel]:
    """Give what can stand in the upper panel by its key: function first, then tests, sleep, and timed tasks."""
    series = [panel for kind in ABOVE for panel in _panels(progress, kind)]
    tasks = [_panel_of_task(task) for task in progress.tasks]
    return {panel.key: panel for panel in (*series, *tasks)}


def panels_of_pain(progress: Progress) -> dict[str, Panel]:
    """Give what can stand in the lower panel by its key, the simple number first; nothing where pain is not shown."""
    found = {panel.key: panel for panel in _panels(progress, Kind.PAIN)}
    first = {key: panel for key, panel in found.items() if key == Instrument.PAIN}
    return first | found


def _panels(progress: Progress, kind: Kind) -> list[Panel]:
    behind = () if progress.behind is None else progress.behind.series
    instruments = dict.fromkeys(
        one.instrument for one in (*progress.series, *behind) if one.scale.kind is kind
    )
    ordered = [instrument for instrument in SCALES if instrument in instruments]
    return [
        _panel(SCALES[instrument], _of(progress.series, instrument), _of(behind, instrument))
        for instrument in ordered
    ]


def _of(series: Iterable[Series], instrument: Instrument) -> list[Series]:
    return [one for one in series if one.instrument is instrument]


def _panel(scale: Scale, series: Sequence[Series], behind: Sequence[Series]) -> Panel:
    lines, was = tuple(map(_line, series)), tuple(map(_line, behind))
    high = scale.high
    if scale.kind in OPEN_ENDED:
        high = min(high, nice_end(dot.value or 0 for line in (*lines, *was) for dot in line.dots))
    return Panel(
        scale.instrument,
        format_instrument(scale.instrument),
        format_short(scale.instrument),
        format_range(scale),
        scale.better,
        scale.low,
        high,
        lines,
        scale.bands,
        behind=was,
    )


def _line(series: Series) -> Line:
    names = (format_reporter(series.reporter), format_side(series.side))
    dots = tuple(Dot(score.day, score.value, _said(series.scale, score)) for score in series.scores)
    return Line(", ".join(filter(None, names)), LOOKS[series.reporter, series.side], dots)


def _said(scale: Scale, score: Score) -> str:
    said = format_score(scale, score.value)
    return said if score.replaces_id is None else _("{score} (corrected)").format(score=said)


def _panel_of_task(task: TaskSeries) -> Panel:
    def said(value: float) -> str:
        return _(TASK_UNITS[task.unit]).format(n=format_number(value))

    dots = tuple(Dot(one.day, one.value, said(one.value)) for one in task.results)
    name = " ".join(task.exercise.split())
    unit = _("seconds") if task.unit is TaskUnit.SECONDS else _("times")
    return Panel(
        f"task-{task.line_id}-{task.unit}-{task.better}",
        _("{exercise} (timed task)").format(exercise=name),
        name,
        f"{unit}, {_(DIRECTIONS[task.better])}",
        task.better,
        0,
        nice_end(one.value for one in task.results),
        (Line(_("result"), OF_TASK, dots),),
        best=task.best,
        best_said="" if task.best is None else _("best so far: {result}").format(result=said(task.best)),
    )


def step_of(low: float, high: float) -> float:
    """Give how far apart the numbers on an axis are: at most four steps, of 1, 2 or 5 and their tens."""
    power = 10.0 ** floor(log10((high - low) / MOST_STEPS))
    return next(step * power for step in STEPS if (high - low) / (step * power) <= MOST_STEPS)


def nice_end(values: Iterable[float]) -> float:
    """Give where an axis from 0 ends: at the first of its numbers that no value lies above."""
    highest = max((*values, 1.0))
    step = step_of(0, highest)
    return ceil(highest / step) * step
