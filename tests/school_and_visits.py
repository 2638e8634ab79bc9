"""Weeks of school that grows and of visits, written past the use cases: half a year is soon made."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, Milestone, SchoolPlan, SchoolTimetable, VisitSeries
from db.vocabulary import Discipline, MilestoneArea, Modality, SeriesVisibility, VisitOutcome
from tests.cast import ZONE

PERIODS = 6
NOW = datetime(2020, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


def make_school_and_visits(connection: sa.Connection, child: int, start: date, weeks: int) -> None:
    """From one period a day to all six, all but each fifth day as planned; PT twice and OT once a week, up to now."""
    days = [start + number * ONE_DAY for number in range(7 * (weeks - 1))]
    _school(connection, child, start, [day for day in days if day.weekday() < 5], weeks)
    for discipline, weekdays in (
        (Discipline.PHYSICAL_THERAPY, {0, 2}),
        (Discipline.OCCUPATIONAL_THERAPY, {3}),
    ):
        _visits(connection, child, discipline, [day for day in days if day.weekday() in weekdays])


def _school(connection: sa.Connection, child: int, start: date, days: list[date], weeks: int) -> None:
    of_child: dict[str, Any] = {"child_id": child, "created_at": NOW}
    insert_row(connection, SchoolTimetable(valid_from=start, weekdays=31, periods=PERIODS, **of_child))
    planned = {}
    for periods in range(1, PERIODS + 1):
        step = Milestone(
            area=MilestoneArea.SCHOOL, position=periods, name=f"{periods} a day", periods=periods, **of_child
        )
        begins = start + (periods - 1) * (weeks // PERIODS) * timedelta(days=7)
        milestone = insert_row(connection, step)
        insert_row(connection, SchoolPlan(milestone_id=milestone, starts_on=begins, **of_child))
        planned[begins] = periods
    entries = [
        {
            "child_id": child,
            "day": day,
            "periods": 0 if number % 5 == 0 else max(n for begins, n in planned.items() if begins <= day),
            "all_planned": number % 5 != 0,
            "reporter": "parent",
            "late_reason": "",
            "recorded_at": NOW,
        }
        for number, day in enumerate(days)
    ]
    connection.execute(sa.insert(METADATA.tables["school_day"]), entries)


def _visits(connection: sa.Connection, child: int, discipline: Discipline, days: list[date]) -> None:
    of_child: dict[str, Any] = {"child_id": child, "created_at": NOW}
    series = VisitSeries(
        discipline=discipline,
        visibility=SeriesVisibility.CARE_TEAM_AND_FAMILY,
        shown_to_child=True,
        per_week=1,
        weeks=1,
        first_day=days[0],
        begins_at=time(9),
        minutes=45,
        modality=Modality.IN_PERSON,
        time_zone=ZONE,
        **of_child,
    )
    series_id = insert_row(connection, series)
    visit, record = METADATA.tables["visit"], METADATA.tables["visit_record"]
    for number, day in enumerate(days):
        made = connection.execute(
            sa.insert(visit).returning(visit.c.id),
            {
                **of_child,
                "series_id": series_id,
                "starts_at": datetime.combine(day, time(14), UTC),
                "minutes": 45,
                "modality": Modality.IN_PERSON,
            },
        ).scalar_one()
        outcome = VisitOutcome.NO_SHOW if number % 6 == 5 else VisitOutcome.ATTENDED
        marked = {"child_id": child, "visit_id": made, "outcome": outcome, "recorded_at": NOW}
        connection.execute(sa.insert(record), marked)
