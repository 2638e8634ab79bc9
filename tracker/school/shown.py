"""What a screen shows of school, as plain values."""

from dataclasses import dataclass
from datetime import date

from db.vocabulary import AmpsType, Reporter, SchoolPageLine, SchoolReason
from tracker.milestones.shown import MilestoneShown
from tracker.school.accommodations import AccommodationShown
from tracker.school.attendance import SchoolWeek
from tracker.school.calendar import Calendar, PlannedStep
from tracker.school.page import PageWords
from tracker.school.ticks import LineTicks


@dataclass(frozen=True)
class SchoolEntry:
    """A live entry of a day; `days_late` counts calendar days between its day and its entering."""

    id: int
    periods: int
    all_planned: bool
    reason: SchoolReason | None
    reporter: Reporter
    days_late: int


@dataclass(frozen=True)
class SchoolDayShown:
    """A day of school: its full and planned periods, and its entry. `why` names a day off or a half day.

    `step` is the planned step in force, None where attendance is not planned. `needs_reason` says that the actor can
    still enter it, although families cannot any more, and has to say why.
    """

    child_id: int
    day: date
    today: date
    full: int
    planned: int
    why: str
    step: PlannedStep | None
    entry: SchoolEntry | None
    can_record: bool
    needs_reason: bool

    @property
    def is_asked(self) -> bool:
        """Whether there is school of which something can be said."""
        return self.step is not None and self.full > 0


@dataclass(frozen=True)
class PageShown:
    """The page for the school as it stands: its words, who wrote them, and how each line stands."""

    id: int
    words: PageWords
    written_on: date
    written_by: str
    ticks: tuple[LineTicks, ...]
    is_over: bool

    def goes_out(self, line: SchoolPageLine) -> bool:
        """Say whether a line is printed."""
        return any(each.line is line and each.goes_out for each in self.ticks)

    @property
    def is_ready(self) -> bool:
        """Whether there is a line to print, and the page is not over."""
        return not self.is_over and any(each.goes_out for each in self.ticks)


@dataclass(frozen=True)
class School:
    """Everything that the School page shows of a child.

    `days` are those that can be filled in, the earliest first; `late_days` those of the weeks before that the actor can
    enter with a reason, the latest first; `weeks` those of the episode that runs, or of the latest
    months where there is none. `may_tick` says whether the actor answers as a guardian, `may_tick_child` as the child.
    """

    child_id: int
    child_name: str
    amps_type: AmpsType | None
    today: date
    calendar: Calendar
    days: tuple[SchoolDayShown, ...]
    late_days: tuple[SchoolDayShown, ...]
    weeks: tuple[SchoolWeek, ...]
    ladder: tuple[MilestoneShown, ...]
    accommodations: tuple[AccommodationShown, ...]
    page: PageShown | None
    may_record: bool
    may_plan: bool
    may_tick: bool
    may_tick_child: bool
    is_child: bool
    closed: bool

    @property
    def step(self) -> PlannedStep | None:
        """Give the planned step in force today."""
        return self.calendar.step(self.today)

    @property
    def is_back(self) -> bool:
        """Say whether the step in force is a lower one than the one before it."""
        begun = [each for each in self.calendar.steps if each.first <= self.today]
        return len(begun) > 1 and begun[-1].position < begun[-2].position

    @property
    def to_come(self) -> tuple[PlannedStep, ...]:
        """Give the planned steps whose first day is to come."""
        return tuple(each for each in self.calendar.steps if each.first > self.today)

    @property
    def last_planned(self) -> int | None:
        """Give the latest planned step's id, as the use cases want to have seen it."""
        return self.calendar.steps[-1].id if self.calendar.steps else None

    def rung(self, milestone_id: int) -> MilestoneShown | None:
        """Give a step of the ladder."""
        return next((each for each in self.ladder if each.id == milestone_id), None)
