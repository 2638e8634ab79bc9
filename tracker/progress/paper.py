"""Read one treatment week as paper holds it: exercises by days, with what is answered already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.queries import children
from db.types import AccessibleChildId
from db.vocabulary import Mark, PartOfDay
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.plans.schedule import DAYS_IN_WEEK, week_of
from tracker.plans.terms import part_of_slot
from tracker.progress.facts import Facts, Place, facts_of
from tracker.progress.shown import Entry, Exercise
from tracker.progress.spans import EpisodeSpan, episode_spans, span_on
from tracker.progress.tallies import Stretch, lay_out
from tracker.record.days import earliest_open

ONE_DAY = timedelta(days=1)
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class PaperDay:
    """A day of the week. `is_open`: the actor can fill it in; `is_late`: beyond the back-fill days, with a reason."""

    day: date
    in_episode: bool
    paused: bool
    mark: Mark | None
    is_open: bool
    is_late: bool

    @property
    def is_needed(self) -> bool:
        """Whether anything without an entry is asked for on this day."""
        return self.in_episode and not self.paused and self.mark is None


@dataclass(frozen=True)
class PaperExercise:
    """One revision of an exercise, in force from `first` to `last` of the week; `due` is a weekly count's."""

    exercise: Exercise
    first: date
    last: date
    due: int | None = None

    def slots_on(self, day: date) -> int:
        """Give how many times there are to tick on a day: a weekly count can be done on any."""
        if not self.first <= day <= self.last:
            return 0
        schedule = self.exercise.schedule
        return 1 if schedule.is_weekly else schedule.slots_on(day)

    @property
    def slots(self) -> range:
        """Give the slots that it has on any day."""
        return range(1, self.exercise.schedule.times_per_day + 1)


@dataclass(frozen=True)
class PaperWeek:
    """A treatment week of one child. `week` is None where there is no plan to speak of.

    `weeks` are those of the episode that have begun. The exercises come by part of the day, the revisions of a line
    one after the other.
    """

    child_id: int
    child_name: str
    today: date
    week: int | None = None
    weeks: range = range(0)
    start: date | None = None
    days: tuple[PaperDay, ...] = ()
    exercises: tuple[PaperExercise, ...] = ()
    entries: Mapping[Place, Entry] = field(default_factory=dict)
    can_record: bool = False
    may_enter_late: bool = False

    def entry(self, exercise: Exercise, day: date, slot: int) -> Entry | None:
        """Give what was answered."""
        return self.entries.get((exercise.prescription_id, day, slot))


def paper_week(work: Work, child_id: int, day: date | None = None) -> PaperWeek:
    """Give the treatment week of a day, today without one, to type it in, and log the look."""
    return read_week(work, work.child(child_id, Action.SEE, screen="grid"), day)


def read_week(work: Work, child: AccessibleChildId, day: date | None) -> PaperWeek:
    """Read the treatment week of a day, today without one.

    A day before the first episode stands for its first week, one after an episode's end for its last.
    """
    today = work.today_of(child)
    name = children.chosen_name(work.connection, child)
    day = today if day is None else min(day, today + FURTHEST)
    spans = episode_spans(work, child)
    span = span_on(spans, day) or next(iter(spans), None)
    if span is None:
        return PaperWeek(child, name, today)
    week = _week(span, day)
    first, last = span.days_of(week)
    facts = facts_of(work, child, span, first, last)
    return PaperWeek(
        child,
        name,
        today,
        week,
        span.weeks(today),
        span.start,
        tuple(_days(work, child, facts, first, today)),
        _exercises(work, child, facts, week, today),
        facts.entries,
        can_record=work.may(child, Action.RECORD),
        may_enter_late=work.may(child, Action.RECORD_LATE),
    )


def _week(span: EpisodeSpan, day: date) -> int:
    week = max(1, week_of(span.start, day))
    return week if span.end is None else min(week, week_of(span.start, span.end - ONE_DAY))


def _days(work: Work, child: AccessibleChildId, facts: Facts, first: date, today: date) -> Iterator[PaperDay]:
    earliest = earliest_open(today, work.actor.back_fill_days)
    can_record, may_late = work.may(child, Action.RECORD), work.may(child, Action.RECORD_LATE)
    for number in range(DAYS_IN_WEEK):
        day = first + timedelta(days=number)
        in_episode = facts.span.end is None or day < facts.span.end
        is_late = day < earliest
        yield PaperDay(
            day,
            in_episode,
            facts.paused(day),
            facts.marks[day][1] if day in facts.marks else None,
            is_open=can_record and in_episode and day <= today and (may_late or not is_late),
            is_late=is_late,
        )


def _exercises(
    work: Work, child: AccessibleChildId, facts: Facts, week: int, today: date
) -> tuple[PaperExercise, ...]:
    first, last = facts.span.days_of(week)
    if facts.span.end is not None:
        last = min(last, facts.span.end - ONE_DAY)
    due = _due(work, child, facts, week, today)
    found = [
        PaperExercise(
            exercise,
            max(first, valid_from),
            last if valid_to is None else min(last, valid_to - ONE_DAY),
            due.get(exercise.prescription_id),
        )
        for exercise, valid_from, valid_to in facts.exercises
    ]
    found = [each for each in found if each.first <= each.last]
    order = list(PartOfDay)
    parts: dict[int, int] = {}
    for each in found:
        part = part_of_slot(each.exercise.parts, each.exercise.schedule, 1)
        parts.setdefault(each.exercise.line_id, order.index(part))
    return tuple(sorted(found, key=lambda each: (parts[each.exercise.line_id], each.exercise.line_id)))


def _due(work: Work, child: AccessibleChildId, facts: Facts, week: int, today: date) -> dict[int, int]:
    """Give how often each weekly count is due in the week: in proportion to the days on which it is in force."""
    if not any(exercise.schedule.is_weekly for exercise, _, _ in facts.exercises):
        return {}
    stretch = Stretch(child, facts.span, range(week, week + 1), today)
    counted = lay_out(work.connection, [stretch])[child].tallies()
    weekly = {e.prescription_id for e, _, _ in facts.exercises if e.schedule.is_weekly}
    return {number: count.due for (number, _), _, count in counted if number in weekly}
