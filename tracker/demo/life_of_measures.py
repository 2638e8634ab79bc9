"""Measures, questions and appointments of one story, lived, through the product's own use cases."""

from collections.abc import Callable, Iterator
from datetime import date, time

from tracker.access.work import Work
from tracker.appointments.holding import decide, hold_appointment
from tracker.concerns.answering import answer_concern, read_concerns
from tracker.concerns.asking import ask
from tracker.demo.course import ONE_DAY, Course
from tracker.demo.people import THERAPIST
from tracker.demo.step import Step, step_on
from tracker.demo.story_of_measures import Asked, Met, Pain, Taken, Watch
from tracker.measures.entering import enter_score
from tracker.measures.pain_settings import hide_pain, set_pain
from tracker.measures.watch_dates import add_watch_dates

AT_VISIT, AFTER_VISIT, EVENING, NEXT_MORNING = time(15, 50), time(16, 40), time(19, 40), time(8, 10)

DOCTOR = "Lee"


class LifeOfMeasures:
    """One child's scores and questions: ids as they come to be, and the steps that make them."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def steps(self) -> Iterator[Step]:
        """Give all of them."""
        measured = self._course.story.measured
        for taken in measured.taken:
            yield from self._scores(taken)
        if measured.pain is not None:
            yield from self._pain(measured.pain)
        if measured.watch is not None:
            yield self._watch(measured.watch)
        for asked in measured.asked:
            yield from self._question(asked)
        for met in measured.met:
            yield step_on(self._ago(met.ago), AT_VISIT, DOCTOR, self._hold(met))

    def _ago(self, days: int) -> date:
        return self._course.today - days * ONE_DAY

    def _scores(self, taken: Taken) -> Iterator[Step]:
        def enter(day: date, value: float | None) -> Callable[[Work], object]:
            whose = taken.instrument, taken.reporter
            return lambda work: enter_score(work, self._course.child(), *whose, day, value, taken.side)

        for ago, value in taken.values.items():
            day = self._ago(ago)
            yield step_on(day, AT_VISIT, THERAPIST, enter(day, value))

    def _pain(self, pain: Pain) -> Iterator[Step]:
        def turn_on(work: Work) -> None:
            child = self._course.child()
            set_pain(work, child, every_weeks=pain.every_weeks, is_turned_on=True, seen=None)

        yield step_on(self._ago(pain.shown_ago), AFTER_VISIT, THERAPIST, turn_on)
        if pain.hidden_ago is not None:
            hide = lambda work: hide_pain(work, self._course.child())  # noqa: E731
            yield step_on(self._ago(pain.hidden_ago), EVENING, self._course.story.name, hide)

    def _watch(self, watch: Watch) -> Step:
        first, last = self._ago(watch.first_ago), self._ago(watch.last_ago)

        def agree(work: Work) -> None:
            words = {"about": watch.about, "agreed_with": watch.agreed_with}
            add_watch_dates(work, self._course.child(), first=first, last=last, **words)

        return step_on(first, AFTER_VISIT, THERAPIST, agree)

    def _question(self, asked: Asked) -> Iterator[Step]:
        ids: list[int] = []

        def write(work: Work) -> None:
            asked_id = ask(
                work,
                self._course.child(),
                asked.kind,
                text=asked.text,
                topic=asked.topic,
                readers=asked.readers,
            )
            ids.append(asked_id)

        def look(work: Work) -> None:
            read_concerns(work, self._course.child(), ids)
            if asked.answer:
                child, words = self._course.child(), asked.answer
                answer_concern(work, child, ids[0], text=words, in_person=False, seen=None)

        yield step_on(self._ago(asked.ago), EVENING, asked.writer, write)
        if asked.read_ago is not None:
            yield step_on(self._ago(asked.read_ago), NEXT_MORNING, THERAPIST, look)

    def _hold(self, met: Met) -> Callable[[Work], object]:
        def do(work: Work) -> None:
            child, day = self._course.child(), self._ago(met.ago)
            hold_appointment(work, child, day=day, people=met.people, seen=None)
            for words in met.decisions:
                decide(work, child, day=day, text=words)

        return do
