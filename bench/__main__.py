"""Measure, print one table, write `bench/results/latest.json`, and exit with 1 when a limit is broken."""

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bench import days, editor, figures, files, screens, sign_in, taps
from db.engine import make_engine, sqlite_url
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import link, make_account, make_session
from tracker.access.actor import SessionToken

RESULTS = Path(__file__).parent / "results"
CHILDREN = 1000
SAMPLE = range(1, CHILDREN + 1, CHILDREN // 40)
Figures = Mapping[str, Mapping[str, float]]
LIMITS = {
    ("tap", "ratio_to_bare"): 2.0,
    ("tap", "ratio_26_weeks_to_fresh"): 1.2,
    ("editor", "ratio_to_bare"): 2.0,
    ("sign-in", "p50_ms"): 150,
    ("access", "added_ms"): 1.0,
    ("import", "100000_completions_s"): 20,
    ("figures", "ratio"): 3.0,
    ("caseload", "queries_of_40_ms"): 15,
    ("caseload", "more_statements_than_for_4"): 0,
    ("progress", "queries_ms"): 15,
    ("progress", "server_ms"): 150,
    ("school and visits", "queries_ms"): 10,
    ("caseload", "click_to_pixels_ms"): 500,
    ("progress", "click_to_pixels_ms"): 500,
}


def measure_large(folder: Path) -> dict[str, dict[str, float]]:
    """Build the large database and measure in it."""
    path = folder / "large.db"
    os.environ["TRACKER_DATABASE_URL"] = sqlite_url(path)
    figures.build(path, CHILDREN)
    engine = make_engine(sqlite_url(path))
    with engine.begin() as connection:
        pat, few = (clinician(connection, *who) for who in (("Pat", SAMPLE), ("Lee", SAMPLE[:4])))
    engine.dispose()
    sample = list(SAMPLE)
    return {
        "figures": figures.measure(path, pat, sample),
        "school and visits": days.measure(pat, sample),
        **screens.measure(path, pat, few, sample),
    }


def clinician(connection: sa.Connection, name: str, children: Sequence[int]) -> SessionToken:
    account = make_account(connection, 1, name, Role.CLINICIAN)
    for child in children:
        link(connection, 1, account, child, RelationshipKind.PHYSICAL_THERAPIST, Level.PRESCRIBE)
    return make_session(connection, account, datetime.now(UTC))


def report(results: Figures, limits: Mapping[tuple[str, str], float]) -> int:
    """Print one table; give 1 when a limit is broken."""
    broken = 0
    print(f"{'what':<18} {'figure':<26} {'value':>12}  limit")
    for what, found in results.items():
        for figure, value in found.items():
            limit = limits.get((what, figure))
            broken += limit is not None and value > limit
            mark = "" if limit is None else f"at most {limit:g}" + ("  BROKEN" if value > limit else "")
            print(f"{what:<18} {figure:<26} {value:>12.2f}  {mark}")
    return 1 if broken else 0


def main() -> int:
    """Run everything; give the exit code."""
    with tempfile.TemporaryDirectory(prefix="amps-tracker-bench-") as name:
        results = taps.measure(Path(name))
        results |= editor.measure(Path(name))
        results |= sign_in.measure(Path(name))
        results |= files.measure(Path(name))
        results |= measure_large(Path(name))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(results, indent=2) + "\n")
    return report(results, LIMITS)


if __name__ == "__main__":
    sys.exit(main())
