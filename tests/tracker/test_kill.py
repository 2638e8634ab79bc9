"""What was acknowledged is stored: the process may be killed right after."""

import os
from contextlib import suppress
from datetime import date, timedelta
from multiprocessing.connection import Connection

import sqlalchemy as sa

from db.engine import engine_for
from db.tables import METADATA
from tests.cast import LONG_AGO, ZONE, Cast
from tests.factories import make_episode, make_prescription
from tests.processes import FORKS
from tracker import clock
from tracker.access.actor import SessionToken
from tracker.access.work import writing
from tracker.plans.schedule import Schedule
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

KILLS = {"sqlite": 50, "postgresql": 10}
A_LIFE = 8  # ticks before a process would run out of exercises
SLOTS = 12


def tick_until_killed(
    url: str, token: SessionToken, child: int, occurrences: list[Occurrence], acknowledge: Connection
) -> None:
    os.environ["TRACKER_DATABASE_URL"] = url
    for occurrence in occurrences:
        with writing(token) as work:
            entry = answer(work, child, occurrence, DONE, seen=None).id
        acknowledge.send(entry)
    FORKS.Event().wait()


def plan_enough(engine: sa.Engine, cast: Cast, day: date, lives: int) -> list[list[Occurrence]]:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, day)
        slots = [
            Occurrence(prescription, day, slot)
            for prescription in (
                make_prescription(connection, cast.mia, episode, day, schedule=Schedule(times_per_day=SLOTS))
                for _ in range(lives * A_LIFE // SLOTS + 1)
            )
            for slot in range(1, SLOTS + 1)
        ]
    return [slots[n * A_LIFE : (n + 1) * A_LIFE] for n in range(lives)]


def killed_after(acknowledged: int, url: str, cast: Cast, occurrences: list[Occurrence]) -> list[int]:
    """Start a process that ticks, kill it after so many acknowledgements, and give all that arrived."""
    receive, send = FORKS.Pipe(duplex=False)
    process = FORKS.Process(
        target=tick_until_killed, args=(url, cast.tokens["Dana"], cast.mia, occurrences, send)
    )
    process.start()
    send.close()
    entries = [receive.recv() for _ in range(acknowledged)]
    process.kill()
    with suppress(EOFError):
        while True:
            entries.append(receive.recv())
    process.join()
    assert process.exitcode == -9
    receive.close()
    return entries


def test_a_tick_that_was_acknowledged_outlives_a_kill(engine: sa.Engine, cast: Cast, database: str) -> None:
    kills = KILLS[engine.dialect.name]
    day = clock.local_today([(LONG_AGO, ZONE)], clock.now()) - timedelta(days=1)
    lives = plan_enough(engine, cast, day, kills)
    acknowledged = [
        entry for n in range(kills) for entry in killed_after(1 + n % 3, database, cast, lives[n])
    ]
    engine_for(database).dispose()
    assert len(acknowledged) >= kills
    completion, log = METADATA.tables["completion"], METADATA.tables["access_log"]
    with engine.connect() as connection:
        stored = set(connection.execute(sa.select(completion.c.id)).scalars())
        logged = set(connection.execute(sa.select(log.c.subject)).scalars())
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert set(acknowledged) <= stored
    assert logged == {f"completion {entry}" for entry in stored}, "an entry and its log row are one"
