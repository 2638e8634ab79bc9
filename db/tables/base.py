"""What every table shares: constraint names and a few column shapes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.types import UtcDateTime, text_enum

# A constraint without a name cannot be dropped or kept by Alembic's batch mode on SQLite.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

NAME = 80
TEXT = 2000
LIVE = sa.text("withdrawn_at IS NULL")


def words(vocabulary: type[StrEnum], *, nullable: bool = False, **more: Any) -> Any:
    """Declare a column that holds one word of a vocabulary."""
    return Field(sa_column=sa.Column(text_enum(vocabulary), nullable=nullable), **more)


def instant(*, nullable: bool = False) -> Any:
    """Declare a column that holds a moment in UTC."""
    default: datetime | None = None
    if nullable:
        return Field(default=default, sa_column=sa.Column(UtcDateTime, nullable=True))
    return Field(sa_column=sa.Column(UtcDateTime, nullable=False))


def within(column: str, low: int, high: int) -> sa.CheckConstraint:
    """Keep a number inside its range; NULL passes."""
    return sa.CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")
