"""Appointments at which a family and its care team looked at the record together, and what they decided."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, TEXT, instant


class Appointment(SQLModel, table=True):
    """One such meeting: its day, and the people who were there, in words. A day has one."""

    __tablename__: ClassVar[str] = "appointment"
    __table_args__ = (
        sa.Index(
            "uq_appointment_live", "child_id", "on_day", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
        sa.Index("ix_appointment_replaces", "replaces_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["appointment.id"]),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    on_day: date
    people: str = Field(max_length=TEXT)
    replaces_id: int | None = None
    written_at: datetime = instant()
    written_by_id: int = Field(foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class Decision(SQLModel, table=True):
    """What was decided on a day. It can become a milestone, or a proposal to change the plan, and then names it."""

    __tablename__: ClassVar[str] = "decision"
    __table_args__ = (
        sa.ForeignKeyConstraint(["milestone_id", "child_id"], ["milestone.id", "milestone.child_id"]),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"]),
        sa.CheckConstraint("length(text) > 0", name="text_not_empty"),
        sa.Index("ix_decision_child", "child_id", "on_day"),
        sa.Index("ix_decision_milestone", "milestone_id"),
        sa.Index("ix_decision_proposal", "proposal_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    on_day: date
    text: str = Field(max_length=TEXT)
    milestone_id: int | None = None
    proposal_id: int | None = None
    written_at: datetime = instant()
    written_by_id: int = Field(foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
