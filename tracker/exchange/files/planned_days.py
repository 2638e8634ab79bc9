"""Visits, milestones and school that the files of an import describe, before they have a place in the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from db.vocabulary import (
    CancelReason,
    Discipline,
    MilestoneArea,
    MilestoneEventKind,
    Modality,
    Reporter,
    SchoolReason,
    SeriesVisibility,
    VisitOutcome,
)


@dataclass(frozen=True)
class Written:
    """When something was written down, and when taken back; `at` is None where the file does not say."""

    at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, eq=False)
class PlannedSeries:
    """A series of visits by its number in the files, on the clocks of its zone."""

    number: int
    discipline: Discipline
    visibility: SeriesVisibility
    per_week: int
    weeks: int
    first_day: date
    begins_at: time
    minutes: int
    modality: Modality
    time_zone: str
    rule: str
    created_at: datetime
    ends_on: date | None
    ended_at: datetime | None


@dataclass(frozen=True)
class MarkIn:
    """What was said of a visit, and when; a mark that was taken back has the moment of that."""

    outcome: VisitOutcome
    reason: CancelReason | None
    recorded_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(eq=False)
class PlannedVisit:
    """A visit by its number and that of its series in the files, with the marks that were taken back before."""

    row: int
    number: int
    series: int
    starts_at: datetime
    minutes: int
    modality: Modality
    in_place_of: int | None
    written: Written
    stands: MarkIn | None
    taken_back: list[MarkIn] = field(default_factory=list)

    @property
    def marks(self) -> Sequence[MarkIn]:
        """Give all marks in the order in which they were made."""
        return [*self.taken_back, *([self.stands] if self.stands else ())]


@dataclass(frozen=True)
class TargetIn:
    """By when a milestone is to be reached, and with whom that was agreed."""

    day: date | None
    agreed_with: str
    set_at: datetime


@dataclass(frozen=True)
class EventIn:
    """What became of a milestone."""

    kind: MilestoneEventKind
    day: date
    reason: str
    recorded_at: datetime
    withdrawn_at: datetime | None


@dataclass(eq=False)
class PlannedMilestone:
    """A milestone by its number in the files, with its targets, the latest one behind, and its events."""

    row: int
    number: int
    area: MilestoneArea
    position: int
    name: str
    periods: int | None
    written: Written
    latest: TargetIn | None
    earlier: list[TargetIn] = field(default_factory=list)
    events: list[EventIn] = field(default_factory=list)

    @property
    def targets(self) -> Sequence[TargetIn]:
        """Give all targets in the order in which they were set."""
        return [*self.earlier, *([self.latest] if self.latest else ())]


@dataclass(frozen=True)
class TimetableIn:
    """A full timetable from a day on."""

    first: date
    weekdays: int
    periods: int
    written: Written


@dataclass(frozen=True)
class ClosureIn:
    """Days on which the school is closed, or half days, both included."""

    first: date
    last: date
    periods: int
    name: str
    written: Written


@dataclass(frozen=True)
class StepIn:
    """From when on the planned attendance is that of a step of the ladder."""

    milestone: PlannedMilestone
    first: date
    agreed_with: str
    reason: str
    written: Written


@dataclass(frozen=True)
class SchoolDayIn:
    """What was entered of a school day. `replaces` counts those taken back of that day before, from 1."""

    day: date
    periods: int
    all_planned: bool
    reason: SchoolReason | None
    reporter: Reporter
    recorded_at: datetime
    late_reason: str
    withdrawn_at: datetime | None
    replaces: int | None


@dataclass(frozen=True)
class AccommodationIn:
    """What the school does otherwise."""

    text: str
    agreed_with: str
    first: date
    review_on: date | None
    not_needed_from: date | None
    written: Written


@dataclass
class PlannedDays:
    """All of it, in the order of the files."""

    series: list[PlannedSeries] = field(default_factory=list)
    visits: list[PlannedVisit] = field(default_factory=list)
    milestones: list[PlannedMilestone] = field(default_factory=list)
    timetables: list[TimetableIn] = field(default_factory=list)
    closures: list[ClosureIn] = field(default_factory=list)
    steps: list[StepIn] = field(default_factory=list)
    entries: list[SchoolDayIn] = field(default_factory=list)
    accommodations: list[AccommodationIn] = field(default_factory=list)
