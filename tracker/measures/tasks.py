"""The results of timed tasks as series, each line of an episode by itself, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from db.queries import results
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Better, TaskUnit
from tracker.access.work import Work


@dataclass(frozen=True)
class TaskResult:
    """What a task came to on a day: of several times on one day, the better one."""

    day: date
    value: float


@dataclass(frozen=True)
class TaskSeries:
    """The results of one line's task in one unit and one direction, the earliest first.

    `best` is the best of these, None where the therapist does not let one be shown or has closed the ceiling.
    """

    line_id: int
    exercise: str
    unit: TaskUnit
    better: Better
    results: tuple[TaskResult, ...]
    best: float | None


def task_series(work: Work, child: AccessibleChildId, first: date, last: date) -> tuple[TaskSeries, ...]:
    """Give a child's timed tasks with a result on some days, both included, in the order in which they were prescribed.

    A task that was broken off has no result. Whether a best is shown is what the latest prescription of its line says.
    """
    rows = results.of_days(work.connection, child, first, last)
    places = groupby(rows, key=lambda row: (row.line_id, row.task_unit, row.task_better))
    return tuple(_series(list(of_place)) for _place, of_place in places)


def _series(rows: list[AnyRow]) -> TaskSeries:
    row = rows[-1]
    unit, better = TaskUnit(row.task_unit), Better(row.task_better)
    found = tuple(TaskResult(row.performed_on, _better(better, (row.lowest, row.highest))) for row in rows)
    is_shown = row.best_shown and not row.ceiling_closed
    best = _better(better, (result.value for result in found)) if is_shown else None
    return TaskSeries(row.line_id, row.exercise, unit, better, found, best)


def _better(better: Better, values: Iterable[float]) -> float:
    return min(values) if better is Better.LOWER else max(values)
