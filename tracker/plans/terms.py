"""Everything that one revision of a prescription says, as a value and as columns of a row."""

from dataclasses import dataclass
from typing import Any

from db.queries.base import AnyRow
from db.vocabulary import Better, DoseKind, PartOfDay, TaskUnit
from tracker.errors import InvalidInput
from tracker.plans.dose import Dose, Task
from tracker.plans.schedule import Schedule
from tracker.text import checked_text

LONGEST_INSTRUCTIONS = 2000
# The parts that a slot can lie in, in the order of the day, which is that of their bits in a row.
PARTS = (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING)


@dataclass(frozen=True)
class Terms:
    """A dose, when it is due, in which parts of the day (none: any), and what to mind with this child.

    Raises `InvalidInput` for more parts than there are times a day.
    """

    dose: Dose
    schedule: Schedule
    parts: tuple[PartOfDay, ...] = ()
    instructions: str = ""

    def __post_init__(self) -> None:
        """Put the parts in the order of the day."""
        parts = tuple(part for part in PARTS if part in self.parts)
        if len(parts) > self.schedule.times_per_day:
            raise InvalidInput("parts_of_day", "more_parts", times=self.schedule.times_per_day)
        object.__setattr__(self, "parts", parts)

    def part_of(self, slot: int) -> PartOfDay:
        """Give the part of the day of a slot, counted from 1; an extra one has none."""
        return part_of_slot(self.parts, self.schedule, slot)

    @property
    def first_part(self) -> PartOfDay:
        """Give the part of the day in which it begins."""
        return self.part_of(1)


def part_of_slot(parts: tuple[PartOfDay, ...], schedule: Schedule, slot: int) -> PartOfDay:
    """Give the part of the day of a slot: the slots of a day are spread evenly over its parts."""
    if not parts or slot > schedule.times_per_day:
        return PartOfDay.ANY
    return parts[(slot - 1) * len(parts) // schedule.times_per_day]


def terms_of(row: AnyRow) -> Terms:
    """Give what a row says."""
    return Terms(dose_of(row), schedule_of(row), parts_of(row), row.instructions)


def dose_of(row: AnyRow) -> Dose:
    """Give the dose of a row."""
    task = None
    if row.task_unit is not None:
        task = Task(TaskUnit(row.task_unit), Better(row.task_better), row.best_shown, row.ceiling_closed)
    kind = DoseKind(row.dose_kind)
    return Dose(kind, row.total, row.sets, row.reps, row.hold_seconds, row.texture, task)


def schedule_of(row: AnyRow) -> Schedule:
    """Give the schedule of a row."""
    return Schedule(row.weekdays, row.times_per_day, row.times_per_week)


def parts_of(row: AnyRow) -> tuple[PartOfDay, ...]:
    """Give the parts of the day of a row."""
    return tuple(part for bit, part in enumerate(PARTS) if row.parts_of_day >> bit & 1)


def columns_of(terms: Terms) -> dict[str, Any]:
    """Give the columns of `db.tables.terms.TermsColumns`; raises `InvalidInput` for over-long instructions."""
    dose, schedule = terms.dose, terms.schedule
    task = dose.task or Task()
    is_task = dose.task is not None
    return {
        "weekdays": schedule.weekdays,
        "times_per_day": schedule.times_per_day,
        "times_per_week": schedule.times_per_week,
        "parts_of_day": sum(1 << PARTS.index(part) for part in terms.parts),
        "dose_kind": dose.kind,
        "sets": dose.sets,
        "reps": dose.reps,
        "hold_seconds": dose.hold_seconds,
        "total": dose.total,
        "texture": dose.texture,
        "task_unit": task.unit if is_task else None,
        "task_better": task.better if is_task else None,
        "best_shown": task.best_shown,
        "ceiling_closed": task.ceiling_closed,
        "instructions": checked_text("instructions", terms.instructions, limit=LONGEST_INSTRUCTIONS),
    }
