"""The rows behind some days of one episode, read once for whatever shows these days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.queries import plans, record
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import CompletionState, Mark, Reporter
from tracker.access.work import Work
from tracker.plans.terms import dose_of, parts_of, schedule_of
from tracker.progress.shown import Entry, Exercise, Item, NoteShown
from tracker.progress.spans import EpisodeSpan
from tracker.record.occurrence import Occurrence

Place = tuple[int, date, int]
# A prescription with its own days: the first, and the first no longer in it.
InForce = tuple[Exercise, date, date | None]


@dataclass(frozen=True)
class Facts:
    """The rows behind some days of one episode, read once."""

    exercises: Sequence[InForce]
    entries: dict[Place, Entry]
    notes: dict[Place, tuple[NoteShown, ...]]
    marks: dict[date, tuple[int, Mark]]
    pauses: Sequence[tuple[date, date]]
    span: EpisodeSpan

    def in_force(self, day: date) -> list[Exercise]:
        """Give the exercises in force on a day of the episode, in a steady order."""
        if day < self.span.start or (self.span.end is not None and day >= self.span.end):
            return []
        return [e for e, first, end in self.exercises if first <= day and (end is None or day < end)]

    def paused(self, day: date) -> bool:
        """Say whether the plan asks nothing on a day."""
        return any(first <= day <= last for first, last in self.pauses)

    def item(self, exercise: Exercise, day: date, slot: int) -> Item:
        """Give one occurrence with what is said of it."""
        place = (exercise.prescription_id, day, slot)
        return Item(exercise, Occurrence(*place), self.entries.get(place), self.notes.get(place, ()))

    def still_open(self, day: date) -> int:
        """Count the occurrences of a day that wait for an answer."""
        if self.paused(day) or day in self.marks:
            return 0
        return sum(
            (exercise.prescription_id, day, slot) not in self.entries
            for exercise in self.in_force(day)
            for slot in range(1, exercise.schedule.slots_on(day) + 1)
        )


def facts_of(work: Work, child: AccessibleChildId, span: EpisodeSpan, first: date, last: date) -> Facts:
    """Read what stands behind the days from `first` to `last`, both included; the notes are left to the caller."""
    rows = plans.in_force(work.connection, child, span.id, first, last)
    exercises = [(_exercise(row), row.valid_from, row.valid_to) for row in rows]
    return Facts(
        exercises=exercises,
        entries={
            (row.prescription_id, row.performed_on, row.slot): _entry(work, child, row)
            for row in record.live_entries(work.connection, child, first, last)
        },
        notes={},
        marks={
            row.day: (row.id, Mark(row.mark))
            for row in record.live_marks(work.connection, child, first, last)
        },
        pauses=[(row.from_day, row.to_day) for row in plans.pauses(work.connection, child, span.id)],
        span=span,
    )


def _exercise(row: AnyRow) -> Exercise:
    return Exercise(
        prescription_id=row.id,
        line_id=row.line_id,
        name=row.exercise,
        dose=dose_of(row),
        schedule=schedule_of(row),
        parts=parts_of(row),
        instructions=row.instructions,
    )


def _entry(work: Work, child: AccessibleChildId, row: AnyRow) -> Entry:
    return Entry(
        id=row.id,
        state=CompletionState(row.state),
        amount=row.amount,
        barrier=row.barrier,
        result=row.result,
        reporter=Reporter(row.reporter),
        days_late=(work.day_of(child, row.recorded_at) - row.performed_on).days,
    )
