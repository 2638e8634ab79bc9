"""Which days are school days of a child, how long each is, and how much of it is planned. No database, no clock.

A school day is a weekday of the timetable that is no public holiday, none of the clinic's closed days and not closed by
the school itself. A half day has the periods that it was given, and never more than the timetable has. Many a school is
open on a public holiday: where a single day is given periods, that stands over the holiday. So does a day of which
periods were entered: the child was there, and a day off or a holiday that is added later takes nothing of it back.
Before the first step of the ladder is planned, nothing is planned of any day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.regions import holidays_of_year


@dataclass(frozen=True)
class Timetable:
    """A full timetable from its first day on: so many periods on each of `weekdays` (bit 0 is Monday)."""

    id: int
    first: date
    weekdays: int
    periods: int


@dataclass(frozen=True)
class Closure:
    """Days on which the school is closed, `first` and `last` included; or half days, with their `periods`."""

    id: int
    first: date
    last: date
    periods: int
    name: str

    @property
    def opens(self) -> bool:
        """Say whether it is a single day with periods, which the school has although it is a holiday."""
        return self.periods > 0 and self.first == self.last


@dataclass(frozen=True)
class PlannedStep:
    """From which day on the planned attendance is that of a step of the ladder, which has so many periods a day."""

    id: int
    first: date
    milestone_id: int
    name: str
    periods: int
    position: int
    agreed_with: str
    reason: str


@dataclass(frozen=True)
class Calendar:
    """A child's school in time. Timetables and steps are in order; `off` are holidays and closed days by name.

    `entered` are the periods that were attended, by day; a day without an entry is not among them. `region` is the one
    whose public holidays are among the days off, empty where the clinic has chosen none.
    """

    timetables: Sequence[Timetable]
    closures: Sequence[Closure]
    steps: Sequence[PlannedStep]
    off: Mapping[date, str]
    region: str = ""
    entered: Mapping[date, int] = field(default_factory=dict)

    def timetable(self, day: date) -> Timetable | None:
        """Give the timetable in force on a day."""
        return next((each for each in reversed(self.timetables) if each.first <= day), None)

    def step(self, day: date) -> PlannedStep | None:
        """Give the planned step in force on a day."""
        return next((each for each in reversed(self.steps) if each.first <= day), None)

    def full(self, day: date) -> int:
        """Give the periods of a full day of school; 0 where there is no school."""
        timetable = self.timetable(day)
        if timetable is None or not timetable.weekdays >> day.weekday() & 1:
            return 0
        closures = self._closures(day)
        opened = self.entered.get(day, 0) > 0 or any(closure.opens for closure in closures)
        if day in self.off and not opened:
            return 0
        return min([timetable.periods, *(closure.periods for closure in closures)])

    def planned(self, day: date) -> int:
        """Give the planned periods of a day: those of the step in force, as far as there is school."""
        step = self.step(day)
        return 0 if step is None else min(step.periods, self.full(day))

    def counts(self, day: date) -> bool:
        """Say whether a day is a school day of which something was planned, be it 0 periods."""
        return self.step(day) is not None and self.full(day) > 0

    def why(self, day: date) -> str:
        """Give what a day without school, or a half day, is called; empty where nobody has named it."""
        named = (closure.name for closure in sorted(self._closures(day), key=lambda each: each.periods))
        return next(filter(None, named), "") or self.off.get(day, "")

    def _closures(self, day: date) -> list[Closure]:
        return [closure for closure in self.closures if closure.first <= day <= closure.last]


def public_holidays(region: str, first: date, last: date) -> dict[date, str]:
    """Give the public holidays of a region by day, `first` and `last` included, each with its name.

    A region is a country or a part of one, as "US" or "US-PA"; the empty one has none.
    """
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1) if region else ():
        found |= {day: name for day, name in holidays_of_year(region, year).items() if first <= day <= last}
    return dict(sorted(found.items()))
