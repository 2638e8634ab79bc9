"""The access log of a clinic, for its office: when, who, which child and what, without anything clinical.

Counseling that is not for all to know of leaves no row here: not even that somebody kept it on some day.

The names of children are those of the office's own list. A record that was erased has its number and no name any more.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from db.queries import clinic_log as rows
from db.queries.base import AnyRow
from db.queries.clinic_log import Place, Wanted
from db.vocabulary import Access
from tracker import clock
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.visits.door import KEPT

ROWS_A_PAGE = 100
OPERATOR_OF_SERVER = 0  # stands for an account where there is none
A_DAY = timedelta(days=1)
SIGN_INS = frozenset({"sign_in", "sign_out", "clear_away", "sign_out_elsewhere"})

__all__ = ["ClinicLog", "Filters", "LogKind", "LogRow", "Named", "Place", "choices", "clinic_log"]


class LogKind(StrEnum):
    """The kinds of row that the office tells apart."""

    LOOK = "look"
    CHANGE = "change"
    SIGN_IN = "sign_in"


ACCESS = {LogKind.LOOK: Access.LOOK, LogKind.CHANGE: Access.CHANGE, LogKind.SIGN_IN: Access.CHANGE}


@dataclass(frozen=True)
class Filters:
    """Which rows are wanted; None leaves nothing out. The days are the clinic's, both included."""

    account_id: int | None = None
    child_id: int | None = None
    kind: LogKind | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Named:
    """A person or a child in the log: the id, and the name, which is empty once it was erased."""

    id: int
    name: str


@dataclass(frozen=True)
class LogRow:
    """One row. `at` is in the clinic's zone; `who` is None for the operator of the server.

    `child` is None where the row is about no child; a look at a caseload counts its children in `children`.
    """

    at: datetime
    who: Named | None
    child: Named | None
    children: int
    access: Access
    what: str


@dataclass(frozen=True)
class ClinicLog:
    """A page of up to a hundred rows, the newest first; `rest` is where the next one begins, if there is more.

    `today` is the clinic's.
    """

    today: date
    rows: tuple[LogRow, ...]
    rest: Place | None


def clinic_log(work: Work, filters: Filters, behind: Place | None = None) -> ClinicLog:
    """Give a page of the log of the administrator's clinic, and log this look.

    Raises `InvalidInput` when the days are the wrong way round.
    """
    actor = work.look_at_clinic(ClinicAction.SEE_CLINIC_LOG, screen="clinic_log")
    wanted = _wanted(filters, ZoneInfo(actor.clinic_time_zone), behind)
    found = rows.rows(work.connection, actor.clinic_id, wanted, ROWS_A_PAGE + 1)
    shown = found[:ROWS_A_PAGE]
    rest = Place(shown[-1].at, shown[-1].id) if len(found) > ROWS_A_PAGE else None
    return ClinicLog(
        work.today_of_clinic, tuple(_row(row, ZoneInfo(actor.clinic_time_zone)) for row in shown), rest
    )


def choices(work: Work) -> tuple[list[Named], list[Named]]:
    """Give the people and the children of the administrator's clinic, former and erased ones included."""
    actor = work.require(ClinicAction.SEE_CLINIC_LOG)
    people = [Named(row.id, row.name) for row in rows.accounts(work.connection, actor.clinic_id)]
    return people, [_child(row.id, row) for row in rows.children(work.connection, actor.clinic_id)]


def _wanted(filters: Filters, zone: ZoneInfo, behind: Place | None) -> Wanted:
    first, last = filters.first_day, filters.last_day
    if first is not None and last is not None and last < first:
        raise InvalidInput("to", "before", earliest=first)
    return Wanted(
        account_id=filters.account_id,
        by_operator=filters.account_id == OPERATOR_OF_SERVER,
        child_id=filters.child_id,
        access=None if filters.kind is None else ACCESS[filters.kind],
        only=SIGN_INS if filters.kind is LogKind.SIGN_IN else None,
        without={KEPT, *(SIGN_INS if filters.kind is LogKind.CHANGE else ())},
        since=None if first is None else clock.midnight(first, zone),
        until=None if last is None else clock.midnight(last + A_DAY, zone),
        behind=behind,
    )


def _row(row: AnyRow, zone: ZoneInfo) -> LogRow:
    is_caseload = row.child_id is None and row.subject.startswith("children ")
    return LogRow(
        at=row.at.astimezone(zone),
        who=None if row.account_id is None else Named(row.account_id, row.name or ""),
        child=None if row.child_id is None else _child(row.child_id, row),
        children=len(row.subject.split()) - 1 if is_caseload else 0,
        access=Access(row.access),
        what=row.what,
    )


def _child(child_id: int, row: AnyRow) -> Named:
    return Named(child_id, "" if row.erased_at is not None else row.chosen_name or "")
