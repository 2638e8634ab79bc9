"""Accounts, clinics and sign-in sessions."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Clinic, SignInSession
from db.vocabulary import Role

account = table_of(Account)
clinic = table_of(Clinic)
session = table_of(SignInSession)

_LIVE_SESSION = (
    sa.select(
        session.c.id.label("session_id"),
        account.c.id.label("account_id"),
        account.c.clinic_id,
        account.c.role,
        account.c.name,
        clinic.c.back_fill_days,
        clinic.c.time_zone,
        clinic.c.majority_age,
        clinic.c.guardian_consent_below_age,
        clinic.c.assent_from_age,
        session.c.last_seen_at,
    )
    .join(account, account.c.id == session.c.account_id)
    .join(clinic, clinic.c.id == account.c.clinic_id)
    .where(
        session.c.token_hash == sa.bindparam("token_hash"),
        session.c.revoked_at.is_(None),
        session.c.expires_at > given("now", session.c.expires_at),
        # A family's phone is its own; a clinic's computer is not.
        sa.or_(
            account.c.role == Role.FAMILY, session.c.last_seen_at > given("used_since", session.c.created_at)
        ),
        account.c.disabled_at.is_(None),
    )
)


def live_session(
    connection: sa.Connection, token_hash: str, now: datetime, used_since: datetime
) -> AnyRow | None:
    """Give the session, its account and its clinic's settings, unless it ended or the account is disabled.

    Staff's must have been used after `used_since`.
    """
    values = {"token_hash": token_hash, "now": now, "used_since": used_since}
    return connection.execute(_LIVE_SESSION, values).first()


_SEE = (
    sa.update(session)
    .where(session.c.id == sa.bindparam("session_id"))
    .values(last_seen_at=given("now", session.c.last_seen_at))
)


def see_session(connection: sa.Connection, session_id: int, now: datetime) -> None:
    """Keep when a session was last used."""
    connection.execute(_SEE, {"session_id": session_id, "now": now})


def name_device(connection: sa.Connection, session_id: int, device: str) -> None:
    """Keep what the browser of a session says of itself."""
    connection.execute(sa.update(session).where(session.c.id == session_id).values(device=device))


_SESSION_OF = (
    sa.select(session.c.id)
    .join(account, account.c.id == session.c.account_id)
    .where(
        session.c.token_hash == given("token_hash", session.c.token_hash),
        account.c.sign_in_name == given("name", account.c.sign_in_name),
    )
)


def is_session_of(connection: sa.Connection, token_hash: str, name: str) -> bool:
    """Say whether there ever was such a session of the account with this sign-in name."""
    return connection.execute(_SESSION_OF, {"token_hash": token_hash, "name": name}).first() is not None


_OPEN_SESSIONS = (
    sa.select(session.c.id, session.c.device, session.c.created_at, session.c.last_seen_at)
    .join(account, account.c.id == session.c.account_id)
    .where(
        session.c.account_id == given("account_id", session.c.account_id),
        session.c.revoked_at.is_(None),
        session.c.expires_at > given("now", session.c.expires_at),
        sa.or_(
            account.c.role == Role.FAMILY, session.c.last_seen_at > given("used_since", session.c.created_at)
        ),
    )
    .order_by(session.c.last_seen_at.desc(), session.c.id.desc())
)


def open_sessions(
    connection: sa.Connection, account_id: int, now: datetime, used_since: datetime
) -> list[AnyRow]:
    """Give (id, device, created_at, last_seen_at) of an account's live sessions, the last used first."""
    values = {"account_id": account_id, "now": now, "used_since": used_since}
    return list(connection.execute(_OPEN_SESSIONS, values))


def account_by_sign_in_name(connection: sa.Connection, name: str, *, lock: bool = False) -> AnyRow | None:
    """Give an enabled account's id, clinic, role and password hash.

    With `lock` it stays as it is until the transaction ends, so that a session which begins is seen, and ended, by
    whoever changes the password in the same moment.
    """
    query = sa.select(account.c.id, account.c.clinic_id, account.c.role, account.c.password_hash)
    query = query.where(account.c.sign_in_name == name, account.c.disabled_at.is_(None))
    return connection.execute(query.with_for_update(key_share=True) if lock else query).first()


_UNREVOKED = (
    sa.select(session.c.id)
    .where(
        session.c.id == given("session_id", session.c.id),
        session.c.account_id == given("account_id", session.c.account_id),
        session.c.revoked_at.is_(None),
    )
    .with_for_update()
)


def revoke_session(connection: sa.Connection, session_id: int, account_id: int, now: datetime) -> bool:
    """End one session of an account; False if it has no such session, or that had ended."""
    values = {"session_id": session_id, "account_id": account_id}
    if connection.execute(_UNREVOKED, values).first() is None:
        return False
    connection.execute(sa.update(session).where(session.c.id == session_id).values(revoked_at=now))
    return True


def revoke_sessions(
    connection: sa.Connection, account_id: int, now: datetime, *, but: int | None = None
) -> int:
    """End an account's sessions, all `but` one; gives how many there were."""
    mine = [session.c.account_id == account_id, session.c.revoked_at.is_(None)]
    if but is not None:
        mine.append(session.c.id != but)
    return change_rows(connection, sa.update(session).where(*mine).values(revoked_at=now))


_ACCOUNT = (
    sa.select(
        account.c.clinic_id,
        account.c.role,
        account.c.name,
        account.c.sign_in_name,
        account.c.password_hash,
        clinic.c.name.label("clinic"),
    )
    .join(clinic, clinic.c.id == account.c.clinic_id)
    .where(account.c.id == given("account_id", account.c.id))
)
_ACCOUNT_LOCKED = _ACCOUNT.with_for_update(of=account, key_share=True)


def account_by_id(connection: sa.Connection, account_id: int, *, lock: bool = False) -> AnyRow:
    """Give an account's clinic, role, names and password hash, and the clinic's name.

    With `lock` it stays as it is until the transaction ends, so that of two new passwords one sees the other.
    """
    query = _ACCOUNT_LOCKED if lock else _ACCOUNT
    return connection.execute(query, {"account_id": account_id}).one()


def clinics(connection: sa.Connection) -> list[tuple[int, str]]:
    """Give (id, name) of all clinics, the eldest first."""
    query = sa.select(clinic.c.id, clinic.c.name).order_by(clinic.c.id)
    return [(row[0], row[1]) for row in connection.execute(query)]


def set_password_hash(connection: sa.Connection, account_id: int, password_hash: str) -> None:
    """Replace a password's hash."""
    connection.execute(
        sa.update(account).where(account.c.id == account_id).values(password_hash=password_hash)
    )


def set_first_password(
    connection: sa.Connection, account_id: int, password_hash: str, no_password: str
) -> bool:
    """Give an enabled account its first password's hash; False if it has one already."""
    statement = sa.update(account).where(
        account.c.id == account_id, account.c.password_hash == no_password, account.c.disabled_at.is_(None)
    )
    return change_rows(connection, statement.values(password_hash=password_hash)) == 1


_URGENT = sa.select(clinic.c.emergency_text, clinic.c.crisis_text).where(
    clinic.c.id == given("clinic_id", clinic.c.id)
)


def urgent_texts(connection: sa.Connection, clinic_id: int) -> tuple[str, str]:
    """Give what a clinic says of emergencies and of a crisis; each empty if it has no words of its own."""
    row = connection.execute(_URGENT, {"clinic_id": clinic_id}).one()
    return row.emergency_text, row.crisis_text


_CONFIDENTIALITY = sa.select(clinic.c.confidentiality_text).where(
    clinic.c.id == given("clinic_id", clinic.c.id)
)


def confidentiality_text(connection: sa.Connection, clinic_id: int) -> str:
    """Give what a clinic says of the limits of confidentiality; empty if it has no words of its own."""
    return str(connection.execute(_CONFIDENTIALITY, {"clinic_id": clinic_id}).scalar_one())
