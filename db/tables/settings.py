"""What a clinic has set: its closed days, and who changed which setting. The values stand in `Clinic` itself."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, NAME, TEXT, instant


class ClosedDay(SQLModel, table=True):
    """A day on which the clinic is closed. It touches visits and school, never home exercise."""

    __tablename__: ClassVar[str] = "closed_day"
    __table_args__ = (
        sa.Index(
            "uq_closed_day_live", "clinic_id", "day", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    day: date
    name: str = Field(default="", max_length=NAME)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class SettingChange(SQLModel, table=True):
    """One change of a setting, as texts. Triggers (`db.triggers`) refuse every update and deletion."""

    __tablename__: ClassVar[str] = "setting_change"

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    changed_at: datetime = instant()
    changed_by_id: int | None = Field(default=None, foreign_key="account.id")
    setting: str = Field(max_length=NAME)
    before: str = Field(max_length=TEXT)
    after: str = Field(max_length=TEXT)


class Demo(SQLModel, table=True):
    """The mark of a database that holds invented people only. Its one row lets anybody sign in as any of them."""

    __tablename__: ClassVar[str] = "demo"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int | None = Field(default=None, primary_key=True)
    seed: int
    made_at: datetime = instant()
