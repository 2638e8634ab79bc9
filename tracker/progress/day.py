"""What one day asks of a child, and what is already answered: everything that Today shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import adherence as sql
from db.queries import children, plans, record
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Barrier, CompletionState, DoseKind, Mark, PartOfDay, Readers, Reporter
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.plans.dose import Dose
from tracker.plans.schedule import Schedule, first_day, week_of
from tracker.progress.adherence import EpisodeSpan, entries_by_week, episode_span
from tracker.progress.weeks import Revision, tally, week_days
from tracker.record.completions import Occurrence
from tracker.record.days import earliest_open
from tracker.record.notes import readable

PARTS = (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING, PartOfDay.ANY)


@dataclass(frozen=True)
class Entry:
    """A live entry as a screen shows it; `note` is empty where the actor may not read it.

    `days_late` counts calendar days between the day it is for and the day it was entered.
    """

    id: int
    state: CompletionState
    amount: float | None
    barrier: Barrier | None
    note: str
    note_readers: Readers | None
    reporter: Reporter
    days_late: int


@dataclass(frozen=True)
class Exercise:
    """A prescription in force on the day."""

    prescription_id: int
    name: str
    dose: Dose
    schedule: Schedule
    part_of_day: PartOfDay
    instructions: str


@dataclass(frozen=True)
class Item:
    """One occurrence on the screen, with its entry if it has one."""

    exercise: Exercise
    occurrence: Occurrence
    entry: Entry | None


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
    """One day of one child. `week` is None outside an episode; `mark_id` is the version of the mark seen."""

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
        """Give how many items the day asks for; an excused day asks for what was entered only."""
        return self.answered if self.excused else len(self.items)

    @property
    def unanswered(self) -> tuple[Occurrence, ...]:
        """Give the occurrences that are still open."""
        return tuple(item.occurrence for item in self.items if item.entry is None)


@dataclass(frozen=True)
class _Facts:
    """The rows behind a day, read once."""

    exercises: Sequence[tuple[Exercise, date, date | None]]
    entries: dict[tuple[int, date, int], AnyRow]
    marks: dict[date, tuple[int, Mark]]
    pauses: Sequence[tuple[date, date]]
    span: EpisodeSpan

    def in_force(self, day: date) -> list[Exercise]:
        if day < self.span.start or (self.span.end is not None and day >= self.span.end):
            return []
        return [e for e, first, end in self.exercises if first <= day and (end is None or day < end)]

    def paused(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.pauses)

    def still_open(self, day: date) -> int:
        if self.paused(day) or day in self.marks:
            return 0
        return sum(
            (exercise.prescription_id, day, slot) not in self.entries
            for exercise in self.in_force(day)
            for slot in range(1, exercise.schedule.slots_on(day) + 1)
        )


def day_of(work: Work, child_id: int, *, back: int = 0) -> Day:
    """Give the day that lies so many days back where the child lives; 0 is today. Logs the look."""
    child = work.child(child_id, Action.SEE, screen="today")
    today = work.today_of(child)
    day = today - timedelta(days=max(0, back))
    name = children.chosen_name(work.connection, child)
    can_record = work.may(child, Action.RECORD)
    span = episode_span(work, child)
    earliest = earliest_open(today, work.actor.back_fill_days)
    if span is None or day < span.start:
        return Day(child, name, day, today, None, can_record=can_record)
    facts = _facts(work, child, span, min(day, earliest), today)
    mark_id, mark = facts.marks.get(day, (None, None))
    return Day(
        child,
        name,
        day,
        today,
        week=None if span.end is not None and day >= span.end else week_of(span.start, day),
        items=_items(work, child, facts, day),
        weekly=_weekly_items(work, child, facts, day, today),
        extras=_extras(work, child, facts, day),
        possible_extras=_possible_extras(facts, day),
        days=_open_days(facts, earliest, today),
        mark=mark,
        mark_id=mark_id,
        paused=facts.paused(day),
        can_record=can_record and (day >= earliest or work.may(child, Action.RECORD_LATE)),
    )


def _facts(work: Work, child: AccessibleChildId, span: EpisodeSpan, first: date, last: date) -> _Facts:
    rows = plans.in_force(work.connection, child, span.id, first, last)
    exercises = [(_exercise(row), row.valid_from, row.valid_to) for row in rows]
    exercises.sort(key=lambda found: PARTS.index(found[0].part_of_day))
    return _Facts(
        exercises=exercises,
        entries={
            (row.prescription_id, row.performed_on, row.slot): row
            for row in record.live_entries(work.connection, child, first, last)
        },
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
        name=row.exercise,
        dose=Dose(DoseKind(row.dose_kind), row.total, row.sets, row.reps, row.hold_seconds),
        schedule=Schedule(row.weekdays, row.times_per_day, row.times_per_week),
        part_of_day=PartOfDay(row.part_of_day),
        instructions=row.instructions,
    )


def _entry(work: Work, child: AccessibleChildId, row: AnyRow) -> Entry:
    visible = bool(row.note) and readable(work, child, writer_id=row.recorded_by_id, readers=row.note_readers)
    return Entry(
        id=row.id,
        state=CompletionState(row.state),
        amount=row.amount,
        barrier=row.barrier,
        note=row.note if visible else "",
        note_readers=row.note_readers if visible else None,
        reporter=Reporter(row.reporter),
        days_late=(work.day_of(child, row.recorded_at) - row.performed_on).days,
    )


def _item(
    work: Work, child: AccessibleChildId, facts: _Facts, exercise: Exercise, day: date, slot: int
) -> Item:
    row = facts.entries.get((exercise.prescription_id, day, slot))
    entry = None if row is None else _entry(work, child, row)
    return Item(exercise, Occurrence(exercise.prescription_id, day, slot), entry)


def _items(work: Work, child: AccessibleChildId, facts: _Facts, day: date) -> tuple[Item, ...]:
    return tuple(
        _item(work, child, facts, exercise, day, slot)
        for exercise in facts.in_force(day)
        for slot in range(1, exercise.schedule.slots_on(day) + 1)
    )


def _beyond(facts: _Facts, day: date) -> Iterable[tuple[Exercise, int]]:
    """Give each exercise of weekdays with the slot that lies one beyond what is due on the day."""
    for exercise in facts.in_force(day):
        if not exercise.schedule.is_weekly:
            yield exercise, exercise.schedule.slots_on(day) + 1


def _extras(work: Work, child: AccessibleChildId, facts: _Facts, day: date) -> tuple[Item, ...]:
    return tuple(
        _item(work, child, facts, exercise, day, slot)
        for exercise, slot in _beyond(facts, day)
        if (exercise.prescription_id, day, slot) in facts.entries
    )


def _possible_extras(facts: _Facts, day: date) -> tuple[Item, ...]:
    return tuple(
        Item(exercise, Occurrence(exercise.prescription_id, day, slot), None)
        for exercise, slot in _beyond(facts, day)
        if (exercise.prescription_id, day, slot) not in facts.entries
    )


def _weekly_items(
    work: Work, child: AccessibleChildId, facts: _Facts, day: date, today: date
) -> tuple[WeeklyItem, ...]:
    exercises = [exercise for exercise in facts.in_force(day) if exercise.schedule.is_weekly]
    if not exercises:
        return ()
    span, week = facts.span, week_of(facts.span.start, day)
    first, end = first_day(span.start, week), first_day(span.start, week + 1)
    marks = [row.day for row in record.live_marks(work.connection, child, first, end)]
    days = week_days(span.start, range(week, week + 1), today, facts.pauses, marks)[0]
    counted = entries_by_week(
        sql.credit_histogram(
            work.connection,
            child,
            episode_id=span.id,
            episode_start=span.start,
            from_day=first,
            before_day=min(filter(None, (end, span.end, today + timedelta(days=1)))),
            today=today,
        )
    )
    in_force = {e.prescription_id: (begins, ends) for e, begins, ends in facts.exercises}
    items = []
    for exercise in exercises:
        begins, ends = in_force[exercise.prescription_id]
        until = min(filter(None, (ends, span.end)), default=None)
        revision = Revision(exercise.prescription_id, 0, max(begins, span.start), until, exercise.schedule)
        entries = counted.get((exercise.prescription_id, week), [])
        done = sum(entry.number for entry in entries if entry.credit)
        item = _item(work, child, facts, exercise, day, 1)
        items.append(WeeklyItem(item, done, tally(revision, days, entries).due))
    return tuple(items)


def _open_days(facts: _Facts, earliest: date, today: date) -> tuple[OpenDay, ...]:
    days = [today - timedelta(days=back) for back in range((today - earliest).days, -1, -1)]
    return tuple(OpenDay(day, facts.still_open(day)) for day in days if day >= facts.span.start)
