"""Visits, milestones and school in files: the rows that they are written from, and what an import finds there."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.queries.visits import SHOWN, Sight, record, series_table, visit
from db.tables import (
    Accommodation,
    Milestone,
    MilestoneEvent,
    MilestoneTarget,
    SchoolClosure,
    SchoolDay,
    SchoolPlan,
    SchoolTimetable,
)
from db.types import AccessibleChildId
from db.vocabulary import Discipline, MilestoneArea

accommodation = table_of(Accommodation)
closure = table_of(SchoolClosure)
entry = table_of(SchoolDay)
event = table_of(MilestoneEvent)
milestone = table_of(Milestone)
plan = table_of(SchoolPlan)
target = table_of(MilestoneTarget)
timetable = table_of(SchoolTimetable)


def _of_child(table: sa.Table, *order: str) -> sa.Select[tuple[object, ...]]:
    query = sa.select(table).where(table.c.child_id == given("child_id", table.c.child_id))
    return query.order_by(*(table.c[name] for name in order))


def _in_series(query: sa.Select[tuple[object, ...]]) -> sa.Select[tuple[object, ...]]:
    return query.join(series_table, series_table.c.id == visit.c.series_id).where(SHOWN)


def _of_milestones(table: sa.Table, *order: str) -> sa.Select[tuple[object, ...]]:
    """Ask for rows in the order of their milestones, in which an import stores them."""
    query = _of_child(table).join(milestone, milestone.c.id == table.c.milestone_id)
    place = (milestone.c.area, milestone.c.position, milestone.c.id)
    return query.order_by(*place, *(table.c[name] for name in order))


_MARK = sa.and_(record.c.visit_id == visit.c.id, record.c.withdrawn_at.is_(None))
# Numbers in the files count the rows in this order, so an import that keeps it gives the same ones.
_STATEMENTS: Mapping[str, sa.Select[tuple[object, ...]]] = {
    "visit_series": _of_child(series_table, "first_day", "id").where(SHOWN),
    "visits": _in_series(_of_child(visit, "starts_at", "id"))
    .outerjoin(record, _MARK)
    .add_columns(
        series_table.c.discipline,
        series_table.c.time_zone,
        record.c.outcome,
        record.c.reason,
        record.c.recorded_at,
    ),
    "visit_marks": _in_series(_of_child(record).join(visit, visit.c.id == record.c.visit_id))
    .where(record.c.withdrawn_at.is_not(None))
    .order_by(visit.c.starts_at, visit.c.id, record.c.id),
    "milestones": _of_child(milestone, "area", "position", "id"),
    "milestone_targets": _of_milestones(target, "id"),
    "milestone_events": _of_milestones(event, "on_day", "id"),
    "school": _of_child(entry, "day", "id"),
    "school_timetables": _of_child(timetable, "valid_from", "id"),
    "school_closures": _of_child(closure, "first_day", "id"),
    "school_plan": _of_child(plan, "starts_on", "id"),
    "accommodations": _of_child(accommodation, "starts_on", "id"),
}

_VISITS_THERE = (
    sa.select(series_table.c.discipline, visit.c.starts_at)
    .join(series_table, series_table.c.id == visit.c.series_id)
    .where(visit.c.child_id == given("child_id", visit.c.child_id), visit.c.withdrawn_at.is_(None), SHOWN)
)


def _standing(table: sa.Table, *columns: str) -> sa.Select[tuple[object, ...]]:
    return sa.select(*(table.c[name] for name in columns)).where(
        table.c.child_id == given("child_id", table.c.child_id), table.c.withdrawn_at.is_(None)
    )


_MILESTONES_THERE = _standing(milestone, "area", "name")
_SCHOOL_DAYS_THERE = _standing(entry, "day")
_ACCOMMODATIONS_THERE = _standing(accommodation, "text", "starts_on")
_CALENDAR = sa.union_all(_standing(timetable, "id"), _standing(closure, "id")).limit(1)
_PLAN = _standing(plan, "id").limit(1)


def rows(connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, what: str) -> Iterator[AnyRow]:
    """Give the rows of one kind, withdrawn ones among them; of visits and their series those that are shown."""
    yield from connection.execute(_STATEMENTS[what], {"child_id": child_id, **sight.values})


def visits_there(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight
) -> frozenset[tuple[Discipline, datetime]]:
    """Give discipline and moment of the visits that stand and are shown."""
    found = connection.execute(_VISITS_THERE, {"child_id": child_id, **sight.values})
    return frozenset((Discipline(row.discipline), row.starts_at) for row in found)


def milestones_there(
    connection: sa.Connection, child_id: AccessibleChildId
) -> frozenset[tuple[MilestoneArea, str]]:
    """Give area and name of the milestones that stand."""
    found = connection.execute(_MILESTONES_THERE, {"child_id": child_id})
    return frozenset((MilestoneArea(row.area), row.name) for row in found)


def school_days_there(connection: sa.Connection, child_id: AccessibleChildId) -> frozenset[date]:
    """Give the days of which something is entered."""
    return frozenset(row.day for row in connection.execute(_SCHOOL_DAYS_THERE, {"child_id": child_id}))


def accommodations_there(
    connection: sa.Connection, child_id: AccessibleChildId
) -> frozenset[tuple[str, date]]:
    """Give text and first day of the accommodations."""
    found = connection.execute(_ACCOMMODATIONS_THERE, {"child_id": child_id})
    return frozenset((row.text, row.starts_on) for row in found)


def has_calendar(connection: sa.Connection, child_id: AccessibleChildId) -> bool:
    """Say whether there is a timetable, or a day that is closed or half."""
    return connection.execute(_CALENDAR, {"child_id": child_id}).first() is not None


def has_plan(connection: sa.Connection, child_id: AccessibleChildId) -> bool:
    """Say whether a step of school is planned."""
    return connection.execute(_PLAN, {"child_id": child_id}).first() is not None
