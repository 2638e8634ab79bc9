"""Results of timed tasks."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, given_any, table_of
from db.queries.plans import COUNTS, prescription
from db.tables import Completion, Line
from db.types import AccessibleChildId
from db.vocabulary import CompletionState

completion = table_of(Completion)
line = table_of(Line)

# From the prescriptions of a few lines to their entries: far fewer rows than all that a child has.
_RANGES = (
    sa.select(
        prescription.c.line_id,
        prescription.c.task_unit,
        prescription.c.task_better,
        sa.func.min(completion.c.result).label("lowest"),
        sa.func.max(completion.c.result).label("highest"),
    )
    .join(completion, completion.c.prescription_id == prescription.c.id)
    .where(
        prescription.c.child_id == given("child_id", prescription.c.child_id),
        prescription.c.line_id.in_(given_any("lines", prescription.c.line_id)),
        COUNTS,
        completion.c.child_id == given("child_id", completion.c.child_id),
        completion.c.performed_on <= given("last", completion.c.performed_on),
        completion.c.withdrawn_at.is_(None),
        completion.c.result.is_not(None),
        # Of a task that was broken off, the clock says nothing.
        completion.c.state == CompletionState.DONE,
    )
    .group_by(prescription.c.line_id, prescription.c.task_unit, prescription.c.task_better)
)

_TERMS, _ANY = prescription.alias("terms"), prescription.alias("any_terms")
# What the family sees of a line is said by its latest revision, which may have no result.
_LATEST_TERMS = (
    sa.select(_ANY.c.id)
    .where(
        _ANY.c.line_id == line.c.id,
        _ANY.c.withdrawn_at.is_(None),
        _ANY.c.entered_in_error_at.is_(None),
        _ANY.c.valid_from <= sa.bindparam("last", type_=sa.Date()),
    )
    .order_by(_ANY.c.valid_from.desc(), _ANY.c.id.desc())
    .limit(1)
    .correlate(line)
    .scalar_subquery()
)
_OF_DAYS = (
    sa.select(
        line.c.id.label("line_id"),
        line.c.exercise,
        prescription.c.task_unit,
        prescription.c.task_better,
        completion.c.performed_on,
        sa.func.min(completion.c.result).label("lowest"),
        sa.func.max(completion.c.result).label("highest"),
        _TERMS.c.best_shown,
        _TERMS.c.ceiling_closed,
    )
    .select_from(prescription)
    .join(line, line.c.id == prescription.c.line_id)
    .join(completion, completion.c.prescription_id == prescription.c.id)
    .join(_TERMS, _TERMS.c.id == _LATEST_TERMS)
    .where(
        prescription.c.child_id == given("child_id", prescription.c.child_id),
        prescription.c.task_unit.is_not(None),
        COUNTS,
        completion.c.child_id == given("child_id", completion.c.child_id),
        completion.c.performed_on >= given("first", completion.c.performed_on),
        completion.c.performed_on <= sa.bindparam("last", type_=sa.Date()),
        completion.c.withdrawn_at.is_(None),
        completion.c.result.is_not(None),
        completion.c.state == CompletionState.DONE,
    )
    .group_by(
        line.c.id,
        line.c.exercise,
        prescription.c.task_unit,
        prescription.c.task_better,
        completion.c.performed_on,
        _TERMS.c.best_shown,
        _TERMS.c.ceiling_closed,
    )
    .order_by(line.c.id, prescription.c.task_unit, prescription.c.task_better, completion.c.performed_on)
)


def ranges(
    connection: sa.Connection, child_id: AccessibleChildId, lines: Iterable[int], last: date
) -> list[AnyRow]:
    """Give (line_id, task_unit, task_better, lowest, highest) of what was entered of some lines up to a day."""
    return list(connection.execute(_RANGES, {"child_id": child_id, "lines": list(lines), "last": last}))


def of_days(connection: sa.Connection, child_id: AccessibleChildId, first: date, last: date) -> list[AnyRow]:
    """Give by line, unit, direction and day the lowest and the highest result, with what is shown of the line's best.

    Lines in the order in which they were prescribed, each one's days in order; both `first` and `last` are included.
    """
    return list(connection.execute(_OF_DAYS, {"child_id": child_id, "first": first, "last": last}))
