"""What Today shows of a day, as plain values."""

from dataclasses import dataclass
from datetime import date

from db.vocabulary import Barrier, CompletionState, Mark, PartOfDay, Readers, Reporter
from tracker.plans.dose import Dose
from tracker.plans.schedule import Schedule
from tracker.plans.terms import part_of_slot
from tracker.record.occurrence import Occurrence


@dataclass(frozen=True)
class Entry:
    """A live entry as a screen shows it; `days_late` counts calendar days between its day and its entering.

    `result` is what a timed task came to, in the unit of its dose.
    """

    id: int
    state: CompletionState
    amount: float | None
    barrier: Barrier | None
    result: float | None
    reporter: Reporter
    days_late: int


@dataclass(frozen=True)
class NoteShown:
    """A note that the actor may read."""

    text: str
    readers: Readers
    writer: str
    is_mine: bool


@dataclass(frozen=True)
class Exercise:
    """A prescription in force on the day. `best` is the best result so far, where the family is shown one."""

    prescription_id: int
    line_id: int
    name: str
    dose: Dose
    schedule: Schedule
    parts: tuple[PartOfDay, ...]
    instructions: str
    best: float | None = None


@dataclass(frozen=True)
class Item:
    """One occurrence on the screen, with its entry if it has one, and the notes that the actor may read."""

    exercise: Exercise
    occurrence: Occurrence
    entry: Entry | None
    notes: tuple[NoteShown, ...] = ()

    @property
    def part_of_day(self) -> PartOfDay:
        """Give the part of the day in which it lies."""
        return part_of_slot(self.exercise.parts, self.exercise.schedule, self.occurrence.slot)


@dataclass(frozen=True)
class WeeklyItem:
    """An exercise for any days of the week: today's item, and how often of how many it was done this week."""

    item: Item
    done: int
    due: int


@dataclass(frozen=True)
class OpenDay:
    """A day that can still be filled in, and how many of its occurrences are open."""

    day: date
    still_open: int


@dataclass(frozen=True)
class Day:
    """One day of one child. `week` is None outside an episode; `mark_id` is the version of the mark seen.

    In a closed record nothing is open, and nothing is asked for any more.
    """

    child_id: int
    child_name: str
    day: date
    today: date
    week: int | None
    items: tuple[Item, ...] = ()
    weekly: tuple[WeeklyItem, ...] = ()
    extras: tuple[Item, ...] = ()
    possible_extras: tuple[Item, ...] = ()
    days: tuple[OpenDay, ...] = ()
    mark: Mark | None = None
    mark_id: int | None = None
    paused: bool = False
    can_record: bool = False
    closed: bool = False

    @property
    def excused(self) -> bool:
        """Whether nothing without an entry is asked for on this day."""
        return self.paused or self.mark is not None

    @property
    def answered(self) -> int:
        """Give how many of the day's items have an entry."""
        return 0 if self.paused else sum(item.entry is not None for item in self.items)

    @property
    def asked(self) -> int:
        """Give how many items the day asks for."""
        return 0 if self.excused else len(self.items)

    @property
    def unanswered(self) -> tuple[Occurrence, ...]:
        """Give the occurrences that are still open."""
        return tuple(item.occurrence for item in self.items if item.entry is None)
