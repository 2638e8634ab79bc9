"""Results of timed tasks."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, given_any, table_of
from db.queries.plans import COUNTS, prescription
from db.tables import Completion
from db.types import AccessibleChildId
from db.vocabulary import CompletionState

completion = table_of(Completion)

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


def ranges(
    connection: sa.Connection, child_id: AccessibleChildId, lines: Iterable[int], last: date
) -> list[AnyRow]:
    """Give (line_id, task_unit, task_better, lowest, highest) of what was entered of some lines up to a day."""
    return list(connection.execute(_RANGES, {"child_id": child_id, "lines": list(lines), "last": last}))
