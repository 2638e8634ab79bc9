"""What a family asks or worries about, who has read it, and what the team answered."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, TEXT, instant, words
from db.vocabulary import ConcernKind, ConcernTopic, Readers


class Concern(SQLModel, table=True):
    """A question or worry, for readers that its writer chose. It is never scored or sorted by urgency.

    `household` is the writer's at the time of writing, as it is of a note. Only something new has a topic.
    """

    __tablename__: ClassVar[str] = "concern"
    __table_args__ = (
        sa.UniqueConstraint("id", "child_id"),
        sa.CheckConstraint("length(text) > 0", name="text_not_empty"),
        sa.CheckConstraint("(kind = 'something_new') = (topic IS NOT NULL)", name="topic_of_something_new"),
        sa.Index("ix_concern_child", "child_id", "written_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    kind: ConcernKind = words(ConcernKind)
    topic: ConcernTopic | None = words(ConcernTopic, nullable=True, default=None)
    text: str = Field(max_length=TEXT)
    readers: Readers = words(Readers)
    household: str = Field(default="", max_length=NAME)
    written_at: datetime = instant()
    written_by_id: int = Field(foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class ConcernRead(SQLModel, table=True):
    """That somebody of the care team has read a concern, once for each of them."""

    __tablename__: ClassVar[str] = "concern_read"
    __table_args__ = (
        sa.ForeignKeyConstraint(["concern_id", "child_id"], ["concern.id", "concern.child_id"]),
        sa.UniqueConstraint("concern_id", "read_by_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(index=True)
    concern_id: int
    read_at: datetime = instant()
    read_by_id: int = Field(foreign_key="account.id")


class ConcernAnswer(SQLModel, table=True):
    """What the care team answered, in writing or in person; whoever reads the concern reads its answers."""

    __tablename__: ClassVar[str] = "concern_answer"
    __table_args__ = (
        sa.ForeignKeyConstraint(["concern_id", "child_id"], ["concern.id", "concern.child_id"]),
        sa.CheckConstraint("in_person OR length(text) > 0", name="text_unless_in_person"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(index=True)
    concern_id: int = Field(index=True)
    text: str = Field(default="", max_length=TEXT)
    in_person: bool
    written_at: datetime = instant()
    written_by_id: int = Field(foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
