"""Sign-in sessions: a random token in the browser, its SHA-256 in the database, checked at every step."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from db.queries import accounts
from db.queries.base import insert_row
from db.tables import SignInSession
from db.vocabulary import Role
from tracker.access.accounts import normal_sign_in_name
from tracker.access.actor import VISITOR, SessionToken, hash_of
from tracker.access.passwords import nobodys_hash, verify
from tracker.access.work import Work, reading, writing
from tracker.errors import SignedOut, SignInRefused

TOKEN_BYTES = 32
FAMILY_LASTS = timedelta(days=30)
STAFF_LASTS = timedelta(hours=12)  # a working day: clinic computers are shared


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
        account = accounts.account_by_sign_in_name(work.connection, name)
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
    insert_row(work.connection, session)
    return NewSession(token, lasts)


def sign_out(token: SessionToken) -> None:
    """End a session for good; nothing happens if it had ended."""
    # Asked first without the write lock: anybody can send a token that was never one.
    if not is_signed_in(token):
        return
    try:
        with writing(token) as work:
            accounts.revoke_session(work.connection, work.actor.session_id, work.now)
    except SignedOut:
        return


def is_signed_in(token: SessionToken) -> bool:
    """Say whether a token opens a live session of an enabled account."""
    if not token:
        return False
    try:
        with reading(token):
            return True
    except SignedOut:
        return False
