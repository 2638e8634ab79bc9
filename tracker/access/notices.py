"""What the owner of an account is told, because somebody else may have done it. They read it once, and put it away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.queries import notices
from db.queries.base import AnyRow, insert_row
from db.tables import AccountNotice
from db.vocabulary import Notice
from tracker.access.work import Work

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Told:
    """One notice; `who` is the name of whoever did it, None for the operator of the server."""

    what: Notice
    at: datetime
    who: str | None


def tell(work: Work, account_id: int, what: Notice) -> None:
    """Tell the owner of an account what the actor has just done to it, in the same transaction."""
    row = AccountNotice(account_id=account_id, what=what, at=work.now, by_id=work.account_id)
    insert_row(work.connection, row)


def unread(work: Work) -> list[Told]:
    """Give what the actor has not put away yet, in order."""
    return _told(notices.unseen(work.connection, work.actor.account_id))


def lately(work: Work) -> list[Told]:
    """Give what happened to the actor's account in the last thirty days, also what was put away, in order.

    Whoever takes an account over could put its notices away before its owner comes back.
    """
    return _told(notices.since(work.connection, work.actor.account_id, work.now - LATELY))


def _told(rows: Iterable[AnyRow]) -> list[Told]:
    return [Told(Notice(row.what), row.at, row.who) for row in rows]


def put_away(work: Work) -> None:
    """Keep that the actor has read all of it."""
    notices.put_away(work.connection, work.actor.account_id, work.now)
