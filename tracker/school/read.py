"""Read a child's school calendar: in few statements, however many days it is asked about."""

from collections.abc import Sequence
from datetime import date

from db.queries import school as rows
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.school.calendar import Calendar, Closure, PlannedStep, Timetable, public_holidays

NO_SCHOOL = Calendar((), (), (), {})


def read_calendar(work: Work, child: AccessibleChildId, first: date, last: date) -> Calendar:
    """Read the calendar for some days, both included; of a child without a timetable in one statement."""
    calendar, _ = read_calendar_and_entries(work, child, first, last)
    return calendar


def read_calendar_and_entries(
    work: Work, child: AccessibleChildId, first: date, last: date
) -> tuple[Calendar, Sequence[AnyRow]]:
    """Read the same, and the rows of the live entries of these days, which the calendar knows of."""
    connection = work.connection
    timetables = [
        Timetable(row.id, row.valid_from, row.weekdays, row.periods)
        for row in rows.timetables(connection, child)
    ]
    if not timetables:
        return NO_SCHOOL, ()
    region, closed = rows.region_and_closed_days(connection, child, first, last)
    entries = rows.entries(connection, child, first, last)
    calendar = Calendar(
        timetables,
        [
            Closure(row.id, row.first_day, row.last_day, row.periods, row.name)
            for row in rows.closures(connection, child, first, last)
        ],
        [PlannedStep(*row) for row in rows.steps(connection, child)],
        # A closed day's own name is the better one: the clinic has written it.
        public_holidays(region, first, last) | closed,
        region,
        {row.day: row.periods for row in entries},
    )
    return calendar, entries
