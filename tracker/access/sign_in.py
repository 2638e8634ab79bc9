"""Sign-in sessions: a random token in the browser, its SHA-256 in the database, checked at every step."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from db.queries import accounts
from db.queries.base import insert_row
from db.tables import SignInSession
from db.vocabulary import Role
from tracker.access.accounts import normal_sign_in_name
from tracker.access.actor import VISITOR, SessionToken, hash_of
from tracker.access.passwords import nobodys_hash, verify
from tracker.access.shelf import SHELF
from tracker.access.work import Work, reading, writing
from tracker.errors import Busy, SignedOut, SignInRefused, Unwritable

TOKEN_BYTES = 32
FAMILY_LASTS = timedelta(days=30)
STAFF_LASTS = timedelta(hours=12)  # a working day: clinic computers are shared
SEEN_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun. Only here is its token ever to be had."""

    token: SessionToken
    lasts: timedelta


def sign_in(name: str, password: str) -> NewSession:
    """Begin a session; raises `SignInRefused` alike for a wrong name, a wrong password, a disabled account."""
    name = normal_sign_in_name(name)
    nobody = nobodys_hash()
    with reading(VISITOR) as work:
        account = accounts.account_by_sign_in_name(work.connection, name)
    known_hash = nobody if account is None else str(account.password_hash)
    fits, new_hash = verify(password, known_hash)
    if account is None or not fits:
        raise SignInRefused
    return _begin(name, known_hash, new_hash)


def _begin(name: str, known_hash: str, new_hash: str | None) -> NewSession:
    with writing(VISITOR) as work:
        account = accounts.account_by_sign_in_name(work.connection, name, lock=True)
        # It may have been disabled, or given another password, while the hash was being compared.
        if account is None or account.password_hash != known_hash:
            raise SignInRefused
        if new_hash is not None:
            accounts.set_password_hash(work.connection, account.id, new_hash)
        return begin_session(work, account.id, account.role)


def begin_session(work: Work, account_id: int, role: Role) -> NewSession:
    """Sign an account in, in the caller's transaction. The caller has made sure of whose it is."""
    token = SessionToken(secrets.token_urlsafe(TOKEN_BYTES))
    lasts = FAMILY_LASTS if role == Role.FAMILY else STAFF_LASTS
    session = SignInSession(
        account_id=account_id,
        token_hash=hash_of(token),
        created_at=work.now,
        last_seen_at=work.now,
        expires_at=work.now + lasts,
    )
    number = insert_row(work.connection, session)
    clinic_id = accounts.account_by_id(work.connection, account_id).clinic_id
    work.log_for_clinic(clinic_id, "sign_in", f"sign_in_session {number}", account_id=account_id)
    return NewSession(token, lasts)


def name_device(token: SessionToken, device: str) -> None:
    """Keep what the browser of a session says of itself, in at most 80 characters; raises `SignedOut`."""
    with writing(token) as work:
        accounts.name_device(work.connection, work.actor.session_id, device)


def is_seen(work: Work) -> bool:
    """Say whether it is known, within a minute, that somebody uses the actor's session now."""
    return work.now - work.actor.last_seen_at < SEEN_WITHIN


def stay(token: SessionToken) -> None:
    """Keep, within a minute, that somebody uses a session now; raises `SignedOut`.

    Only for what a person does, never for a timer. That it cannot be written just now keeps nobody from working.
    """
    with reading(token) as work:
        if is_seen(work):
            return
    with suppress(Busy, Unwritable), writing(token, hurried=True) as work:
        accounts.see_session(work.connection, work.actor.session_id, work.now)


def sign_out(token: SessionToken) -> None:
    """End a session for good and forget what was being typed; nothing happens if it had ended."""
    _end(token, "sign_out", forget=True)


def clear_away(token: SessionToken) -> None:
    """End a session because nobody uses its screen any more; what was being typed is kept for its account."""
    _end(token, "clear_away", forget=False)


def _end(token: SessionToken, what: str, *, forget: bool) -> None:
    # Asked first without the write lock: anybody can send a token that was never one.
    if not is_signed_in(token):
        return
    try:
        with writing(token) as work:
            actor = work.actor
            accounts.revoke_session(work.connection, actor.session_id, actor.account_id, work.now)
            work.log_for_clinic(actor.clinic_id, what, f"sign_in_session {actor.session_id}")
    except SignedOut:
        return
    if forget:
        SHELF.forget(actor.account_id)


def mark_of(token: SessionToken) -> str:
    """Give what a browser may keep for long to show that it had this session. It opens nothing."""
    return hash_of(token)


def has_been_here(mark: str, name: str) -> bool:
    """Say whether a browser's mark is of a session, live or over, of the account with this sign-in name."""
    if not mark:
        return False
    with reading(VISITOR) as work:
        return accounts.is_session_of(work.connection, mark, normal_sign_in_name(name))


def is_staff(token: SessionToken) -> bool:
    """Say whether a token opens a live session of somebody who works at a clinic."""
    if not token:
        return False
    try:
        with reading(token) as work:
            return work.actor.role is not Role.FAMILY
    except SignedOut:
        return False


def is_signed_in(token: SessionToken) -> bool:
    """Say whether a token opens a live session of an enabled account."""
    if not token:
        return False
    try:
        with reading(token):
            return True
    except SignedOut:
        return False
