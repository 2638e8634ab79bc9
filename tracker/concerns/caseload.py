"""What a caseload says of concerns: how many wait for an answer, and those that nobody has read for a working day.

A working day is one of the clinic's calendar: neither Saturday nor Sunday, no closed day of the clinic and no public
holiday of its region. A concern is unread "after one working day" once a whole one lies between the day on which it
came and today: what came on a Friday is, from Tuesday on. What is meant for the next appointment waits for it, and is
counted among the open ones alone. Everybody who has a caseload is of the care team, so what is for the team only
counts too.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import concerns
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import ConcernKind, ConcernTopic
from tracker import clock
from tracker.access.work import Work
from tracker.progress.reasons import NewConcern
from tracker.visits.clinic_days import ClinicDays, days_of_clinic

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_BREAK = 60  # days: no clinic is closed for longer without anybody who looks


@dataclass(frozen=True)
class Waiting:
    """How many concerns of a child nobody has answered, and a reason to look where some have not been read."""

    open: int
    reasons: tuple[NewConcern, ...]


NOTHING_WAITS = Waiting(0, ())


def waiting_concerns(work: Work, found: Collection[AccessibleChildId]) -> Mapping[AccessibleChildId, Waiting]:
    """Give by child what waits for the team, in one statement for the whole caseload; nothing for who has nothing."""
    clinic = days_of_clinic(work, work.actor.clinic_id)
    waiting_before = clock.midnight(_latest_working_day(clinic), clinic.zone)
    rows = concerns.open_of_many(work.connection, list(found), waiting_before)
    of_child: dict[AccessibleChildId, list[AnyRow]] = {}
    for row in rows:
        of_child.setdefault(AccessibleChildId(row.child_id), []).append(row)
    return {child: _waiting(clinic, doors) for child, doors in of_child.items()}


def _waiting(clinic: ClinicDays, doors: Sequence[AnyRow]) -> Waiting:
    """Sum up what came by each door, and about each topic, for one child."""
    count = sum(row.open for row in doors)
    unread = sorted((row for row in doors if row.waiting), key=lambda row: row.since)
    if not unread:
        return Waiting(count, ())
    came = tuple((ConcernKind(row.kind), row.topic and ConcernTopic(row.topic)) for row in unread)
    return Waiting(
        count, (NewConcern(sum(row.waiting for row in unread), clinic.day_of(unread[0].since), came),)
    )


def working_day_before(day: date, is_off: Callable[[date], bool]) -> date:
    """Give the latest working day before a day."""
    for back in range(1, LONGEST_BREAK):
        before = day - back * ONE_DAY
        if before.weekday() < SATURDAY and not is_off(before):
            return before
    return day - LONGEST_BREAK * ONE_DAY


def _latest_working_day(clinic: ClinicDays) -> date:
    off = clinic.off(clinic.today - LONGEST_BREAK * ONE_DAY, clinic.today)
    return working_day_before(clinic.today, lambda day: day in off.closed or day in off.holidays)
