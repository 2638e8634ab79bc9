"""School and visits take as many statements for half a year as for two weeks, and Progress with them."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, Milestone, SchoolPlan, SchoolTimetable, VisitSeries
from db.vocabulary import Discipline, MilestoneArea, Modality, SeriesVisibility
from tests.cast import ZONE, Cast, make_child
from tests.factories import make_plan
from tests.steps import NOON, TODAY, Clock
from tracker.access.actor import OPERATOR
from tracker.access.policy import Action
from tracker.access.work import Work, reading
from tracker.progress.progress import progress_of
from tracker.progress.spans import episode_spans
from tracker.school.read import read_calendar
from tracker.school.school import read_weeks, school_weeks
from tracker.visits.attendance import attendance_of
from tracker.visits.visits import Span, visits_of

ONE_DAY = timedelta(days=1)


def lived(engine: sa.Engine, cast: Cast, weeks: int) -> int:
    """Give a child that has visits on three days a week and school on five, for some weeks up to today."""
    start = TODAY - timedelta(weeks=weeks)
    with engine.begin() as connection:
        child = make_child(connection, cast.clinic, f"Child {weeks}")
        make_plan(connection, child, start)
        of_child: dict[str, Any] = {"child_id": child, "created_at": NOON}
        series = insert_row(
            connection,
            VisitSeries(
                discipline=Discipline.PHYSICAL_THERAPY,
                visibility=SeriesVisibility.CARE_TEAM_AND_FAMILY,
                shown_to_child=True,
                per_week=3,
                weeks=weeks,
                first_day=start,
                begins_at=time(9),
                minutes=45,
                modality=Modality.IN_PERSON,
                time_zone=ZONE,
                **of_child,
            ),
        )
        days = [start + n * ONE_DAY for n in range(7 * weeks)]
        visits = [
            {
                **of_child,
                "series_id": series,
                "starts_at": datetime.combine(day, time(14), UTC),
                "minutes": 45,
                "modality": Modality.IN_PERSON,
            }
            for day in days
            if day.weekday() in {0, 2, 4}
        ]
        connection.execute(sa.insert(METADATA.tables["visit"]), visits)
        insert_row(connection, SchoolTimetable(valid_from=start, weekdays=31, periods=6, **of_child))
        for place in range(1, weeks // 2 + 1):
            step = Milestone(area=MilestoneArea.SCHOOL, position=place, name="Step", periods=1, **of_child)
            step_id = insert_row(connection, step)
            begins = start + timedelta(weeks=place - 1)
            insert_row(connection, SchoolPlan(milestone_id=step_id, starts_on=begins, **of_child))
        entries = [
            {
                "child_id": child,
                "day": day,
                "periods": 1,
                "all_planned": True,
                "reporter": "parent",
                "late_reason": "",
                "recorded_at": NOON,
            }
            for day in days
            if day.weekday() < 5
        ]
        connection.execute(sa.insert(METADATA.tables["school_day"]), entries)
    return child


def school(work: Work, child_id: int) -> object:
    child = work.child(child_id, Action.SEE)
    weeks = school_weeks(episode_spans(work, child), TODAY)
    found = read_weeks(work, child, weeks)
    assert sum(week.attended for week in found) >= 10
    return read_calendar(work, child, weeks[0][1], TODAY)


def attendance(work: Work, child_id: int) -> object:
    return attendance_of(work, child_id)


def visits(work: Work, child_id: int) -> object:
    return visits_of(work, child_id, span=Span.MONTH, screen="")


def progress(work: Work, child_id: int) -> object:
    return progress_of(work, child_id)


@pytest.mark.parametrize("read", [school, attendance, visits, progress])
def test_the_number_of_statements_does_not_grow_with_the_weeks(
    engine: sa.Engine, cast: Cast, clock: Clock, read: Callable[[Work, int], object]
) -> None:
    counts = []
    for weeks in (2, 26):
        child = lived(engine, cast, weeks)
        for _ in range(2):  # the second look finds what the first one kept
            count = statements(engine, read, child)
        counts.append(count)
    assert counts[0] == counts[1]
    assert 0 < counts[0] <= 40


def statements(engine: sa.Engine, read: Callable[[Work, int], object], child: int) -> int:
    said: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    sa.event.listen(engine, "before_cursor_execute", hear)
    with reading(OPERATOR) as work:
        read(work, child)
    sa.event.remove(engine, "before_cursor_execute", hear)
    return len(said)
