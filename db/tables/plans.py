"""The lines of prescriptions in an episode, drafts and proposals of what they could become, and pauses."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, TEXT, instant, words
from db.tables.terms import TermsColumns, terms_checks
from db.vocabulary import Category, ProposalOutcome


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


class Prescription(TermsColumns, table=True):
    """One revision of one exercise's dose, in force on the half-open days `[valid_from, valid_to)`.

    `exercise_version_id` names the words of the clinic's library that it was written with; a revision that was brought
    in from elsewhere has none. A renewal begins at or after the end of what it replaces, and has
    not closed it. That intervals of a line never overlap is kept by a trigger (SQLite) or an exclusion
    constraint (PostgreSQL), both in `db.triggers`.
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
        *terms_checks(),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(index=True)
    episode_id: int = Field(index=True)
    line_id: int = Field(index=True)
    replaces_id: int | None = Field(default=None, index=True)
    is_renewal: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    exercise_version_id: int | None = Field(default=None, foreign_key="exercise_version.id", index=True)
    valid_from: date
    valid_to: date | None = None
    reason: str = Field(default="", max_length=TEXT)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
    stop_reason: str = Field(default="", max_length=TEXT)
    entered_in_error_at: datetime | None = instant(nullable=True)
    entered_in_error_by_id: int | None = Field(default=None, foreign_key="account.id")
    entered_in_error_reason: str = Field(default="", max_length=TEXT)


class Draft(TermsColumns, table=True):
    """A prescription that is being prepared: only whoever prescribes for the child sees it, and it counts nowhere.

    Either of a new line, with the exercise that it will be of, or a revision of `line_id` in place of `revises_id`,
    which had the end `revises_to` when it was prepared. It is changed in place and
    deleted once it is given to the family or thrown away: what becomes history begins then.
    """

    __tablename__: ClassVar[str] = "draft"
    __table_args__ = (
        sa.ForeignKeyConstraint(["episode_id", "child_id"], ["episode.id", "episode.child_id"]),
        sa.ForeignKeyConstraint(
            ["line_id", "episode_id", "child_id"], ["line.id", "line.episode_id", "line.child_id"]
        ),
        sa.ForeignKeyConstraint(["revises_id", "line_id"], ["prescription.id", "prescription.line_id"]),
        sa.CheckConstraint("(line_id IS NULL) <> (exercise_version_id IS NULL)", name="new_or_revised"),
        sa.CheckConstraint("(line_id IS NULL) = (revises_id IS NULL)", name="revises_of_a_line"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="days_in_order"),
        # One line has one draft at a time.
        sa.UniqueConstraint("line_id"),
        *terms_checks(),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    episode_id: int = Field(index=True)
    line_id: int | None = None
    revises_id: int | None = Field(default=None, index=True)
    revises_to: date | None = None
    exercise_version_id: int | None = Field(default=None, foreign_key="exercise_version.id", index=True)
    valid_from: date
    valid_to: date | None = None
    reason: str = Field(default="", max_length=TEXT)
    version: int = 1
    changed_at: datetime = instant()
    changed_by_id: int | None = Field(default=None, foreign_key="account.id")


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
