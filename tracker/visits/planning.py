"""When the visits of a series are: from what is prescribed to moments in time. No database, no clock.

A series is a recurrence rule of RFC 5545, read on the clocks of the clinic's zone: `begins_at` stays what the wall
clock says when the clocks change. A time that a change leaves out is read with the offset before it, and of a time that
comes twice the first is meant. COUNT counts what is prescribed, per_week x weeks; the days that are left out are
exceptions to the rule, and no visits are added behind its end for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from db.vocabulary import Discipline, Modality
from tracker.errors import InvalidInput
from tracker.plans.schedule import DAYS_IN_WEEK

MOST_VISITS = 200
MOST_PER_WEEK, MOST_WEEKS = 21, 104
SHORTEST, LONGEST = 5, 600  # minutes
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SeriesPlan:
    """What is prescribed: `per_week` visits for `weeks` weeks from `first_day` on, each of so many minutes.

    They are on `weekdays` (Monday is 0), as many as `per_week`, at `begins_at` on the clinic's clocks. Without weekdays
    each visit is booked by itself: the first is on `first_day`, and others are added.
    """

    discipline: Discipline
    first_day: date
    begins_at: time
    minutes: int
    weekdays: frozenset[int] = frozenset()
    per_week: int = 1
    weeks: int = 1
    modality: Modality = Modality.IN_PERSON


class Why(StrEnum):
    """Why no visit is planned on a day of the rule."""

    CLOSED = "closed"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Planned:
    """A visit to be: its day and time on the clinic's clocks. `holiday` names the public holiday it falls on."""

    day: date
    starts_at: datetime
    holiday: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A day of the rule without a visit, and what the day is called; empty where the clinic gave it no name."""

    day: date
    why: Why
    name: str


@dataclass(frozen=True)
class Met:
    """A visit that stands already while one of the series would be, on the clinic's clocks."""

    starts_at: datetime
    discipline: Discipline


@dataclass(frozen=True)
class DaysOff:
    """The days on which the clinic is closed, and the public holidays of its region, by name."""

    closed: Mapping[date, str]
    holidays: Mapping[date, str]


@dataclass(frozen=True)
class Preview:
    """What a series would be: its rule, its first day by the rule, its visits, and the days that are left out.

    `meets` are visits that the child has at the same time, as far as whoever plans may know of them.
    """

    first_day: date
    rule: str
    visits: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]
    meets: tuple[Met, ...] = ()


def checked(plan: SeriesPlan) -> SeriesPlan:
    """Give a plan that begins on the first of its weekdays; raises `InvalidInput` for what cannot be planned."""
    _within("minutes", plan.minutes, SHORTEST, LONGEST)
    _within("weeks", plan.weeks, 1, MOST_WEEKS)
    _within("per_week", plan.per_week, 1, MOST_PER_WEEK)
    if not plan.weekdays:
        return plan
    if not plan.weekdays <= set(range(DAYS_IN_WEEK)):
        raise InvalidInput("weekdays", "weekday")
    if len(plan.weekdays) != plan.per_week:
        raise InvalidInput("weekdays", "as_many_days", n=plan.per_week)
    if plan.per_week * plan.weeks > MOST_VISITS:
        raise InvalidInput("weeks", "most_visits", n=plan.per_week * plan.weeks, limit=MOST_VISITS)
    first = plan.first_day
    while first.weekday() not in plan.weekdays:
        first += ONE_DAY
    return replace(plan, first_day=first)


def checked_minutes(minutes: int) -> int:
    """Give the length of a visit in minutes; raises `InvalidInput` where it is out of range."""
    _within("minutes", minutes, SHORTEST, LONGEST)
    return minutes


def _within(field: str, number: int, low: int, high: int) -> None:
    if not low <= number <= high:
        raise InvalidInput(field, "range", low=low, high=high)


def rule_of(plan: SeriesPlan) -> str:
    """Give the recurrence rule of a plan, such as "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=12"; empty without weekdays."""
    if not plan.weekdays:
        return ""
    days = ",".join(WEEKDAYS[number] for number in sorted(plan.weekdays))
    return f"FREQ=WEEKLY;BYDAY={days};COUNT={plan.per_week * plan.weeks}"


def days_of(rule: str, first_day: date) -> list[date]:
    """Give the days of a rule of ours, from its first day on; the first day alone for an empty one."""
    if not rule:
        return [first_day]
    start = datetime.combine(first_day, time())
    return [moment.date() for moment in rrulestr(rule, dtstart=start)]


def weekdays_of(rule: str) -> frozenset[int]:
    """Give the weekdays of a rule of ours, Monday being 0; none for an empty one."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if part)
    return frozenset(WEEKDAYS.index(name) for name in parts.get("BYDAY", "").split(",") if name)


def moment_of(day: date, begins_at: time, zone: ZoneInfo) -> datetime:
    """Give the moment, in UTC, at which the clocks of a zone show a time of a day."""
    return datetime.combine(day, begins_at.replace(fold=0), zone).astimezone(UTC)


def lay_out(plan: SeriesPlan, zone: ZoneInfo, off: DaysOff, *, on_holidays: bool = False) -> Preview:
    """Lay a checked plan over the calendar.

    Days on which the clinic is closed are left out, and public holidays unless `on_holidays`.
    """
    rule = rule_of(plan)
    visits, left_out = [], []
    for day in days_of(rule, plan.first_day):
        holiday = off.holidays.get(day, "")
        if day in off.closed:
            left_out.append(LeftOut(day, Why.CLOSED, off.closed[day]))
        elif holiday and not on_holidays:
            left_out.append(LeftOut(day, Why.HOLIDAY, holiday))
        else:
            starts_at = moment_of(day, plan.begins_at, zone).astimezone(zone)
            visits.append(Planned(day, starts_at, holiday))
    return Preview(plan.first_day, rule, tuple(visits), tuple(left_out))


def last_day_of(plan: SeriesPlan) -> date:
    """Give the last day of a checked plan's rule."""
    return days_of(rule_of(plan), plan.first_day)[-1]
