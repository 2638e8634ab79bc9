"""What a prescription, a draft of one and an item of a template say alike: a dose, and when it is due."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.tables.base import NAME, TEXT, within
from db.types import text_enum
from db.vocabulary import Better, DoseKind, TaskUnit


class TermsColumns(SQLModel):
    """Columns of a dose and its schedule. `terms_checks` gives the rules that go with them.

    Due either on `weekdays` (bit 0 is Monday) with `times_per_day` slots each, or `times_per_week` times in a
    treatment week on any days. `parts_of_day` is the parts in which the slots are done (bit 0 morning, 1 afternoon, 2
    evening), 0 for any. `total` is the dose's one countable total (sets x reps, minutes, metres, count); a timed task
    and an open dose have none. The last four of the dose are of a timed task alone: in what its result is taken, which
    result is the better one, whether the best so far is shown, and whether the therapist has closed the ceiling, so
    that nobody is asked to beat it any more.
    """

    weekdays: int | None = None
    times_per_day: int = 1
    times_per_week: int | None = None
    parts_of_day: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    dose_kind: DoseKind = Field(sa_type=text_enum(DoseKind), nullable=False)
    sets: int | None = None
    reps: int | None = None
    hold_seconds: int | None = None
    total: float | None = None
    texture: str = Field(default="", max_length=NAME, sa_column_kwargs={"server_default": ""})
    task_unit: TaskUnit | None = Field(default=None, sa_type=text_enum(TaskUnit))
    task_better: Better | None = Field(default=None, sa_type=text_enum(Better))
    best_shown: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    ceiling_closed: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    instructions: str = Field(default="", max_length=TEXT)


def terms_checks() -> tuple[sa.CheckConstraint, ...]:
    """Give the rules of these columns, anew for each table."""
    return (
        sa.CheckConstraint("(weekdays IS NULL) <> (times_per_week IS NULL)", name="one_schedule"),
        sa.CheckConstraint("times_per_week IS NULL OR times_per_day = 1", name="weekly_once_a_day"),
        within("weekdays", 1, 127),
        within("times_per_day", 1, 12),
        within("times_per_week", 1, 7),
        within("parts_of_day", 0, 7),
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
        sa.CheckConstraint("(dose_kind = 'texture_minutes') = (texture <> '')", name="texture_of_its_dose"),
        sa.CheckConstraint(
            "CASE WHEN dose_kind = 'timed_task' THEN task_unit IS NOT NULL AND task_better IS NOT NULL"
            " ELSE task_unit IS NULL AND task_better IS NULL AND NOT best_shown AND NOT ceiling_closed END",
            name="task_of_a_timed_task",
        ),
    )
