"""Children, where they live, and who stands in which relationship to them."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, TEXT, instant, words
from db.vocabulary import AmpsType, BodyArea, ConsentAnswer, ConsentKind, Level, RelationshipKind

OPEN = sa.text("done_at IS NULL AND withdrawn_at IS NULL")


class Child(SQLModel, table=True):
    """The person in treatment.

    A closed record can be read and exported by those who could, and changed by nobody. Of an erased one only this row
    remains, empty but for its ids, so that no other child ever gets the number that the access log knows.
    """

    __tablename__: ClassVar[str] = "child"
    __table_args__ = (sa.UniqueConstraint("id", "clinic_id"),)

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    chosen_name: str = Field(max_length=NAME)
    birth_month: date | None = None
    amps_type: AmpsType | None = words(AmpsType, nullable=True, default=None)
    other_conditions: str = Field(default="", max_length=TEXT)
    precautions: str = Field(default="", max_length=TEXT)
    supporting_medication: str = Field(default="", max_length=TEXT)
    school: str = Field(default="", max_length=NAME, sa_column_kwargs={"server_default": ""})
    school_class: str = Field(default="", max_length=NAME, sa_column_kwargs={"server_default": ""})
    created_at: datetime = instant()
    closed_at: datetime | None = instant(nullable=True)
    closed_by_id: int | None = Field(default=None, foreign_key="account.id")
    erased_at: datetime | None = instant(nullable=True)


class ChildBodyArea(SQLModel, table=True):
    """One part of the body that is affected."""

    __tablename__: ClassVar[str] = "child_body_area"

    child_id: int = Field(foreign_key="child.id", primary_key=True)
    body_area: BodyArea = Field(
        sa_column=sa.Column(words(BodyArea).sa_column.type, primary_key=True, nullable=False)
    )


class ChildTimeZone(SQLModel, table=True):
    """The zone in which a child's days are counted, from a day on. Earlier days stay as they were."""

    __tablename__: ClassVar[str] = "child_time_zone"

    child_id: int = Field(foreign_key="child.id", primary_key=True)
    valid_from: date = Field(primary_key=True)
    time_zone: str = Field(max_length=64)


class Relationship(SQLModel, table=True):
    """How an account stands to a child, in force on the half-open days `[starts_on, ends_on)`.

    All foreign keys carry the clinic, so the database itself refuses a link across clinics. A link that covers for a
    colleague names them and has a last day.
    """

    __tablename__: ClassVar[str] = "relationship"
    __table_args__ = (
        sa.ForeignKeyConstraint(["account_id", "clinic_id"], ["account.id", "account.clinic_id"]),
        sa.ForeignKeyConstraint(["child_id", "clinic_id"], ["child.id", "child.clinic_id"]),
        sa.ForeignKeyConstraint(["covers_id", "clinic_id"], ["account.id", "account.clinic_id"]),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        sa.CheckConstraint(
            "covers_id IS NULL OR (covers_id <> account_id AND ends_on IS NOT NULL)", name="cover_is_dated"
        ),
        sa.Index("ix_relationship_account_child", "account_id", "child_id"),
        sa.Index("ix_relationship_child", "child_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int
    account_id: int
    child_id: int
    kind: RelationshipKind = words(RelationshipKind)
    level: Level = words(Level)
    household: str = Field(default="", max_length=NAME)
    starts_on: date
    ends_on: date | None = None
    covers_id: int | None = None
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)


class Consent(SQLModel, table=True):
    """One answer of a guardian or a child, with its day and the version of the words that were answered."""

    __tablename__: ClassVar[str] = "consent"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    kind: ConsentKind = words(ConsentKind)
    answer: ConsentAnswer = words(ConsentAnswer)
    wording: str = Field(max_length=NAME)
    given_at: datetime = instant()
    given_by_id: int = Field(foreign_key="account.id")


class Erasure(SQLModel, table=True):
    """A record that is to be erased: asked for by one administrator, done by another."""

    __tablename__: ClassVar[str] = "erasure"
    __table_args__ = (
        sa.CheckConstraint("done_by_id <> asked_by_id", name="two_people"),
        sa.CheckConstraint("done_at IS NULL OR withdrawn_at IS NULL", name="done_or_withdrawn"),
        sa.Index("uq_erasure_open", "child_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    child_id: int = Field(foreign_key="child.id")
    asked_at: datetime = instant()
    asked_by_id: int = Field(foreign_key="account.id")
    done_at: datetime | None = instant(nullable=True)
    done_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
