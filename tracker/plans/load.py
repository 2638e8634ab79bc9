"""How much a plan asks for on one day: items, and the minutes that can be known."""

from collections.abc import Iterable
from dataclasses import dataclass

from db.vocabulary import DoseKind
from tracker.plans.dose import Dose
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.plans.terms import Terms

SECONDS_IN_MINUTE = 60
IN_MINUTES = {DoseKind.MINUTES, DoseKind.TEXTURE_MINUTES}


@dataclass(frozen=True)
class DayLoad:
    """What is asked for on a day by weekdays: `untimed` of the items take a time that no dose says."""

    items: int = 0
    minutes: float = 0.0
    untimed: int = 0

    def __add__(self, other: "DayLoad") -> "DayLoad":
        return DayLoad(self.items + other.items, self.minutes + other.minutes, self.untimed + other.untimed)


@dataclass(frozen=True)
class Load:
    """The lightest and the fullest weekday, and how many times a week something is asked for on any days."""

    least: DayLoad
    most: DayLoad
    any_days: int

    @property
    def is_even(self) -> bool:
        """Whether every weekday asks for the same."""
        return self.least == self.most


def minutes_of(dose: Dose) -> float | None:
    """Give the minutes that a dose takes each time; None where it does not say. Rests between holds are not in it."""
    if dose.kind in IN_MINUTES:
        return dose.total
    if dose.hold_seconds and dose.total:
        return dose.total * dose.hold_seconds / SECONDS_IN_MINUTE
    return None


def load_of(plan: Iterable[Terms]) -> Load:
    """Add up what a plan asks for."""
    terms = list(plan)
    days = [sum((_on(each, weekday) for each in terms), DayLoad()) for weekday in range(DAYS_IN_WEEK)]
    by_fullness = sorted(days, key=lambda day: (day.minutes, day.items))
    any_days = sum(each.schedule.times_per_week or 0 for each in terms)
    return Load(by_fullness[0], by_fullness[-1], any_days)


def _on(terms: Terms, weekday: int) -> DayLoad:
    schedule = terms.schedule
    if schedule.weekdays is None or not schedule.weekdays >> weekday & 1:
        return DayLoad()
    times, minutes = schedule.times_per_day, minutes_of(terms.dose)
    return DayLoad(times, times * (minutes or 0), times if minutes is None else 0)
