"""How much of school was attended, by the week. No database, no clock.

A day counts once it has an entry or is over, and only where it is a school day of which something was planned (be it
0 periods). One without an entry counts as planned, with nothing attended, and is told apart as not logged. Of what is
attended beyond the plan, only as much as was planned counts as attended of planned; of a full timetable all counts.

A week of which no period was planned is one without school, and never 0 %; one without an entry of any day of which
something was planned has no value either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.school.calendar import Calendar

ONE_DAY = timedelta(days=1)


class Sight(StrEnum):
    """What can be said of a week."""

    VALUES = "values"
    NOTHING_OVER = "nothing_over"
    NOTHING_LOGGED = "nothing_logged"
    NO_SCHOOL = "no_school"


@dataclass(frozen=True)
class SchoolWeek:
    """One week of school, of the days that count so far.

    `week` is the treatment week, None outside treatment. `planned` and `full` are periods; `attended` is all that was
    attended, and `as_planned` what of it lies within the plan of its day. `logged` counts days with an entry,
    `logged_of_planned` those of them of which a period was planned, and `not_logged` such days without one.
    `has_school` says whether something is planned of any day of the week, also of one to come.
    """

    week: int | None
    first: date
    last: date
    planned: int
    full: int
    attended: int
    as_planned: int
    logged: int
    logged_of_planned: int
    not_logged: int
    has_school: bool

    @property
    def sight(self) -> Sight:
        """Give what can be said of it."""
        if not self.planned:
            return Sight.NOTHING_OVER if self.has_school else Sight.NO_SCHOOL
        return Sight.VALUES if self.logged_of_planned else Sight.NOTHING_LOGGED

    @property
    def of_planned(self) -> float | None:
        """Give attended of planned, from 0 to 1; None without a value."""
        return self.as_planned / self.planned if self.sight is Sight.VALUES else None

    @property
    def of_full(self) -> float | None:
        """Give attended of a full timetable, from 0 to 1; None without a value."""
        return self.attended / self.full if self.sight is Sight.VALUES else None


def weeks_of(
    calendar: Calendar, weeks: Iterable[tuple[int | None, date, date]], today: date
) -> tuple[SchoolWeek, ...]:
    """Lay the calendar and what is entered over weeks, each with its number, first and last day."""
    return tuple(_week(calendar, *week, today) for week in weeks)


def _week(calendar: Calendar, number: int | None, first: date, last: date, today: date) -> SchoolWeek:
    attended = calendar.entered
    every = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    days = [day for day in every if (day < today or day in attended) and calendar.counts(day)]
    plans = {day: calendar.planned(day) for day in days}
    # More than a full day can only be left of an import, or of a first timetable that was laid down afterwards.
    was = {day: min(attended[day], calendar.full(day)) for day in days if day in attended}
    return SchoolWeek(
        week=number,
        first=first,
        last=last,
        planned=sum(plans.values()),
        full=sum(calendar.full(day) for day in days),
        attended=sum(was.values()),
        as_planned=sum(min(periods, plans[day]) for day, periods in was.items()),
        logged=len(was),
        logged_of_planned=sum(plans[day] > 0 for day in was),
        not_logged=sum(plans[day] > 0 and day not in was for day in days),
        has_school=any(calendar.planned(day) for day in every),
    )
