"""Completions, notes beside them, and day marks."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Account, Completion, DayMark, Note
from db.types import AccessibleChildId

completion = table_of(Completion)
mark = table_of(DayMark)
note = table_of(Note)
account = table_of(Account)


_OF_CHILD = completion.c.child_id == given("child_id", completion.c.child_id)
_LIVE = completion.c.withdrawn_at.is_(None)
_LIVE_ENTRY = sa.select(completion).where(
    _OF_CHILD,
    completion.c.prescription_id == given("prescription_id", completion.c.prescription_id),
    completion.c.performed_on == given("day", completion.c.performed_on),
    completion.c.slot == given("slot", completion.c.slot),
    _LIVE,
)
_ENTRY = sa.select(completion).where(_OF_CHILD, completion.c.id == given("completion_id", completion.c.id))
_LIVE_ENTRIES = sa.select(
    completion.c.id,
    completion.c.prescription_id,
    completion.c.performed_on,
    completion.c.slot,
    completion.c.state,
    completion.c.amount,
    completion.c.barrier,
    completion.c.result,
    completion.c.reporter,
    completion.c.recorded_at,
).where(
    _OF_CHILD,
    completion.c.performed_on >= given("from_day", completion.c.performed_on),
    completion.c.performed_on <= given("to_day", completion.c.performed_on),
    _LIVE,
)
_WITHDRAW_ENTRY = sa.update(completion).where(
    completion.c.id == given("completion_id", completion.c.id), _LIVE
)
_MY_NOTE = sa.select(note).where(
    note.c.child_id == given("child_id", note.c.child_id),
    note.c.prescription_id == given("prescription_id", note.c.prescription_id),
    note.c.performed_on == given("day", note.c.performed_on),
    note.c.slot == given("slot", note.c.slot),
    note.c.written_by_id == given("writer_id", note.c.written_by_id),
    note.c.withdrawn_at.is_(None),
)
_LIVE_NOTES = (
    sa.select(
        note.c.prescription_id,
        note.c.performed_on,
        note.c.slot,
        note.c.text,
        note.c.readers,
        note.c.household,
        note.c.written_by_id,
        account.c.name.label("writer"),
    )
    .join(account, account.c.id == note.c.written_by_id)
    .where(
        note.c.child_id == given("child_id", note.c.child_id),
        note.c.performed_on == given("day", note.c.performed_on),
        note.c.withdrawn_at.is_(None),
    )
    .order_by(note.c.id)
)
_WITHDRAW_NOTE = sa.update(note).where(
    note.c.id == given("note_id", note.c.id), note.c.withdrawn_at.is_(None)
)
_LIVE_MARKS = (
    sa.select(mark.c.id, mark.c.day, mark.c.mark)
    .where(
        mark.c.child_id == given("child_id", mark.c.child_id),
        mark.c.day >= given("from_day", mark.c.day),
        mark.c.day <= given("to_day", mark.c.day),
        mark.c.withdrawn_at.is_(None),
    )
    .order_by(mark.c.day)
)


def live_entry(
    connection: sa.Connection, child_id: AccessibleChildId, prescription_id: int, day: date, slot: int
) -> AnyRow | None:
    """Give the live entry of one occurrence."""
    values = {"child_id": child_id, "prescription_id": prescription_id, "day": day, "slot": slot}
    return connection.execute(_LIVE_ENTRY, values).first()


def entry(connection: sa.Connection, child_id: AccessibleChildId, completion_id: int) -> AnyRow | None:
    """Give one entry, live or withdrawn, if it is this child's."""
    return connection.execute(_ENTRY, {"child_id": child_id, "completion_id": completion_id}).first()


def live_entries(
    connection: sa.Connection, child_id: AccessibleChildId, from_day: date, to_day: date
) -> list[AnyRow]:
    """Give what a screen shows of the live entries of some days, both included."""
    values = {"child_id": child_id, "from_day": from_day, "to_day": to_day}
    return list(connection.execute(_LIVE_ENTRIES, values))


def withdraw_entry(connection: sa.Connection, completion_id: int, values: Mapping[str, object]) -> bool:
    """Withdraw an entry; False if somebody else had withdrawn it first."""
    return connection.execute(_WITHDRAW_ENTRY, {"completion_id": completion_id, **values}).rowcount == 1


def note_of(
    connection: sa.Connection,
    child_id: AccessibleChildId,
    place: tuple[int, date, int],
    *,
    writer_id: int,
) -> AnyRow | None:
    """Give a writer's live note beside an occurrence: (prescription, day, slot)."""
    values = dict(zip(("prescription_id", "day", "slot"), place, strict=True))
    return connection.execute(_MY_NOTE, {"child_id": child_id, "writer_id": writer_id, **values}).first()


def live_notes(connection: sa.Connection, child_id: AccessibleChildId, day: date) -> list[AnyRow]:
    """Give all live notes of a day with their writers' names; who may read which is not decided here."""
    return list(connection.execute(_LIVE_NOTES, {"child_id": child_id, "day": day}))


def withdraw_note(connection: sa.Connection, note_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a note."""
    connection.execute(_WITHDRAW_NOTE, {"note_id": note_id, **values})


def live_marks(
    connection: sa.Connection, child_id: AccessibleChildId, from_day: date, to_day: date
) -> list[AnyRow]:
    """Give (id, day, mark) of the live day marks of some days, both included."""
    values = {"child_id": child_id, "from_day": from_day, "to_day": to_day}
    return list(connection.execute(_LIVE_MARKS, values))


def withdraw_mark(connection: sa.Connection, mark_id: int, values: Mapping[str, object]) -> bool:
    """Withdraw a day mark; False if somebody else had withdrawn it first."""
    query = sa.update(mark).where(mark.c.id == mark_id, mark.c.withdrawn_at.is_(None))
    return connection.execute(query.values(**values)).rowcount == 1
