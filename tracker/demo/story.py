"""What a story of the demo is made of. Days are counted from an episode's first, which is day 1."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from db import vocabulary
from db.vocabulary import AmpsType, BodyArea, CriterionKind, EpisodeEnd, PartOfDay, Readers, Setting
from tracker.demo.story_of_days import NOTHING, Beside
from tracker.demo.story_of_measures import NOT_MEASURED, Measured
from tracker.plans.dose import Dose
from tracker.plans.schedule import Schedule, per_week
from tracker.progress.reasons import Kind
from tracker.record.completions import DONE, Answer

DAYS_IN_WEEK = 7
EVERY_DAY = Schedule()


@dataclass(frozen=True)
class Exercise:
    """What is prescribed on an episode's first day."""

    name: str
    dose: Dose
    schedule: Schedule = EVERY_DAY
    parts: tuple[PartOfDay, ...] = (PartOfDay.EVENING,)
    instructions: str = ""

    def weekly(self, times: int) -> "Exercise":
        """Give the same exercise, so many times a treatment week."""
        return replace(self, schedule=per_week(times))


@dataclass(frozen=True)
class Phase:
    """Some weeks that went alike: the chance that an item has no entry, and those of what is said of the others.

    What is neither done nor partly done is not done, perhaps with a reason.
    """

    weeks: int
    done: float
    partly: float = 0.0
    no_entry: float = 0.04


@dataclass(frozen=True)
class Turn:
    """The day on which a phase of the treatment begins. It is told of on that day."""

    day: int
    phase: vocabulary.Phase


@dataclass(frozen=True)
class Criterion:
    """What is to be reached before the episode ends; `met` is the day on which it was found met."""

    kind: CriterionKind
    text: str
    met: int | None = None


@dataclass(frozen=True)
class Revision:
    """A change of an exercise, in force from a day on. It is decided on the day before."""

    day: int
    exercise: str
    reason: str
    dose: Dose | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True)
class Stop:
    """The first day on which an exercise is no longer due, and why."""

    day: int
    exercise: str
    reason: str


@dataclass(frozen=True)
class Pause:
    """A planned pause, both days included."""

    first: int
    last: int
    reason: str


@dataclass(frozen=True)
class End:
    """The first day that is no longer in the episode, and why it ended."""

    day: int
    reason: EpisodeEnd
    note: str


@dataclass(frozen=True)
class Logged:
    """One item of a day, and what is said of it."""

    exercise: str
    slot: int = 1
    answer: Answer = DONE


@dataclass(frozen=True)
class Note:
    """What somebody wrote beside an exercise, so many days ago."""

    ago: int
    exercise: str
    writer: str
    text: str
    readers: Readers = Readers.TEAM_AND_HOUSEHOLD


@dataclass(frozen=True)
class Episode:
    """One course of treatment, which began so many days ago. `gap` are days without a single entry."""

    began: int
    exercises: tuple[Exercise, ...]
    phases: tuple[Phase, ...]
    setting: Setting = Setting.HOME
    expected_weeks: int | None = None
    revisions: tuple[Revision, ...] = ()
    stops: tuple[Stop, ...] = ()
    turns: tuple[Turn, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    pause: Pause | None = None
    ill: tuple[int, ...] = ()
    away: tuple[int, ...] = ()
    gap: tuple[int, ...] = ()
    end: End | None = None

    @property
    def past_days(self) -> range:
        """Give its days before today."""
        return range(1, (self.began if self.end is None else self.end.day - 1) + 1)

    def phase_of(self, day: int) -> Phase:
        """Give how it went in the week of a day."""
        week = (day - 1) // DAYS_IN_WEEK
        for phase in self.phases:
            if week < phase.weeks:
                return phase
            week -= phase.weeks
        return self.phases[-1]

    def plan_of(self, day: int) -> Iterator[Exercise]:
        """Give the exercises in force on a day, as they are prescribed by then."""
        stopped = {stop.exercise for stop in self.stops if stop.day <= day}
        for exercise in self.exercises:
            if exercise.name not in stopped:
                yield self._revised(exercise, day)

    def _revised(self, exercise: Exercise, day: int) -> Exercise:
        for revision in self.revisions:
            if revision.exercise == exercise.name and revision.day <= day:
                exercise = revision_of(exercise, revision)
        return exercise


def revision_of(exercise: Exercise, revision: Revision) -> Exercise:
    """Give an exercise as a revision changes it."""
    return replace(
        exercise, dose=revision.dose or exercise.dose, schedule=revision.schedule or exercise.schedule
    )


@dataclass(frozen=True)
class Shows:
    """What the chart of the latest episode and the caseload must show. Weeks are treatment weeks.

    `reasons` are the caseload's reasons to look. Of the weeks that are over, `under_line` have enough entries and
    lie under the clinic's line, `few_entries` have too few to say; `without_value` had nothing due. In `revised`
    a change of dose is marked.
    """

    in_words: str
    weeks: int
    reasons: tuple[Kind, ...] = ()
    under_line: tuple[int, ...] = ()
    few_entries: tuple[int, ...] = ()
    without_value: tuple[int, ...] = ()
    revised: tuple[int, ...] = ()
    days_without_entries: int = 0
    episodes: int = 1


@dataclass(frozen=True)
class Story:
    """One invented child: who it is, who logs, what was prescribed, how it went, and what that must look like.

    `family` are accounts, one parent's unless named; of several, each logs for a week in turn, the last of them now.
    So many days ago, in `own_nights`, the child logged by itself, after midnight; `forgotten` are exercises left out
    of a day's log. `invited` is a guardian who has no password yet. `team` follow the child besides Pat. `today` is
    what is answered by now. Pat saves the plan of the first episode as the clinic's `template` of that name.
    """

    name: str
    age: int
    amps_type: AmpsType
    areas: tuple[BodyArea, ...]
    episodes: tuple[Episode, ...]
    shows: Shows
    family: tuple[str, ...] = ()
    other_conditions: str = ""
    precautions: str = ""
    school_class: str = ""
    own_nights: tuple[int, ...] = ()
    invited: str = ""
    team: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    forgotten: tuple[tuple[int, str], ...] = ()
    today: tuple[Logged, ...] = ()
    template: str = ""
    beside: Beside = NOTHING
    measured: Measured = NOT_MEASURED

    @property
    def keepers(self) -> tuple[str, ...]:
        """Give the accounts that keep the log."""
        return self.family or (f"Parent of {self.name}",)
