"""Column types that both databases store alike."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

import sqlalchemy as sa

# A child's id after the access check: only `tracker.access.work` makes one, clinical queries take no other.
AccessibleChildId = NewType("AccessibleChildId", int)


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant, always in UTC. SQLite drops time zones, so naive values are refused, not guessed at."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a naive value; give the database UTC."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Hand back an aware value."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_enum(words: type[StrEnum]) -> sa.Enum:
    """Store a vocabulary by value, with a named CHECK: PostgreSQL's own enums are hard to change."""
    return sa.Enum(
        words,
        name=words.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        length=32,
    )
