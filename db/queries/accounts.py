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


def see_session(connection: sa.Connection, session_id: int, now: datetime) -> None:
    """Keep when a session was last used."""
    connection.execute(sa.update(session).where(session.c.id == session_id).values(last_seen_at=now))


def account_by_sign_in_name(connection: sa.Connection, name: str) -> AnyRow | None:
    """Give an enabled account's id, clinic, role and password hash."""
    query = sa.select(account.c.id, account.c.clinic_id, account.c.role, account.c.password_hash)
    return connection.execute(
        query.where(account.c.sign_in_name == name, account.c.disabled_at.is_(None))
    ).first()


def revoke_session(connection: sa.Connection, session_id: int, now: datetime) -> None:
    """End one session."""
    connection.execute(sa.update(session).where(session.c.id == session_id).values(revoked_at=now))


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


_CONFIDENTIALITY = sa.select(clinic.c.confidentiality_text).where(
    clinic.c.id == given("clinic_id", clinic.c.id)
)


def confidentiality_text(connection: sa.Connection, clinic_id: int) -> str:
    """Give what a clinic says of the limits of confidentiality; empty if it has no words of its own."""
    return str(connection.execute(_CONFIDENTIALITY, {"clinic_id": clinic_id}).scalar_one())
