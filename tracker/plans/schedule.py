"""When an exercise is due: on weekdays, k times a day, or n times a treatment week on any days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import InvalidInput

DAYS_IN_WEEK = 7
EVERY_DAY = 0b1111111
MOST_TIMES_A_DAY = 12


@dataclass(frozen=True)
class Schedule:
    """Either `weekdays` (bit 0 is Monday) with `times_per_day` slots each, or `times_per_week`."""

    weekdays: int | None = EVERY_DAY
    times_per_day: int = 1
    times_per_week: int | None = None

    def __post_init__(self) -> None:
        """Refuse a schedule that the rules do not know; raises `InvalidInput`."""
        if (self.weekdays is None) == (self.times_per_week is None):
            raise InvalidInput("schedule", "one_of")
        if self.weekdays is not None and not 1 <= self.weekdays <= EVERY_DAY:
            raise InvalidInput("weekdays", "weekday")
        if not 1 <= self.times_per_day <= MOST_TIMES_A_DAY:
            raise InvalidInput("times_per_day", "range", low=1, high=MOST_TIMES_A_DAY)
        if self.times_per_week is not None:
            if not 1 <= self.times_per_week <= DAYS_IN_WEEK:
                raise InvalidInput("times_per_week", "range", low=1, high=DAYS_IN_WEEK)
            if self.times_per_day != 1:
                raise InvalidInput("times_per_day", "weekly_once")

    @property
    def is_weekly(self) -> bool:
        """Whether it is counted by the treatment week instead of by the day."""
        return self.times_per_week is not None

    def slots_on(self, day: date) -> int:
        """Give how many times it is due on a day; a weekly count is due on no day in particular."""
        if self.weekdays is None or not self.weekdays >> day.weekday() & 1:
            return 0
        return self.times_per_day


def on_weekdays(days: Iterable[int], times_per_day: int = 1) -> Schedule:
    """Make a schedule from weekday numbers, Monday being 0; raises `InvalidInput` for any other number."""
    mask = 0
    for day in days:
        if not 0 <= day < DAYS_IN_WEEK:
            raise InvalidInput("weekdays", "weekday")
        mask |= 1 << day
    return Schedule(weekdays=mask, times_per_day=times_per_day)


def per_week(times: int) -> Schedule:
    """Make a schedule of so many times a treatment week, on any days."""
    return Schedule(weekdays=None, times_per_week=times)


def week_of(start: date, day: date) -> int:
    """Give the treatment week of a day, counted from 1; 0 and less lie before the episode."""
    return (day - start).days // DAYS_IN_WEEK + 1


def first_day(start: date, week: int) -> date:
    """Give the first day of a treatment week."""
    return start + timedelta(days=DAYS_IN_WEEK * (week - 1))


def prorated(times_per_week: int, days: int) -> int:
    """Round n * d / 7 half up: a weekly count is prorated over the days it was in force."""
    return (2 * times_per_week * days + DAYS_IN_WEEK) // (2 * DAYS_IN_WEEK)
