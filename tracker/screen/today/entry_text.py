"""An answer, and the best result so far, as a card and a sheet say them."""

from db.vocabulary import TaskUnit
from tracker.plans.dose import Dose
from tracker.progress.shown import Entry, Exercise
from tracker.screen.dates import format_number
from tracker.screen.text import BARRIERS, STATES, format_amount
from tracker.screen.words import _, ngettext


def format_entry(entry: Entry, dose: Dose) -> str:
    """Give an answer as "partly, 10 minutes", "done, 42 seconds" or "not today, tired"."""
    said = [_(STATES[entry.state])]
    if entry.amount is not None:
        said.append(format_amount(entry.amount, dose.kind))
    if entry.result is not None and dose.task is not None:
        said.append(format_result(entry.result, dose.task.unit))
    if entry.barrier is not None:
        said.append(_(BARRIERS[entry.barrier]))
    return ", ".join(said)


def format_best_of(exercise: Exercise) -> str:
    """Give the best result so far; empty where none is shown."""
    if exercise.best is None or exercise.dose.task is None:
        return ""
    result = format_result(exercise.best, exercise.dose.task.unit)
    return _("Best so far: {result}").format(result=result)


def format_result(result: float, unit: TaskUnit) -> str:
    """Give what a timed task came to as "42 seconds" or "12 times"."""
    # A part of a second is not one.
    number = 1 if result == 1 else 2
    if unit is TaskUnit.SECONDS:
        text = ngettext("{n} second", "{n} seconds", number)
    else:
        text = ngettext("{n} time", "{n} times", number)
    return text.format(n=format_number(result))
