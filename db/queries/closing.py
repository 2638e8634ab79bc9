"""Whether a child's record is closed, and since when."""

from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Account, Child
from db.types import AccessibleChildId

account = table_of(Account)
child = table_of(Child)

_CLOSED_AT = sa.select(child.c.closed_at).where(child.c.id == given("child_id", child.c.id))
_STATE = (
    sa.select(child.c.chosen_name, child.c.closed_at, account.c.name.label("closed_by"))
    .outerjoin(account, account.c.id == child.c.closed_by_id)
    .where(
        child.c.id == given("child_id", child.c.id),
        child.c.clinic_id == given("clinic_id", child.c.clinic_id),
        child.c.erased_at.is_(None),
    )
)
# Of two administrators who close, open or erase the same record at once, the second waits (SQLite has but one writer).
_STATE_LOCKED = _STATE.with_for_update(of=child)


def closed_at(connection: sa.Connection, child_id: AccessibleChildId) -> datetime | None:
    """Give the moment in which a record was closed; None for an open one."""
    return connection.execute(_CLOSED_AT, {"child_id": child_id}).scalar()


def state(connection: sa.Connection, clinic_id: int, child_id: int, *, lock: bool = False) -> AnyRow | None:
    """Give (chosen_name, closed_at, closed_by) of a record; None if the clinic has none such, or it was erased.

    With `lock` it stays so until the transaction ends, and nobody adds anything that names the child.
    """
    query = _STATE_LOCKED if lock else _STATE
    return connection.execute(query, {"clinic_id": clinic_id, "child_id": child_id}).first()


def set_closed(connection: sa.Connection, child_id: int, at: datetime | None, by_id: int | None) -> None:
    """Close a record, or open it again with None."""
    statement = sa.update(child).where(child.c.id == child_id)
    connection.execute(statement.values(closed_at=at, closed_by_id=by_id))
