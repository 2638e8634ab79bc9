"""Read how an episode went: everything that the Progress page shows, and the appointment page with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.queries import plans, progress, record, visits
from db.types import AccessibleChildId
from db.vocabulary import Mark
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.measures.read import Series, read_series
from tracker.measures.tasks import TaskSeries, task_series
from tracker.measures.watch_dates import watch_dates
from tracker.progress.adherence import weeks_of
from tracker.progress.behind import ONE_DAY, Behind, begun, last_day, read_behind, read_school
from tracker.progress.days import DayShown, days_of, read_answered
from tracker.progress.exercises import Exercise, exercises_in, read_revisions
from tracker.progress.fitting import Reasons, read_reasons
from tracker.progress.gathering import marks_of
from tracker.progress.life import life_of
from tracker.progress.marks import NO_MARKS, Days, Marks, Prescribed
from tracker.progress.reading import Reading, readings_of
from tracker.progress.reasons import UnderTheLine
from tracker.progress.sights import Sights, sights_of, within
from tracker.progress.spans import EpisodeSpan, Week, episode_spans, span_meant
from tracker.progress.tallies import tallies_of
from tracker.progress.then_and_now import SchoolChange, Turn, school_change
from tracker.progress.under_the_line import under_the_line
from tracker.school.attendance import SchoolWeek
from tracker.visits.attendance import Attendance, attendance_among

NO_ATTENDANCE = Attendance((), {}, {})
UNKNOWN = SchoolChange(Turn.NOT_ENOUGH)


class Standing(StrEnum):
    """Whether there is any home exercise to draw, and if not, why."""

    NO_EPISODE = "no_episode"
    NOT_BEGUN = "not_begun"
    NO_EXERCISE = "no_exercise"
    NOTHING_YET = "nothing_yet"
    NOTHING_DUE = "nothing_due"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Progress:
    """An episode's weeks up to the running one, and all that is shown beside them.

    `line_percent` is the clinic's adherence line. `can_prescribe`, `can_measure`, `can_plan_school` and
    `can_keep_visits` say whether the actor could add what is missing. `readings` and `school_change` are of the whole
    episode, whichever weeks are shown. `days`, watch dates and `under_the_line` are for the clinic's staff alone.
    `axis` are the weeks on the axis of every chart, None for those of `weeks`.
    """

    child_id: int
    child_name: str
    today: date
    line_percent: int
    can_prescribe: bool
    can_measure: bool = False
    can_plan_school: bool = False
    can_keep_visits: bool = False
    episodes: tuple[EpisodeSpan, ...] = ()
    episode: EpisodeSpan | None = None
    weeks: tuple[Week, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    marks: Marks = NO_MARKS
    series: tuple[Series, ...] = ()
    tasks: tuple[TaskSeries, ...] = ()
    readings: tuple[Reading, ...] = ()
    school: tuple[SchoolWeek, ...] = ()
    school_change: SchoolChange = UNKNOWN
    visits: Attendance = NO_ATTENDANCE
    reasons: tuple[Reasons, ...] = ()
    days: tuple[DayShown, ...] = ()
    behind: Behind | None = None
    under_the_line: UnderTheLine | None = None
    axis: range | None = None

    @property
    def standing(self) -> Standing:
        """Say whether there is any home exercise to draw."""
        if self.episode is None:
            return Standing.NO_EPISODE
        if not self.weeks:
            return Standing.NOT_BEGUN
        if not self.exercises:
            return Standing.NO_EXERCISE
        if any(week.tally.settled for week in self.weeks):
            return Standing.WEEKS
        return Standing.NOTHING_YET if self.weeks[-1].tally.due else Standing.NOTHING_DUE

    @property
    def weeks_on_axis(self) -> range:
        """Give the weeks that every chart has on its axis: those shown, unless a longer stretch was asked for."""
        if self.axis is not None:
            return self.axis
        return range(self.weeks[0].week, self.weeks[-1].week + 1) if self.weeks else range(1, 1)

    @property
    def latest_over(self) -> Week | None:
        """Give the latest week of which no day is open any more."""
        return next((week for week in reversed(self.weeks) if week.last < self.today), None)

    @property
    def running(self) -> Week | None:
        """Give the week that is still open."""
        return next((week for week in reversed(self.weeks) if week.last >= self.today), None)


def progress_of(
    work: Work,
    child_id: int,
    *,
    episode_number: int | None = None,
    beside: int | None = None,
    sights: Sights | None = None,
    screen: str = "progress",
) -> Progress:
    """Give an episode as it stands today, and log the look if `screen` is given.

    Without `episode_number` it is the latest episode that has started, else the first to come; `beside` is the number
    of another one that is to be compared with it. `sights` narrows what the actor may know, for people who look along;
    it never widens it, and what only the clinic's staff see is left out. Raises `NotFound` for an unknown child or
    episode. It takes as many statements for a year as for a day.
    """
    child = work.child(child_id, Action.SEE, screen=screen)
    today = work.today_of(child)
    own = sights_of(work, child)
    known = own if sights is None else within(own, sights)
    for_staff = sights is None and work.is_on_care_team(child)
    row = progress.name_and_clinic(work.connection, child)
    spans = episode_spans(work, child)
    span = span_meant(spans, episode_number, today)
    other = None if beside is None else span_meant(spans, beside, today)
    shown: dict[str, object] = {}
    if span is not None:
        shown = _shown(work, child, span, _until(spans, span, today), today, known, for_staff=for_staff)
    if span is not None and for_staff:
        shown["under_the_line"] = under_the_line(row, span, shown["weeks"], today)  # type: ignore[arg-type]
    if span is not None and other is not None and other.id != span.id:
        shown["behind"] = read_behind(work, child, other, today, known.pain)
    return Progress(
        child_id,
        str(row.chosen_name),
        today,
        int(row.adherence_line_percent),
        can_prescribe=work.may(child, Action.PRESCRIBE),
        can_measure=work.may(child, Action.KEEP_MEASURES),
        can_plan_school=work.may(child, Action.PLAN_MILESTONES),
        can_keep_visits=work.may(child, Action.KEEP_VISITS),
        episodes=tuple(spans) if span is not None else (),
        episode=span,
        **shown,  # type: ignore[arg-type]
    )


def _until(spans: Sequence[EpisodeSpan], span: EpisodeSpan, today: date) -> date:
    """Give the last day on which what is measured is still about this episode: its end is not yet the next one."""
    later = [each.start for each in spans if each.start > span.start]
    return min([today, *(start - ONE_DAY for start in later)])


def _shown(
    work: Work,
    child: AccessibleChildId,
    span: EpisodeSpan,
    until: date,
    today: date,
    sights: Sights,
    *,
    for_staff: bool,
) -> dict[str, object]:
    weeks = begun(span, today)
    tallies = tallies_of(work, child, span, weeks, today)
    revisions = read_revisions(work, child, span)
    marks = _marks(work, child, span, weeks, today, revisions, sights, for_staff=for_staff)
    # Scores that were taken after an episode's end are shown where the weeks after it are: in "staying well".
    series = read_series(work, child, sights.pain, span.start, until) if weeks else ()
    school = read_school(work, child, span, weeks)
    return {
        "weeks": tuple(weeks_of(span, weeks, tallies)),
        "exercises": exercises_in(span, weeks, today, revisions, tallies),
        "marks": marks,
        "series": series,
        "tasks": task_series(work, child, span.start, last_day(span, today)) if weeks else (),
        "readings": readings_of(series, span.start, span.end),
        "school": school,
        "school_change": school_change(school, today),
        "visits": _attendance(work, child, span, weeks, today, sights),
        "reasons": read_reasons(work, child, span, weeks),
        "days": _days(work, child, span, weeks, today, revisions, marks) if for_staff else (),
    }


def _attendance(
    work: Work, child: AccessibleChildId, span: EpisodeSpan, weeks: range, today: date, sights: Sights
) -> Attendance:
    if not weeks:
        return NO_ATTENDANCE
    series = visits.all_series(work.connection, child, sights.visits)
    last = last_day(span, today)
    return attendance_among(work, child, series, first=span.start, last=last, sight=sights.visits)


def _days(
    work: Work,
    child: AccessibleChildId,
    span: EpisodeSpan,
    weeks: range,
    today: date,
    revisions: Sequence[Prescribed],
    marks: Marks,
) -> tuple[DayShown, ...]:
    if not weeks:
        return ()
    shown = Days(span.start, last_day(span, today))
    return days_of(shown, today, revisions, marks, read_answered(work, child, span, shown))


def _marks(
    work: Work,
    child: AccessibleChildId,
    span: EpisodeSpan,
    weeks: range,
    today: date,
    revisions: Sequence[Prescribed],
    sights: Sights,
    *,
    for_staff: bool,
) -> Marks:
    if not weeks:
        return NO_MARKS
    last = span.days_of(weeks[-1])[1]
    pauses = [(row.from_day, row.to_day) for row in plans.pauses(work.connection, child, span.id)]
    rows = record.live_marks(work.connection, child, span.start, last)
    days = [(row.day, Mark(row.mark)) for row in rows]
    life = life_of(work, child, span, today, last, sights.visits)
    watch = watch_dates(work, child) if for_staff else ()
    return marks_of(span, today, last, revisions, pauses, days, life, watch)
