"""Read visits and their series. A file of visits alone is enough: those of one kind then are one series.

Day and time are what the clocks of the series show; a time that comes twice in a night is the first one, unless its
row says otherwise.
"""

from dataclasses import replace
from datetime import date, datetime
from math import ceil
from zoneinfo import ZoneInfo

from db.vocabulary import Discipline, Modality, SeriesVisibility, VisitOutcome
from tracker.errors import InvalidInput
from tracker.exchange.files.episodes_in import written_in
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground, Noons
from tracker.exchange.files.kind import ROWS_OF_A_PLAN
from tracker.exchange.files.planned import PlannedRecord
from tracker.exchange.files.planned_days import PlannedSeries, PlannedVisit, Written
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.tables_of_days import VISIT_MARKS, VISIT_SERIES, VISITS
from tracker.exchange.files.values import Row
from tracker.exchange.files.visit_cells import (
    mark_in,
    moment_in,
    needed_minutes,
    needed_time,
    plan_in,
    usual_visibility,
    visibility_in,
)
from tracker.plans.episodes import FURTHEST
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.time_zones import checked_time_zone
from tracker.visits.outcomes import TAKES_ITS_TIME, TOOK_PLACE
from tracker.visits.planning import (
    MOST_PER_WEEK,
    MOST_WEEKS,
    SeriesPlan,
    rule_of,
)


def read_visits(folder: Folder, ground: Ground, record: PlannedRecord, flaws: Flaws) -> None:
    """Read all of it into the record."""
    visits = _Visits(ground, record)
    for kind, read in (
        (VISIT_SERIES, visits.add_series),
        (VISITS, visits.add),
        (VISIT_MARKS, visits.add_mark),
    ):
        for row in rows_of(folder, kind, flaws):
            try:
                read(row)
            except InvalidInput as error:
                flaws.add(kind.file, row.number, error)
    if not flaws.first:
        visits.finish(flaws)


class _Visits:
    """The visits of one reading of the files."""

    def __init__(self, ground: Ground, record: PlannedRecord) -> None:
        self._ground = ground
        self._days = record.days
        self._noons = Noons(record.zones, ground.now)
        self._series: dict[int, PlannedSeries] = {}
        self._visits: dict[int, PlannedVisit] = {}
        # Series that no file names are made of their visits: each has one discipline.
        self._unnamed: dict[int, Discipline] = {}
        self._times: set[tuple[int, datetime]] = set()

    def add_series(self, row: Row) -> None:
        """Take a series in."""
        number = row.whole("series", 1, ROWS_OF_A_PLAN) or max(self._series, default=0) + 1
        if number in self._series:
            raise InvalidInput("series", "number_twice")
        plan = plan_in(row)
        ends_on = row.day("ends_on")
        if ends_on is not None and ends_on < plan.first_day:
            raise InvalidInput("ends_on", "before", earliest=plan.first_day)
        self._series[number] = series_of(
            plan,
            number,
            visibility=visibility_in(row, plan.discipline),
            time_zone=checked_time_zone(row.cell("time_zone") or self._ground.clock),
            created_at=row.moment("created_at", self._ground.now) or self._noons.of(plan.first_day),
            ends_on=ends_on,
            ended_at=row.moment("ended_at", self._ground.now),
        )
        self._days.series.append(self._series[number])

    def add(self, row: Row) -> None:
        """Take a visit in."""
        number = row.whole("visit", 1, ROWS_OF_A_PLAN) or max(self._visits, default=0) + 1
        if number in self._visits:
            raise InvalidInput("visit", "number_twice")
        discipline = row.needed_word("discipline", Discipline)
        series = self._number_of(row, discipline)
        day, begins_at = row.needed_day("day"), needed_time(row)
        named = self._series.get(series)
        zone = ZoneInfo(named.time_zone if named else self._ground.clock)
        starts_at = moment_in(row, day, begins_at, zone)
        today = self._ground.now.astimezone(zone).date()
        if day > today + FURTHEST:
            raise InvalidInput("day", "at_latest", latest=today + FURTHEST)
        written = written_in(row, self._ground)
        noon = self._noons.of(day)
        stands = mark_in(row, noon, self._ground)
        outcome = None if stands is None else stands.outcome
        if written.withdrawn_at is None:
            self._take_time(series, discipline, starts_at, outcome)
        if outcome in TOOK_PLACE and day > today:
            raise InvalidInput("day", "day_to_come")
        visit = PlannedVisit(
            row.number,
            number,
            series,
            starts_at,
            needed_minutes(row),
            row.word("modality", Modality) or Modality.IN_PERSON,
            row.whole("in_place_of", 1, ROWS_OF_A_PLAN),
            Written(written.at or noon, written.withdrawn_at),
            stands,
        )
        self._visits[number] = visit
        self._days.visits.append(visit)

    def add_mark(self, row: Row) -> None:
        """Take in what was said of a visit and taken back."""
        visit = self._visits.get(row.whole("visit", 1, ROWS_OF_A_PLAN) or 0)
        if visit is None:
            raise InvalidInput("visit", "no_such_number")
        withdrawn_at = row.moment("withdrawn_at", self._ground.now)
        if withdrawn_at is None:
            raise InvalidInput("withdrawn_at", "empty")
        mark = mark_in(row, withdrawn_at, self._ground)
        if mark is None:
            raise InvalidInput("state", "not_a_word", words=", ".join(VisitOutcome))
        visit.taken_back.append(replace(mark, withdrawn_at=withdrawn_at))

    def finish(self, flaws: Flaws) -> None:
        """Make the series that no file names, and look at what stands in place of what."""
        for number, discipline in self._unnamed.items():
            visits = [visit for visit in self._days.visits if visit.series == number]
            self._days.series.append(self._made_of(number, discipline, visits))
        taken: set[int] = set()
        for visit in self._days.visits:
            try:
                self._check_place(visit, taken)
            except InvalidInput as error:
                flaws.add(VISITS.file, visit.row, error)

    def _check_place(self, visit: PlannedVisit, taken: set[int]) -> None:
        if visit.in_place_of is None:
            return
        other = self._visits.get(visit.in_place_of)
        if other is None or other.series != visit.series or self._leads_back(visit):
            raise InvalidInput("in_place_of", "no_such_number")
        if visit.written.withdrawn_at is not None:
            return
        if other.stands is None or other.stands.outcome is not VisitOutcome.MOVED:
            raise InvalidInput("in_place_of", "not_moved")
        if other.number in taken:
            raise InvalidInput("in_place_of", "number_twice")
        taken.add(other.number)

    def _leads_back(self, visit: PlannedVisit) -> bool:
        seen, each = {visit.number}, visit
        while each.in_place_of in self._visits:
            each = self._visits[each.in_place_of]
            if each.number in seen:
                return True
            seen.add(each.number)
        return False

    def _number_of(self, row: Row, discipline: Discipline) -> int:
        """Give the number of a visit's series; one that no file names is that of its number or its discipline."""
        number = row.whole("series", 1, ROWS_OF_A_PLAN)
        if number is None:
            made = (n for n, other in self._unnamed.items() if other is discipline)
            number = next(made, None) or max([0, *self._series, *self._unnamed]) + 1
        named = self._series.get(number)
        known = named.discipline if named else self._unnamed.setdefault(number, discipline)
        if known is not discipline:
            raise InvalidInput("discipline", "another_discipline", kind=known)
        return number

    def _take_time(
        self, series: int, discipline: Discipline, starts_at: datetime, outcome: VisitOutcome | None
    ) -> None:
        """Refuse a time that another visit has; one that was cancelled or moved has left it to others."""
        if (discipline, starts_at) in self._ground.days.visits:
            raise InvalidInput("time", "visit_there")
        if outcome not in TAKES_ITS_TIME:
            return
        if (series, starts_at) in self._times:
            raise InvalidInput("time", "row_twice")
        self._times.add((series, starts_at))

    def _made_of(self, number: int, discipline: Discipline, visits: list[PlannedVisit]) -> PlannedSeries:
        """Give the series that some visits are, each booked by itself."""
        zone = ZoneInfo(self._ground.clock)
        starts = sorted(visit.starts_at.astimezone(zone) for visit in visits)
        first = min(visits, key=lambda visit: visit.starts_at)
        days = (starts[-1].date() - starts[0].date()).days
        weeks = min(MOST_WEEKS, days // DAYS_IN_WEEK + 1)
        plan = SeriesPlan(
            discipline,
            starts[0].date(),
            starts[0].time(),
            first.minutes,
            per_week=min(MOST_PER_WEEK, ceil(len(visits) / weeks)),
            weeks=weeks,
            modality=first.modality,
        )
        made_at = self._noons.of(plan.first_day)
        visibility = usual_visibility(discipline)
        return series_of(plan, number, visibility=visibility, time_zone=zone.key, created_at=made_at)


def series_of(
    plan: SeriesPlan,
    number: int,
    *,
    visibility: SeriesVisibility,
    time_zone: str,
    created_at: datetime,
    ends_on: date | None = None,
    ended_at: datetime | None = None,
) -> PlannedSeries:
    """Give a series as its plan says."""
    return PlannedSeries(
        number,
        plan.discipline,
        visibility,
        plan.per_week,
        plan.weeks,
        plan.first_day,
        plan.begins_at,
        plan.minutes,
        plan.modality,
        time_zone,
        rule_of(plan),
        created_at,
        ends_on,
        ended_at,
    )
