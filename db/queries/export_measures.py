"""The rows of measures, concerns and appointments for the copy that a family takes. Measures take a `PainSight`."""

from collections.abc import Sequence

import sqlalchemy as sa

from db.queries.base import AnyRow, table_of
from db.queries.export import of_child
from db.queries.measures import SHOWN, PainSight, measure
from db.tables import Appointment, Concern, ConcernAnswer, ConcernRead, Decision, WatchDate
from db.types import AccessibleChildId

_MEASURES = of_child(measure, "recorded_by_id", "on_day", "id").where(SHOWN)
_STATEMENTS = {
    "watch_dates": of_child(table_of(WatchDate), "created_by_id", "from_day", "id"),
    "concerns": of_child(table_of(Concern), "written_by_id", "id"),
    "concern_reads": of_child(table_of(ConcernRead), "read_by_id", "id", withdrawer=None),
    "concern_answers": of_child(table_of(ConcernAnswer), "written_by_id", "id"),
    "appointments": of_child(table_of(Appointment), "written_by_id", "on_day", "id"),
    "decisions": of_child(table_of(Decision), "written_by_id", "on_day", "id"),
}


def measure_rows(
    connection: sa.Connection, child_id: AccessibleChildId, sight: PainSight
) -> Sequence[AnyRow]:
    """Give all measures, withdrawn ones among them, as far as they are shown."""
    return connection.execute(_MEASURES, {"child_id": child_id, **sight.values}).all()


def rows(connection: sa.Connection, child_id: AccessibleChildId, what: str) -> Sequence[AnyRow]:
    """Give all rows of one kind of the others, such as "concerns", withdrawn ones among them."""
    return connection.execute(_STATEMENTS[what], {"child_id": child_id}).all()
