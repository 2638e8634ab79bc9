"""Series for tests, and what the database holds of them."""

from datetime import date, datetime, time
from functools import partial

import sqlalchemy as sa

from db.queries.base import AnyRow
from db.tables import METADATA
from db.vocabulary import Discipline, SeriesVisibility
from tests.cast import Cast
from tests.steps import TODAY, by
from tracker.visits.planning import SeriesPlan
from tracker.visits.series import plan_series

MON, TUE, WED, THU, FRI = range(5)
PT, OT = Discipline.PHYSICAL_THERAPY, Discipline.OCCUPATIONAL_THERAPY
COUNSELING, MEDICAL = Discipline.COUNSELING, Discipline.MEDICAL


def series_plan(
    discipline: Discipline = PT,
    weekdays: set[int] | None = None,
    *,
    first: date = TODAY,
    weeks: int = 1,
    at: time = time(9),
    minutes: int = 45,
    per_week: int = 1,
) -> SeriesPlan:
    return SeriesPlan(
        discipline,
        first,
        at,
        minutes,
        weekdays=frozenset(weekdays or ()),
        per_week=len(weekdays) if weekdays else per_week,
        weeks=weeks,
    )


def planned_by(
    cast: Cast,
    who: str,
    plan: SeriesPlan,
    visibility: SeriesVisibility = SeriesVisibility.CARE_TEAM_AND_FAMILY,
    *,
    shown_to_child: bool = False,
    on_holidays: bool = False,
) -> int:
    """Plan a series of Mia's as somebody; give its id."""
    use = partial(plan_series, visibility=visibility, shown_to_child=shown_to_child, on_holidays=on_holidays)
    return by(cast, who, use, plan)


def live_visits(engine: sa.Engine, series_id: int) -> list[AnyRow]:
    """The visits of a series that are not withdrawn, in order."""
    visit = METADATA.tables["visit"]
    query = sa.select(visit).where(visit.c.series_id == series_id, visit.c.withdrawn_at.is_(None))
    with engine.connect() as connection:
        return list(connection.execute(query.order_by(visit.c.starts_at)))


def moments(engine: sa.Engine, series_id: int) -> list[datetime]:
    return [row.starts_at for row in live_visits(engine, series_id)]


def marks(engine: sa.Engine, visit_id: int) -> list[tuple[str, bool]]:
    """All that was ever said of a visit: (outcome, whether it stands)."""
    record = METADATA.tables["visit_record"]
    query = sa.select(record).where(record.c.visit_id == visit_id).order_by(record.c.id)
    with engine.connect() as connection:
        return [(str(row.outcome), row.withdrawn_at is None) for row in connection.execute(query)]
