"""The people of a clinic: who has a sign-in, and the invitations with which they choose a password."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from db.queries import people as rows
from db.queries.base import AnyRow
from db.vocabulary import Role
from tracker.access.accounts import insert_account
from tracker.access.one_time_links import new_invitation
from tracker.access.passwords import NO_PASSWORD
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound


class PersonState(StrEnum):
    """Whether somebody can sign in."""

    ACTIVE = "active"
    INVITED = "invited"
    EXPIRED = "expired"
    CLOSED = "closed"


@dataclass(frozen=True)
class Person:
    """An account; `until` is the last day of an open invitation, where the clinic is."""

    id: int
    name: str
    role: Role
    sign_in_name: str
    state: PersonState
    until: date | None


@dataclass(frozen=True)
class NewInvitation:
    """An invitation that was just made. Only here is its token ever to be had."""

    account_id: int
    token: str
    expires_at: datetime


def people(work: Work) -> list[Person]:
    """Give everybody who has an account in the administrator's clinic, by name."""
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    found = rows.people(work.connection, actor.clinic_id, no_password=NO_PASSWORD)
    return [_person(work, row) for row in found]


def person_of(work: Work, account_id: int) -> Person:
    """Give one of them; raises `NotFound`."""
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    found = rows.person(work.connection, actor.clinic_id, account_id, no_password=NO_PASSWORD)
    if found is None:
        raise NotFound
    return _person(work, found)


def invite(work: Work, role: Role, name: str, sign_in_name: str) -> NewInvitation:
    """Make an account that has no password yet, and an invitation to choose one.

    Raises `InvalidInput` for the names, also for a sign-in name that is taken.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    account_id = insert_account(work, actor.clinic_id, role, name, sign_in_name, NO_PASSWORD)
    return _invitation(work, account_id)


def invite_again(work: Work, account_id: int) -> NewInvitation:
    """Make a new invitation for somebody whose last one expired or got lost; that one stops working.

    Raises `Conflict` for an account that has its password already, or was closed.
    """
    if person_of(work, account_id).state is PersonState.CLOSED:
        raise Conflict("closed")
    return _invitation(work, account_id)


def _invitation(work: Work, account_id: int) -> NewInvitation:
    link = new_invitation(work, account_id)
    return NewInvitation(account_id, link.token, link.expires_at)


def _person(work: Work, row: AnyRow) -> Person:
    state = _state(row, work.now)
    until = None
    if state is PersonState.INVITED:
        until = row.until.astimezone(ZoneInfo(work.actor.clinic_time_zone)).date()
    return Person(row.id, row.name, row.role, row.sign_in_name, state, until)


def _state(row: AnyRow, now: datetime) -> PersonState:
    if row.disabled_at is not None:
        return PersonState.CLOSED
    if not row.without_password:
        return PersonState.ACTIVE
    return PersonState.INVITED if row.until is not None and row.until > now else PersonState.EXPIRED
