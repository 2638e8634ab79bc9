"""What stands beside the figures of the Progress page: the clinic's line, changes of the plan, reasons, days."""

from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, day_number, given, table_of
from db.queries.plans import COUNTS, NOT_WITHDRAWN, SAID
from db.tables import Child, Clinic, Completion, Line, Prescription
from db.types import AccessibleChildId
from db.vocabulary import CompletionState

DAYS_IN_WEEK = 7

child = table_of(Child)
clinic = table_of(Clinic)
completion = table_of(Completion)
line = table_of(Line)
prescription = table_of(Prescription)

_NAME_AND_CLINIC = (
    sa.select(
        child.c.chosen_name,
        clinic.c.adherence_line_percent,
        clinic.c.least_coverage_percent,
        clinic.c.days_without_entries,
        clinic.c.ill_days,
    )
    .join(clinic, clinic.c.id == child.c.clinic_id)
    .where(child.c.id == given("child_id", child.c.id))
)
_REVISIONS = (
    sa.select(*SAID, prescription.c.entered_in_error_at)
    .join(line, line.c.id == prescription.c.line_id)
    .where(
        prescription.c.child_id == given("child_id", prescription.c.child_id),
        prescription.c.episode_id == given("episode_id", prescription.c.episode_id),
        NOT_WITHDRAWN,
    )
    .order_by(prescription.c.line_id, prescription.c.valid_from, prescription.c.id)
)
_WEEKDAY = day_number(completion.c.performed_on) % DAYS_IN_WEEK
# Entries of an episode that hit an occurrence, from the index of the figures alone but for the reason.
_ENTRIES = (
    completion.c.child_id == given("child_id", completion.c.child_id),
    completion.c.performed_on >= given("first", completion.c.performed_on),
    completion.c.performed_on <= given("last", completion.c.performed_on),
    completion.c.withdrawn_at.is_(None),
    prescription.c.episode_id == given("episode_id", prescription.c.episode_id),
    COUNTS,
    completion.c.performed_on >= prescription.c.valid_from,
    sa.or_(prescription.c.valid_to.is_(None), completion.c.performed_on < prescription.c.valid_to),
    completion.c.slot <= prescription.c.times_per_day,
    sa.or_(
        prescription.c.weekdays.is_(None),
        prescription.c.weekdays.bitwise_rshift(_WEEKDAY).bitwise_and(1) == 1,
    ),
)
_DAYS = (
    sa.select(
        completion.c.performed_on,
        sa.func.sum(sa.case((prescription.c.weekdays.is_(None), 0), else_=1)).label("on_days"),
        sa.func.sum(sa.case((prescription.c.weekdays.is_(None), 1), else_=0)).label("in_weeks"),
    )
    .join(prescription, prescription.c.id == completion.c.prescription_id)
    .where(*_ENTRIES)
    .group_by(completion.c.performed_on)
    .order_by(completion.c.performed_on)
)
_SINCE = day_number(completion.c.performed_on) - day_number(given("first", completion.c.performed_on))
_WEEK = (_SINCE // DAYS_IN_WEEK + 1).label("week")
_REASONS = (
    sa.select(prescription.c.line_id, _WEEK, completion.c.barrier, sa.func.count().label("times"))
    .join(prescription, prescription.c.id == completion.c.prescription_id)
    .where(*_ENTRIES, completion.c.state == CompletionState.NOT_DONE, completion.c.barrier.is_not(None))
    .group_by(prescription.c.line_id, "week", completion.c.barrier)
    .order_by(prescription.c.line_id, "week", completion.c.barrier)
)


def name_and_clinic(connection: sa.Connection, child_id: AccessibleChildId) -> AnyRow:
    """Give the chosen name, and what the child's clinic has set for looking at home exercise."""
    return connection.execute(_NAME_AND_CLINIC, {"child_id": child_id}).one()


def revisions(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give an episode's revisions by line and day, those entered in error among them, without withdrawn ones."""
    return list(connection.execute(_REVISIONS, {"child_id": child_id, "episode_id": episode_id}))


def answered_days(
    connection: sa.Connection, child_id: AccessibleChildId, episode_id: int, first: date, last: date
) -> list[AnyRow]:
    """Give (performed_on, on_days, in_weeks) of the days with entries: of exercises of that day, and of weekly counts.

    Only what hit an occurrence counts; whether the day was paused or marked is not asked.
    """
    values = {"child_id": child_id, "episode_id": episode_id, "first": first, "last": last}
    return list(connection.execute(_DAYS, values))


def reasons(
    connection: sa.Connection, child_id: AccessibleChildId, episode_id: int, first: date, last: date
) -> list[AnyRow]:
    """Give (line_id, week, barrier, times) of what was not done with a reason; week 1 begins on `first`."""
    values = {"child_id": child_id, "episode_id": episode_id, "first": first, "last": last}
    return list(connection.execute(_REASONS, values))
