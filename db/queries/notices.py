"""What the owner of an account is told about it."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Account, AccountNotice

notice = table_of(AccountNotice)
account = table_of(Account)

_OF_ACCOUNT = (
    sa.select(notice.c.id, notice.c.what, notice.c.at, account.c.name.label("who"))
    .join(account, account.c.id == notice.c.by_id, isouter=True)
    .where(notice.c.account_id == given("account_id", notice.c.account_id))
    .order_by(notice.c.id)
)
_UNSEEN = _OF_ACCOUNT.where(notice.c.seen_at.is_(None))
_SINCE = _OF_ACCOUNT.where(notice.c.at > given("since", notice.c.at))


def unseen(connection: sa.Connection, account_id: int) -> list[AnyRow]:
    """Give (id, what, at, who did it or None) of what an account's owner has not put away yet, in order."""
    return list(connection.execute(_UNSEEN, {"account_id": account_id}))


def since(connection: sa.Connection, account_id: int, moment: datetime) -> list[AnyRow]:
    """Give the same of what happened after a moment, put away or not."""
    return list(connection.execute(_SINCE, {"account_id": account_id, "since": moment}))


def put_away(connection: sa.Connection, account_id: int, now: datetime) -> None:
    """Keep that the owner has read all of it."""
    owned = notice.c.account_id == account_id, notice.c.seen_at.is_(None)
    connection.execute(sa.update(notice).where(*owned).values(seen_at=now))
