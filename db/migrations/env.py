"""Alembic's entry: `db.schema` runs it with an open connection in the configuration's attributes."""

from typing import Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from db.tables import METADATA
from db.types import UtcDateTime


def render_item(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our column types so that a migration reads plainly and outlives SQLModel's inner names."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
