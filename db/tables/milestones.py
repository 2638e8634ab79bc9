"""Steps toward school, social and physical life, and life at home: their targets, and what became of them."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, NAME, TEXT, instant, within, words
from db.vocabulary import MilestoneArea, MilestoneEventKind

MOST_PERIODS = 12


class Milestone(SQLModel, table=True):
    """One step of a child, in its place among those of its area. The steps of school are the ladder.

    `periods` are the planned periods a day of a step of the ladder; others have none.
    """

    __tablename__: ClassVar[str] = "milestone"
    __table_args__ = (
        sa.UniqueConstraint("id", "child_id"),
        sa.CheckConstraint("length(name) > 0", name="name_not_empty"),
        sa.CheckConstraint("(area = 'school') = (periods IS NOT NULL)", name="periods_of_a_step_of_school"),
        within("periods", 0, MOST_PERIODS),
        within("position", 1, 200),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    area: MilestoneArea = words(MilestoneArea)
    position: int
    name: str = Field(max_length=NAME)
    periods: int | None = None
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class MilestoneTarget(SQLModel, table=True):
    """By when a milestone is to be reached, and who agreed it. The latest one stands; it may have no day."""

    __tablename__: ClassVar[str] = "milestone_target"
    __table_args__ = (
        sa.ForeignKeyConstraint(["milestone_id", "child_id"], ["milestone.id", "milestone.child_id"]),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(index=True)
    milestone_id: int = Field(index=True)
    target_on: date | None = None
    agreed_with: str = Field(default="", max_length=NAME)
    set_at: datetime = instant()
    set_by_id: int | None = Field(default=None, foreign_key="account.id")


class MilestoneEvent(SQLModel, table=True):
    """That a milestone was reached on a day, or set back. Nothing that was reached is ever deleted."""

    __tablename__: ClassVar[str] = "milestone_event"
    __table_args__ = (
        sa.ForeignKeyConstraint(["milestone_id", "child_id"], ["milestone.id", "milestone.child_id"]),
        sa.Index(
            "uq_milestone_event_live",
            "milestone_id",
            "on_day",
            "kind",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index("ix_milestone_event_child", "child_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    milestone_id: int
    kind: MilestoneEventKind = words(MilestoneEventKind)
    on_day: date
    reason: str = Field(default="", max_length=TEXT)
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
