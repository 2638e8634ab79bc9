"""The days on which a clinic is closed. They touch visits and school, never home exercise."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import plans
from db.queries import settings as rows
from db.queries.base import insert_unless_there
from db.tables import ClosedDay
from tracker.access.accounts import checked_name
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.office.clinic_settings import log_change

YEARS = 2
FURTHEST = timedelta(days=YEARS * 366)
SETTING = "closed_day"


@dataclass(frozen=True)
class Closed:
    """A day on which the clinic is closed, and why."""

    id: int
    day: date
    name: str


def closed_days(work: Work) -> list[Closed]:
    """Give the closed days of the administrator's clinic, the earliest first."""
    actor = work.require(ClinicAction.CHANGE_SETTINGS)
    return [Closed(row.id, row.day, row.name) for row in rows.closed_days(work.connection, actor.clinic_id)]


def add_closed_day(work: Work, day: date | None, name: str = "") -> int:
    """Add a closed day, up to two years away, and give its id.

    Raises `InvalidInput`, and `Conflict` when the clinic is closed on that day already.
    """
    actor = work.require(ClinicAction.CHANGE_SETTINGS)
    if day is None:
        raise InvalidInput("closed_day", "empty")
    if abs(day - work.today_of_clinic) > FURTHEST:
        raise InvalidInput("closed_day", "within_years", years=YEARS)
    name = checked_name(name, "closed_day_name") if name.strip() else ""
    row = ClosedDay(
        clinic_id=actor.clinic_id, day=day, name=name, created_at=work.now, created_by_id=work.account_id
    )
    new_id = insert_unless_there(work.connection, row)
    if new_id is None:
        raise Conflict("closed_day")
    log_change(work, SETTING, "", _as_text(day, name))
    return new_id


def remove_closed_day(work: Work, closed_day_id: int) -> None:
    """Take a closed day away; raises `NotFound`, also when it has been taken away."""
    for closed in closed_days(work):
        if closed.id == closed_day_id:
            values = plans.withdrawn(work.now, work.account_id)
            rows.withdraw_closed_day(work.connection, closed_day_id, values)
            log_change(work, SETTING, _as_text(closed.day, closed.name), "")
            return
    raise NotFound


def _as_text(day: date, name: str) -> str:
    return f"{day.isoformat()} {name}".strip()
