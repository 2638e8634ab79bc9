"""Erase a closed record: one administrator asks, another one does it within 30 days, and either takes it back.

What is left are ids in the access log and who erased. Copies of the database that were made before still hold it.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.engine import engine_for
from db.queries import accounts, people
from db.queries import erasure as sql
from db.queries.base import AnyRow, insert_row
from db.tables import Erasure
from tracker import settings
from tracker.access.actor import Credential
from tracker.access.one_time_links import withdraw_links_of
from tracker.access.passwords import NO_PASSWORD
from tracker.access.policy import ClinicAction
from tracker.access.shelf import SHELF
from tracker.access.work import Work, writing
from tracker.errors import Conflict, InvalidInput
from tracker.office.closing import record_of_clinic, take_back
from tracker.office.roles import keep_an_administrator
from tracker.office.two_people import check_can_ask, check_can_confirm, first_days

GOOD_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """An open request: the days are the clinic's, `until` is the last one on which it can be fulfilled."""

    by: str
    by_me: bool
    on: date
    until: date


@dataclass(frozen=True)
class AskedRecord:
    """An open request, and whose record it is."""

    child_id: int
    child: str
    asked: Asked


@dataclass(frozen=True)
class ErasureState:
    """Whether somebody has asked to erase a record, and what hinders the actor from doing it, or else from asking."""

    asked: Asked | None
    hindrance: Conflict | None


def erasure_of(work: Work, child_id: int) -> ErasureState:
    """Give what an administrator reads of it; raises `NotFound`."""
    record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD)
    row = _good(work, _asked(work, child_id))
    try:
        if row is None:
            _check_can_ask(work)
        else:
            _check_can_confirm(work, row)
    except Conflict as hindrance:
        return ErasureState(_as_asked(work, row), hindrance)
    return ErasureState(_as_asked(work, row), None)


def records_to_erase(work: Work) -> list[AskedRecord]:
    """Give the clinic's open requests, the eldest first, so that no administrator can overlook one."""
    actor = work.require(ClinicAction.ERASE_RECORD)
    found = []
    for row in sql.all_asked(work.connection, actor.clinic_id):
        asked = _as_asked(work, _good(work, row))
        if asked is not None:
            found.append(AskedRecord(row.child_id, row.child, asked))
    return found


def ask_to_erase(work: Work, child_id: int, name: str) -> None:
    """Ask for the erasure of a closed record, whose child's `name` was typed so that it is surely the one meant.

    Raises `Conflict` for an open record, for one of which it was asked, and in a clinic without a second administrator,
    or where one of the two became one within the last week; `InvalidInput` for another name.
    """
    row = record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD, lock=True)
    clinic_id = work.actor.clinic_id
    if row.closed_at is None:
        raise Conflict("record_open")
    if _good(work, _asked(work, child_id)) is not None:
        raise Conflict("erasure_asked")
    _check_can_ask(work)
    if _folded(name) != _folded(row.chosen_name):
        raise InvalidInput("name_to_confirm", "another_name")
    take_back(work, child_id)
    request = Erasure(
        clinic_id=clinic_id, child_id=child_id, asked_at=work.now, asked_by_id=work.actor.account_id
    )
    number = insert_row(work.connection, request)
    work.log_for_clinic(clinic_id, "ask_to_erase", f"erasure {number}", child_id=child_id)


def withdraw_erasure(work: Work, child_id: int) -> None:
    """Take back what was asked, by whomever; nothing happens if nobody has asked, or it was too long ago."""
    record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD, lock=True)
    take_back(work, child_id)


def erase_record(credential: Credential, child_id: int) -> bool:
    """Erase a record that another administrator has asked to erase. It cannot be had back.

    The family's accounts that have no other child lose their names and are closed. Gives False when it is erased, but
    the database's file could not be cleared of its traces. Raises `Conflict` where nobody has asked within 30 days, for
    whoever did, where that one can no longer sign in as an administrator, and for one who could not for a whole week
    before it was asked.
    """
    with writing(credential) as work:
        _erase(work, child_id)
    SHELF.forget_child(child_id)
    return sql.clear_traces(engine_for(settings.from_environment().database_url))


def _erase(work: Work, child_id: int) -> None:
    actor = work.actor
    record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD)
    # Accounts before children, and what was read before a wait is read again.
    keep_an_administrator(work, without=None)
    held = sql.family(work.connection, child_id)
    people.lock_accounts(work.connection, actor.clinic_id, held)
    record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD, lock=True)
    request = _good(work, _asked(work, child_id))
    if request is None:
        raise Conflict("nobody_asked")
    _check_can_confirm(work, request)
    nameless = sql.family_of_no_other(work.connection, child_id)
    if not set(nameless) <= set(held):
        raise Conflict("changed")
    sql.erase(work.connection, child_id, work.now)
    for number in nameless:
        sql.make_nameless(work.connection, number, work.now, no_password=NO_PASSWORD)
        accounts.revoke_sessions(work.connection, number, work.now)
        withdraw_links_of(work, number)
        work.log_for_clinic(actor.clinic_id, "erase_account", f"account {number}")
    sql.do(work.connection, request.id, actor.account_id, work.now)
    work.log_for_clinic(actor.clinic_id, "erase_record", f"erasure {request.id}", child_id=child_id)


def _check_can_ask(work: Work) -> None:
    days = first_days(work, work.now)
    check_can_ask(work.actor.account_id, work.today_of_clinic, days)


def _check_can_confirm(work: Work, request: AnyRow) -> None:
    days = first_days(work, request.asked_at)
    asked_on = _day(work, request.asked_at)
    check_can_confirm(work.actor.account_id, request.asked_by_id, asked_on, days)


def _asked(work: Work, child_id: int) -> AnyRow | None:
    return sql.asked(work.connection, work.actor.clinic_id, child_id)


def _as_asked(work: Work, row: AnyRow | None) -> Asked | None:
    if row is None:
        return None
    by_me = row.asked_by_id == work.actor.account_id
    return Asked(row.asked_by, by_me, _day(work, row.asked_at), _last_day(work, row))


def _good(work: Work, row: AnyRow | None) -> AnyRow | None:
    """Give a request back unless it is too old; it is good for the whole of its last day."""
    return None if row is None or _last_day(work, row) < work.today_of_clinic else row


def _last_day(work: Work, row: AnyRow) -> date:
    return _day(work, row.asked_at) + GOOD_FOR


def _day(work: Work, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(work.actor.clinic_time_zone)).date()


def _folded(name: str) -> str:
    """Give the one form in which names are compared: capitals, widths and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
