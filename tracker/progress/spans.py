"""Where episodes and their treatment weeks lie in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import plans
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.errors import NotFound
from tracker.plans.schedule import DAYS_IN_WEEK, first_day, week_of
from tracker.progress.weeks import Tally


@dataclass(frozen=True)
class Week:
    """One treatment week of one child: `first` and `last` day, and what was due and done in it."""

    week: int
    first: date
    last: date
    tally: Tally


@dataclass(frozen=True)
class EpisodeSpan:
    """An episode's place in time; `end` is the first day no longer in it."""

    id: int
    number: int
    start: date
    end: date | None

    def weeks(self, today: date) -> range:
        """Give its treatment weeks: to its end, or to the week of `today` while it is open."""
        last = today if self.end is None else self.end - timedelta(days=1)
        return range(1, week_of(self.start, last) + 1)

    def days_of(self, week: int) -> tuple[date, date]:
        """Give the first and the last day of a treatment week."""
        first = first_day(self.start, week)
        return first, first + timedelta(days=DAYS_IN_WEEK - 1)


def episode_spans(work: Work, child: AccessibleChildId) -> list[EpisodeSpan]:
    """Give a child's episodes, earliest first."""
    return [EpisodeSpan(*row) for row in plans.episodes(work.connection, child)]


def span_on(spans: Sequence[EpisodeSpan], day: date) -> EpisodeSpan | None:
    """Give the latest episode that has started by a day, ended or not; None before the first."""
    started = [span for span in spans if span.start <= day]
    return started[-1] if started else None


def span_meant(spans: Sequence[EpisodeSpan], number: int | None, today: date) -> EpisodeSpan | None:
    """Give the episode of a number; without one the latest that has started, else the first to come.

    Raises `NotFound` for an unknown number.
    """
    if number is None:
        return span_on(spans, today) or next(iter(spans), None)
    for span in spans:
        if span.number == number:
            return span
    raise NotFound
