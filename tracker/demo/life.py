"""One story, lived: every step that somebody takes in it, through the product's own use cases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from random import Random

from db.vocabulary import Mark
from tracker.access.work import Work
from tracker.demo.course import Course
from tracker.demo.days import log_of
from tracker.demo.life_of_days import LifeOfDays
from tracker.demo.life_of_measures import LifeOfMeasures
from tracker.demo.people import ADMINISTRATOR, THERAPIST, bring_in, invite_other
from tracker.demo.step import Step, step_on
from tracker.demo.story import (
    Criterion,
    Episode,
    Exercise,
    Logged,
    Note,
    Pause,
    Revision,
    Stop,
    Story,
    Turn,
    revision_of,
)
from tracker.library.exercises import prescribable
from tracker.plans.about import About, change_about
from tracker.plans.criteria import add_criterion, find
from tracker.plans.episodes import end_episode, pause, start_episode
from tracker.plans.phases import begin_phase
from tracker.plans.prescriptions import prescribe, revise, stop
from tracker.plans.templates import save_template
from tracker.plans.terms import Terms
from tracker.record.completions import Words, answer, note_only
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

ARRIVAL, VISIT, AFTER_VISIT = time(10), time(8, 30), time(16, 30)
MORNING, NEXT_MORNING, AFTER_MIDNIGHT, EVENING, LATER = (
    *(time(7, 30), time(7, 45), time(0, 20)),
    *(time(19, 40), time(20, 30)),
)
DAYS_BEFORE_START, DAYS_BEFORE_PAUSE = 3, 10
LATE = 0.06
ONE_DAY = timedelta(days=1)
TEMPLATE_ABOUT = "Invented for this demo."
DAYS_IN_TURN = 7


class Life:
    """One child in the record: its ids, as they come to be, and the steps that make them."""

    def __init__(self, story: Story, accounts: Mapping[str, int], today: date, seed: int) -> None:
        self._story = story
        self._accounts = accounts
        self._today = today
        self._seed = f"{seed} {story.name}"
        self._child = 0
        self._episode = 0
        self._prescriptions: dict[str, list[tuple[date, int]]] = {}
        self._criteria: dict[str, int] = {}

    def steps(self) -> Iterator[Step]:
        """Give all steps of the story; they are taken in the order of their moments."""
        arrival = self._start(self._story.episodes[0]) - DAYS_BEFORE_START * ONE_DAY
        yield step_on(arrival, ARRIVAL, ADMINISTRATOR, self._arrive)
        for number, episode in enumerate(self._story.episodes):
            yield from self._plan(episode)
            yield from self._record(episode, f"{self._seed} {number}")
        course = Course(self._story, lambda: self._child, self._keeper, self._today, self._seed)
        yield from LifeOfDays(course).steps()
        yield from LifeOfMeasures(course).steps()
        for note in self._story.notes:
            day = self._today - note.ago * ONE_DAY
            yield step_on(day, LATER if note.ago else MORNING, note.writer, self._write(note, day))
        if self._story.invited:
            invited = lambda work: invite_other(work, self._child, self._story)  # noqa: E731
            yield step_on(self._today - ONE_DAY, ARRIVAL, ADMINISTRATOR, invited)

    # -- the plan ---------------------------------------------------------------------------------

    def _plan(self, episode: Episode) -> Iterator[Step]:
        def on(day: int) -> date:
            return self._start(episode) + (day - 1) * ONE_DAY

        yield step_on(on(1), VISIT, THERAPIST, lambda work: self._begin(work, episode))
        for change in episode.revisions:
            yield step_on(
                on(change.day - 1), AFTER_VISIT, THERAPIST, self._revise(episode, change, on(change.day))
            )
        for turn in episode.turns:
            yield step_on(on(turn.day), AFTER_VISIT, THERAPIST, self._turn(turn, on(turn.day)))
        for criterion in episode.criteria:
            if criterion.met is not None:
                yield step_on(on(criterion.met), AFTER_VISIT, THERAPIST, self._find(criterion))
        for end in episode.stops:
            yield step_on(on(end.day - 1), AFTER_VISIT, THERAPIST, self._stop(end, on(end.day)))
        if episode.pause is not None:
            first, last = on(episode.pause.first), on(episode.pause.last)
            decided = first - DAYS_BEFORE_PAUSE * ONE_DAY
            yield step_on(decided, AFTER_VISIT, THERAPIST, self._pause(episode.pause, first, last))
        if episode.end is not None:
            yield step_on(
                on(episode.end.day - 1), AFTER_VISIT, THERAPIST, self._end(episode, on(episode.end.day))
            )

    def _arrive(self, work: Work) -> None:
        self._child = bring_in(work, self._story, self._accounts, self._today)

    def _begin(self, work: Work, episode: Episode) -> None:
        story, first = self._story, self._start(episode)
        if episode is story.episodes[0]:
            about = About(story.amps_type, frozenset(story.areas), story.other_conditions, story.precautions)
            change_about(work, self._child, about, seen=About())
        self._episode = start_episode(
            work, self._child, start=first, setting=episode.setting, expected_weeks=episode.expected_weeks
        )
        self._prescriptions = {}
        library = {entry.name: entry.version_id for entry in prescribable(work)}
        for exercise in episode.exercises:
            new = prescribe(
                work,
                self._child,
                self._episode,
                exercise_version_id=library[exercise.name],
                terms=_terms(exercise),
                valid_from=first,
            )
            self._prescriptions[exercise.name] = [(first, new)]
        for criterion in episode.criteria:
            number = add_criterion(work, self._child, self._episode, kind=criterion.kind, text=criterion.text)
            self._criteria[criterion.text] = number
        if story.template and episode is story.episodes[0]:
            save_template(work, self._child, self._episode, name=story.template, about=TEMPLATE_ABOUT)

    def _turn(self, turn: Turn, on: date) -> Callable[[Work], object]:
        return lambda work: begin_phase(work, self._child, self._episode, phase=turn.phase, first=on)

    def _find(self, criterion: Criterion) -> Callable[[Work], object]:
        return lambda work: find(work, self._child, self._criteria[criterion.text], is_met=True, seen=None)

    def _revise(self, episode: Episode, change: Revision, first: date) -> Callable[[Work], object]:
        exercise = next(e for e in episode.plan_of(change.day - 1) if e.name == change.exercise)
        terms = _terms(revision_of(exercise, change))

        def do(work: Work) -> None:
            before = self._prescription(change.exercise, first)
            new = revise(work, self._child, before, terms=terms, valid_from=first, reason=change.reason)
            self._prescriptions[change.exercise].append((first, new))

        return do

    def _stop(self, end: Stop, on: date) -> Callable[[Work], object]:
        return lambda work: stop(
            work, self._child, self._prescription(end.exercise, on), on=on, reason=end.reason
        )

    def _pause(self, planned: Pause, first: date, last: date) -> Callable[[Work], object]:
        return lambda work: pause(
            work, self._child, self._episode, from_day=first, to_day=last, reason=planned.reason
        )

    def _end(self, episode: Episode, on: date) -> Callable[[Work], object]:
        end = episode.end
        assert end is not None
        return lambda work: end_episode(
            work, self._child, self._episode, end=on, reason=end.reason, note=end.note
        )

    # -- the record -------------------------------------------------------------------------------

    def _record(self, episode: Episode, seed: str) -> Iterator[Step]:
        start = self._start(episode)
        for number in episode.past_days:
            day = start + (number - 1) * ONE_DAY
            if number in {*episode.ill, *episode.away}:
                mark = Mark.ILL if number in episode.ill else Mark.AWAY
                yield step_on(day, MORNING, self._keeper(day), self._mark(day, mark))
            if items := log_of(episode, number, day, seed):
                is_late = Random(f"{seed} {number} when").random() < LATE  # noqa: S311
                yield self._logged(day, items, is_late=is_late)
        if episode.end is None and self._story.today:
            today = self._answer(self._today, self._story.today)
            yield step_on(self._today, MORNING, self._keeper(self._today), today)

    def _logged(self, day: date, items: Sequence[Logged], *, is_late: bool) -> Step:
        story, ago = self._story, (self._today - day).days
        do = self._answer(day, [item for item in items if (ago, item.exercise) not in story.forgotten])
        if ago in story.own_nights:
            return step_on(day + ONE_DAY, AFTER_MIDNIGHT, story.name, do)
        if is_late:
            return step_on(day + ONE_DAY, NEXT_MORNING, self._keeper(day), do)
        return step_on(day, EVENING, self._keeper(day), do)

    def _answer(self, day: date, items: Sequence[Logged]) -> Callable[[Work], object]:
        def do(work: Work) -> None:
            for item in items:
                occurrence = Occurrence(self._prescription(item.exercise, day), day, item.slot)
                answer(work, self._child, occurrence, item.answer, seen=None)

        return do

    def _mark(self, day: date, mark: Mark) -> Callable[[Work], object]:
        return lambda work: mark_day(work, self._child, day, mark, seen=None)

    def _write(self, note: Note, day: date) -> Callable[[Work], object]:
        def do(work: Work) -> None:
            occurrence = Occurrence(self._prescription(note.exercise, day), day)
            note_only(work, self._child, occurrence, Words(note.text, note.readers))

        return do

    # -- places and people ------------------------------------------------------------------------

    def _start(self, episode: Episode) -> date:
        return self._today - episode.began * ONE_DAY

    def _keeper(self, day: date) -> str:
        """Give who keeps the log in the week of a day; the last of the family does so now."""
        turns = (self._today - day).days // DAYS_IN_TURN
        return self._story.keepers[-1 - turns % len(self._story.keepers)]

    def _prescription(self, exercise: str, day: date) -> int:
        """Give the prescription of an exercise that is in force on a day."""
        return [number for first, number in self._prescriptions[exercise] if first <= day][-1]


def _terms(exercise: Exercise) -> Terms:
    return Terms(exercise.dose, exercise.schedule, exercise.parts, exercise.instructions)
