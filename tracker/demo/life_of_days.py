"""Visits and milestones of one story, lived: every step is somebody's, through the product's own use cases."""

from collections.abc import Callable, Iterator
from datetime import date, time

from db.vocabulary import MilestoneEventKind, VisitOutcome
from tracker.access.work import Work
from tracker.demo.course import ONE_DAY, WORKING_DAYS, Course, is_off
from tracker.demo.life_of_school import AFTER_VISIT, EVENING, PLANNED, LifeOfSchool
from tracker.demo.people import THERAPIST
from tracker.demo.step import Step, step_on
from tracker.demo.story_of_days import Goal, Visits
from tracker.milestones.events import reach, set_back
from tracker.milestones.ladder import add_milestone
from tracker.visits.marking import mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.next import visits_on
from tracker.visits.planning import SeriesPlan, checked, days_of, rule_of
from tracker.visits.series import plan_series
from tracker.visits.shown import VisitShown

MOVED_TO = time(10)


class LifeOfDays:
    """One child's days besides its plan: ids as they come to be, and the steps that make them."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._goals: dict[str, int] = {}

    def steps(self) -> Iterator[Step]:
        """Give all of them, those of school among them."""
        beside = self._course.story.beside
        for series in beside.visits:
            yield from self._visits(series)
        if beside.school is not None:
            yield from LifeOfSchool(self._course, beside.school).steps()
        for goal in beside.goals:
            yield from self._goal(goal)

    # -- visits -----------------------------------------------------------------------------------

    def _visits(self, series: Visits) -> Iterator[Step]:
        plan = self._plan_of(series)
        yield step_on(
            self._course.start,
            PLANNED,
            series.planner,
            lambda work: plan_series(
                work,
                self._course.child(),
                plan,
                visibility=series.visibility,
                shown_to_child=series.shown_to_child,
            ),
        )
        days = [day for day in days_of(rule_of(plan), checked(plan).first_day) if not is_off(day)]
        over = [day for day in days if day < self._course.today]
        for number, day in enumerate(reversed(over), 1):
            yield step_on(day, AFTER_VISIT, series.planner, self._mark(series, number, day))
        if series.moved:
            after_next = [day for day in days if day > self._course.today][1]
            yield step_on(
                self._course.today - ONE_DAY, AFTER_VISIT, series.planner, self._move(series, after_next)
            )

    def _plan_of(self, series: Visits) -> SeriesPlan:
        soon = _working(self._course.today + series.ahead * ONE_DAY).weekday()
        weekdays = frozenset((soon + 2 * n) % WORKING_DAYS for n in range(series.per_week))
        return SeriesPlan(
            series.discipline,
            self._course.start,
            series.at,
            series.minutes,
            weekdays,
            series.per_week,
            series.weeks,
            series.modality,
        )

    def _visit(self, work: Work, series: Visits, day: date) -> VisitShown:
        found = visits_on(work, self._course.child(), day).of_day
        return next(visit for visit in found if visit.discipline is series.discipline)

    def _mark(self, series: Visits, number: int, day: date) -> Callable[[Work], object]:
        became = series.became.get(number)

        def do(work: Work) -> None:
            outcome = VisitOutcome.ATTENDED if became is None else became.outcome
            reason = None if became is None else became.reason
            visit = self._visit(work, series, day)
            mark_visit(work, self._course.child(), visit.id, outcome, seen=None, reason=reason)

        return do

    def _move(self, series: Visits, day: date) -> Callable[[Work], object]:
        def do(work: Work) -> None:
            visit = self._visit(work, series, day)
            instead = _working(day + ONE_DAY)
            move_visit(work, self._course.child(), visit.id, day=instead, begins_at=MOVED_TO, seen=None)

        return do

    # -- the rest of life -------------------------------------------------------------------------

    def _goal(self, goal: Goal) -> Iterator[Step]:
        def add(work: Work) -> None:
            target = None if goal.target_ago is None else self._course.today - goal.target_ago * ONE_DAY
            self._goals[goal.name] = add_milestone(
                work, self._course.child(), area=goal.area, name=goal.name, target_on=target
            )

        yield step_on(self._course.start, PLANNED, THERAPIST, add)
        for ago, kind in goal.events:
            day = self._course.today - ago * ONE_DAY
            is_reached = kind is MilestoneEventKind.REACHED
            who = self._course.keeper(day) if is_reached else THERAPIST
            yield step_on(day, EVENING, who, self._event(goal, reach if is_reached else set_back, day))

    def _event(self, goal: Goal, record: Callable[..., int], day: date) -> Callable[[Work], object]:
        return lambda work: record(work, self._course.child(), self._goals[goal.name], day=day)


def _working(day: date) -> date:
    """Give a day, or the Monday after it where it is on a weekend."""
    while day.weekday() >= WORKING_DAYS:
        day += ONE_DAY
    return day
