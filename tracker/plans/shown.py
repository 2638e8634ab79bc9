"""What the Plan page shows, as plain values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.vocabulary import Category, EpisodeEnd, Mark, PartOfDay, ProposalOutcome, Setting
from tracker.library.words import Words
from tracker.plans.about import About
from tracker.plans.criteria import CriterionShown
from tracker.plans.drafts import DraftShown
from tracker.plans.load import Load, load_of
from tracker.plans.phases import PhaseShown
from tracker.plans.schedule import DAYS_IN_WEEK, first_day, week_of
from tracker.plans.terms import Terms

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Signed:
    """Who did something, on which day where the child lives, and why. `by` is empty for the command line."""

    by: str
    on: date
    reason: str = ""


@dataclass(frozen=True)
class EpisodeShown:
    """One episode; `end` is the first day no longer in it."""

    id: int
    start: date
    end: date | None
    setting: Setting
    expected_weeks: int | None
    end_reason: EpisodeEnd | None
    end_note: str
    today: date

    @property
    def is_planned(self) -> bool:
        """Whether it has not begun."""
        return self.today < self.start

    @property
    def is_over(self) -> bool:
        """Whether today is no longer in it."""
        return self.end is not None and self.end <= self.today

    @property
    def week(self) -> int | None:
        """Give the treatment week of today, None outside of it."""
        return None if self.is_planned or self.is_over else week_of(self.start, self.today)


@dataclass(frozen=True)
class PauseShown:
    """Whole days on which the plan asks nothing, both included."""

    id: int
    from_day: date
    to_day: date
    reason: str
    by: str


@dataclass(frozen=True)
class RevisionShown:
    """One revision, in force on `[first, end)` inside its episode; `valid_to` is its own end as it is stored.

    `words` say how it is done, as the library did when it was written; None for what came from elsewhere.
    """

    prescription_id: int
    terms: Terms
    first: date
    end: date | None
    valid_to: date | None
    made: Signed
    words: Words | None = None
    is_renewal: bool = False
    stopped: Signed | None = None
    withdrawn: Signed | None = None
    corrected: Signed | None = None

    @property
    def comes_to_be(self) -> bool:
        """Whether it has any day at all inside its episode."""
        return self.end is None or self.first < self.end

    def in_force(self, day: date) -> bool:
        """Say whether a day is one of its own."""
        return self.first <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class LineShown:
    """One exercise: all its revisions by first day, withdrawn and corrected ones among them."""

    line_id: int
    exercise: str
    category: Category
    today: date
    entered_today: bool
    revisions: tuple[RevisionShown, ...]

    @property
    def _counting(self) -> Iterable[RevisionShown]:
        return (r for r in self.revisions if not (r.withdrawn or r.corrected) and r.comes_to_be)

    @property
    def now(self) -> RevisionShown | None:
        """Give the revision in force today."""
        return next((r for r in self._counting if r.in_force(self.today)), None)

    @property
    def to_come(self) -> tuple[RevisionShown, ...]:
        """Give the revisions that begin after today."""
        return tuple(r for r in self._counting if r.first > self.today)

    @property
    def earlier(self) -> tuple[RevisionShown, ...]:
        """Give the revisions that are over, latest first."""
        return tuple(r for r in self._counting if r.end is not None and r.end <= self.today)[::-1]

    @property
    def corrected(self) -> tuple[RevisionShown, ...]:
        """Give the revisions entered in error."""
        return tuple(r for r in self.revisions if r.corrected and not r.withdrawn)

    @property
    def shown(self) -> RevisionShown | None:
        """Give the revision by which the exercise is known: of today, else the next, else the last."""
        return self.now or next(iter((*self.to_come, *self.earlier)), None)

    @property
    def last(self) -> RevisionShown | None:
        """Give the one revision that can be changed or stopped."""
        standing = [r for r in self.revisions if not r.withdrawn]
        return standing[-1] if standing and not standing[-1].corrected else None

    @property
    def end(self) -> date | None:
        """Give the first day from which the exercise is no longer due, None while that is open."""
        standing = [*filter(None, (self.now, *self.to_come))]
        return standing[-1].end if standing else None

    @property
    def stopped(self) -> Signed | None:
        """Give who set the day from which the exercise is no longer due; None where only its episode's end does."""
        if self.last is None or self.last.valid_to is None:
            return None
        for revision in reversed(self.revisions):
            if revision.stopped:
                return revision.stopped
            if revision.is_renewal and not revision.withdrawn:
                # What was stopped before it has another end by now.
                return None
        return None

    @property
    def may_withdraw(self) -> bool:
        """Whether the last revision can still be taken back: it starts today or later and has no entries."""
        if self.last is None or self.last.first < self.today:
            return False
        return self.last.first > self.today or not self.entered_today

    @property
    def may_renew(self) -> bool:
        """Whether the last revision has an end of its own, after which the exercise can go on."""
        return self.last is not None and self.last.valid_to is not None

    @property
    def earliest(self) -> date:
        """Give the first day on which a change may start: today, or tomorrow once today has an entry."""
        earliest = self.today + ONE_DAY if self.entered_today else self.today
        return earliest if self.last is None else max(earliest, self.last.first)


@dataclass(frozen=True)
class ProposalShown:
    """A change that somebody proposes of a line; `outcome` and `answered` once it has its answer."""

    id: int
    line_id: int
    text: str
    by: str
    on: date
    is_mine: bool
    outcome: ProposalOutcome | None = None
    answered: Signed | None = None


@dataclass(frozen=True)
class MarkedDay:
    """A day that the family marked ill or away."""

    day: date
    mark: Mark


@dataclass(frozen=True)
class Plan:
    """The plan of one child, with one of its episodes opened."""

    child_id: int
    child_name: str
    today: date
    about: About
    may_prescribe: bool
    episodes: tuple[EpisodeShown, ...] = ()
    episode: EpisodeShown | None = None
    lines: tuple[LineShown, ...] = ()
    pauses: tuple[PauseShown, ...] = ()
    may_propose: bool = False
    proposals: tuple[ProposalShown, ...] = ()
    drafts: tuple[DraftShown, ...] = ()
    phases: tuple[PhaseShown, ...] = ()
    criteria: tuple[CriterionShown, ...] = ()
    marked: tuple[MarkedDay, ...] = ()

    def line(self, line_id: int) -> LineShown | None:
        """Give a line of the opened episode."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    @property
    def by_part_of_day(self) -> dict[PartOfDay, list[LineShown]]:
        """Give the exercises that are due now or will be, by the part of the day in which they begin."""
        running = [line for line in self.lines if line.now or line.to_come]
        parts: dict[PartOfDay, list[LineShown]] = {part: [] for part in PartOfDay}
        for line in running:
            assert line.shown is not None
            parts[line.shown.terms.first_part].append(line)
        return {part: lines for part, lines in parts.items() if lines}

    @property
    def stopped(self) -> tuple[LineShown, ...]:
        """Give the exercises that are no longer due."""
        return tuple(line for line in self.lines if line.earlier and not (line.now or line.to_come))

    @property
    def corrected(self) -> tuple[LineShown, ...]:
        """Give the exercises of which a revision was entered in error."""
        return tuple(line for line in self.lines if line.corrected)

    @property
    def pause(self) -> PauseShown | None:
        """Give the pause of today."""
        return next((p for p in self.pauses if p.from_day <= self.today <= p.to_day), None)

    @property
    def phase(self) -> PhaseShown | None:
        """Give the phase of today."""
        return next((phase for phase in reversed(self.phases) if phase.first <= self.today), None)

    def draft_of(self, line_id: int) -> DraftShown | None:
        """Give the change of a line that is being prepared."""
        return next((draft for draft in self.drafts if draft.line_id == line_id), None)

    def load(self, *, line_id: int | None = None, terms: Terms | None = None) -> Load:
        """Give what the plan asks for as it stands last, with `terms` for one exercise more or instead of a line's."""
        return load_of([*self._standing({line_id}), *filter(None, (terms,))])

    @property
    def load_with_drafts(self) -> Load:
        """Give what the plan will ask for once every draft is given to the family."""
        revised = {draft.line_id for draft in self.drafts}
        return load_of([*self._standing(revised), *(draft.terms for draft in self.drafts)])

    def _standing(self, without: Collection[int | None]) -> Iterable[Terms]:
        """Give what each exercise says last, without some lines."""
        for line in self.lines:
            said = [*filter(None, (line.now,)), *line.to_come]
            if said and line.line_id not in without:
                yield said[-1].terms

    @property
    def next_start(self) -> date | None:
        """Give the day from which a further episode may start; None while one is open or planned."""
        standing = [episode for episode in self.episodes if not episode.is_over]
        if any(episode.is_planned or episode.end is None for episode in standing):
            return None
        return max([self.today, *(episode.end for episode in standing if episode.end)])


def first_day_offered(episode: EpisodeShown, earliest: date, *, weekly: bool) -> date:
    """Give the day on which a change is offered to start.

    A weekly count begins with a treatment week, so that no week has two of them, wherever one is left in the episode.
    """
    earliest = max(earliest, episode.start)
    if not weekly:
        return earliest
    week = week_of(episode.start, earliest + timedelta(days=DAYS_IN_WEEK - 1))
    start = first_day(episode.start, week)
    return start if episode.end is None or start < episode.end else earliest
