"""Episodes, their phases, and what has to be reached before one ends."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, TEXT, instant, within, words
from db.vocabulary import CriterionKind, EpisodeEnd, Phase, Setting


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


class EpisodePhase(SQLModel, table=True):
    """From when on an episode is in a phase; the next one's first day ends it. At most one begins on a day."""

    __tablename__: ClassVar[str] = "episode_phase"
    __table_args__ = (
        sa.ForeignKeyConstraint(["episode_id", "child_id"], ["episode.id", "episode.child_id"]),
        sa.Index(
            "uq_episode_phase_live",
            "episode_id",
            "starts_on",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    episode_id: int
    phase: Phase = words(Phase)
    starts_on: date
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class DischargeCriterion(SQLModel, table=True):
    """What function or school should look like before an episode ends. Whether it is met is found, never computed."""

    __tablename__: ClassVar[str] = "discharge_criterion"
    __table_args__ = (
        sa.ForeignKeyConstraint(["episode_id", "child_id"], ["episode.id", "episode.child_id"]),
        sa.UniqueConstraint("id", "child_id"),
        sa.CheckConstraint("length(text) > 0", name="text_not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    episode_id: int = Field(index=True)
    kind: CriterionKind = words(CriterionKind)
    text: str = Field(max_length=TEXT)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class CriterionFinding(SQLModel, table=True):
    """That a clinician found a criterion met, or open again. The latest one stands; none means open."""

    __tablename__: ClassVar[str] = "criterion_finding"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["criterion_id", "child_id"], ["discharge_criterion.id", "discharge_criterion.child_id"]
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    criterion_id: int = Field(index=True)
    is_met: bool
    found_at: datetime = instant()
    found_by_id: int | None = Field(default=None, foreign_key="account.id")
