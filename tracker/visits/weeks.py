"""The weeks in which visits are counted: a child's treatment weeks, and calendar weeks where there is no episode."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.plans.schedule import DAYS_IN_WEEK, week_of
from tracker.progress.spans import EpisodeSpan

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class VisitWeek:
    """A week from `first` to `last`, both included; `number` is the treatment week's, None outside an episode.

    Outside one it begins on a Monday, but is no longer than the next episode lets it be.
    """

    number: int | None
    first: date
    last: date


def week_on(spans: Sequence[EpisodeSpan], day: date) -> VisitWeek:
    """Give the week of a day; `spans` are the child's episodes, earliest first."""
    before = [span for span in spans if span.start <= day]
    latest = before[-1] if before else None
    if latest is not None and (latest.end is None or day < latest.end):
        number = week_of(latest.start, day)
        first, last = latest.days_of(number)
        return VisitWeek(number, first, last if latest.end is None else min(last, latest.end - ONE_DAY))
    first = day - day.weekday() * ONE_DAY
    last = first + (DAYS_IN_WEEK - 1) * ONE_DAY
    if latest is not None and latest.end is not None:
        first = max(first, latest.end)
    to_come = [span.start - ONE_DAY for span in spans if span.start > day]
    return VisitWeek(None, first, min([last, *to_come[:1]]))


def weeks_between(spans: Sequence[EpisodeSpan], first: date, last: date) -> Iterator[VisitWeek]:
    """Give the weeks that some days touch, whole and in order."""
    day = first
    while day <= last:
        week = week_on(spans, day)
        yield week
        day = week.last + ONE_DAY
