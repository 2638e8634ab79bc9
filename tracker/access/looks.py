"""The access log: who looked at or changed what, written in the transaction that does it.

A look is one row per session, child and screen in a quarter of an hour; a look at a caseload is one row that names its
children.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from db.queries import audit
from db.queries.base import insert_row
from db.tables import AccessLog
from db.types import AccessibleChildId
from db.vocabulary import Access

if TYPE_CHECKING:
    from tracker.access.actor import Actor
    from tracker.access.work import Work

ONE_LOOK = timedelta(minutes=15)


def is_new_look(work: Work, actor: Actor, child: AccessibleChildId, screen: str) -> bool:
    """Say whether this session has not been logged lately as looking at this screen of this child."""
    return not audit.looked_since(work.connection, actor.session_id, child, screen, work.now - ONE_LOOK)


def is_new_look_at_all(work: Work, actor: Actor, children: Iterable[AccessibleChildId], screen: str) -> bool:
    """Say the same of a caseload of just these children."""
    since = work.now - ONE_LOOK
    return not audit.looked_at_caseload_since(
        work.connection, actor.session_id, screen, named(children), since
    )


def named(children: Iterable[AccessibleChildId]) -> str:
    """Name children in one row of the log."""
    return " ".join(("children", *map(str, sorted(children))))


def write(
    work: Work,
    access: Access,
    what: str,
    subject: str,
    *,
    clinic_id: int | None,
    child_id: int | None = None,
    account_id: int | None = None,
) -> None:
    """Write one row; `account_id` is whose doing it was, where that is not the actor's."""
    row = AccessLog(
        at=work.now,
        clinic_id=clinic_id,
        account_id=account_id or work.account_id,
        session_id=work.session_id,
        child_id=child_id,
        access=access,
        what=what,
        subject=subject,
    )
    insert_row(work.connection, row)
