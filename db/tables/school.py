"""A child's school: its calendar, the planned attendance, each day's entry, accommodations, and the page for it."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, NAME, TEXT, instant, within, words
from db.tables.milestones import MOST_PERIODS
from db.vocabulary import PageSide, Reporter, SchoolPageLine, SchoolReason

A_WEEK = 127  # seven bits


class SchoolTimetable(SQLModel, table=True):
    """A full timetable, from a day on: so many periods on each of `weekdays` (bit 0 is Monday)."""

    __tablename__: ClassVar[str] = "school_timetable"
    __table_args__ = (
        within("weekdays", 1, A_WEEK),
        within("periods", 1, MOST_PERIODS),
        sa.Index(
            "uq_school_timetable_live",
            "child_id",
            "valid_from",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    valid_from: date
    weekdays: int
    periods: int
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class SchoolClosure(SQLModel, table=True):
    """Days on which this school is closed, `first_day` and `last_day` included; or half days, with their `periods`."""

    __tablename__: ClassVar[str] = "school_closure"
    __table_args__ = (
        sa.CheckConstraint("last_day >= first_day", name="days_in_order"),
        within("periods", 0, MOST_PERIODS),
        sa.Index("ix_school_closure_child", "child_id", "first_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    first_day: date
    last_day: date
    periods: int = 0
    name: str = Field(default="", max_length=NAME)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class SchoolPlan(SQLModel, table=True):
    """From when on the planned attendance is that of a step of the ladder; the next one's first day ends it."""

    __tablename__: ClassVar[str] = "school_plan"
    __table_args__ = (
        sa.ForeignKeyConstraint(["milestone_id", "child_id"], ["milestone.id", "milestone.child_id"]),
        sa.Index(
            "uq_school_plan_live",
            "child_id",
            "starts_on",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index("ix_school_plan_milestone", "milestone_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    milestone_id: int
    starts_on: date
    agreed_with: str = Field(default="", max_length=NAME)
    reason: str = Field(default="", max_length=TEXT)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class SchoolDay(SQLModel, table=True):
    """How many periods a child was at school on a day. At most one entry of a day is live.

    `all_planned` says that it was all that was planned, in one tap; `periods` is then what that came to.
    """

    __tablename__: ClassVar[str] = "school_day"
    __table_args__ = (
        sa.ForeignKeyConstraint(["replaces_id"], ["school_day.id"]),
        within("periods", 0, MOST_PERIODS),
        sa.CheckConstraint("reason IS NULL OR NOT all_planned", name="reason_of_less"),
        sa.Index(
            "uq_school_day_live",
            "child_id",
            "day",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index("ix_school_day_replaces", "replaces_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    day: date
    periods: int
    all_planned: bool
    reason: SchoolReason | None = words(SchoolReason, nullable=True, default=None)
    reporter: Reporter = words(Reporter)
    late_reason: str = Field(default="", max_length=TEXT)
    replaces_id: int | None = None
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class Accommodation(SQLModel, table=True):
    """What a school does otherwise for a child, when that is looked at again, and since when it is not needed."""

    __tablename__: ClassVar[str] = "accommodation"
    __table_args__ = (
        sa.CheckConstraint("length(text) > 0", name="text_not_empty"),
        sa.CheckConstraint("review_on IS NULL OR review_on >= starts_on", name="review_in_order"),
        sa.CheckConstraint("faded_on IS NULL OR faded_on >= starts_on", name="fade_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    text: str = Field(max_length=TEXT)
    agreed_with: str = Field(default="", max_length=NAME)
    starts_on: date
    review_on: date | None = None
    faded_on: date | None = None
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class SchoolPage(SQLModel, table=True):
    """The words of the page for the school, from one edit to the next. The latest one stands until `valid_until`."""

    __tablename__: ClassVar[str] = "school_page"
    __table_args__ = (sa.UniqueConstraint("id", "child_id"),)

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    contact: str = Field(default="", max_length=TEXT)
    break_place: str = Field(default="", max_length=TEXT)
    before_home: str = Field(default="", max_length=TEXT)
    when_to_call: str = Field(default="", max_length=TEXT)
    valid_until: date
    written_at: datetime = instant()
    written_by_id: int | None = Field(default=None, foreign_key="account.id")


class SchoolPageTick(SQLModel, table=True):
    """That a line of a page may go to the school, or may not, as somebody said for one side. Their latest stands."""

    __tablename__: ClassVar[str] = "school_page_tick"
    __table_args__ = (
        sa.ForeignKeyConstraint(["page_id", "child_id"], ["school_page.id", "school_page.child_id"]),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(index=True)
    page_id: int = Field(index=True)
    line: SchoolPageLine = words(SchoolPageLine)
    side: PageSide = words(PageSide)
    agrees: bool
    ticked_at: datetime = instant()
    ticked_by_id: int = Field(foreign_key="account.id")
