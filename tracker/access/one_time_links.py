"""Links that work once: to set up the first clinic, to join one, and to choose another password.

A token has 256 random bits; only its SHA-256 is kept, so a copy of the database opens nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.queries import accounts
from db.queries import one_time_links as rows
from db.queries.base import AnyRow, insert_row
from db.tables import OneTimeLink
from db.vocabulary import LinkPurpose, Notice, Role
from tracker import settings
from tracker.access.actor import VISITOR, hash_of
from tracker.access.notices import tell
from tracker.access.passwords import NO_PASSWORD
from tracker.access.work import Work, reading, writing
from tracker.errors import Conflict, LinkRefused, NotFound

TOKEN_BYTES = 32
SET_UP_LASTS = timedelta(hours=1)
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(days=1)
PATHS: Mapping[LinkPurpose, str] = {
    LinkPurpose.SET_UP: "set-up",
    LinkPurpose.INVITATION: "join",
    LinkPurpose.RESET: "reset",
}


@dataclass(frozen=True)
class NewLink:
    """A link that has just been made. Only here is its token ever to be had."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Invitation:
    """An open invitation, and whom it is for as far as whoever holds the link may know."""

    link_id: int
    account_id: int
    clinic_id: int
    clinic: str
    name: str
    sign_in_name: str
    role: Role


@dataclass(frozen=True)
class Reset:
    """An open reset link: whose it is, and who made it on which day where the clinic is.

    `made_by` is None when the operator of the server made it.
    """

    link_id: int
    account_id: int
    clinic_id: int
    clinic: str
    name: str
    sign_in_name: str
    role: Role
    made_by: str | None
    made_on: date


def new_set_up_link() -> NewLink | None:
    """Make the link that sets up the first clinic, good for an hour; None if there is a clinic already.

    Earlier ones are withdrawn. Nobody is asked who they are: for whoever starts the server, and for nobody else.
    """
    with reading(VISITOR) as work:
        if accounts.clinics(work.connection):
            return None
    with writing(VISITOR) as work:
        rows.one_set_up_at_a_time(work.connection)
        if accounts.clinics(work.connection):
            return None
        return _insert(work, LinkPurpose.SET_UP, None, None, SET_UP_LASTS)[0]


def new_invitation(work: Work, account_id: int, *, clinic_id: int | None = None) -> NewLink:
    """Make an invitation for an account of a clinic, the actor's if none is named, good for seven days; log it.

    Earlier ones of this account are withdrawn. Raises `NotFound` for an account of another clinic,
    `Conflict("closed")` for one that is closed and `Conflict("has_password")` for one whose owner has chosen a
    password. The caller has asked for permission: `work.require(ClinicAction.MANAGE_PEOPLE)`.
    """
    clinic_id = clinic_id or work.actor.clinic_id
    if _open_account(work, account_id, clinic_id).password_hash != NO_PASSWORD:
        raise Conflict("has_password")
    link, number = _insert(work, LinkPurpose.INVITATION, clinic_id, account_id, INVITATION_LASTS)
    work.log_for_clinic(clinic_id, "invite", f"one_time_link {number}")
    return link


def new_reset(work: Work, account_id: int, *, clinic_id: int | None = None) -> NewLink:
    """Make a link with which the owner of an account chooses another password, good for a day; log it.

    The owner is told of it at once, and stays signed in. Earlier ones are withdrawn. Raises as `new_invitation`, but
    `Conflict("no_password")` for an account whose owner has not chosen a password yet. The caller has asked for
    permission, as there.
    """
    clinic_id = clinic_id or work.actor.clinic_id
    if _open_account(work, account_id, clinic_id).password_hash == NO_PASSWORD:
        raise Conflict("no_password")
    link, number = _insert(work, LinkPurpose.RESET, clinic_id, account_id, RESET_LASTS)
    work.log_for_clinic(clinic_id, "reset_sign_in", f"one_time_link {number}")
    tell(work, account_id, Notice.SIGN_IN_RESET)
    return link


def withdraw_links_of(work: Work, account_id: int) -> None:
    """Withdraw every link of an account that is still open. The caller has asked who may."""
    for purpose in (LinkPurpose.INVITATION, LinkPurpose.RESET):
        rows.withdraw_open_links(work.connection, purpose, account_id, work.now)


def link_address(purpose: LinkPurpose, token: str) -> str:
    """Give the address at which a link is opened."""
    return f"{settings.from_environment().public_url}/{PATHS[purpose]}/{token}"


def set_up_address(token: str) -> str:
    """Give the address at which the first clinic is set up."""
    return link_address(LinkPurpose.SET_UP, token)


def look_at_set_up(work: Work, token: str) -> int:
    """Give the number of an open set-up link; raises `LinkRefused`."""
    row = rows.link_by_token(work.connection, LinkPurpose.SET_UP, hash_of(token))
    done = bool(accounts.clinics(work.connection))
    return int(_open(work, LinkPurpose.SET_UP, row, done=done).id)


def look_at_invitation(work: Work, token: str) -> Invitation:
    """Give an open invitation; raises `LinkRefused`."""
    row = rows.link_by_token(work.connection, LinkPurpose.INVITATION, hash_of(token))
    done = row is not None and row.password_hash != NO_PASSWORD
    row = _open(work, LinkPurpose.INVITATION, row, done=done)
    return Invitation(
        row.id, row.account_id, row.clinic_id, row.clinic, row.name, row.sign_in_name, Role(row.role)
    )


def look_at_reset(work: Work, token: str) -> Reset:
    """Give an open reset link; raises `LinkRefused`."""
    row = rows.link_by_token(work.connection, LinkPurpose.RESET, hash_of(token))
    row = _open(work, LinkPurpose.RESET, row, done=False)
    return Reset(
        row.id,
        row.account_id,
        row.clinic_id,
        row.clinic,
        row.name,
        row.sign_in_name,
        Role(row.role),
        row.made_by,
        row.created_at.astimezone(ZoneInfo(row.time_zone)).date(),
    )


def use_set_up(work: Work, token: str) -> None:
    """Use a set-up link up in the caller's transaction; raises `LinkRefused`, also for the second of two at once."""
    rows.one_set_up_at_a_time(work.connection)
    _use(work, LinkPurpose.SET_UP, look_at_set_up(work, token))


def use_invitation(work: Work, token: str) -> Invitation:
    """Use an invitation up in the caller's transaction; raises `LinkRefused`, also for the second of two at once."""
    rows.lock_owner(work.connection, LinkPurpose.INVITATION, hash_of(token))
    invitation = look_at_invitation(work, token)
    _use(work, LinkPurpose.INVITATION, invitation.link_id)
    return invitation


def use_reset(work: Work, token: str) -> Reset:
    """Use a reset link up in the caller's transaction; raises `LinkRefused`, also for the second of two at once."""
    rows.lock_owner(work.connection, LinkPurpose.RESET, hash_of(token))
    reset = look_at_reset(work, token)
    _use(work, LinkPurpose.RESET, reset.link_id)
    return reset


def _open_account(work: Work, account_id: int, clinic_id: int) -> AnyRow:
    account = rows.account_in_clinic(work.connection, account_id, clinic_id)
    if account is None:
        raise NotFound
    if account.disabled_at is not None:
        raise Conflict("closed")
    return account


def _use(work: Work, purpose: LinkPurpose, link_id: int) -> None:
    if not rows.use_link(work.connection, link_id, work.now):
        raise LinkRefused(purpose, "used")


def _open(work: Work, purpose: LinkPurpose, row: AnyRow | None, *, done: bool) -> AnyRow:
    """Give an open link back; `done` says that what it is for has been done already, by whatever link."""
    if row is None:
        raise LinkRefused(purpose, "unknown")
    if row.used_at is not None or done:
        raise LinkRefused(purpose, "used")
    if row.withdrawn_at is not None or row.disabled_at is not None:
        raise LinkRefused(purpose, "withdrawn")
    if row.expires_at <= work.now:
        raise LinkRefused(purpose, "expired")
    return row


def _insert(
    work: Work, purpose: LinkPurpose, clinic_id: int | None, account_id: int | None, lasts: timedelta
) -> tuple[NewLink, int]:
    rows.withdraw_open_links(work.connection, purpose, account_id, work.now)
    new = NewLink(secrets.token_urlsafe(TOKEN_BYTES), work.now + lasts)
    row = OneTimeLink(
        purpose=purpose,
        token_hash=hash_of(new.token),
        clinic_id=clinic_id,
        account_id=account_id,
        created_at=work.now,
        created_by_id=work.account_id,
        expires_at=new.expires_at,
    )
    return new, insert_row(work.connection, row)
