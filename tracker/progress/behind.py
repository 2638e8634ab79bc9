"""Weeks drawn behind those of an episode, for comparison: an earlier episode's, or its own before maintenance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.queries.measures import PainSight
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.measures.read import Series, read_series
from tracker.plans.schedule import week_of
from tracker.progress.adherence import weeks_of
from tracker.progress.spans import EpisodeSpan, Week
from tracker.progress.tallies import tallies_of
from tracker.school.attendance import SchoolWeek
from tracker.school.school import read_weeks

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Behind:
    """Function, school and home exercise of other weeks. Week w of them stands at the place of week `w + moved`."""

    span: EpisodeSpan
    weeks: tuple[Week, ...]
    school: tuple[SchoolWeek, ...]
    series: tuple[Series, ...]
    moved: int = 0


def read_behind(
    work: Work, child: AccessibleChildId, span: EpisodeSpan, today: date, pain: PainSight
) -> Behind:
    """Read another episode of a child, as far as it has come."""
    weeks = begun(span, today)
    tallies = tallies_of(work, child, span, weeks, today)
    return Behind(
        span,
        tuple(weeks_of(span, weeks, tallies)),
        read_school(work, child, span, weeks),
        read_series(work, child, pain, span.start, last_day(span, today)),
    )


def read_school(
    work: Work, child: AccessibleChildId, span: EpisodeSpan, weeks: range
) -> tuple[SchoolWeek, ...]:
    """Read how much of school was attended in an episode's weeks."""
    return read_weeks(work, child, [(week, *span.days_of(week)) for week in weeks]) if weeks else ()


def begun(span: EpisodeSpan, today: date) -> range:
    """Leave out weeks to come: an episode that has its end already would show them empty."""
    weeks = span.weeks(today)
    return range(weeks.start, min(weeks.stop, week_of(span.start, today) + 1))


def last_day(span: EpisodeSpan, today: date) -> date:
    """Give the last day of an episode, or the running one while it is open."""
    return today if span.end is None else min(today, span.end - ONE_DAY)


def cut_series(series: Iterable[Series], first: date, last: date) -> tuple[Series, ...]:
    """Give the scores of some days, both included, without series of which nothing is left."""
    cut = (
        replace(one, scores=tuple(score for score in one.scores if first <= score.day <= last))
        for one in series
    )
    return tuple(one for one in cut if one.scores)
