"""Completions and day marks."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, table_of
from db.tables import Completion, DayMark
from db.types import AccessibleChildId

completion = table_of(Completion)
mark = table_of(DayMark)


def live_entry(
    connection: sa.Connection, child_id: AccessibleChildId, prescription_id: int, day: date, slot: int
) -> AnyRow | None:
    """Give the live entry of one occurrence."""
    query = sa.select(completion).where(
        completion.c.child_id == child_id,
        completion.c.prescription_id == prescription_id,
        completion.c.performed_on == day,
        completion.c.slot == slot,
        completion.c.withdrawn_at.is_(None),
    )
    return connection.execute(query).first()


def entry(connection: sa.Connection, child_id: AccessibleChildId, completion_id: int) -> AnyRow | None:
    """Give one entry, live or withdrawn, if it is this child's."""
    query = sa.select(completion).where(completion.c.id == completion_id, completion.c.child_id == child_id)
    return connection.execute(query).first()


def live_entries(
    connection: sa.Connection, child_id: AccessibleChildId, from_day: date, to_day: date
) -> list[AnyRow]:
    """Give what a screen shows of the live entries of some days, both included."""
    c = completion.c
    query = sa.select(
        c.id,
        c.prescription_id,
        c.performed_on,
        c.slot,
        c.state,
        c.amount,
        c.barrier,
        c.note,
        c.note_readers,
        c.reporter,
        c.recorded_at,
        c.recorded_by_id,
    ).where(c.child_id == child_id, c.performed_on.between(from_day, to_day), c.withdrawn_at.is_(None))
    return list(connection.execute(query))


def withdraw_entry(connection: sa.Connection, completion_id: int, values: Mapping[str, object]) -> bool:
    """Withdraw an entry; False if somebody else had withdrawn it first."""
    query = sa.update(completion).where(completion.c.id == completion_id, completion.c.withdrawn_at.is_(None))
    return connection.execute(query.values(**values)).rowcount == 1


def live_marks(
    connection: sa.Connection, child_id: AccessibleChildId, from_day: date, to_day: date
) -> list[AnyRow]:
    """Give (id, day, mark) of the live day marks of some days, both included."""
    query = sa.select(mark.c.id, mark.c.day, mark.c.mark).where(
        mark.c.child_id == child_id, mark.c.day.between(from_day, to_day), mark.c.withdrawn_at.is_(None)
    )
    return list(connection.execute(query.order_by(mark.c.day)))


def withdraw_mark(connection: sa.Connection, mark_id: int, values: Mapping[str, object]) -> bool:
    """Withdraw a day mark; False if somebody else had withdrawn it first."""
    query = sa.update(mark).where(mark.c.id == mark_id, mark.c.withdrawn_at.is_(None))
    return connection.execute(query.values(**values)).rowcount == 1
