"""Read a school's calendar, the planned steps, the days that were entered, and what the school does otherwise."""

from datetime import date

from db.tables.base import NAME
from db.tables.milestones import MOST_PERIODS
from db.vocabulary import MilestoneArea, Reporter, SchoolReason
from tracker.errors import InvalidInput
from tracker.exchange.files.doses import BETWEEN_DAYS, DAYS
from tracker.exchange.files.episodes_in import written_in
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground, Noons
from tracker.exchange.files.kind import ROWS_OF_A_PLAN
from tracker.exchange.files.milestones_in import milestone_of
from tracker.exchange.files.planned import PlannedRecord
from tracker.exchange.files.planned_days import (
    AccommodationIn,
    ClosureIn,
    SchoolDayIn,
    StepIn,
    TimetableIn,
    Written,
)
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.tables_of_days import ACCOMMODATIONS, SCHOOL, SCHOOL_CALENDAR, SCHOOL_PLAN
from tracker.exchange.files.values import Row
from tracker.plans.episodes import FURTHEST
from tracker.school.calendar import Timetable
from tracker.text import LONGEST_TEXT

TIMETABLE, CLOSURE = "timetable", "closure"


def read_school(folder: Folder, ground: Ground, record: PlannedRecord, flaws: Flaws) -> None:
    """Read all of it into the record; the milestones have been read."""
    school = _School(ground, record)
    for kind, read in (
        (SCHOOL_CALENDAR, school.add_to_calendar),
        (SCHOOL_PLAN, school.add_step),
        (SCHOOL, school.add_day),
        (ACCOMMODATIONS, school.add_accommodation),
    ):
        for row in rows_of(folder, kind, flaws):
            try:
                read(row)
            except InvalidInput as error:
                flaws.add(kind.file, row.number, error)


class _School:
    """What the files of one reading say of school."""

    def __init__(self, ground: Ground, record: PlannedRecord) -> None:
        self._ground = ground
        self._today = record.today
        self._days = record.days
        self._noons = Noons(record.zones, ground.now)
        self._entered: set[date] = set()
        self._taken_back: dict[date, int] = {}

    def add_to_calendar(self, row: Row) -> None:
        """Take in a timetable, or closed or half days."""
        if self._ground.days.has_calendar:
            raise InvalidInput("kind", "has_calendar")
        kind = row.cell("kind").lower()
        if kind not in {TIMETABLE, CLOSURE}:
            raise InvalidInput("kind", "not_a_word", words=f"{TIMETABLE}, {CLOSURE}")
        first = self._first(row)
        written = self._written(row, first)
        if kind == TIMETABLE:
            self._add_timetable(row, first, written)
        else:
            self._add_closure(row, first, written)

    def add_step(self, row: Row) -> None:
        """Take in from when on a step is planned."""
        if self._ground.days.has_plan:
            raise InvalidInput("from", "has_plan")
        milestone, first = milestone_of(row, self._days.milestones), self._first(row)
        if milestone.area is not MilestoneArea.SCHOOL:
            raise InvalidInput("milestone", "only_school_steps")
        written = self._written(row, first)
        if written.withdrawn_at is None and any(
            (other.first, other.written.withdrawn_at) == (first, None) for other in self._days.steps
        ):
            raise InvalidInput("from", "row_twice")
        agreed_with = row.text("agreed_with", limit=NAME)
        self._days.steps.append(StepIn(milestone, first, agreed_with, row.text("reason"), written))

    def add_day(self, row: Row) -> None:
        """Take in what was entered of a day."""
        if self._ground.days.has_school:
            raise InvalidInput("day", "has_plan")
        day, withdrawn_at = row.needed_day("day"), row.moment("withdrawn_at", self._ground.now)
        if day > self._today:
            raise InvalidInput("day", "day_to_come")
        periods, all_planned = row.whole("periods", 0, MOST_PERIODS), row.yes("all_planned")
        if periods is None:
            raise InvalidInput("periods", "empty")
        reason = row.word("reason", SchoolReason)
        if reason is not None and all_planned:
            raise InvalidInput("reason", "only_less")
        replaces = row.whole("replaces", 1, ROWS_OF_A_PLAN)
        if replaces is not None and replaces > self._taken_back.get(day, 0):
            raise InvalidInput("replaces", "no_such_number")
        if withdrawn_at is not None:
            self._taken_back[day] = self._taken_back.get(day, 0) + 1
        else:
            self._check_free(day)
            self._check_periods(day, periods)
        self._days.entries.append(
            SchoolDayIn(
                day,
                periods,
                all_planned,
                reason,
                row.word("reporter", Reporter) or Reporter.PARENT,
                row.moment("recorded_at", self._ground.now) or self._noons.of(day),
                row.text("late_reason", limit=LONGEST_TEXT),
                withdrawn_at,
                replaces,
            )
        )

    def add_accommodation(self, row: Row) -> None:
        """Take in what the school does otherwise."""
        text, first = row.text("accommodation", required=True), self._first(row)
        review_on, not_needed_from = row.day("review_on"), row.day("not_needed_from")
        for column, day in (("review_on", review_on), ("not_needed_from", not_needed_from)):
            if day is not None and day < first:
                raise InvalidInput(column, "before", earliest=first)
        agreed_with = row.text("agreed_with", limit=NAME)
        if (text, first) in self._ground.days.accommodations:
            raise InvalidInput("accommodation", "accommodation_there")
        written = self._written(row, first)
        self._days.accommodations.append(
            AccommodationIn(text, agreed_with, first, review_on, not_needed_from, written)
        )

    def _add_timetable(self, row: Row, first: date, written: Written) -> None:
        names = [name.upper() for name in BETWEEN_DAYS.split(row.cell("weekdays")) if name]
        if not names or not set(names) <= set(DAYS) or len(set(names)) < len(names):
            raise InvalidInput("weekdays", "no_weekdays")
        periods = row.whole("periods", 1, MOST_PERIODS)
        if periods is None:
            raise InvalidInput("periods", "empty")
        if written.withdrawn_at is None and any(
            (other.first, other.written.withdrawn_at) == (first, None) for other in self._days.timetables
        ):
            raise InvalidInput("from", "row_twice")
        bits = sum(1 << DAYS.index(name) for name in names)
        self._days.timetables.append(TimetableIn(first, bits, periods, written))

    def _add_closure(self, row: Row, first: date, written: Written) -> None:
        if row.cell("weekdays"):
            raise InvalidInput("weekdays", "only_timetable")
        last = row.day("to") or first
        if last < first:
            raise InvalidInput("to", "before", earliest=first)
        if last > first + FURTHEST:
            raise InvalidInput("to", "at_latest", latest=first + FURTHEST)
        periods = row.whole("periods", 0, MOST_PERIODS) or 0
        self._days.closures.append(ClosureIn(first, last, periods, row.text("name", limit=NAME), written))

    def _first(self, row: Row) -> date:
        first = row.needed_day("from")
        if first > self._today + FURTHEST:
            raise InvalidInput("from", "at_latest", latest=self._today + FURTHEST)
        return first

    def _written(self, row: Row, first: date) -> Written:
        """Give when; where no file says so, it was on the first day, or today if that is to come."""
        found = written_in(row, self._ground)
        return Written(found.at or self._noons.of(first), found.withdrawn_at)

    def _check_free(self, day: date) -> None:
        if day in self._entered:
            raise InvalidInput("day", "row_twice")
        if day in self._ground.days.school_days:
            raise InvalidInput("day", "of_another_episode")
        self._entered.add(day)

    def _check_periods(self, day: date, periods: int) -> None:
        """Refuse more than a full day has; a day of which no timetable knows counts nowhere, and stays as it is."""
        read = (each for each in self._days.timetables if each.written.withdrawn_at is None)
        tables: list[Timetable | TimetableIn] = [*self._ground.days.timetables, *read]
        begun = [each for each in tables if each.first <= day]
        table = max(begun, key=lambda each: each.first, default=None)
        if table is not None and table.weekdays >> day.weekday() & 1 and periods > table.periods:
            raise InvalidInput("periods", "range", low=0, high=table.periods)
