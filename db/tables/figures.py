"""Counts of weeks that are over, kept so that a caseload is read at once."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class WeekTally(SQLModel, table=True):
    """The tally of one prescription in one treatment week that is over; `next_day` is the first day after it.

    It can be counted again from the record at any time. Triggers (`db.triggers`) delete a child's rows from the
    week of a changed day on, so that what is kept runs without a gap from the episode's first week. A migration that
    changes the arithmetic empties the table.
    """

    __tablename__: ClassVar[str] = "week_tally"
    __table_args__ = (
        sa.ForeignKeyConstraint(["episode_id", "child_id"], ["episode.id", "episode.child_id"]),
        sa.ForeignKeyConstraint(
            ["prescription_id", "child_id"], ["prescription.id", "prescription.child_id"]
        ),
        sa.Index("ix_week_tally_child", "child_id", "next_day"),
        # In the order of its key on the disk, so that a caseload is read in few places.
        {"sqlite_with_rowid": False},
    )

    episode_id: int = Field(primary_key=True)
    week: int = Field(primary_key=True)
    prescription_id: int = Field(primary_key=True)
    child_id: int
    next_day: date
    due: int
    settled: int
    excused: int
    without_entry: int
    credit: float
    full: int
