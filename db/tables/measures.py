"""Measures, which instruments a clinic uses, who sees pain values of a child, and agreed watch dates."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, NAME, TEXT, instant, within, words
from db.vocabulary import Instrument, Reporter, Side

MOST_WEEKS_APART = 26


class InstrumentSetting(SQLModel, table=True):
    """How a clinic uses an instrument, from one change to the next; the latest of an instrument stands.

    `every_weeks` None is "at visits". Clinicians enter whatever is used; `families_enter` lets families do so too.
    """

    __tablename__: ClassVar[str] = "instrument_setting"
    __table_args__ = (
        within("every_weeks", 1, MOST_WEEKS_APART),
        sa.Index("ix_instrument_setting_clinic", "clinic_id", "instrument"),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    instrument: Instrument = words(Instrument)
    is_used: bool
    every_weeks: int | None = None
    families_enter: bool
    set_at: datetime = instant()
    set_by_id: int | None = Field(default=None, foreign_key="account.id")


class PainSetting(SQLModel, table=True):
    """How often a child's pain is recorded, and whether the family's accounts show it; the latest one stands.

    Without any it is recorded at visits and not shown. `by_child` marks one by which the child hid it, or showed it
    again after a clinician had turned it on. `every_weeks` None is "at visits".
    """

    __tablename__: ClassVar[str] = "pain_setting"
    __table_args__ = (within("every_weeks", 1, MOST_WEEKS_APART),)

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    every_weeks: int | None = None
    is_shown: bool
    by_child: bool
    set_at: datetime = instant()
    set_by_id: int | None = Field(default=None, foreign_key="account.id")


class Measure(SQLModel, table=True):
    """A score of an instrument on a day, by the word of a reporter.

    `value` None is "not scored": it was begun and left incomplete. A correction is a new row that names the one it
    stands in place of; that one keeps its value and is withdrawn.
    """

    __tablename__: ClassVar[str] = "measure"
    __table_args__ = (
        sa.ForeignKeyConstraint(["replaces_id"], ["measure.id"]),
        within("value", 0, 1000),
        sa.CheckConstraint("replaces_id IS NULL OR length(correction) > 0", name="correction_has_a_reason"),
        sa.Index(
            "uq_measure_live",
            "child_id",
            "instrument",
            "reporter",
            "side",
            "on_day",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        # All that the ends of a series are found by: a caseload asks that of each of its children.
        sa.Index(
            "ix_measure_child",
            "child_id",
            "on_day",
            "instrument",
            "reporter",
            "withdrawn_at",
            "value",
            "recorded_by_id",
        ),
        sa.Index("ix_measure_replaces", "replaces_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    instrument: Instrument = words(Instrument)
    reporter: Reporter = words(Reporter)
    side: Side = words(Side)
    on_day: date
    value: float | None = None
    correction: str = Field(default="", max_length=TEXT)
    replaces_id: int | None = None
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class WatchDate(SQLModel, table=True):
    """Days, both included, on which family and team agreed to look more closely. They silence nothing."""

    __tablename__: ClassVar[str] = "watch_date"
    __table_args__ = (sa.CheckConstraint("to_day >= from_day", name="days_in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    from_day: date
    to_day: date
    about: str = Field(default="", max_length=NAME)
    agreed_with: str = Field(default="", max_length=NAME)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
