"""What a clinic prescribes from: its exercises with their words and pictures, its templates, and what it explains."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, TEXT, instant, within, words
from db.tables.terms import TermsColumns, terms_checks
from db.vocabulary import Audience, BodyArea, Category

LONG_TEXT = 8000
ADDRESS = 500


class Exercise(SQLModel, table=True):
    """One exercise of a clinic's library. Its words stand in its versions."""

    __tablename__: ClassVar[str] = "exercise"
    __table_args__ = (sa.UniqueConstraint("id", "clinic_id"),)

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    added_at: datetime = instant()
    added_by_id: int | None = Field(default=None, foreign_key="account.id")
    retired_at: datetime | None = instant(nullable=True)
    retired_by_id: int | None = Field(default=None, foreign_key="account.id")


class ExercisePicture(SQLModel, table=True):
    """A picture as the product has written it anew: a JPEG without anything but its pixels."""

    __tablename__: ClassVar[str] = "exercise_picture"
    __table_args__ = (
        sa.UniqueConstraint("id", "clinic_id"),
        within("width", 1, 2000),
        within("height", 1, 2000),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    content: bytes = Field(sa_column=sa.Column(sa.LargeBinary, nullable=False))
    width: int
    height: int
    added_at: datetime = instant()
    added_by_id: int | None = Field(default=None, foreign_key="account.id")


class ExerciseVersion(SQLModel, table=True):
    """The words of an exercise as they stood from one edit to the next; an edit adds the next `number`.

    Only an approved version is prescribed. A prescription keeps the version that it was written with.
    """

    __tablename__: ClassVar[str] = "exercise_version"
    __table_args__ = (
        sa.ForeignKeyConstraint(["exercise_id", "clinic_id"], ["exercise.id", "exercise.clinic_id"]),
        sa.ForeignKeyConstraint(
            ["picture_id", "clinic_id"], ["exercise_picture.id", "exercise_picture.clinic_id"]
        ),
        sa.UniqueConstraint("exercise_id", "number"),
        sa.CheckConstraint("length(name) > 0", name="name_not_empty"),
        sa.CheckConstraint("video = '' OR video LIKE 'https://%'", name="video_is_https"),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int
    exercise_id: int
    number: int = Field(ge=1)
    name: str = Field(max_length=NAME)
    category: Category = words(Category)
    body_area: BodyArea | None = words(BodyArea, nullable=True, default=None)
    about: str = Field(default="", max_length=TEXT)
    steps: str = Field(default="", max_length=TEXT)
    video: str = Field(default="", max_length=ADDRESS)
    picture_id: int | None = Field(default=None, index=True)
    written_at: datetime = instant()
    written_by_id: int | None = Field(default=None, foreign_key="account.id")
    approved_at: datetime | None = instant(nullable=True)
    approved_by_id: int | None = Field(default=None, foreign_key="account.id")


class Template(SQLModel, table=True):
    """A plan that a clinician saved for the whole clinic. It names no child."""

    __tablename__: ClassVar[str] = "template"
    __table_args__ = (
        sa.UniqueConstraint("id", "clinic_id"),
        sa.CheckConstraint("length(name) > 0", name="name_not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    name: str = Field(max_length=NAME)
    about: str = Field(default="", max_length=TEXT)
    saved_at: datetime = instant()
    saved_by_id: int | None = Field(default=None, foreign_key="account.id")
    retired_at: datetime | None = instant(nullable=True)
    retired_by_id: int | None = Field(default=None, foreign_key="account.id")


class TemplateItem(TermsColumns, table=True):
    """One exercise of a template, with the dose that a plan made from it begins with."""

    __tablename__: ClassVar[str] = "template_item"
    __table_args__ = (
        sa.ForeignKeyConstraint(["template_id", "clinic_id"], ["template.id", "template.clinic_id"]),
        sa.ForeignKeyConstraint(["exercise_id", "clinic_id"], ["exercise.id", "exercise.clinic_id"]),
        sa.UniqueConstraint("template_id", "position"),
        *terms_checks(),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int
    template_id: int
    position: int = Field(ge=1)
    exercise_id: int = Field(index=True)


class Explanation(SQLModel, table=True):
    """What a clinic tells a child or its carers about the condition and its treatment, from one edit to the next.

    Families read the latest approved one for their audience.
    """

    __tablename__: ClassVar[str] = "explanation"
    __table_args__ = (sa.CheckConstraint("length(text) > 0", name="text_not_empty"),)

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    audience: Audience = words(Audience)
    text: str = Field(max_length=LONG_TEXT)
    written_at: datetime = instant()
    written_by_id: int | None = Field(default=None, foreign_key="account.id")
    approved_at: datetime | None = instant(nullable=True)
    approved_by_id: int | None = Field(default=None, foreign_key="account.id")
