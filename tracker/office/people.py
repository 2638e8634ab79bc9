"""The people of a clinic: who has a sign-in, and the links with which they choose a password."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from db.queries import people as rows
from db.queries.base import AnyRow
from db.vocabulary import LinkPurpose, Role
from tracker.access.accounts import insert_account
from tracker.access.one_time_links import NewLink, new_invitation, new_reset
from tracker.access.passwords import NO_PASSWORD
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound, NotPermitted


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
class NewWayIn:
    """A link that was just made, with which somebody chooses a password. Only here is its token ever to be had."""

    account_id: int
    token: str
    expires_at: datetime
    purpose: LinkPurpose


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


def locked_person(work: Work, account_id: int, *others: int) -> Person:
    """Give one of them, who stays as they are until the transaction ends, and so do the others; raises `NotFound`.

    Whoever changes an account, or who is linked to whom, takes the accounts first, and then the children.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    rows.lock_accounts(work.connection, actor.clinic_id, (account_id, *others))
    return person_of(work, account_id)


def hold_own_account(work: Work) -> None:
    """Let the actor's account stay as it is until the transaction ends.

    Raises `NotPermitted` where somebody closed it, or changed its role, while this waited.
    """
    actor = work.actor
    rows.lock_accounts(work.connection, actor.clinic_id, [actor.account_id])
    found = rows.person(work.connection, actor.clinic_id, actor.account_id, no_password=NO_PASSWORD)
    if found is None or found.disabled_at is not None or found.role is not actor.role:
        raise NotPermitted


def invite(work: Work, role: Role, name: str, sign_in_name: str) -> NewWayIn:
    """Make an account that has no password yet, and an invitation to choose one.

    Raises `InvalidInput` for the names, also for a sign-in name that is taken.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    account_id = insert_account(work, actor.clinic_id, role, name, sign_in_name, NO_PASSWORD)
    return invite_again(work, account_id)


def invite_again(work: Work, account_id: int) -> NewWayIn:
    """Make a new invitation for somebody whose last one expired or got lost; that one stops working.

    Raises `Conflict` for an account that has its password already, or was closed.
    """
    work.require(ClinicAction.MANAGE_PEOPLE)
    return _way_in(account_id, LinkPurpose.INVITATION, new_invitation(work, account_id))


def reset_sign_in(work: Work, account_id: int) -> NewWayIn:
    """Make a link with which somebody who forgot the password chooses another one; they are told of it at once.

    Nothing else changes until they use it. Raises `Conflict` for an account without a password, or a closed one, and
    for the administrator's own: whoever finds their screen open must not get a password that lasts.
    """
    if work.require(ClinicAction.MANAGE_PEOPLE).account_id == account_id:
        raise Conflict("own_reset")
    return _way_in(account_id, LinkPurpose.RESET, new_reset(work, account_id))


def _way_in(account_id: int, purpose: LinkPurpose, link: NewLink) -> NewWayIn:
    return NewWayIn(account_id, link.token, link.expires_at, purpose)


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
