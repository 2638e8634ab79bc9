"""Read what one day asks of a child, and what is already answered: everything that Today shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from db.queries import children, record
from db.types import AccessibleChildId
from db.vocabulary import PartOfDay, Readers
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.plans.schedule import week_of
from tracker.progress.bests import with_bests
from tracker.progress.facts import Facts, Place, facts_of
from tracker.progress.shown import Day, Exercise, Item, NoteShown, OpenDay, WeeklyItem
from tracker.progress.spans import EpisodeSpan, episode_spans, span_on
from tracker.progress.tallies import Stretch, lay_out
from tracker.record.days import earliest_open
from tracker.record.notes import readable


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
        span.id: facts_of(work, child, span, earliest, today) for span in _spans_since(spans, earliest, today)
    }
    days = _open_days(lately, spans, earliest, today)
    closed = work.is_closed(child)
    if closed:
        days = tuple(OpenDay(open_day.day, 0) for open_day in days)
    span = span_on(spans, day)
    if span is None:
        return Day(child, name, day, today, None, days=days, can_record=can_record, closed=closed)
    facts = lately[span.id] if day >= earliest else facts_of(work, child, span, day, day)
    facts = replace(
        facts,
        notes=_notes(work, child, day),
        exercises=with_bests(work, child, facts.exercises, day),
    )
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


def _notes(work: Work, child: AccessibleChildId, day: date) -> dict[Place, tuple[NoteShown, ...]]:
    found: dict[Place, tuple[NoteShown, ...]] = {}
    for row in record.live_notes(work.connection, child, day):
        if readable(work, child, row):
            mine = row.written_by_id == work.account_id
            place = (row.prescription_id, row.performed_on, row.slot)
            note = NoteShown(row.text, Readers(row.readers), row.writer, mine)
            found[place] = (*found.get(place, ()), note)
    return found


def _items(facts: Facts, day: date) -> tuple[Item, ...]:
    items = [
        facts.item(exercise, day, slot)
        for exercise in facts.in_force(day)
        for slot in range(1, exercise.schedule.slots_on(day) + 1)
    ]
    of_the_day = list(PartOfDay)
    return tuple(sorted(items, key=lambda item: of_the_day.index(item.part_of_day)))


def _beyond(facts: Facts, day: date) -> Iterable[tuple[Exercise, int]]:
    """Give each exercise of weekdays with the slot that lies one beyond what is due on the day."""
    for exercise in facts.in_force(day):
        if not exercise.schedule.is_weekly:
            yield exercise, exercise.schedule.slots_on(day) + 1


def _extras(facts: Facts, day: date) -> tuple[Item, ...]:
    items = (facts.item(exercise, day, slot) for exercise, slot in _beyond(facts, day))
    return tuple(item for item in items if item.entry is not None)


def _possible_extras(facts: Facts, day: date) -> tuple[Item, ...]:
    items = (facts.item(exercise, day, slot) for exercise, slot in _beyond(facts, day))
    return tuple(item for item in items if item.entry is None)


def _weekly_items(
    work: Work, child: AccessibleChildId, facts: Facts, day: date, today: date
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
    lately: Mapping[int, Facts], spans: Sequence[EpisodeSpan], earliest: date, today: date
) -> tuple[OpenDay, ...]:
    """Count what is open on each day that can still be filled in, each in the episode of its own."""
    days = []
    for back in range((today - earliest).days, -1, -1):
        day = today - timedelta(days=back)
        span = span_on(spans, day)
        if span is not None:
            days.append(OpenDay(day, lately[span.id].still_open(day)))
    return tuple(days)
