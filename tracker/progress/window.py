"""Some weeks of what was read of an episode: any span of them, or those of maintenance, "staying well". No database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tracker.measures.tasks import TaskSeries
from tracker.plans.schedule import week_of
from tracker.progress.behind import Behind, cut_series
from tracker.progress.exercises import Exercise
from tracker.progress.progress import Progress
from tracker.progress.spans import EpisodeSpan, Week
from tracker.progress.weeks import NOTHING
from tracker.school.attendance import SchoolWeek
from tracker.visits.attendance import NONE, Attendance

HALF_A_YEAR = 26  # weeks


def between(progress: Progress, first_week: int, last_week: int, *, past_the_end: bool = False) -> Progress:
    """Give the weeks from one to another, both included; the readings stay those of the whole episode.

    What was measured after the episode's last week is there only where `past_the_end` asks for it.
    """
    if progress.episode is None or not progress.weeks:
        return progress
    first, last = progress.episode.days_of(first_week)[0], progress.episode.days_of(last_week)[1]
    measured = last if past_the_end else min(last, progress.weeks[-1].last)
    wanted = range(first_week, last_week + 1)
    exercises = (_cut_exercise(exercise, wanted) for exercise in progress.exercises)
    return replace(
        progress,
        weeks=_cut_weeks(progress.weeks, wanted),
        exercises=tuple(exercise for exercise in exercises if exercise is not None),
        marks=progress.marks.between(first, last),
        series=cut_series(progress.series, first, measured),
        tasks=_cut_tasks(progress.tasks, first, measured),
        school=_cut_school(progress.school, wanted),
        visits=_cut_visits(progress.visits, wanted),
        reasons=tuple(each for each in progress.reasons if each.week in wanted),
        days=tuple(day for day in progress.days if first <= day.day <= last),
        behind=None if progress.behind is None else _cut_behind(progress.behind, wanted),
        axis=wanted,
    )


def of_days(progress: Progress, first: date, last: date) -> Progress:
    """Give the weeks that some days touch, as far as the episode has them."""
    if progress.episode is None or not progress.weeks:
        return progress
    known = progress.weeks[0].week, progress.weeks[-1].week
    weeks = (min(max(week_of(progress.episode.start, day), known[0]), known[1]) for day in (first, last))
    return between(progress, *weeks)


def all_weeks(progress: Progress) -> range:
    """Give the weeks of an episode, or of what is drawn behind it where that had more of them."""
    numbers = [week.week for week in progress.weeks]
    if progress.behind is not None:
        numbers += [week.week + progress.behind.moved for week in progress.behind.weeks]
    return range(min(numbers), max(numbers) + 1) if numbers else range(1, 1)


def whole(progress: Progress) -> Progress:
    """Give all weeks of an episode, without scores that were taken later than these."""
    weeks = all_weeks(progress)
    return between(progress, weeks[0], weeks[-1]) if weeks else progress


def can_stay_well(progress: Progress) -> bool:
    """Say whether there is a maintenance to be shown."""
    return progress.marks.life.maintenance_since is not None and bool(progress.weeks)


def staying_well(progress: Progress) -> Progress:
    """Give half a year of maintenance from its first week on, with what was before it drawn behind.

    That is the other episode that was asked for, week by week from its own start; else the weeks of this one before
    its maintenance. Of a maintenance of more than half a year it is the latest half year.
    """
    begun = progress.marks.life.maintenance_since
    if progress.episode is None or begun is None or not progress.weeks:
        return progress
    since = week_of(progress.episode.start, begun)
    first = max(since, progress.weeks[-1].week - HALF_A_YEAR + 1)
    before = progress.behind or _before(progress, progress.episode, since)
    behind = None if before is None else replace(before, moved=before.moved + first - 1)
    return between(replace(progress, behind=behind), first, first + HALF_A_YEAR - 1, past_the_end=True)


def _before(progress: Progress, span: EpisodeSpan, since: int) -> Behind | None:
    if since == 1:
        return None
    weeks = range(1, since)
    return Behind(
        span,
        _cut_weeks(progress.weeks, weeks),
        _cut_school(progress.school, weeks),
        cut_series(progress.series, span.start, span.days_of(since - 1)[1]),
    )


def _cut_behind(behind: Behind, wanted: range) -> Behind:
    weeks = range(wanted.start - behind.moved, wanted.stop - behind.moved)
    known = [week for week in behind.weeks if week.week in weeks]
    if not known:
        return replace(behind, weeks=(), school=(), series=())
    series = cut_series(behind.series, known[0].first, known[-1].last)
    return replace(behind, weeks=tuple(known), school=_cut_school(behind.school, weeks), series=series)


def _cut_exercise(exercise: Exercise, wanted: range) -> Exercise | None:
    weeks = _cut_weeks(exercise.weeks, wanted)
    tally = sum((week.tally for week in weeks), NOTHING)
    # Outside of these weeks it may have been in force, and in them not.
    is_there = tally != NOTHING or exercise.tally == NOTHING
    return replace(exercise, weeks=weeks, tally=tally) if is_there else None


def _cut_tasks(tasks: Iterable[TaskSeries], first: date, last: date) -> tuple[TaskSeries, ...]:
    cut = (
        replace(task, results=tuple(one for one in task.results if first <= one.day <= last))
        for task in tasks
    )
    return tuple(task for task in cut if task.results)


def _cut_weeks(weeks: Iterable[Week], wanted: range) -> tuple[Week, ...]:
    return tuple(week for week in weeks if week.week in wanted)


def _cut_school(weeks: Iterable[SchoolWeek], wanted: range) -> tuple[SchoolWeek, ...]:
    return tuple(week for week in weeks if week.week in wanted)


def _cut_visits(visits: Attendance, wanted: range) -> Attendance:
    weeks = tuple(week for week in visits.weeks if week.week.number in wanted)
    by = {each: sum((week.by[each] for week in weeks), NONE) for each in visits.by}
    return replace(visits, weeks=weeks, by=by)
