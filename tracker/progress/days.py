"""What became of each day of an episode: answered, left open, ill, away, paused, or nothing due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from db.queries import progress as sql
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.progress.marks import Days, Marks, Prescribed
from tracker.progress.spans import EpisodeSpan

ONE_DAY = timedelta(days=1)


class DayState(StrEnum):
    """What became of a day. A day ill, away or paused is that, whatever was done on it all the same."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    OPEN = "open"
    ILL = "ill"
    AWAY = "away"
    PAUSED = "paused"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True)
class DayShown:
    """One day: how much was due on it, and how much of that has an entry.

    What is due on any days of a week is due on none of them; a day on which nothing else was due counts as answered
    where one of these has an entry.
    """

    day: date
    state: DayState
    answered: int
    due: int


@dataclass(frozen=True)
class Answered:
    """How many entries a day has: of what was due on it, and of what was due on any days of the week."""

    on_day: int = 0
    in_week: int = 0


def read_answered(
    work: Work, child: AccessibleChildId, span: EpisodeSpan, shown: Days
) -> dict[date, Answered]:
    """Read how many entries each day has, in one statement."""
    rows = sql.answered_days(work.connection, child, span.id, shown.first, shown.last)
    return {row.performed_on: Answered(row.on_days, row.in_weeks) for row in rows}


def days_of(
    shown: Days,
    today: date,
    revisions: Sequence[Prescribed],
    marks: Marks,
    answered: Mapping[date, Answered],
) -> tuple[DayShown, ...]:
    """Give the days of an episode, up to the running one."""
    counted = [revision for revision in revisions if not revision.entered_in_error]
    last = min(shown.last, today)
    every = (shown.first + number * ONE_DAY for number in range((last - shown.first).days + 1))
    return tuple(_day(day, today, counted, marks, answered.get(day, Answered())) for day in every)


def _day(
    day: date, today: date, revisions: Iterable[Prescribed], marks: Marks, answered: Answered
) -> DayShown:
    due = sum(
        revision.terms.schedule.slots_on(day)
        for revision in revisions
        if revision.first <= day and (revision.end is None or day < revision.end)
    )
    return DayShown(day, _state(day, today, due, marks, answered), answered.on_day, due)


def _state(day: date, today: date, due: int, marks: Marks, answered: Answered) -> DayState:
    if any(pause.first <= day <= pause.last for pause in marks.pauses):
        return DayState.PAUSED
    if day in marks.ill or day in marks.away:
        return DayState.ILL if day in marks.ill else DayState.AWAY
    if not due:
        return DayState.ALL if answered.in_week else DayState.NOTHING_DUE
    if answered.on_day >= due:
        return DayState.ALL
    if answered.on_day or answered.in_week:
        return DayState.SOME
    return DayState.OPEN if day == today else DayState.NONE
