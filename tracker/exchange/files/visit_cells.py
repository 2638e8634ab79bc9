"""What stands in the cells of a visit and of a series: days, times on the clocks of a place, and what became of it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from db.vocabulary import CancelReason, Discipline, Modality, SeriesVisibility, VisitOutcome
from tracker.errors import InvalidInput
from tracker.exchange.files.ground import Ground
from tracker.exchange.files.planned_days import MarkIn
from tracker.exchange.files.values import Row
from tracker.visits.outcomes import CANCELLED
from tracker.visits.planning import (
    LONGEST,
    MOST_PER_WEEK,
    MOST_WEEKS,
    SHORTEST,
    WEEKDAYS,
    SeriesPlan,
    checked,
)
from tracker.visits.sight import FOR_ALL

TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
PLANNED = "planned"


def plan_in(row: Row) -> SeriesPlan:
    """Give what a row of a series prescribes; raises `InvalidInput`."""
    names = row.cell("weekdays").upper().split()
    if not set(names) <= set(WEEKDAYS) or len(set(names)) < len(names):
        raise InvalidInput("weekdays", "no_weekdays")
    first_day = row.needed_day("first_day")
    plan = SeriesPlan(
        row.needed_word("discipline", Discipline),
        first_day,
        needed_time(row),
        needed_minutes(row),
        frozenset(map(WEEKDAYS.index, names)),
        row.whole("per_week", 1, MOST_PER_WEEK) or max(1, len(names)),
        row.whole("weeks", 1, MOST_WEEKS) or 1,
        row.word("modality", Modality) or Modality.IN_PERSON,
    )
    return replace(checked(plan), first_day=first_day)


def visibility_in(row: Row, discipline: Discipline) -> SeriesVisibility:
    """Give who may know of a series: none of a file is the counselor's alone."""
    said = row.word("visibility", SeriesVisibility) or usual_visibility(discipline)
    if said is SeriesVisibility.COUNSELOR_ONLY:
        raise InvalidInput("visibility", "counselor_only")
    if discipline is not Discipline.COUNSELING and said is not FOR_ALL:
        raise InvalidInput("visibility", "only_counseling")
    return said


def usual_visibility(discipline: Discipline) -> SeriesVisibility:
    """Give who may know of a series where its file does not say so."""
    return SeriesVisibility.CARE_TEAM if discipline is Discipline.COUNSELING else FOR_ALL


def needed_minutes(row: Row) -> int:
    """Give how long a visit is."""
    found = row.whole("minutes", SHORTEST, LONGEST)
    if found is None:
        raise InvalidInput("minutes", "empty")
    return found


def needed_time(row: Row) -> time:
    """Give a time of day."""
    cell = row.cell("time")
    if not cell:
        raise InvalidInput("time", "empty")
    found = TIME.fullmatch(cell)
    if found is None:
        raise InvalidInput("time", "no_time")
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute, second)


def moment_in(row: Row, day: date, begins_at: time, zone: ZoneInfo) -> datetime:
    """Give the moment at which the clocks of a zone show a time of a day."""
    there = datetime.combine(day, begins_at, zone)
    if row.yes("repeated_hour"):
        later = there.replace(fold=1)
        # An hour that the clocks leave out has two offsets as well, but comes not even once.
        if later.utcoffset() == there.utcoffset() or there.astimezone(UTC) > later.astimezone(UTC):
            raise InvalidInput("repeated_hour", "comes_once")
        there = later
    return there.astimezone(UTC)


def mark_in(row: Row, usual: datetime, ground: Ground) -> MarkIn | None:
    """Give what a row says of a visit; None for a planned one."""
    reason, recorded_at = row.word("reason", CancelReason), row.moment("recorded_at", ground.now)
    outcome = None if row.cell("state").lower() in {"", PLANNED} else row.needed_word("state", VisitOutcome)
    if reason is None and outcome in CANCELLED:
        raise InvalidInput("reason", "empty")
    if reason is not None and outcome not in CANCELLED:
        raise InvalidInput("reason", "only_cancelled")
    return None if outcome is None else MarkIn(outcome, reason, recorded_at or usual)
