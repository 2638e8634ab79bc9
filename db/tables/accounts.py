"""Clinics, accounts, the sessions in which accounts are signed in, and the one-time links that lead to them."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, TEXT, instant, within, words
from db.vocabulary import LinkPurpose, Notice, Role

AGES = ("guardian_consent_below_age", "assent_from_age", "own_account_from_age", "majority_age")


class Clinic(SQLModel, table=True):
    """A clinic and its settings. Nothing of one clinic is ever visible to another.

    An age that is None is one that the clinic has not set: the law differs from place to place.
    """

    __tablename__: ClassVar[str] = "clinic"
    __table_args__ = (
        within("adherence_line_percent", 50, 100),
        within("least_coverage_percent", 0, 100),
        within("back_fill_days", 0, 7),
        within("days_without_entries", 1, 14),
        within("ill_days", 1, 14),
        *(within(age, 0, 30) for age in AGES),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=NAME)
    time_zone: str = Field(max_length=64)
    region: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    adherence_line_percent: int = 80
    least_coverage_percent: int = 70
    back_fill_days: int = 2
    days_without_entries: int = 3
    ill_days: int = 3
    emergency_text: str = Field(default="", max_length=TEXT, sa_column_kwargs={"server_default": ""})
    phone_text: str = Field(default="", max_length=TEXT, sa_column_kwargs={"server_default": ""})
    crisis_text: str = Field(default="", max_length=TEXT, sa_column_kwargs={"server_default": ""})
    confidentiality_text: str = Field(default="", max_length=TEXT, sa_column_kwargs={"server_default": ""})
    guardian_consent_below_age: int | None = None
    assent_from_age: int | None = None
    own_account_from_age: int | None = None
    majority_age: int | None = None
    created_at: datetime = instant()


class Account(SQLModel, table=True):
    """Someone who can sign in. `sign_in_name` is unique over all clinics and stored in lower case."""

    __tablename__: ClassVar[str] = "account"
    __table_args__ = (
        sa.UniqueConstraint("sign_in_name"),
        # The target of the foreign keys that wall clinics off from one another.
        sa.UniqueConstraint("id", "clinic_id"),
        sa.CheckConstraint("sign_in_name = lower(sign_in_name)", name="sign_in_name_lower"),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    role: Role = words(Role)
    name: str = Field(max_length=NAME)
    sign_in_name: str = Field(max_length=254)
    password_hash: str = Field(max_length=200)
    created_at: datetime = instant()
    disabled_at: datetime | None = instant(nullable=True)


class SignInSession(SQLModel, table=True):
    """One signed-in browser. Only the SHA-256 of its token is kept, so a copy of this table opens nothing.

    `last_seen_at` is when somebody last used it, within a minute; `device` is what the browser says of itself.
    """

    __tablename__: ClassVar[str] = "sign_in_session"
    __table_args__ = (sa.UniqueConstraint("token_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(max_length=64)
    device: str = Field(default="", max_length=NAME, sa_column_kwargs={"server_default": ""})
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)


class AccountNotice(SQLModel, table=True):
    """Something that happened to an account, which its owner reads at the next sign-in and then puts away."""

    __tablename__: ClassVar[str] = "account_notice"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    what: Notice = words(Notice)
    at: datetime = instant()
    by_id: int | None = Field(default=None, foreign_key="account.id")
    seen_at: datetime | None = instant(nullable=True)


class OneTimeLink(SQLModel, table=True):
    """A link that works once, until it expires: only the SHA-256 of its token is kept.

    A set-up link makes the first clinic and belongs to nobody; an invitation lets an account choose its password, a
    reset lets it choose another one.
    """

    __tablename__: ClassVar[str] = "one_time_link"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.ForeignKeyConstraint(["account_id", "clinic_id"], ["account.id", "account.clinic_id"]),
        sa.CheckConstraint(
            "CASE WHEN purpose = 'set_up' THEN account_id IS NULL AND clinic_id IS NULL"
            " ELSE account_id IS NOT NULL AND clinic_id IS NOT NULL END",
            name="whose",
        ),
        sa.CheckConstraint("expires_at > created_at", name="moments_in_order"),
        sa.Index("ix_one_time_link_account", "account_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    purpose: LinkPurpose = words(LinkPurpose)
    token_hash: str = Field(max_length=64)
    clinic_id: int | None = None
    account_id: int | None = None
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    expires_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)
    withdrawn_at: datetime | None = instant(nullable=True)
