"""Half a year of measures of one child: what a large clinic would have beside exercises, visits and school."""

import random
import sqlite3
from datetime import date, timedelta

# Instrument, reporter, side, weeks between two scores, the first score, and its change a score.
TAKEN = (
    ("functional_disability", "child", "both", 1, 32.0, -0.7),
    ("functional_disability", "parent", "both", 2, 35.0, -1.2),
    ("promis_mobility", "child", "both", 4, 30.0, 2.0),
    ("six_minute_walk", "clinician", "both", 4, 380.0, 25.0),
    ("sit_to_stand", "clinician", "both", 4, 12.0, 2.0),
    ("grip", "clinician", "left", 4, 14.0, 0.5),
    ("grip", "clinician", "right", 4, 16.0, 0.5),
    ("pain_intensity", "child", "both", 2, 7.0, -0.1),
    ("promis_pain_interference", "child", "both", 4, 66.0, -1.0),
)


def fill(connection: sqlite3.Connection, child: int, start: date, today: date, now: str) -> None:
    """Give a child all of them, a correction, a watch date, and questions with their answers."""
    choose = random.Random(child)
    rows = [
        (
            child,
            instrument,
            reporter,
            side,
            start + timedelta(weeks=week),
            first + step * (week // apart),
            now,
        )
        for instrument, reporter, side, apart, first, step in TAKEN
        for week in range(0, (today - start).days // 7 + 1, apart)
        if choose.random() < 0.95
    ]
    connection.executemany(
        "INSERT INTO measure (child_id, instrument, reporter, side, on_day, value, correction, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?, '', ?)",
        rows,
    )
    connection.execute(
        "INSERT INTO watch_date (child_id, from_day, to_day, about, agreed_with, created_at)"
        " VALUES (?, ?, ?, 'after the holidays', '', ?)",
        (child, start + timedelta(weeks=20), start + timedelta(weeks=22), now),
    )
