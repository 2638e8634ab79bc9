"""A folder of 100,000 completions brought in as a new child, looked through and stored, into a file of SQLite."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import schema
from db.engine import engine_for, sqlite_url
from tests.cast import make_clinic
from tracker.access.actor import OPERATOR
from tracker.access.work import reading, writing
from tracker.exchange.files.examining import examine
from tracker.exchange.files.folder import folder_at
from tracker.exchange.files.storing import ground_of_new, import_for_clinic

COMPLETIONS = 100_000
EXERCISES = 40
TODAY = datetime.now(UTC).date()
DAYS = COMPLETIONS // EXERCISES
STATES = ("done", "done", "done", "partly", "not_done")


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Write the files, bring them in, and count what is there."""
    url = sqlite_url(folder / "files.db")
    os.environ["TRACKER_DATABASE_URL"] = url
    engine = engine_for(url)
    schema.migrate(engine, now=datetime.now(UTC))
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Bench")
    place = _written(folder / "files")
    started = time.perf_counter()
    with reading(OPERATOR) as work:
        ground = ground_of_new(work, clinic)
    examined = examine(folder_at(place), ground)
    looked = time.perf_counter()
    with writing(OPERATOR) as work:
        import_for_clinic(work, clinic, "Child 1", examined)
    ended = time.perf_counter()
    with engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT count(*) FROM completion").scalar()
    engine.dispose()
    assert stored == COMPLETIONS, stored
    return {
        "import": {
            "looked_through_s": looked - started,
            "stored_s": ended - looked,
            "100000_completions_s": ended - started,
        }
    }


def _written(folder: Path) -> Path:
    folder.mkdir()
    start = TODAY - timedelta(days=DAYS)
    with (folder / "prescriptions.csv").open("w") as stream:
        stream.write("exercise,category,schedule,times_per_day,amount,unit,valid_from,valid_to,reason\n")
        stream.writelines(f"Exercise {n},strength,daily,1,10,min,{start},,\n" for n in range(EXERCISES))
    with (folder / "completions.csv").open("w") as stream:
        stream.write("exercise,performed_on,slot,state,amount,barrier,recorded_at,reporter,note\n")
        for number in range(COMPLETIONS):
            day, state = start + timedelta(days=number // EXERCISES), STATES[number % len(STATES)]
            amount = 4.5 if state == "partly" else ""
            barrier = "tired" if state == "not_done" else ""
            stream.write(
                f"Exercise {number % EXERCISES},{day},1,{state},{amount},{barrier},{day}T01:00:00Z,parent,\n"
            )
    return folder
