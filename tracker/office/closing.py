"""Closed records: who could read one still can and may take a copy, and nothing in it changes any more.

An administrator closes a record and opens it again, without seeing anything clinical of it.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from db.queries import children
from db.queries import closing as sql
from db.queries import erasure as erasures
from db.queries.base import AnyRow
from tracker.access.policy import Action, ClinicAction
from tracker.access.work import Work
from tracker.errors import NotFound


@dataclass(frozen=True)
class Closed:
    """Since which day a child's record is closed, where it lives, and whether the actor may take a copy of it."""

    name: str
    on: date
    today: date
    may_export: bool


@dataclass(frozen=True)
class Closing:
    """What the office knows of a record: since which day it is closed, where the clinic is, and by whom."""

    closed_on: date | None
    closed_by: str


def closed_of(work: Work, child_id: int) -> Closed | None:
    """Give what whoever reads a record is told of its closing; None for an open record."""
    child = work.child(child_id, Action.SEE)
    if not work.is_closed(child):
        return None
    moment = sql.closed_at(work.connection, child)
    assert moment is not None, "the links to a child and its record are read in one moment"
    name = children.chosen_name(work.connection, child)
    return Closed(name, work.day_of(child, moment), work.today_of(child), work.may(child, Action.EXPORT))


def closing_of(work: Work, child_id: int) -> Closing:
    """Give what an administrator reads of it; raises `NotFound`."""
    row = record_of_clinic(work, child_id, ClinicAction.CLOSE_RECORD)
    if row.closed_at is None:
        return Closing(None, "")
    day = row.closed_at.astimezone(ZoneInfo(work.actor.clinic_time_zone)).date()
    return Closing(day, row.closed_by or "")


def close_record(work: Work, child_id: int) -> None:
    """Close a child's record; nothing happens if it is closed. Raises `NotFound`."""
    row = record_of_clinic(work, child_id, ClinicAction.CLOSE_RECORD, lock=True)
    if row.closed_at is not None:
        return
    sql.set_closed(work.connection, child_id, work.now, work.account_id)
    work.log_for_clinic(work.actor.clinic_id, "close_record", f"child {child_id}", child_id=child_id)


def open_record(work: Work, child_id: int) -> None:
    """Open a closed record again, and take back what was asked of its erasure; nothing happens if it is open."""
    row = record_of_clinic(work, child_id, ClinicAction.CLOSE_RECORD, lock=True)
    if row.closed_at is None:
        return
    sql.set_closed(work.connection, child_id, None, None)
    work.log_for_clinic(work.actor.clinic_id, "open_record", f"child {child_id}", child_id=child_id)
    take_back(work, child_id)


def take_back(work: Work, child_id: int) -> None:
    """Withdraw an open request to erase a record, where there is one. The caller has asked for permission."""
    actor = work.actor
    row = erasures.asked(work.connection, actor.clinic_id, child_id)
    if row is not None:
        erasures.withdraw(work.connection, row.id, actor.account_id, work.now)
        work.log_for_clinic(actor.clinic_id, "withdraw_erasure", f"erasure {row.id}", child_id=child_id)


def record_of_clinic(work: Work, child_id: int, action: ClinicAction, *, lock: bool = False) -> AnyRow:
    """Give what stands of a record of the actor's clinic; raises `NotPermitted` and `NotFound`."""
    clinic_id = work.require(action).clinic_id
    row = sql.state(work.connection, clinic_id, child_id, lock=lock)
    if row is None:
        raise NotFound
    return row
