"""Episodes, the lines of prescriptions in them, and the pauses of a plan."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, TEXT, instant, within, words
from db.vocabulary import Category, DoseKind, EpisodeEnd, PartOfDay, ProposalOutcome, Setting


class Episode(SQLModel, table=True):
    """One course of treatment, `[starts_on, ends_on)`. Its start is the origin of "week n"."""

    __tablename__: ClassVar[str] = "episode"
    __table_args__ = (
        sa.UniqueConstraint("child_id", "number"),
        sa.UniqueConstraint("id", "child_id"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days_in_order"),
        within("expected_weeks", 1, 104),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    number: int = Field(ge=1)
    starts_on: date
    ends_on: date | None = None
    setting: Setting = words(Setting)
    expected_weeks: int | None = None
    end_reason: EpisodeEnd | None = words(EpisodeEnd, nullable=True, default=None)
    end_note: str = Field(default="", max_length=TEXT)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class Line(SQLModel, table=True):
    """The chain of revisions of one exercise in one episode."""

    __tablename__: ClassVar[str] = "line"
    __table_args__ = (
        sa.ForeignKeyConstraint(["episode_id", "child_id"], ["episode.id", "episode.child_id"]),
        sa.UniqueConstraint("id", "episode_id", "child_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    episode_id: int = Field(index=True)
    exercise: str = Field(max_length=NAME)
    category: Category = words(Category)


class Prescription(SQLModel, table=True):
    """One revision of one exercise's dose, in force on the half-open days `[valid_from, valid_to)`.

    Due either on `weekdays` (bit 0 is Monday) with `times_per_day` slots each, or `times_per_week` times in a
    treatment week on any days. `total` is the dose's one countable total (sets x reps, minutes, metres,
    count); a timed task and an open dose have none. That intervals of a line never overlap is kept by a
    trigger (SQLite) or an exclusion constraint (PostgreSQL), both in `db.triggers`.
    """

    __tablename__: ClassVar[str] = "prescription"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["line_id", "episode_id", "child_id"], ["line.id", "line.episode_id", "line.child_id"]
        ),
        sa.ForeignKeyConstraint(["replaces_id", "line_id"], ["prescription.id", "prescription.line_id"]),
        sa.UniqueConstraint("id", "child_id"),
        sa.UniqueConstraint("id", "line_id"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="days_in_order"),
        sa.CheckConstraint("(weekdays IS NULL) <> (times_per_week IS NULL)", name="one_schedule"),
        sa.CheckConstraint("times_per_week IS NULL OR times_per_day = 1", name="weekly_once_a_day"),
        within("weekdays", 1, 127),
        within("times_per_day", 1, 12),
        within("times_per_week", 1, 7),
        sa.CheckConstraint("total IS NULL OR total > 0", name="total_positive"),
        sa.CheckConstraint(
            "(dose_kind IN ('timed_task', 'open')) = (total IS NULL)", name="total_of_countable_doses"
        ),
        sa.CheckConstraint(
            "CASE WHEN dose_kind = 'sets_reps'"
            " THEN sets IS NOT NULL AND reps IS NOT NULL AND total = sets * reps"
            " ELSE sets IS NULL AND reps IS NULL END",
            name="sets_reps_total",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(index=True)
    episode_id: int = Field(index=True)
    line_id: int = Field(index=True)
    replaces_id: int | None = Field(default=None, index=True)
    valid_from: date
    valid_to: date | None = None
    weekdays: int | None = None
    times_per_day: int = 1
    times_per_week: int | None = None
    part_of_day: PartOfDay = words(PartOfDay)
    dose_kind: DoseKind = words(DoseKind)
    sets: int | None = None
    reps: int | None = None
    hold_seconds: int | None = None
    total: float | None = None
    instructions: str = Field(default="", max_length=TEXT)
    reason: str = Field(default="", max_length=TEXT)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
    stop_reason: str = Field(default="", max_length=TEXT)
    entered_in_error_at: datetime | None = instant(nullable=True)
    entered_in_error_by_id: int | None = Field(default=None, foreign_key="account.id")
    entered_in_error_reason: str = Field(default="", max_length=TEXT)


class PlanPause(SQLModel, table=True):
    """Whole days on which the plan asks nothing, `from_day` and `to_day` both included."""

    __tablename__: ClassVar[str] = "plan_pause"
    __table_args__ = (
        sa.ForeignKeyConstraint(["episode_id", "child_id"], ["episode.id", "episode.child_id"]),
        sa.CheckConstraint("to_day >= from_day", name="days_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    episode_id: int = Field(index=True)
    from_day: date
    to_day: date
    reason: str = Field(default="", max_length=TEXT)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class Proposal(SQLModel, table=True):
    """What somebody who may not prescribe suggests to change of a line. Whoever prescribes takes it up or does not."""

    __tablename__: ClassVar[str] = "proposal"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["line_id", "episode_id", "child_id"], ["line.id", "line.episode_id", "line.child_id"]
        ),
        sa.CheckConstraint("length(text) > 0", name="text_not_empty"),
        sa.CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled_with_an_outcome"),
        sa.Index("ix_proposal_child", "child_id", "episode_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    episode_id: int
    line_id: int
    text: str = Field(max_length=TEXT)
    proposed_at: datetime = instant()
    proposed_by_id: int = Field(foreign_key="account.id")
    outcome: ProposalOutcome | None = words(ProposalOutcome, nullable=True, default=None)
    settled_at: datetime | None = instant(nullable=True)
    settled_by_id: int | None = Field(default=None, foreign_key="account.id")
