"""What the queries share."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import SQLModel

from db.tables import METADATA

Connection = sa.Connection
HIGHEST_NUMBER = 2**31
# A small row of plain values; use cases turn it into what they give back.
AnyRow = sa.Row[*tuple[Any, ...]]


class Refused(Exception):
    """A constraint or a trigger refused a row."""


class AskedNumber(sa.TypeDecorator[int]):
    """A number to look for. One that no column can hold is found nowhere, instead of being an error."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: sa.Dialect) -> int | None:
        """Ask for -1, which no row has, in place of a number out of range."""
        del dialect
        return value if value is None or abs(value) < HIGHEST_NUMBER else -1


def table_of(model: type[SQLModel]) -> sa.Table:
    """Give the table behind a model."""
    return METADATA.tables[str(model.__tablename__)]


def given(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    """Stand for a value of a column, so that a statement is built once and run many times.

    Building one takes as long as running it on a small table, and Today runs a dozen for a tap.
    """
    return sa.bindparam(name, type_=AskedNumber() if isinstance(column.type, sa.Integer) else column.type)


def given_any(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    """Stand for any number of values of a column, for `column.in_(...)`."""
    return sa.bindparam(name, type_=column.type, expanding=True)


def insert_row(connection: sa.Connection, row: SQLModel) -> int:
    """Insert a row and give its new id; raises `Refused`."""
    table = METADATA.tables[str(row.__tablename__)]
    try:
        result = connection.execute(sa.insert(table), _values(row))
    except IntegrityError as error:
        raise Refused(str(error.orig)) from error
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def change_rows(connection: sa.Connection, statement: sa.Update) -> int:
    """Change rows and give how many; raises `Refused`."""
    try:
        return connection.execute(statement).rowcount
    except IntegrityError as error:
        raise Refused(str(error.orig)) from error


def insert_unless_there(connection: sa.Connection, row: SQLModel) -> int | None:
    """Insert a row and give its id; None when a live row with the same key was there first."""
    table = METADATA.tables[str(row.__tablename__)]
    # Inserted by name on either dialect: both spell ON CONFLICT the same way.
    insert = _upsert(connection)(table).on_conflict_do_nothing().returning(table.c.id)
    new_id = connection.execute(insert, _values(row)).scalar()
    return None if new_id is None else int(new_id)


def _upsert(connection: sa.Connection):  # type: ignore[no-untyped-def]  # noqa: ANN202
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert  # noqa: PLC0415
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]  # noqa: PLC0415
    return insert


def _values(row: SQLModel) -> Mapping[str, object]:
    return row.model_dump(exclude={"id"} if getattr(row, "id", None) is None else set())


class day_number(GenericFunction[int]):  # noqa: N801
    """Count days since Monday 5 January 1970, so that `% 7` is the weekday with Monday as 0."""

    type = sa.Integer()
    inherit_cache = True
    name = "day_number"


class months_after(GenericFunction[Any]):  # noqa: N801
    """Give the day a number of months after a day; NULL where either is."""

    type = sa.Date()
    inherit_cache = True
    name = "months_after"


@compiles(months_after, "sqlite")
def _months_after_sqlite(element: months_after, compiler: sa.sql.compiler.SQLCompiler, **kw: object) -> str:
    day, months = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({day}, ({months}) || ' months')"


@compiles(months_after, "postgresql")
def _months_after_postgresql(
    element: months_after, compiler: sa.sql.compiler.SQLCompiler, **kw: object
) -> str:
    day, months = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST({day} + make_interval(months => {months}) AS date)"


@compiles(day_number, "sqlite")
def _day_number_sqlite(element: day_number, compiler: sa.sql.compiler.SQLCompiler, **kw: object) -> str:
    # julianday counts from noon, so a midnight ends in .5 and the difference is whole.
    return f"CAST(julianday({compiler.process(element.clauses, **kw)}) - 2440591.5 AS INTEGER)"


@compiles(day_number, "postgresql")
def _day_number_postgresql(element: day_number, compiler: sa.sql.compiler.SQLCompiler, **kw: object) -> str:
    return f"({compiler.process(element.clauses, **kw)} - DATE '1970-01-05')"
