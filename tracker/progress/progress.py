"""Read how the weeks of an episode went: everything that the Progress page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from db.queries import plans, progress, record
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Mark, PartOfDay
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.plans.schedule import week_of
from tracker.plans.terms import terms_of
from tracker.progress.adherence import weeks_of
from tracker.progress.life import life_of
from tracker.progress.marks import NO_MARKS, Marks, Prescribed, marks_of
from tracker.progress.spans import EpisodeSpan, Week, episode_spans, span_meant
from tracker.progress.tallies import Key, tallies_of
from tracker.progress.weeks import NOTHING, Tally


class Sight(StrEnum):
    """Whether there is anything to draw, and if not, why."""

    NO_EPISODE = "no_episode"
    NOT_BEGUN = "not_begun"
    NO_EXERCISE = "no_exercise"
    NOTHING_YET = "nothing_yet"
    NOTHING_DUE = "nothing_due"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Exercise:
    """One line of the plan: its tally over all weeks shown, and its own weeks, one for each of the episode's."""

    line_id: int
    name: str
    tally: Tally
    weeks: tuple[Week, ...]


@dataclass(frozen=True)
class Progress:
    """An episode's weeks up to the running one. `line_percent` is the clinic's adherence line.

    `can_prescribe` says whether the actor could add what is missing.
    """

    child_id: int
    child_name: str
    today: date
    line_percent: int
    can_prescribe: bool
    episodes: tuple[EpisodeSpan, ...] = ()
    episode: EpisodeSpan | None = None
    weeks: tuple[Week, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    marks: Marks = NO_MARKS

    @property
    def sight(self) -> Sight:
        """Say whether there is anything to draw."""
        if self.episode is None:
            return Sight.NO_EPISODE
        if not self.weeks:
            return Sight.NOT_BEGUN
        if not self.exercises:
            return Sight.NO_EXERCISE
        if any(week.tally.settled for week in self.weeks):
            return Sight.WEEKS
        return Sight.NOTHING_YET if self.weeks[-1].tally.due else Sight.NOTHING_DUE

    @property
    def latest_over(self) -> Week | None:
        """Give the latest week of which no day is open any more."""
        return next((week for week in reversed(self.weeks) if week.last < self.today), None)

    @property
    def running(self) -> Week | None:
        """Give the week that is still open."""
        return next((week for week in reversed(self.weeks) if week.last >= self.today), None)


def progress_of(work: Work, child_id: int, *, episode_number: int | None = None) -> Progress:
    """Give the weeks of an episode as they stand today, and log the look.

    Without `episode_number` it is the latest episode that has started, else the first to come. Raises `NotFound`
    for an unknown child or episode. It takes as many statements for a year as for a day.
    """
    child = work.child(child_id, Action.SEE, screen="progress")
    today = work.today_of(child)
    name, percent = progress.name_and_line(work.connection, child)
    can_prescribe = work.may(child, Action.PRESCRIBE)
    spans = episode_spans(work, child)
    span = span_meant(spans, episode_number, today)
    if span is None:
        return Progress(child_id, name, today, percent, can_prescribe)
    begun = _begun(span, today)
    tallies = tallies_of(work, child, span, begun, today)
    revisions = [_prescribed(row) for row in progress.revisions(work.connection, child, span.id)]
    return Progress(
        child_id,
        name,
        today,
        percent,
        can_prescribe,
        episodes=tuple(spans),
        episode=span,
        weeks=tuple(weeks_of(span, begun, tallies)),
        exercises=tuple(_exercises(span, begun, today, revisions, tallies)),
        marks=_marks(work, child, span, begun, today, revisions),
    )


def _begun(span: EpisodeSpan, today: date) -> range:
    """Leave out weeks to come: an episode that has its end already would show them empty."""
    weeks = span.weeks(today)
    return range(weeks.start, min(weeks.stop, week_of(span.start, today) + 1))


def _exercises(
    span: EpisodeSpan,
    begun: range,
    today: date,
    revisions: Sequence[Prescribed],
    tallies: Mapping[Key, Tally],
) -> list[Exercise]:
    """Give the lines that were in force in these weeks, in the order in which Today shows them."""
    found = []
    for line_id, line in groupby(revisions, key=lambda revision: revision.line_id):
        counted = [revision for revision in line if not revision.entered_in_error]
        ids = {revision.id for revision in counted}
        mine = {key: tally for key, tally in tallies.items() if key[0] in ids}
        if mine and counted[0].first <= today:
            weeks = tuple(weeks_of(span, begun, mine))
            tally = sum(mine.values(), NOTHING)
            latest = counted[-1]
            found.append(
                (
                    list(PartOfDay).index(latest.terms.first_part),
                    Exercise(line_id, latest.exercise, tally, weeks),
                )
            )
    return [exercise for _, exercise in sorted(found, key=lambda one: (one[0], one[1].line_id))]


def _marks(
    work: Work,
    child: AccessibleChildId,
    span: EpisodeSpan,
    begun: range,
    today: date,
    revisions: Sequence[Prescribed],
) -> Marks:
    if not begun:
        return NO_MARKS
    last = span.days_of(begun[-1])[1]
    pauses = [(row.from_day, row.to_day) for row in plans.pauses(work.connection, child, span.id)]
    rows = record.live_marks(work.connection, child, span.start, last)
    days = [(row.day, Mark(row.mark)) for row in rows]
    return marks_of(span, today, last, revisions, pauses, days, life_of(work, child, span, today, last))


def _prescribed(row: AnyRow) -> Prescribed:
    return Prescribed(
        id=row.id,
        line_id=row.line_id,
        exercise=row.exercise,
        first=row.valid_from,
        end=row.valid_to,
        terms=terms_of(row),
        entered_in_error=row.entered_in_error_at is not None,
    )
