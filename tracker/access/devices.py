"""An account's own view of itself: who it is, and the browsers in which it is signed in."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.queries import accounts
from tracker.access.actor import STAFF_IDLE
from tracker.access.shelf import SHELF
from tracker.access.work import Work
from tracker.errors import NotFound


@dataclass(frozen=True)
class Device:
    """A browser in which the actor is signed in; the days are the clinic's."""

    session_id: int
    device: str
    first_day: date
    last_day: date
    is_this: bool


@dataclass(frozen=True)
class OwnAccount:
    """Who the actor is, as the clinic has it."""

    name: str
    sign_in_name: str
    clinic: str


def own_account(work: Work) -> OwnAccount:
    """Give who the actor is."""
    row = accounts.account_by_id(work.connection, work.actor.account_id)
    return OwnAccount(row.name, row.sign_in_name, row.clinic)


def devices(work: Work) -> list[Device]:
    """Give the browsers in which the actor is signed in: this one first, then the last used."""
    rows = accounts.open_sessions(
        work.connection, work.actor.account_id, work.now, used_since=work.now - STAFF_IDLE
    )
    found = [
        Device(
            row.id,
            row.device,
            _day(work, row.created_at),
            _day(work, min(row.last_seen_at, work.now)),
            row.id == work.actor.session_id,
        )
        for row in rows
    ]
    return sorted(found, key=lambda device: not device.is_this)


def sign_out_device(work: Work, session_id: int) -> None:
    """End one of the actor's sessions; raises `NotFound` for anybody else's."""
    actor = work.actor
    if not accounts.revoke_session(work.connection, session_id, actor.account_id, work.now):
        raise NotFound
    work.log_for_clinic(actor.clinic_id, "sign_out", f"sign_in_session {session_id}")
    SHELF.forget(actor.account_id)


def sign_out_elsewhere(work: Work) -> int:
    """End all of the actor's sessions but this one; gives how many there were."""
    actor = work.actor
    ended = accounts.revoke_sessions(work.connection, actor.account_id, work.now, but=actor.session_id)
    work.log_for_clinic(actor.clinic_id, "sign_out_elsewhere", f"account {actor.account_id}")
    SHELF.forget(actor.account_id)
    return ended


def _day(work: Work, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(work.actor.clinic_time_zone)).date()
