"""One child's figures, school and visits among 10,000 children with half a year each: 10 million completions.

The database is built once into a file that later runs find again; its name carries the schema's version and the day, so
that a newer schema or another today makes a new one.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bench import days, figures, screens
from bench.__main__ import RESULTS, clinician, report
from db import schema
from db.engine import make_engine, sqlite_url

CHILDREN = 10_000
SAMPLE = range(1, CHILDREN + 1, CHILDREN // 40)
LIMITS = {
    ("figures", "product_ms"): 5.0,
    ("figures", "ratio"): 3.0,
    ("school and visits", "queries_ms"): 10.0,
    ("progress", "queries_ms"): 15.0,
}


def large_database() -> tuple[Path, float]:
    """Give the file, and the seconds that it took to build it now; 0 where it was there."""
    folder = RESULTS / "large"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{schema.newest_revision()}-{figures.TODAY}-{CHILDREN}.db"
    if path.exists():
        return path, 0.0
    for old in folder.glob("*.db*"):
        old.unlink()
    begun = time.perf_counter()
    unfinished = path.with_suffix(".unfinished")
    figures.build(unfinished, CHILDREN)
    unfinished.rename(path)
    return path, time.perf_counter() - begun


def main() -> int:
    """Build where needed, measure, and give the exit code."""
    path, seconds = large_database()
    os.environ["TRACKER_DATABASE_URL"] = sqlite_url(path)
    engine = make_engine(sqlite_url(path))
    with engine.begin() as connection:
        count = connection.execute(sa.text("SELECT count(*) FROM completion")).scalar_one()
        token = clinician(connection, f"Pat {datetime.now(UTC)}", SAMPLE)
    engine.dispose()
    results = {
        "database": {"built_in_s": seconds, "completions": count, "mib": path.stat().st_size / 2**20},
        "figures": figures.measure(path, token, list(SAMPLE)),
        "school and visits": days.measure(token, list(SAMPLE)),
        "progress": screens.progress_queries(token, list(SAMPLE)),
    }
    (RESULTS / "large.json").write_text(json.dumps(results, indent=2) + "\n")
    return report(results, LIMITS)


if __name__ == "__main__":
    sys.exit(main())
