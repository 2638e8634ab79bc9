"""The clinic's own calendar: what its clocks show, when it is closed, and which days are public holidays there."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.queries import settings
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.school.calendar import public_holidays
from tracker.visits.planning import DaysOff


@dataclass(frozen=True)
class ClinicDays:
    """A clinic's clocks and days off. `today` is the clinic's."""

    zone: ZoneInfo
    today: date
    region: str
    closed: dict[date, str]

    def day_of(self, moment: datetime) -> date:
        """Give the calendar day at the clinic at a moment."""
        return moment.astimezone(self.zone).date()

    def off(self, first: date, last: date) -> DaysOff:
        """Give the days off from `first` to `last`, both included."""
        closed = {day: name for day, name in self.closed.items() if first <= day <= last}
        return DaysOff(closed, public_holidays(self.region, first, last))


def clinic_days(work: Work, child: AccessibleChildId) -> ClinicDays:
    """Read the calendar of a child's clinic."""
    return days_of_clinic(work, work.clinic_of(child))


def days_of_clinic(work: Work, clinic_id: int) -> ClinicDays:
    """Read the calendar of a clinic."""
    row = settings.settings_of(work.connection, clinic_id)
    zone = ZoneInfo(row.time_zone)
    closed = {each.day: each.name for each in settings.closed_days(work.connection, clinic_id)}
    return ClinicDays(zone, work.now.astimezone(zone).date(), row.region, closed)
