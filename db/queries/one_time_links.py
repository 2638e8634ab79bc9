"""One-time links: what a token opens, and the one statement by which it is used."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Clinic, OneTimeLink
from db.vocabulary import LinkPurpose

link = table_of(OneTimeLink)
account = table_of(Account)
maker = account.alias("maker")
clinic = table_of(Clinic)
ONE_SET_UP_AT_A_TIME = 1

_LINK = (
    sa.select(
        link.c.id,
        link.c.account_id,
        link.c.clinic_id,
        link.c.expires_at,
        link.c.used_at,
        link.c.withdrawn_at,
        account.c.role,
        account.c.name,
        account.c.sign_in_name,
        account.c.password_hash,
        account.c.disabled_at,
        clinic.c.name.label("clinic"),
        clinic.c.time_zone,
        link.c.created_at,
        maker.c.name.label("made_by"),
    )
    .outerjoin(account, account.c.id == link.c.account_id)
    .outerjoin(maker, maker.c.id == link.c.created_by_id)
    .outerjoin(clinic, clinic.c.id == link.c.clinic_id)
    .where(
        link.c.purpose == given("purpose", link.c.purpose),
        link.c.token_hash == given("token_hash", link.c.token_hash),
    )
)
_OPEN = sa.and_(link.c.used_at.is_(None), link.c.withdrawn_at.is_(None))
_LOCK_OWNER = (
    sa.select(account.c.id)
    .where(
        account.c.id
        == sa.select(link.c.account_id)
        .where(
            link.c.purpose == given("purpose", link.c.purpose),
            link.c.token_hash == given("token_hash", link.c.token_hash),
        )
        .scalar_subquery()
    )
    .with_for_update(key_share=True)
)
_ACCOUNT = (
    sa.select(account.c.password_hash, account.c.disabled_at)
    .where(
        account.c.id == given("account_id", account.c.id),
        account.c.clinic_id == given("clinic_id", account.c.clinic_id),
    )
    .with_for_update(key_share=True)
)


def link_by_token(connection: sa.Connection, purpose: LinkPurpose, token_hash: str) -> AnyRow | None:
    """Give a link in whatever state, with the account and the clinic that it is for."""
    return connection.execute(_LINK, {"purpose": purpose, "token_hash": token_hash}).first()


def lock_owner(connection: sa.Connection, purpose: LinkPurpose, token_hash: str) -> None:
    """Let the account that a link is for stay as it is until the transaction ends.

    Whoever closes it, or makes a newer link, takes the account before the link as well: none waits in a circle.
    """
    connection.execute(_LOCK_OWNER, {"purpose": purpose, "token_hash": token_hash}).all()


def use_link(connection: sa.Connection, link_id: int, now: datetime) -> bool:
    """Use an open link; False for whoever comes second."""
    statement = (
        sa.update(link).where(link.c.id == link_id, _OPEN, link.c.expires_at > now).values(used_at=now)
    )
    return change_rows(connection, statement) == 1


def withdraw_open_links(
    connection: sa.Connection, purpose: LinkPurpose, account_id: int | None, now: datetime
) -> None:
    """Withdraw the open links of a purpose that an account has, or that nobody has."""
    owner = link.c.account_id.is_(None) if account_id is None else link.c.account_id == account_id
    statement = sa.update(link).where(link.c.purpose == purpose, owner, _OPEN).values(withdrawn_at=now)
    change_rows(connection, statement)


def account_in_clinic(connection: sa.Connection, account_id: int, clinic_id: int) -> AnyRow | None:
    """Give (password_hash, disabled_at) of an account of a clinic; None if the clinic has no such account.

    The account stays as it is until the transaction ends, so that of two new links one withdraws the other.
    """
    return connection.execute(_ACCOUNT, {"account_id": account_id, "clinic_id": clinic_id}).first()


def one_set_up_at_a_time(connection: sa.Connection) -> None:
    """Let only one transaction at a time go on to make the first clinic (SQLite has but one writer)."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(0, ONE_SET_UP_AT_A_TIME)))
