"""Reading the access log of a child's record: by day and person, for its family.

Neither clock times nor anything that was written is in it: a parent learns that a teenager logged something that day,
and not at what time of the night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.queries import audit, children
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Access, RelationshipKind, Role
from tracker import clock
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.record.hidden import hidden_subjects

DAYS = 30
MOST_LINES = 3000
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Who:
    """Who opened a record: a person by name and kind of link, the clinic's office, or the operator of the server.

    `kind` is the person's latest link to this child, also one that has ended; None for the office and the operator,
    and for somebody who was never linked. `role` is None for the operator.
    """

    name: str
    kind: RelationshipKind | None
    role: Role | None
    is_me: bool


@dataclass(frozen=True)
class Opened:
    """What somebody did with a record on one day: each once, by its name in the log."""

    who: Who
    what: tuple[tuple[Access, str], ...]


@dataclass(frozen=True)
class OpenedOn:
    """A day on which a record was opened."""

    day: date
    opened: tuple[Opened, ...]


@dataclass(frozen=True)
class RecordLog:
    """Up to thirty days of a record's log, the newest first; `earlier` is the day before which there is more."""

    today: date
    days: tuple[OpenedOn, ...]
    earlier: date | None


def record_log(work: Work, child_id: int, before: date | None = None) -> RecordLog:
    """Give who opened a child's record, thirty days at a time where the child lives; logs the look.

    The thirty days end with the latest day before `before` on which anybody did; None for the newest.
    """
    child = work.child(child_id, Action.SEE_ACCESS_LOG, screen="access_log")
    today = work.today_of(child)
    zones = children.zones(work.connection, child)
    end = _begins(zones, before or today + A_DAY)
    of = audit.Of(work.actor.clinic_id, child, hidden_subjects(work, child))
    last = audit.last_opened(work.connection, of, end)
    if last is None:
        return RecordLog(today, (), None)
    newest = clock.local_today(zones, last)
    days = [newest - A_DAY * back for back in range(DAYS)]
    starts = [_begins(zones, day) for day in days]
    rows = audit.opened(work.connection, of, _begins(zones, newest + A_DAY), starts, MOST_LINES)
    found = _by_day(work, child, rows, days)
    eldest = days[-1]
    if len(rows) == MOST_LINES and len(found) > 1:
        # The day at which the limit cut is not whole: it comes first on the next page.
        found, eldest = found[:-1], found[-2].day
    more = audit.last_opened(work.connection, of, _begins(zones, eldest))
    return RecordLog(today, tuple(found), None if more is None else eldest)


def _by_day(
    work: Work, child: AccessibleChildId, rows: Sequence[AnyRow], days: Sequence[date]
) -> list[OpenedOn]:
    kinds = audit.latest_kinds(work.connection, child)
    found: dict[date, dict[Who, list[tuple[Access, str]]]] = {}
    for row in rows:
        persons = found.setdefault(days[row.day], {})
        persons.setdefault(who_did(work, row, kinds), []).append((Access(row.access), row.what))
    return [
        OpenedOn(day, tuple(Opened(who, tuple(dict.fromkeys(what))) for who, what in persons.items()))
        for day, persons in found.items()
    ]


def who_did(work: Work, row: AnyRow, kinds: Mapping[int, RelationshipKind]) -> Who:
    """Give whose doing a row of the log was; `kinds` is how everybody stands or stood to the child."""
    if row.account_id is None:
        return Who("", None, None, is_me=False)
    kind, role = kinds.get(row.account_id), Role(row.role)
    if kind is None and role is Role.ADMINISTRATOR:
        return Who("", None, role, is_me=False)
    return Who(row.name, kind, role, is_me=row.account_id == work.account_id)


def _begins(zones: Sequence[tuple[date, str]], day: date) -> datetime:
    """Give the moment at which a day begins where the child lives: midnight in the zone that is in force then."""
    midnights = (clock.midnight(day, ZoneInfo(name)) for _first, name in zones)
    return min(moment for moment in midnights if clock.local_today(zones, moment) >= day)
