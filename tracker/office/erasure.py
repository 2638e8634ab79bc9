"""Erase a closed record: one administrator asks, another one does it within 30 days, and either takes it back.

What is left are ids in the access log and who erased. Copies of the database that were made before still hold it.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from db.engine import engine_for
from db.queries import erasure as sql
from db.queries.base import AnyRow, insert_row
from db.tables import Erasure
from tracker import settings
from tracker.access.actor import Credential
from tracker.access.passwords import NO_PASSWORD
from tracker.access.policy import ClinicAction
from tracker.access.work import Work, writing
from tracker.errors import Conflict, InvalidInput
from tracker.office.closing import record_of_clinic, take_back

GOOD_FOR = timedelta(days=30)
BOTH = 2


@dataclass(frozen=True)
class Asked:
    """An open request: the days are the clinic's, `until` is the last one on which it can be fulfilled."""

    by: str
    by_me: bool
    on: date
    until: date


@dataclass(frozen=True)
class ErasureState:
    """Whether somebody has asked to erase a record, and whether the clinic lacks the second person that it takes."""

    asked: Asked | None
    lacks_another: bool


def erasure_of(work: Work, child_id: int) -> ErasureState:
    """Give what an administrator reads of it; raises `NotFound`."""
    record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD)
    row = _good(work, _asked(work, child_id))
    asked = None
    if row is not None:
        zone = ZoneInfo(work.actor.clinic_time_zone)
        days = (moment.astimezone(zone).date() for moment in (row.asked_at, row.asked_at + GOOD_FOR))
        asked = Asked(row.asked_by, row.asked_by_id == work.account_id, *days)
    return ErasureState(asked, sql.administrators(work.connection, work.actor.clinic_id) < BOTH)


def ask_to_erase(work: Work, child_id: int, name: str) -> None:
    """Ask for the erasure of a closed record, whose child's `name` was typed so that it is surely the one meant.

    Raises `Conflict` for an open record, for one of which it was asked, and in a clinic with one administrator;
    `InvalidInput` for another name.
    """
    row = record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD, lock=True)
    clinic_id = work.actor.clinic_id
    if row.closed_at is None:
        raise Conflict("record_open")
    if _good(work, _asked(work, child_id)) is not None:
        raise Conflict("erasure_asked")
    if sql.administrators(work.connection, clinic_id) < BOTH:
        raise Conflict("one_administrator")
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
    the database's file could not be cleared of its traces. Raises `Conflict` where nobody has asked within 30 days,
    and for whoever did.
    """
    with writing(credential) as work:
        record_of_clinic(work, child_id, ClinicAction.ERASE_RECORD, lock=True)
        _erase(work, child_id)
    return sql.clear_traces(engine_for(settings.from_environment().database_url))


def _erase(work: Work, child_id: int) -> None:
    actor, request = work.actor, _good(work, _asked(work, child_id))
    if request is None:
        raise Conflict("nobody_asked")
    if request.asked_by_id == actor.account_id:
        raise Conflict("takes_another")
    nameless = sql.family_of_no_other(work.connection, child_id)
    sql.erase(work.connection, child_id, work.now)
    sql.make_nameless(work.connection, nameless, work.now, no_password=NO_PASSWORD)
    sql.do(work.connection, request.id, actor.account_id, work.now)
    for number in nameless:
        work.log_for_clinic(actor.clinic_id, "erase_account", f"account {number}")
    work.log_for_clinic(actor.clinic_id, "erase_record", f"erasure {request.id}", child_id=child_id)


def _asked(work: Work, child_id: int) -> AnyRow | None:
    return sql.asked(work.connection, work.actor.clinic_id, child_id)


def _good(work: Work, row: AnyRow | None) -> AnyRow | None:
    """Give a request back unless it is too old."""
    return None if row is None or row.asked_at + GOOD_FOR < work.now else row


def _folded(name: str) -> str:
    """Give the one form in which names are compared: capitals, widths and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
