"""The way back to school of one story, lived: the ladder, its steps, the days that were entered, and the page."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from random import Random

from db.vocabulary import SchoolPageLine, SchoolReason
from tracker.access.work import Work
from tracker.demo.course import ONE_DAY, WORKING_DAYS, Course, is_off
from tracker.demo.people import THERAPIST
from tracker.demo.step import Step, step_on
from tracker.demo.story_of_days import Page, School
from tracker.milestones.events import reach
from tracker.milestones.ladder import NewStep, lay_down_ladder, usual_ladder
from tracker.school.accommodations import add_accommodation
from tracker.school.days import ALL_PLANNED, Attended, enter_school_day
from tracker.school.page import PageWords, write_school_page
from tracker.school.plan import go_on, plan_step, step_back
from tracker.school.ticks import tick_as_child, tick_as_guardian
from tracker.school.timetable import set_timetable

MONDAY_TO_FRIDAY = 31
PLANNED, AFTER_VISIT, AFTER_SCHOOL, EVENING = time(9), time(16, 45), time(15, 20), time(19, 10)
SCHOOL = "the school"
REASONS = (SchoolReason.TIRED, SchoolReason.HARD_DAY, SchoolReason.APPOINTMENT, None)
VALID, REVIEW = timedelta(days=60), timedelta(days=42)
# On the invented page everything may go out but for the name of the condition.
GOES_OUT = tuple(line for line in SchoolPageLine if line is not SchoolPageLine.DIAGNOSIS)


class LifeOfSchool:
    """One child's school: ids as they come to be, and the steps that make them."""

    def __init__(self, course: Course, school: School) -> None:
        self._course = course
        self._school = school
        self._ladder: tuple[int, ...] = ()
        self._planned = 0

    def steps(self) -> Iterator[Step]:
        """Give all of them."""
        school = self._school
        yield step_on(self._course.start, PLANNED, THERAPIST, self._begin)
        for before, rung in zip(school.rungs, school.rungs[1:], strict=False):
            decided = self._course.on(rung.day - 1)
            change = self._rise if rung.step > before.step else self._step_back
            do = change(before.step, rung.step, self._course.on(rung.day), rung.reason)
            yield step_on(decided, AFTER_VISIT, THERAPIST, do)
        for step, day in school.reached.items():
            yield step_on(
                self._course.on(day),
                EVENING,
                self._course.keeper(self._course.on(day)),
                self._reach_step(step, day),
            )
        for number in range((self._course.today - self._course.start).days):
            on = self._course.start + number * ONE_DAY
            if wanted := self._attended(on):
                yield step_on(on, AFTER_SCHOOL, self._course.keeper(on), self._enter(on, wanted))
        if school.page is not None:
            yield from self._page(school.page)

    def _begin(self, work: Work) -> None:
        school, child = self._school, self._course.child()
        set_timetable(
            work,
            child,
            first=self._course.start,
            weekdays=MONDAY_TO_FRIDAY,
            periods=school.periods,
            seen=None,
        )
        steps = [
            NewStep(step.name, step.periods, self._course.on(school.targets[n]), SCHOOL)
            if n in school.targets
            else step
            for n, step in enumerate(usual_ladder(school.periods))
        ]
        self._ladder = lay_down_ladder(work, child, steps)
        first = school.rungs[0]
        self._planned = plan_step(
            work, child, self._ladder[first.step], first=self._course.start, agreed_with=SCHOOL, seen=None
        )
        if school.accommodation:
            add_accommodation(
                work,
                child,
                text=school.accommodation,
                starts_on=self._course.start,
                agreed_with=SCHOOL,
                review_on=self._course.start + REVIEW,
            )

    def _rise(self, old: int, new: int, first: date, reason: str) -> Callable[[Work], object]:
        def do(work: Work) -> None:
            self._planned = go_on(
                work,
                self._course.child(),
                self._ladder[new],
                reached_id=self._ladder[old],
                reached_on=first - ONE_DAY,
                first=first,
                agreed_with=SCHOOL,
                reason=reason,
                seen=self._planned,
            )

        return do

    def _step_back(self, _old: int, new: int, first: date, reason: str) -> Callable[[Work], object]:
        def do(work: Work) -> None:
            self._planned = step_back(
                work,
                self._course.child(),
                self._ladder[new],
                first=first,
                agreed_with=SCHOOL,
                reason=reason,
                seen=self._planned,
            )

        return do

    def _reach_step(self, step: int, day: int) -> Callable[[Work], object]:
        return lambda work: reach(work, self._course.child(), self._ladder[step], day=self._course.on(day))

    def _attended(self, day: date) -> Attended | None:
        """Give what is entered of a day before today; None for nothing."""
        school = self._school
        rung = next(rung for rung in reversed(school.rungs) if self._course.on(rung.day) <= day)
        planned = usual_ladder(school.periods)[rung.step].periods
        if day.weekday() >= WORKING_DAYS or is_off(day) or not planned:
            return None
        random = Random(f"{self._course.seed} school {(day - self._course.start).days}")  # noqa: S311 - invented days
        if random.random() >= school.logged:
            return None
        if random.random() < school.all_planned:
            return ALL_PLANNED
        return Attended(random.randrange(planned), random.choice(REASONS))

    def _enter(self, day: date, wanted: Attended) -> Callable[[Work], object]:
        return lambda work: enter_school_day(work, self._course.child(), day, wanted, seen=None)

    def _page(self, page: Page) -> Iterator[Step]:
        written = self._course.today - page.ago * ONE_DAY
        ids: list[int] = []

        def write(work: Work) -> None:
            texts = (page.contact, page.break_place, page.before_home, page.when_to_call)
            words = PageWords(*texts, valid_until=written + VALID)
            ids.append(write_school_page(work, self._course.child(), words, seen=None))

        def agree(tick: Callable[..., None]) -> Callable[[Work], object]:
            def do(work: Work) -> None:
                for line in GOES_OUT:
                    tick(work, self._course.child(), ids[0], line, agrees=True)

            return do

        yield step_on(written, AFTER_VISIT, THERAPIST, write)
        guardian = self._course.keeper(self._course.today)
        child = self._course.story.name if self._course.story.own_nights else guardian
        yield step_on(written, EVENING, guardian, agree(tick_as_guardian))
        yield step_on(written + ONE_DAY, EVENING, child, agree(tick_as_child))
