"""Half a year of visits and school of one child among many: what the pages Visits and School ask the database."""

import random
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

from bench.screens import queries_ms, statements_of
from tracker.access.actor import SessionToken
from tracker.access.work import Work
from tracker.school.school import school_of
from tracker.visits.visits import Span, visits_of

# Each discipline with its visits a week, and the time of day.
SERIES = (
    ("physical_therapy", (0, 2, 4), "15:30"),
    ("occupational_therapy", (1,), "09:00"),
    ("counseling", (3,), "16:30"),
)
OUTCOMES = (*("attended",) * 8, "no_show", "moved")
LADDER = (("Visit the building", 0), ("One period", 1), ("Two periods", 2), ("Half day", 3), ("Full day", 6))
WEEKS_TO_COME = 4
ONE_DAY = timedelta(days=1)
Row = tuple[Any, ...]


def fill(connection: sqlite3.Connection, child: int, start: date, today: date, now: str) -> None:
    """Give a child three series of visits, a ladder, a plan that rises by it, and an entry for each school day."""
    choose = random.Random(child)
    last = today + timedelta(weeks=WEEKS_TO_COME)
    days = [start + n * ONE_DAY for n in range((last - start).days)]
    for number, (discipline, weekdays, at) in enumerate(SERIES):
        _series(connection, child, child * 10 + number, (discipline, len(weekdays), start, at, now))
        planned = [day for day in days if day.weekday() in weekdays]
        _visits(connection, choose, child, child * 10 + number, planned, (at, today, now))
    _school(connection, choose, child, (start, today, now))


def _series(connection: sqlite3.Connection, child: int, series: int, facts: Row) -> None:
    discipline, per_week, start, at, now = facts
    connection.execute(
        "INSERT INTO visit_series (id, child_id, discipline, visibility, shown_to_child, per_week, weeks, first_day,"
        " begins_at, minutes, modality, time_zone, rule, created_at) VALUES"
        " (?, ?, ?, 'care_team_and_family', 1, ?, 30, ?, ?, 45, 'in_person', 'UTC', '', ?)",
        (series, child, discipline, per_week, start, f"{at}:00.000000", now),
    )


def _visits(
    connection: sqlite3.Connection,
    choose: random.Random,
    child: int,
    series: int,
    days: Iterable[date],
    facts: Row,
) -> None:
    at, today, now = facts
    for place, day in enumerate(days):
        visit = series * 1000 + place
        connection.execute(
            "INSERT INTO visit (id, child_id, series_id, starts_at, minutes, modality, created_at)"
            " VALUES (?, ?, ?, ?, 45, 'in_person', ?)",
            (visit, child, series, f"{day} {at}:00.000000", now),
        )
        if day < today:
            connection.execute(
                "INSERT INTO visit_record (child_id, visit_id, outcome, recorded_at) VALUES (?, ?, ?, ?)",
                (child, visit, choose.choice(OUTCOMES), now),
            )


def _school(connection: sqlite3.Connection, choose: random.Random, child: int, facts: Row) -> None:
    start, today, now = facts
    connection.execute(
        "INSERT INTO school_timetable (child_id, valid_from, weekdays, periods, created_at) VALUES (?, ?, 31, 6, ?)",
        (child, start, now),
    )
    for week in (6, 13, 20):
        first = start + timedelta(weeks=week)
        connection.execute(
            "INSERT INTO school_closure (child_id, first_day, last_day, periods, name, created_at)"
            " VALUES (?, ?, ?, 0, '', ?)",
            (child, first, first + ONE_DAY, now),
        )
    for place, (name, periods) in enumerate(LADDER):
        step, begins = child * 10 + place, start + timedelta(weeks=5 * place)
        connection.execute(
            "INSERT INTO milestone (id, child_id, area, position, name, periods, created_at)"
            " VALUES (?, ?, 'school', ?, ?, ?, ?)",
            (step, child, 10 * place + 10, name, periods, now),
        )
        connection.execute(
            "INSERT INTO school_plan (child_id, milestone_id, starts_on, agreed_with, reason, created_at)"
            " VALUES (?, ?, ?, '', '', ?)",
            (child, step, begins, now),
        )
        connection.execute(
            "INSERT INTO milestone_target (child_id, milestone_id, target_on, agreed_with, set_at)"
            " VALUES (?, ?, ?, '', ?)",
            (child, step, begins + timedelta(weeks=5), now),
        )
        connection.execute(
            "INSERT INTO milestone_event (child_id, milestone_id, kind, on_day, reason, recorded_at)"
            " VALUES (?, ?, 'reached', ?, '', ?)",
            (child, step, begins + timedelta(weeks=4), now),
        )
    entered = [start + n * ONE_DAY for n in range((today - start).days)]
    connection.executemany(
        "INSERT INTO school_day (child_id, day, periods, all_planned, reporter, late_reason, recorded_at)"
        " VALUES (?, ?, ?, 0, 'parent', '', ?)",
        [(child, day, choose.randrange(4), now) for day in entered if day.weekday() < 5],
    )


def measure(token: SessionToken, children: Sequence[int]) -> dict[str, float]:
    """Give the median over children of all statements of both pages together, and how many there are."""
    times, counts = [], []
    for child in children:
        statements = [statement for page in _pages(child) for statement in statements_of(token, page)]
        times.append(queries_ms(statements))
        counts.append(len(statements))
    return {"queries_ms": median(times), "statements": max(counts), "children": len(counts)}


def _pages(child: int) -> tuple[Callable[[Work], object], ...]:
    return (
        lambda work: school_of(work, child),
        lambda work: visits_of(work, child, span=Span.MONTH),
    )
