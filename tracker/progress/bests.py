"""The best result so far of a timed task, where its therapist lets the family see one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.queries import results
from db.types import AccessibleChildId
from db.vocabulary import Better
from tracker.access.work import Work
from tracker.plans.dose import Task
from tracker.progress.facts import InForce
from tracker.progress.shown import Exercise


def with_bests(
    work: Work, child: AccessibleChildId, exercises: Sequence[InForce], day: date
) -> Sequence[InForce]:
    """Give the same exercises with the best result of each line up to a day, in one statement, or none at all.

    A line is of one episode. Results in another unit, or of which the other ones were better, are no measure for these.
    """
    lines = {exercise.line_id for exercise, _, _ in exercises if _is_shown(exercise.dose.task)}
    if not lines:
        return exercises
    rows = results.ranges(work.connection, child, lines, day)
    found = {
        (row.line_id, row.task_unit, row.task_better): row.lowest
        if row.task_better == Better.LOWER
        else row.highest
        for row in rows
    }
    return [(_with_best(exercise, found), first, end) for exercise, first, end in exercises]


def _with_best(exercise: Exercise, found: dict[tuple[int, str, str], float]) -> Exercise:
    task = exercise.dose.task
    if task is None or not _is_shown(task):
        return exercise
    return replace(exercise, best=found.get((exercise.line_id, task.unit, task.better)))


def _is_shown(task: Task | None) -> bool:
    return task is not None and task.best_shown and not task.ceiling_closed
