"""Weeks made by hand, and a figure read back: what it draws, by name, in numbers."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from db.vocabulary import DoseKind
from tracker.plans.dose import Dose
from tracker.plans.schedule import Schedule
from tracker.plans.terms import Terms
from tracker.progress.exercises import Exercise
from tracker.progress.marks import NO_MARKS, Marks, Prescribed
from tracker.progress.progress import Progress
from tracker.progress.spans import EpisodeSpan, Week
from tracker.progress.weeks import NOTHING, Tally

START = date(2026, 1, 5)
WORKED = Tally(due=6, settled=6, excused=1, without_entry=1, credit=4.5, full=4)
SILENT = Tally(due=6, settled=6, without_entry=6)
FULL = Tally(due=7, settled=7, credit=7, full=7)


def on(week: int, day: int = 1) -> date:
    return START + timedelta(days=7 * (week - 1) + day - 1)


def weeks_of(tallies: Sequence[Tally]) -> tuple[Week, ...]:
    return tuple(Week(n, on(n), on(n, 7), tally) for n, tally in enumerate(tallies, start=1))


def progress(
    tallies: Sequence[Tally],
    *,
    today: date | None = None,
    marks: Marks = NO_MARKS,
    names: Sequence[str] = ("Stairs",),
) -> Progress:
    """An episode of these weeks, all over unless `today` says otherwise; each exercise has all of them."""
    weeks = weeks_of(tallies)
    total = sum(tallies, NOTHING)
    return Progress(
        child_id=1,
        child_name="Mia",
        today=today or on(len(tallies) + 1),
        line_percent=80,
        can_prescribe=True,
        episode=EpisodeSpan(1, 1, START, None),
        weeks=weeks,
        exercises=tuple(Exercise(n, name, total, weeks) for n, name in enumerate(names, start=1)),
        marks=marks,
    )


def prescribed(
    total: float = 10,
    *,
    name: str = "Stairs",
    schedule: Schedule | None = None,
    line: int = 1,
    first: date = START,
) -> Prescribed:
    terms = Terms(Dose(DoseKind.MINUTES, total), schedule or Schedule())
    return Prescribed(1, line, name, first, None, terms, entered_in_error=False)


def trace(figure: Any, name: str) -> Any:
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def strokes(figure: Any, name: str) -> list[tuple[float, float, float, float]]:
    """Give the lines of a mark, each from x, y to x, y: x in weeks, y a part of the drawing's height."""
    (shape,) = [shape for shape in figure.layout.shapes if shape.name == name]
    assert (shape.type, shape.xref, shape.yref) == ("path", None, "paper")
    ends = re.findall(r"M(.+?),(.+?)L([^M]+),([^M]+)", shape.path)
    return [(float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in ends]


def labels(figure: Any) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def label(figure: Any, text: str) -> Any:
    (found,) = [annotation for annotation in figure.layout.annotations if annotation.text == text]
    return found
