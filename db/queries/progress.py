"""What stands beside the figures of the Progress page: names, the clinic's line, and how the plan changed."""

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.queries.plans import NOT_WITHDRAWN, SAID
from db.tables import Child, Clinic, Line, Prescription
from db.types import AccessibleChildId

child = table_of(Child)
clinic = table_of(Clinic)
line = table_of(Line)
prescription = table_of(Prescription)

_NAME_AND_LINE = (
    sa.select(child.c.chosen_name, clinic.c.adherence_line_percent)
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


def name_and_line(connection: sa.Connection, child_id: AccessibleChildId) -> tuple[str, int]:
    """Give the chosen name and the adherence line of the child's clinic, in percent."""
    row = connection.execute(_NAME_AND_LINE, {"child_id": child_id}).one()
    return str(row.chosen_name), int(row.adherence_line_percent)


def revisions(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give an episode's revisions by line and day, those entered in error among them, without withdrawn ones."""
    return list(connection.execute(_REVISIONS, {"child_id": child_id, "episode_id": episode_id}))
