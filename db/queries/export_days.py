"""The rows of visits, milestones and school for the copy that a family takes. Those of visits take a `Sight`."""

from collections.abc import Sequence

import sqlalchemy as sa

from db.queries.base import AnyRow, table_of
from db.queries.export import account, of_child
from db.queries.visits import SHOWN, Sight, record, series_table, visit
from db.tables import (
    Accommodation,
    Milestone,
    MilestoneEvent,
    MilestoneTarget,
    SchoolClosure,
    SchoolDay,
    SchoolPage,
    SchoolPageTick,
    SchoolPlan,
    SchoolTimetable,
)
from db.types import AccessibleChildId

milestone = table_of(Milestone)
_KEEPER = account.alias("keeper")

_OF_VISITS = {
    "visit_series": of_child(
        series_table, "created_by_id", "first_day", "id", withdrawer="ended_by_id"
    ).add_columns(_KEEPER.c.name.label("keeper"))
    .outerjoin(_KEEPER, _KEEPER.c.id == series_table.c.kept_by_id)
    .where(SHOWN),
    "visits": of_child(visit, "created_by_id", "starts_at", "id")
    .join(series_table, series_table.c.id == visit.c.series_id)
    .where(SHOWN),
    "visit_marks": of_child(record, "recorded_by_id", withdrawer="withdrawn_by_id")
    .join(visit, visit.c.id == record.c.visit_id)
    .join(series_table, series_table.c.id == visit.c.series_id)
    .where(SHOWN)
    .order_by(visit.c.starts_at, visit.c.id, record.c.id),
}  # fmt: skip
_STATEMENTS = {
    "milestones": of_child(milestone, "created_by_id", "area", "position", "id"),
    "milestone_targets": of_child(
        table_of(MilestoneTarget), "set_by_id", "milestone_id", "id", withdrawer=None
    ),
    "milestone_events": of_child(table_of(MilestoneEvent), "recorded_by_id", "on_day", "id"),
    "school_timetables": of_child(table_of(SchoolTimetable), "created_by_id", "valid_from", "id"),
    "school_closures": of_child(table_of(SchoolClosure), "created_by_id", "first_day", "id"),
    "school_plan": of_child(table_of(SchoolPlan), "created_by_id", "starts_on", "id"),
    "school_days": of_child(table_of(SchoolDay), "recorded_by_id", "day", "id"),
    "accommodations": of_child(table_of(Accommodation), "created_by_id", "starts_on", "id"),
    "school_pages": of_child(table_of(SchoolPage), "written_by_id", "id", withdrawer=None),
    "school_page_ticks": of_child(table_of(SchoolPageTick), "ticked_by_id", "id", withdrawer=None),
}


def visit_rows(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, what: str
) -> Sequence[AnyRow]:
    """Give all rows of one kind of visits, such as "visits", withdrawn ones among them, as far as they are shown."""
    return connection.execute(_OF_VISITS[what], {"child_id": child_id, **sight.values}).all()


def rows(connection: sa.Connection, child_id: AccessibleChildId, what: str) -> Sequence[AnyRow]:
    """Give all rows of one kind of milestones or school, such as "school_days", withdrawn ones among them."""
    return connection.execute(_STATEMENTS[what], {"child_id": child_id}).all()
