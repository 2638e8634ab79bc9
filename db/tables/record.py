"""What families and clinicians record of a day: completions and day marks."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import TEXT, instant, within, words
from db.vocabulary import Barrier, CompletionState, Mark, Readers, Reporter

LIVE = sa.text("withdrawn_at IS NULL")


class Completion(SQLModel, table=True):
    """The record of one occurrence: `slot` counts the times of a day from 1.

    At most one entry of an occurrence is live. A changed entry is withdrawn and replaced, never overwritten;
    `recorded_at` says when it was entered, `performed_on` for which day of the child's calendar.
    """

    __tablename__: ClassVar[str] = "completion"
    __table_args__ = (
        # Both halves of the key: an entry can only point at a prescription of the same child.
        sa.ForeignKeyConstraint(
            ["prescription_id", "child_id"], ["prescription.id", "prescription.child_id"]
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["completion.id"]),
        within("slot", 1, 24),
        sa.CheckConstraint("amount IS NULL OR (state = 'partly' AND amount >= 0)", name="amount_of_partly"),
        sa.CheckConstraint("barrier IS NULL OR state = 'not_done'", name="barrier_of_not_done"),
        sa.Index(
            "uq_completion_live",
            "prescription_id",
            "performed_on",
            "slot",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        # Covers the weekly figures of a child: they are read from this index alone.
        sa.Index(
            "ix_completion_figures",
            "child_id",
            "performed_on",
            "prescription_id",
            "slot",
            "state",
            "amount",
            # SQLite reads the table again for a column that only the index's own condition names.
            "withdrawn_at",
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index("ix_completion_replaces", "replaces_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    prescription_id: int
    performed_on: date
    slot: int
    state: CompletionState = words(CompletionState)
    amount: float | None = None
    barrier: Barrier | None = words(Barrier, nullable=True, default=None)
    note: str = Field(default="", max_length=TEXT)
    note_readers: Readers | None = words(Readers, nullable=True, default=None)
    reporter: Reporter = words(Reporter)
    late_reason: str = Field(default="", max_length=TEXT)
    replaces_id: int | None = None
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class DayMark(SQLModel, table=True):
    """A day that the family marks ill (with something else) or away. At most one mark of a day is live."""

    __tablename__: ClassVar[str] = "day_mark"
    __table_args__ = (
        sa.Index(
            "uq_day_mark_live", "child_id", "day", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    day: date
    mark: Mark = words(Mark)
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
