"""Clinics with their settings, accounts, and the sessions in which accounts are signed in."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, instant, within, words
from db.vocabulary import Role


class Clinic(SQLModel, table=True):
    """A clinic and its settings. Nothing of one clinic is ever visible to another."""

    __tablename__: ClassVar[str] = "clinic"
    __table_args__ = (
        within("adherence_line_percent", 50, 100),
        within("least_coverage_percent", 0, 100),
        within("back_fill_days", 0, 7),
        within("days_without_entries", 1, 14),
        within("ill_days", 1, 14),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=NAME)
    time_zone: str = Field(max_length=64)
    adherence_line_percent: int = 80
    least_coverage_percent: int = 70
    back_fill_days: int = 2
    days_without_entries: int = 3
    ill_days: int = 3
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
    """One signed-in browser. Only the SHA-256 of its token is kept, so a copy of this table opens nothing."""

    __tablename__: ClassVar[str] = "sign_in_session"
    __table_args__ = (sa.UniqueConstraint("token_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(max_length=64)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
