"""Read what one day asks of a child, and what is already answered: everything that Today shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.queries import children, plans, record
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import CompletionState, Mark, PartOfDay, Readers, Reporter
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.plans.schedule import week_of
from tracker.plans.terms import dose_of, parts_of, schedule_of
from tracker.progress.shown import Day, Entry, Exercise, Item, NoteShown, OpenDay, WeeklyItem
from tracker.progress.spans import EpisodeSpan, episode_spans, span_on
from tracker.progress.tallies import Stretch, lay_out
from tracker.record.days import earliest_open
from tracker.record.notes import readable
from tracker.record.occurrence import Occurrence

Place = tuple[int, date, int]


@dataclass(frozen=True)
class _Facts:
    """The rows behind some days of one episode, read once."""

    exercises: Sequence[tuple[Exercise, date, date | None]]
    entries: dict[Place, Entry]
    notes: dict[Place, tuple[NoteShown, ...]]
    marks: dict[date, tuple[int, Mark]]
    pauses: Sequence[tuple[date, date]]
    span: EpisodeSpan

    def in_force(self, day: date) -> list[Exercise]:
        if day < self.span.start or (self.span.end is not None and day >= self.span.end):
            return []
        return [e for e, first, end in self.exercises if first <= day and (end is None or day < end)]

    def paused(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.pauses)

    def item(self, exercise: Exercise, day: date, slot: int) -> Item:
        place = (exercise.prescription_id, day, slot)
        return Item(exercise, Occurrence(*place), self.entries.get(place), self.notes.get(place, ()))

    def still_open(self, day: date) -> int:
        if self.paused(day) or day in self.marks:
            return 0
        return sum(
            (exercise.prescription_id, day, slot) not in self.entries
            for exercise in self.in_force(day)
            for slot in range(1, exercise.schedule.slots_on(day) + 1)
        )


def day_of(work: Work, child_id: int, day: date | None = None) -> Day:
    """Give a day of a child; today where the child lives for None and for days to come. Logs the look."""
    child = work.child(child_id, Action.SEE, screen="today")
    today = work.today_of(child)
    day = today if day is None else min(day, today)
    name = children.chosen_name(work.connection, child)
    can_record = work.may(child, Action.RECORD)
    spans = episode_spans(work, child)
    earliest = earliest_open(today, work.actor.back_fill_days)
    lately = {
        span.id: _facts(work, child, span, earliest, today) for span in _spans_since(spans, earliest, today)
    }
    days = _open_days(lately, spans, earliest, today)
    closed = work.is_closed(child)
    if closed:
        days = tuple(OpenDay(open_day.day, 0) for open_day in days)
    span = span_on(spans, day)
    if span is None:
        return Day(child, name, day, today, None, days=days, can_record=can_record, closed=closed)
    facts = lately[span.id] if day >= earliest else _facts(work, child, span, day, day)
    facts = replace(facts, notes=_notes(work, child, day))
    mark_id, mark = facts.marks.get(day, (None, None))
    return Day(
        child,
        name,
        day,
        today,
        week=None if span.end is not None and day >= span.end else week_of(span.start, day),
        items=_items(facts, day),
        weekly=_weekly_items(work, child, facts, day, today),
        extras=_extras(facts, day),
        possible_extras=_possible_extras(facts, day),
        days=days,
        mark=mark,
        mark_id=mark_id,
        paused=facts.paused(day),
        can_record=can_record and (day >= earliest or work.may(child, Action.RECORD_LATE)),
        closed=closed,
    )


def _facts(work: Work, child: AccessibleChildId, span: EpisodeSpan, first: date, last: date) -> _Facts:
    rows = plans.in_force(work.connection, child, span.id, first, last)
    exercises = [(_exercise(row), row.valid_from, row.valid_to) for row in rows]
    return _Facts(
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


def _notes(work: Work, child: AccessibleChildId, day: date) -> dict[Place, tuple[NoteShown, ...]]:
    found: dict[Place, tuple[NoteShown, ...]] = {}
    for row in record.live_notes(work.connection, child, day):
        if readable(work, child, row):
            mine = row.written_by_id == work.account_id
            place = (row.prescription_id, row.performed_on, row.slot)
            note = NoteShown(row.text, Readers(row.readers), row.writer, mine)
            found[place] = (*found.get(place, ()), note)
    return found


def _exercise(row: AnyRow) -> Exercise:
    return Exercise(
        prescription_id=row.id,
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
        reporter=Reporter(row.reporter),
        days_late=(work.day_of(child, row.recorded_at) - row.performed_on).days,
    )


def _items(facts: _Facts, day: date) -> tuple[Item, ...]:
    items = [
        facts.item(exercise, day, slot)
        for exercise in facts.in_force(day)
        for slot in range(1, exercise.schedule.slots_on(day) + 1)
    ]
    of_the_day = list(PartOfDay)
    return tuple(sorted(items, key=lambda item: of_the_day.index(item.part_of_day)))


def _beyond(facts: _Facts, day: date) -> Iterable[tuple[Exercise, int]]:
    """Give each exercise of weekdays with the slot that lies one beyond what is due on the day."""
    for exercise in facts.in_force(day):
        if not exercise.schedule.is_weekly:
            yield exercise, exercise.schedule.slots_on(day) + 1


def _extras(facts: _Facts, day: date) -> tuple[Item, ...]:
    items = (facts.item(exercise, day, slot) for exercise, slot in _beyond(facts, day))
    return tuple(item for item in items if item.entry is not None)


def _possible_extras(facts: _Facts, day: date) -> tuple[Item, ...]:
    items = (facts.item(exercise, day, slot) for exercise, slot in _beyond(facts, day))
    return tuple(item for item in items if item.entry is None)


def _weekly_items(
    work: Work, child: AccessibleChildId, facts: _Facts, day: date, today: date
) -> tuple[WeeklyItem, ...]:
    exercises = [exercise for exercise in facts.in_force(day) if exercise.schedule.is_weekly]
    if not exercises:
        return ()
    span, week = facts.span, week_of(facts.span.start, day)
    stretch = Stretch(child, span, range(week, week + 1), today)
    this_week = lay_out(work.connection, [stretch])[child]
    due = {prescription_id: count.due for (prescription_id, _), _, count in this_week.tallies()}
    items = []
    for exercise in exercises:
        number = exercise.prescription_id
        done = sum(entry.number for entry in this_week.entries.get((number, week), ()) if entry.credit)
        items.append(WeeklyItem(facts.item(exercise, day, 1), done, due[number]))
    return tuple(items)


def _spans_since(spans: Sequence[EpisodeSpan], earliest: date, today: date) -> set[EpisodeSpan]:
    found = {span_on(spans, earliest + timedelta(days=n)) for n in range((today - earliest).days + 1)}
    return {span for span in found if span is not None}


def _open_days(
    lately: Mapping[int, _Facts], spans: Sequence[EpisodeSpan], earliest: date, today: date
) -> tuple[OpenDay, ...]:
    """Count what is open on each day that can still be filled in, each in the episode of its own."""
    days = []
    for back in range((today - earliest).days, -1, -1):
        day = today - timedelta(days=back)
        span = span_on(spans, day)
        if span is not None:
            days.append(OpenDay(day, lately[span.id].still_open(day)))
    return tuple(days)
