"""A dose, a schedule and all else that a revision says, as cells of a row and back."""

import re
from collections.abc import Mapping

from db.vocabulary import Better, DoseKind, PartOfDay, TaskUnit
from tracker.errors import InvalidInput
from tracker.exchange.files.values import Row
from tracker.exchange.reader import Value
from tracker.plans.dose import LONGEST_HOLD, MOST, MOST_SETS_OR_REPS, Dose, Task, sets_of
from tracker.plans.schedule import DAYS_IN_WEEK, EVERY_DAY, MOST_TIMES_A_DAY, Schedule, on_weekdays, per_week
from tracker.plans.terms import LONGEST_INSTRUCTIONS, Terms

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAILY = "daily"
PER_WEEK = re.compile(r"([0-9])\s*/\s*week", re.IGNORECASE)
BETWEEN_DAYS = re.compile(r"[,;\s]+")
SECONDS_IN_MINUTE = 60

SECONDS = "s"
UNITS: Mapping[str, DoseKind] = {
    **dict.fromkeys(("reps", "rep", "repetitions"), DoseKind.SETS_REPS),
    **dict.fromkeys(("times", "time", "x", "count"), DoseKind.COUNT),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), DoseKind.MINUTES),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), DoseKind.MINUTES),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), DoseKind.METRES),
}
UNIT_OF: Mapping[DoseKind, str] = {
    DoseKind.SETS_REPS: "reps",
    DoseKind.MINUTES: "min",
    DoseKind.TEXTURE_MINUTES: "min",
    DoseKind.METRES: "m",
    DoseKind.COUNT: "times",
}
# Columns that only some kinds of dose have.
_TASK, _SETS = frozenset({DoseKind.TIMED_TASK}), frozenset({DoseKind.SETS_REPS})
NOT_OF_EVERY_KIND: Mapping[str, frozenset[DoseKind]] = {
    "amount": frozenset(UNIT_OF),
    "sets": _SETS,
    "reps": _SETS,
    "texture": frozenset({DoseKind.TEXTURE_MINUTES}),
    **dict.fromkeys(("task_unit", "task_better", "best_shown", "ceiling_closed"), _TASK),
}


def terms_in(row: Row) -> tuple[Terms, float]:
    """Give what a row prescribes, and by how much an amount in the row's unit is divided to be in the dose's."""
    dose, divided_by = _dose(row)
    parts = row.words("parts_of_day", PartOfDay)
    if PartOfDay.ANY in parts:
        raise InvalidInput("parts_of_day", "not_a_word", words="morning, afternoon, evening")
    instructions = row.text("instructions", limit=LONGEST_INSTRUCTIONS)
    return Terms(dose, _schedule(row), parts, instructions), divided_by


def _schedule(row: Row) -> Schedule:
    cell = row.cell("schedule")
    if not cell:
        raise InvalidInput("schedule", "empty")
    times = row.whole("times_per_day", 1, MOST_TIMES_A_DAY) or 1
    if weekly := PER_WEEK.fullmatch(cell):
        if times != 1:
            raise InvalidInput("times_per_day", "weekly_once")
        n = int(weekly[1])
        if not 1 <= n <= DAYS_IN_WEEK:
            raise InvalidInput("schedule", "range", low=1, high=DAYS_IN_WEEK)
        return per_week(n)
    if cell.lower() == DAILY:
        return Schedule(EVERY_DAY, times)
    days = [day.upper() for day in BETWEEN_DAYS.split(cell) if day]
    if not set(days) <= set(DAYS) or len(set(days)) < len(days):
        raise InvalidInput("schedule", "no_schedule")
    return on_weekdays(map(DAYS.index, days), times)


def _dose(row: Row) -> tuple[Dose, float]:
    unit = row.cell("unit").lower()
    if unit and unit not in UNITS:
        raise InvalidInput("unit", "not_a_word", words=", ".join(UNITS))
    divided_by = SECONDS_IN_MINUTE if unit.startswith(SECONDS) else 1
    total = _total(row, divided_by)
    kind = row.word("dose_kind", DoseKind) or _kind(row, unit, total)
    if unit and not _fits(unit, kind):
        raise InvalidInput("unit", "not_of_this_kind", kind=kind)
    if total is None and kind in UNIT_OF and kind is not DoseKind.SETS_REPS:
        raise InvalidInput("amount", "empty")
    for column in NOT_OF_EVERY_KIND:
        if row.cell(column) and kind not in NOT_OF_EVERY_KIND[column]:
            raise InvalidInput(column, "not_of_this_kind", kind=kind)
    if kind is DoseKind.SETS_REPS:
        return _sets(row, total), divided_by
    hold, texture = row.whole("hold_seconds", 1, LONGEST_HOLD), row.text("texture")
    return Dose(kind, total, hold_seconds=hold, texture=texture, task=_task(row, kind)), divided_by


def _fits(unit: str, kind: DoseKind) -> bool:
    named = UNITS[unit]
    # More repetitions than a set can have are counted one by one.
    return UNIT_OF.get(kind) == UNIT_OF[named] or (kind, named) == (DoseKind.COUNT, DoseKind.SETS_REPS)


def _total(row: Row, divided_by: float) -> float | None:
    total = row.number_in("amount")
    if total is None:
        return None
    if not 0 < total / divided_by <= MOST:
        raise InvalidInput("amount", "above_zero", high=MOST * divided_by)
    return total / divided_by


def _kind(row: Row, unit: str, total: float | None) -> DoseKind:
    """Give the kind of dose where no column names it."""
    if row.cell("task_unit"):
        return DoseKind.TIMED_TASK
    if row.cell("texture"):
        return DoseKind.TEXTURE_MINUTES
    if row.cell("reps"):
        return DoseKind.SETS_REPS
    if total is None and not unit:
        return DoseKind.OPEN
    kind = UNITS[unit] if unit else DoseKind.COUNT
    is_no_set = total is not None and not (total.is_integer() and total <= MOST_SETS_OR_REPS)
    return DoseKind.COUNT if kind is DoseKind.SETS_REPS and is_no_set else kind


def _sets(row: Row, total: float | None) -> Dose:
    """Give sets of repetitions; an amount alone is one set of so many."""
    sets = row.whole("sets", 1, MOST_SETS_OR_REPS) or 1
    reps = row.whole("reps", 1, MOST_SETS_OR_REPS)
    if reps is None:
        if total is None or not (total / sets).is_integer():
            raise InvalidInput("reps", "empty")
        reps = int(total / sets)
    if total is not None and total != sets * reps:
        raise InvalidInput("amount", "sets_times_reps", total=sets * reps)
    return sets_of(sets, reps, row.whole("hold_seconds", 1, LONGEST_HOLD))


def _task(row: Row, kind: DoseKind) -> Task | None:
    if kind is not DoseKind.TIMED_TASK:
        return None
    unit = row.word("task_unit", TaskUnit) or TaskUnit.SECONDS
    usual = Better.LOWER if unit is TaskUnit.SECONDS else Better.HIGHER
    better = row.word("task_better", Better) or usual
    return Task(unit, better, row.yes("best_shown"), row.yes("ceiling_closed"))


def cells_of(terms: Terms) -> dict[str, Value]:
    """Give the cells that say what a revision prescribes."""
    dose, task = terms.dose, terms.dose.task
    return {
        "schedule": _schedule_cell(terms.schedule),
        "times_per_day": terms.schedule.times_per_day,
        "amount": dose.total,
        "unit": UNIT_OF.get(dose.kind, ""),
        "dose_kind": dose.kind,
        "sets": dose.sets,
        "reps": dose.reps,
        "hold_seconds": dose.hold_seconds,
        "texture": dose.texture,
        "task_unit": task.unit if task else None,
        "task_better": task.better if task else None,
        "best_shown": "yes" if task and task.best_shown else "",
        "ceiling_closed": "yes" if task and task.ceiling_closed else "",
        "parts_of_day": terms.parts,
        "instructions": terms.instructions,
    }


def _schedule_cell(schedule: Schedule) -> str:
    if schedule.weekdays is None:
        return f"{schedule.times_per_week}/week"
    if schedule.weekdays == EVERY_DAY:
        return DAILY
    return ",".join(name for number, name in enumerate(DAYS) if schedule.weekdays >> number & 1)
