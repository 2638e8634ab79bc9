"""What is prescribed of visits, the visits themselves, and what became of each. Never what was said in one."""

from datetime import date, datetime, time
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import LIVE, instant, within, words
from db.vocabulary import CancelReason, Discipline, Modality, SeriesVisibility, VisitOutcome

LONGEST_VISIT = 600  # minutes: a day of an intensive programme
RULE = 200
ONLY_COUNSELING_IS_KEPT = """\
discipline = 'counseling' OR (visibility = 'care_team_and_family' AND shown_to_child AND kept_by_id IS NULL)"""


class VisitSeries(SQLModel, table=True):
    """What is prescribed of one discipline: `per_week` visits for `weeks` weeks from `first_day` on.

    `rule` says on which days, as a recurrence rule of RFC 5545 without its first moment, which is `first_day` and
    `begins_at` on the clocks of `time_zone`; empty where each visit is booked by itself. Who may know of the series
    is set once, at its start. `kept_by_id` is the counselor who keeps it. `ends_on` is the first day without it, where
    it was ended before its time.
    """

    __tablename__: ClassVar[str] = "visit_series"
    __table_args__ = (
        sa.UniqueConstraint("id", "child_id"),
        within("per_week", 1, 21),
        within("weeks", 1, 104),
        within("minutes", 5, LONGEST_VISIT),
        sa.CheckConstraint(ONLY_COUNSELING_IS_KEPT, name="only_counseling_is_kept"),
        sa.CheckConstraint(
            "visibility <> 'counselor_only' OR kept_by_id IS NOT NULL", name="somebody_keeps_it"
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= first_day", name="days_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    discipline: Discipline = words(Discipline)
    visibility: SeriesVisibility = words(SeriesVisibility)
    shown_to_child: bool
    kept_by_id: int | None = Field(default=None, foreign_key="account.id")
    per_week: int
    weeks: int
    first_day: date
    begins_at: time
    minutes: int
    modality: Modality = words(Modality)
    time_zone: str = Field(max_length=64)
    rule: str = Field(default="", max_length=RULE)
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    ends_on: date | None = None
    ended_at: datetime | None = instant(nullable=True)
    ended_by_id: int | None = Field(default=None, foreign_key="account.id")


class Visit(SQLModel, table=True):
    """One appointment, at a moment in UTC. It is never changed: a moved one gets another in its place.

    `withdrawn_at` is for one that is no longer prescribed, since its series was ended; it counts nowhere.
    """

    __tablename__: ClassVar[str] = "visit"
    __table_args__ = (
        sa.ForeignKeyConstraint(["series_id", "child_id"], ["visit_series.id", "visit_series.child_id"]),
        sa.ForeignKeyConstraint(["moved_from_id", "child_id"], ["visit.id", "visit.child_id"]),
        sa.UniqueConstraint("id", "child_id"),
        within("minutes", 5, LONGEST_VISIT),
        sa.Index("ix_visit_series", "series_id", "starts_at"),
        sa.Index("ix_visit_child", "child_id", "starts_at"),
        sa.Index("ix_visit_moved_from", "moved_from_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    series_id: int
    starts_at: datetime = instant()
    minutes: int
    modality: Modality = words(Modality)
    moved_from_id: int | None = None
    created_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")


class VisitRecord(SQLModel, table=True):
    """What became of a visit. At most one is live; a corrected one is withdrawn and stays."""

    __tablename__: ClassVar[str] = "visit_record"
    __table_args__ = (
        sa.ForeignKeyConstraint(["visit_id", "child_id"], ["visit.id", "visit.child_id"]),
        sa.CheckConstraint(
            "(reason IS NOT NULL) = (outcome IN ('cancelled_by_family', 'cancelled_by_clinic'))",
            name="reason_of_a_cancellation",
        ),
        sa.Index("uq_visit_record_live", "visit_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        sa.Index("ix_visit_record_child", "child_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int
    visit_id: int
    outcome: VisitOutcome = words(VisitOutcome)
    reason: CancelReason | None = words(CancelReason, nullable=True, default=None)
    recorded_at: datetime = instant()
    recorded_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="account.id")
