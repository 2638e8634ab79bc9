"""A call of each use case of visits, for the sweeps that try all of them as everybody."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.queries.base import given, insert_row
from db.tables import METADATA, Visit, VisitSeries
from db.vocabulary import Discipline, Modality, SeriesVisibility, VisitOutcome
from tests.cast import ZONE
from tests.steps import NOON, TODAY, TOMORROW
from tests.tracker.plans.test_who_plans import Call
from tests.tracker.visits.planned import MON, PT, THU, series_plan
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.visits import attendance, door, marking, moving, series, visits
from tracker.visits import next as next_visits
from tracker.visits.planning import moment_of

PLAN = series_plan(PT, {MON, THU}, first=TODAY)
AT = PLAN.begins_at


def _first(work: Work, child: int, table: str) -> int:
    """Give the child's first row of a table, or a number that no row has."""
    rows = METADATA.tables[table]
    query = sa.select(sa.func.min(rows.c.id)).where(rows.c.child_id == given("child_id", rows.c.child_id))
    return work.connection.execute(query, {"child_id": child}).scalar() or 999_999


def _visit(work: Work, child: int) -> int:
    return _first(work, child, "visit")


def _series(work: Work, child: int) -> int:
    return _first(work, child, "visit_series")


# The first makes what the others are about.
CALLS: dict[str, Call] = {
    "plan_series": lambda w, c, _e, _p: series.plan_series(w, c, PLAN),
    "preview_series": lambda w, c, _e, _p: series.preview_series(w, c, PLAN),
    "visits_of": lambda w, c, _e, _p: visits.visits_of(w, c),
    "visits_on": lambda w, c, _e, _p: next_visits.visits_on(w, c, TODAY),
    "attendance_of": lambda w, c, _e, _p: attendance.attendance_of(w, c),
    "open_for_visits": lambda w, c, _e, _p: door.open_for_visits(w, c, PT),
    "open_series": lambda w, c, _e, _p: door.open_series(w, c, _series(w, c)),
    "open_visit": lambda w, c, _e, _p: door.open_visit(w, c, _visit(w, c)),
    "add_visit": lambda w, c, _e, _p: series.add_visit(w, c, _series(w, c), day=TOMORROW, begins_at=AT),
    "mark_visit": lambda w, c, _e, _p: marking.mark_visit(
        w, c, _visit(w, c), VisitOutcome.ATTENDED, seen=None
    ),
    "unmark_visit": lambda w, c, _e, _p: marking.unmark_visit(w, c, _visit(w, c), seen=1),
    "move_visit": lambda w, c, _e, _p: moving.move_visit(
        w, c, _visit(w, c), day=TOMORROW, begins_at=AT, seen=None
    ),
    "show_to_child": lambda w, c, _e, _p: series.show_to_child(w, c, _series(w, c), shown=True),
    "end_series": lambda w, c, _e, _p: series.end_series(w, c, _series(w, c), on=TOMORROW),
}
READS = {"visits_of", "visits_on", "attendance_of"}
BEHIND: dict[str, Action] = {name: Action.SEE if name in READS else Action.KEEP_VISITS for name in CALLS}
# These neither change anything nor log a look.
WRITES_NOTHING = {
    "preview_series",
    "visits_on",
    "attendance_of",
    "open_for_visits",
    "open_series",
    "open_visit",
}


def make_visit(
    engine: sa.Engine,
    child: int,
    discipline: Discipline = PT,
    visibility: SeriesVisibility = SeriesVisibility.CARE_TEAM_AND_FAMILY,
    kept_by: int | None = None,
) -> int:
    """Put a series with one visit, today at nine in New York, into a child's record; give the visit."""
    row = VisitSeries(
        child_id=child,
        discipline=discipline,
        visibility=visibility,
        shown_to_child=discipline is not Discipline.COUNSELING,
        kept_by_id=kept_by,
        per_week=1,
        weeks=1,
        first_day=TODAY,
        begins_at=AT,
        minutes=45,
        modality=Modality.IN_PERSON,
        time_zone=ZONE,
        created_at=NOON,
    )
    starts_at = moment_of(TODAY, AT, ZoneInfo(ZONE))
    with engine.begin() as connection:
        series_id = insert_row(connection, row)
        visit = Visit(
            child_id=child,
            series_id=series_id,
            starts_at=starts_at,
            minutes=45,
            modality=Modality.IN_PERSON,
            created_at=NOON,
        )
        return insert_row(connection, visit)
