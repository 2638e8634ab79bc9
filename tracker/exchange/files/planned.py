"""The plan that the files of an import describe, before it has a place in the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from db.vocabulary import Category, CriterionKind, EpisodeEnd, Phase, Setting
from tracker.exchange.files.planned_days import PlannedDays, Written
from tracker.plans.about import About
from tracker.plans.terms import Terms


@dataclass(frozen=True)
class PlannedEpisode:
    """One course of treatment, `[start, end)`; `number` is its number in the files."""

    row: int
    number: int
    start: date
    end: date | None
    setting: Setting
    time_zone: str
    expected_weeks: int | None
    end_reason: EpisodeEnd | None
    end_note: str
    written: Written

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.written.withdrawn_at is None

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, eq=False)
class PlannedRevision:
    """One revision of a line. Amounts in its unit are divided by `divided_by`; `place` counts all revisions from 0."""

    row: int
    place: int
    number: int
    replaces: int | None
    episode: PlannedEpisode
    terms: Terms
    divided_by: float
    valid_from: date
    valid_to: date | None
    reason: str
    stop_reason: str
    written: Written
    in_error_at: datetime | None
    in_error_reason: str

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn, so that no other may be in force on its days."""
        return self.written.withdrawn_at is None

    @property
    def counts(self) -> bool:
        """Whether it was neither withdrawn nor entered in error, and its episode neither."""
        return self.stands and self.in_error_at is None and self.episode.stands

    def in_force(self, day: date) -> bool:
        """Say whether it is in force on a day, and that day in its episode."""
        begun = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return begun and self.episode.holds(day)


@dataclass(eq=False)
class PlannedLine:
    """An exercise with its revisions, in the order in which they were written."""

    number: int
    exercise: str
    category: Category
    episode: PlannedEpisode
    revisions: list[PlannedRevision] = field(default_factory=list)


@dataclass(frozen=True)
class PlannedPause:
    """Whole days, both included."""

    episode: PlannedEpisode
    first: date
    last: date
    reason: str
    written: Written


@dataclass(frozen=True)
class PlannedPhase:
    """From when on an episode is in a phase."""

    episode: PlannedEpisode
    phase: Phase
    first: date
    written: Written


@dataclass(frozen=True)
class PlannedCriterion:
    """A criterion for the end of an episode, and what was found: (whether it is met, when)."""

    number: int
    episode: PlannedEpisode
    kind: CriterionKind
    text: str
    written: Written
    findings: list[tuple[bool, datetime]] = field(default_factory=list)


@dataclass
class PlannedRecord:
    """All of it but the entries, which are read from their file as they are stored."""

    zones: list[tuple[date, str]]
    today: date
    episodes: list[PlannedEpisode] = field(default_factory=list)
    lines: list[PlannedLine] = field(default_factory=list)
    pauses: list[PlannedPause] = field(default_factory=list)
    phases: list[PlannedPhase] = field(default_factory=list)
    criteria: list[PlannedCriterion] = field(default_factory=list)
    about: About | None = None
    days: PlannedDays = field(default_factory=PlannedDays)

    def revisions(self) -> Iterator[PlannedRevision]:
        """Give every revision of every line."""
        for line in self.lines:
            yield from line.revisions
