"""The access log: who looked at or changed what, by ids only."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, instant, words
from db.vocabulary import Access

SUBJECT = 8000  # as many children as one person could follow


class AccessLog(SQLModel, table=True):
    """One look or change. It holds ids and no names, and outlives what it points at: so no foreign keys.

    `what` is a screen for a look and a use case for a change; `subject` is the changed row, as "table id". A look
    at a caseload is one row: its `subject` names the children, as "children 3 17".
    Triggers (`db.triggers`) refuse every update and deletion.
    """

    __tablename__: ClassVar[str] = "access_log"
    __table_args__ = (
        sa.Index("ix_access_log_child", "child_id", "at"),
        sa.Index("ix_access_log_clinic", "clinic_id", "at"),
        sa.Index("ix_access_log_look", "session_id", "child_id", "what", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant()
    clinic_id: int | None = None
    account_id: int | None = None
    session_id: int | None = None
    child_id: int | None = None
    access: Access = words(Access)
    what: str = Field(max_length=NAME)
    subject: str = Field(default="", max_length=SUBJECT)
