"""What families and clinicians record of a day: completions, notes beside them, and day marks."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, NAME, TEXT, instant, within, words
from db.vocabulary import Barrier, CompletionState, Mark, Readers, Reporter


class Completion(SQLModel, table=True):
    """The record of one occurrence: `slot` counts the times of a day from 1.

    At most one entry of an occurrence is live. A changed entry is withdrawn and replaced, never overwritten;
    `recorded_at` says when it was entered, `performed_on` for which day of the child's calendar. `result` is what a
    timed task came to, in the unit of its prescription.
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
        sa.CheckConstraint(
            "result IS NULL OR (result > 0 AND state IN ('done', 'partly'))", name="result_of_what_was_done"
        ),
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
    result: float | None = None
    reporter: Reporter = words(Reporter)
    late_reason: str = Field(default="", max_length=TEXT)
    replaces_id: int | None = None
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class Note(SQLModel, table=True):
    """What somebody wrote beside an occurrence, for readers they chose. Each writer has at most one live there.

    It is not part of an entry: whoever ticks next neither reads it, nor takes it over, nor erases it. `household`
    is the writer's at the time of writing, so that a family that changes does not change who may read it.
    """

    __tablename__: ClassVar[str] = "note"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["prescription_id", "child_id"], ["prescription.id", "prescription.child_id"]
        ),
        within("slot", 1, 24),
        sa.CheckConstraint("length(text) > 0", name="text_not_empty"),
        sa.Index(
            "uq_note_live",
            "prescription_id",
            "performed_on",
            "slot",
            "written_by_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index("ix_note_day", "child_id", "performed_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    prescription_id: int
    performed_on: date
    slot: int
    text: str = Field(max_length=TEXT)
    readers: Readers = words(Readers)
    household: str = Field(default="", max_length=NAME)
    written_at: datetime = instant()
    written_by_id: int = Field(foreign_key="account.id")
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
    late_reason: str = Field(default="", max_length=TEXT)
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
