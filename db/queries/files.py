"""What an import of files stands on and writes, many rows at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from db.queries.base import Refused, given, insert_row, table_of
from db.tables import Account, Clinic, Completion, DayMark, Note
from db.types import AccessibleChildId
from db.vocabulary import Role

account = table_of(Account)
clinic = table_of(Clinic)
completion = table_of(Completion)
mark = table_of(DayMark)
note = table_of(Note)

_ZONE = sa.select(clinic.c.time_zone).where(clinic.c.id == given("clinic_id", clinic.c.id))
_MARKED = sa.select(mark.c.day).where(
    mark.c.child_id == given("child_id", mark.c.child_id), mark.c.withdrawn_at.is_(None)
)
_ACCOUNT = sa.select(account.c.id).where(
    account.c.clinic_id == given("clinic_id", account.c.clinic_id),
    account.c.sign_in_name == given("name", account.c.sign_in_name),
)


def zone_of_clinic(connection: sa.Connection, clinic_id: int) -> str | None:
    """Give a clinic's time zone; None if there is no such clinic."""
    return connection.execute(_ZONE, {"clinic_id": clinic_id}).scalar()


def marked_days(connection: sa.Connection, child_id: AccessibleChildId) -> frozenset[date]:
    """Give the days that are marked ill or away."""
    return frozenset(connection.execute(_MARKED, {"child_id": child_id}).scalars())


def insert_completions(
    connection: sa.Connection, rows: Sequence[Mapping[str, object]], *, with_ids: bool
) -> list[int]:
    """Insert completions in their order, and give their ids where somebody wants them; raises `Refused`."""
    if not with_ids:
        _insert(connection, completion, rows)
        return []
    insert = sa.insert(completion).returning(completion.c.id, sort_by_parameter_order=True)
    try:
        return list(connection.execute(insert, rows).scalars())
    except IntegrityError as error:
        raise Refused(str(error.orig)) from error


def insert_notes(connection: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert notes; raises `Refused`."""
    _insert(connection, note, rows)


def insert_marks(connection: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert day marks; raises `Refused`."""
    _insert(connection, mark, rows)


def nameless_writer(
    connection: sa.Connection, clinic_id: int, number: int, now: datetime, *, no_password: str
) -> int:
    """Give the account that stands for whoever wrote a note in a file: closed, and nobody's.

    Each that has no name is left out of every list of people; `number` tells those apart who wrote beside one
    occurrence.
    """
    # No sign-in name that somebody chose begins with a blank, so this one is free.
    name = f" files-{clinic_id}-{number}"
    found = connection.execute(_ACCOUNT, {"clinic_id": clinic_id, "name": name}).scalar()
    if found is not None:
        return int(found)
    return insert_row(
        connection,
        Account(
            clinic_id=clinic_id,
            role=Role.FAMILY,
            name="",
            sign_in_name=name,
            password_hash=no_password,
            created_at=now,
            disabled_at=now,
        ),
    )


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    if not rows:
        return
    try:
        connection.execute(sa.insert(table), rows)
    except IntegrityError as error:
        raise Refused(str(error.orig)) from error
