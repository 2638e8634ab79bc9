"""The visits of many children at once, for a caseload: in one statement each, with a `Sight` as every other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from db.queries.base import AnyRow, given_any, table_of
from db.queries.visits import (
    IN_SERIES,
    MARK,
    PLANNED,
    SHOWN,
    SINCE,
    UNTIL,
    VISITS,
    Sight,
    record,
    series_table,
    visit,
)
from db.tables import Child
from db.types import AccessibleChildId
from db.vocabulary import VisitOutcome

child = table_of(Child)

_CHILDREN = visit.c.child_id.in_(given_any("children", visit.c.child_id))
_OF_CHILDREN = VISITS.where(_CHILDREN, PLANNED, SINCE, UNTIL)
_LATEST = (
    sa.select(
        visit.c.child_id,
        series_table.c.discipline,
        record.c.outcome,
        sa.func.max(visit.c.starts_at).label("starts_at"),
    )
    .join(series_table, IN_SERIES)
    .join(record, MARK)
    .where(
        _CHILDREN,
        PLANNED,
        SINCE,
        record.c.outcome.in_([VisitOutcome.ATTENDED, VisitOutcome.NO_SHOW]),
        SHOWN,
    )
    .group_by(visit.c.child_id, series_table.c.discipline, record.c.outcome)
)


def _next_visits() -> sa.Select[Any]:
    # One child at a time, by the index and no further than the first that stands; grouped, all to come would be read.
    first = (
        sa.select(visit.c.id)
        .join(series_table, IN_SERIES)
        .where(
            visit.c.child_id == child.c.id,
            PLANNED,
            SINCE,
            sa.not_(sa.exists().where(MARK).correlate(visit)),
            SHOWN,
        )
        .order_by(visit.c.starts_at, visit.c.id)
        .limit(1)
        .correlate(child)
        .scalar_subquery()
    )
    found, its_series = visit.alias("next_visit"), series_table.alias("its_series")
    return (
        sa.select(child.c.id, found.c.starts_at, its_series.c.discipline)
        .select_from(child)
        .join(found, found.c.id == first)
        .join(its_series, its_series.c.id == found.c.series_id)
        .where(child.c.id.in_(given_any("children", child.c.id)))
    )


_NEXT = _next_visits()


def visits_of_children(
    connection: sa.Connection,
    children: Sequence[AccessibleChildId],
    sight: Sight,
    since: datetime,
    until: datetime,
) -> list[AnyRow]:
    """Give the visits of many children that begin in `[since, until)`, in order."""
    values = {"children": children, "since": since, "until": until, **sight.values}
    return list(connection.execute(_OF_CHILDREN, values))


def latest(
    connection: sa.Connection, children: Sequence[AccessibleChildId], sight: Sight, since: datetime
) -> list[AnyRow]:
    """Give (child, discipline, outcome, starts_at) of the latest attended and the latest no-show since a moment."""
    return list(connection.execute(_LATEST, {"children": children, "since": since, **sight.values}))


def next_visits(
    connection: sa.Connection, children: Sequence[AccessibleChildId], sight: Sight, now: datetime
) -> list[AnyRow]:
    """Give (child, starts_at, discipline) of the next visit of each child that has one."""
    return list(connection.execute(_NEXT, {"children": children, "since": now, **sight.values}))
