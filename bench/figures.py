"""Weekly figures of one child among many, against one statement written by hand for SQLite."""

import random
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench import days, measures
from db import schema
from db.engine import engine_for, sqlite_url
from tracker.access.actor import SessionToken
from tracker.access.work import reading
from tracker.progress.adherence import as_json, weekly_adherence

WEEKS = 26
EXERCISES = 6
# The real day, since a server shows what it measures: the last week is running.
TODAY = datetime.now(UTC).date()
START = TODAY - timedelta(days=7 * WEEKS - 3)
NOW = datetime.now(UTC).isoformat(sep=" ")
NOW_AS_STORED = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"
STATES = ("done", "done", "done", "done", "partly", "not_done", "excused")

BY_HAND = (Path(__file__).with_name("figures.sql")).read_text()
FIELDS = ("week", "due", "settled", "excused", "without_entry", "credit", "full")


def build(path: Path, children: int) -> None:
    """Fill a migrated database with children, each with a plan and a half-year of entries."""
    engine = engine_for(sqlite_url(path))
    schema.migrate(engine, now=datetime.now(UTC))
    engine.dispose()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO clinic (id, name, time_zone, adherence_line_percent, least_coverage_percent, back_fill_days,"
        " days_without_entries, ill_days, created_at) VALUES (1, 'Bench', 'UTC', 80, 70, 2, 3, 3, ?)",
        (NOW,),
    )
    connection.execute("UPDATE clinic SET region = 'US-PA'")
    for child in range(1, children + 1):
        _child(connection, child)
        days.fill(connection, child, START, TODAY, NOW_AS_STORED)
        measures.fill(connection, child, START, TODAY, NOW_AS_STORED)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _child(connection: sqlite3.Connection, child: int) -> None:
    choose = random.Random(child)
    connection.execute(
        "INSERT INTO child (id, clinic_id, chosen_name, other_conditions, precautions, supporting_medication,"
        " created_at) VALUES (?, 1, ?, '', '', '', ?)",
        (child, f"Child {child}", NOW),
    )
    connection.execute("INSERT INTO child_time_zone VALUES (?, '2020-01-01', 'UTC')", (child,))
    connection.execute(
        "INSERT INTO episode (id, child_id, number, starts_on, setting, end_note, created_at)"
        " VALUES (?, ?, 1, ?, 'home', '', ?)",
        (child, child, START, NOW),
    )
    for day in (20 + child % 30, 60 + child % 50, 61 + child % 50):
        connection.execute(
            "INSERT INTO day_mark (child_id, day, mark, late_reason, recorded_at) VALUES (?, ?, 'ill', '', ?)",
            (child, START + timedelta(days=day), NOW),
        )
    pause = START + timedelta(days=90 + child % 20)
    connection.execute(
        "INSERT INTO plan_pause (child_id, episode_id, from_day, to_day, reason, created_at)"
        " VALUES (?, ?, ?, ?, '', ?)",
        (child, child, pause, pause + timedelta(days=4), NOW),
    )
    for exercise in range(EXERCISES):
        _line(connection, choose, child, child * 10 + exercise, exercise)


def _line(
    connection: sqlite3.Connection, choose: random.Random, child: int, line: int, exercise: int
) -> None:
    weekly = exercise == EXERCISES - 1
    connection.execute(
        "INSERT INTO line VALUES (?, ?, ?, ?, 'strength')", (line, child, child, f"Exercise {exercise}")
    )
    change = START + timedelta(days=70 + exercise)
    for number, (first, end) in enumerate(((START, change), (change, None))):
        prescription = line * 2 + number
        connection.execute(
            "INSERT INTO prescription (id, child_id, episode_id, line_id, valid_from, valid_to, weekdays,"
            " times_per_day, times_per_week, dose_kind, total, instructions, reason, created_at,"
            " stop_reason, entered_in_error_reason) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, 'minutes', 10, '',"
            " '', ?, '', '')",
            (
                prescription,
                child,
                child,
                line,
                first,
                end,
                None if weekly else 127,
                4 if weekly else None,
                NOW,
            ),
        )
        last = end or TODAY + timedelta(days=1)
        days = [first + timedelta(days=n) for n in range((last - first).days)]
        rows = [
            (child, prescription, day, state, 4.0 if state == "partly" else None, NOW)
            for day in days
            if choose.random() < 0.95
            for state in (choose.choice(STATES),)
        ]
        connection.executemany(
            "INSERT INTO completion (child_id, prescription_id, performed_on, slot, state, amount,"
            " reporter, late_reason, recorded_at) VALUES (?, ?, ?, 1, ?, ?, 'parent', '', ?)",
            rows,
        )


def by_hand(connection: sqlite3.Connection, child: int) -> list[tuple[object, ...]]:
    """Run the hand-written statement."""
    return connection.execute(BY_HAND, {"child": child, "today": TODAY.isoformat()}).fetchall()


def by_product(token: SessionToken, child: int) -> list[tuple[object, ...]]:
    """Run the use case, access check and look at the log included."""
    with reading(token) as work:
        weeks = weekly_adherence(work, child, as_of=TODAY)
    rows = [as_json(week) for week in weeks]
    return [tuple(row[name] for name in FIELDS) for row in rows]


def measure(path: Path, token: SessionToken, children: list[int]) -> dict[str, float]:
    """Compare both on the same children, in turns; gives milliseconds at the median and their ratio."""
    connection = sqlite3.connect(path)
    for child in children:
        hand = [(*row[:5], round(float(str(row[5])), 9), row[6]) for row in by_hand(connection, child)]
        assert hand == by_product(token, child), child
    hands, products = [], []
    for child in children * 5:
        started = time.perf_counter()
        by_hand(connection, child)
        between = time.perf_counter()
        by_product(token, child)
        hands.append(between - started)
        products.append(time.perf_counter() - between)
    connection.close()
    hand_ms, product_ms = median(hands) * 1000, median(products) * 1000
    return {"by_hand_ms": hand_ms, "product_ms": product_ms, "ratio": product_ms / hand_ms}
