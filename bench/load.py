"""A busy evening: a hundred families tick while twenty clinicians go through their caseloads, for three minutes.

Each family ticks, or takes back, every five seconds. Each clinician opens the caseload and a child's Progress in
turns and looks at each for ten seconds. All have their pages open before that, and everybody begins at another
moment, as people do.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import quantiles

import psutil
import sqlalchemy as sa

from bench import figures
from bench.__main__ import RESULTS, clinician, report
from bench.client import Page, open_page
from bench.taps import server_of
from db.engine import make_engine, sqlite_url
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import link, make_account, make_session
from tests.server import running_server
from tracker.access.actor import SessionToken

FAMILIES, CLINICIANS, FOLLOWED = 100, 20, 40
SECONDS = 180
BETWEEN_TICKS, A_LOOK = 5.0, 10.0
MIB = 1024 * 1024
_NO_EXCUSE = sa.text(
    "UPDATE completion SET withdrawn_at = recorded_at, withdrawn_by_id = recorded_by_id"
    " WHERE performed_on = :today AND state = 'excused' AND withdrawn_at IS NULL"
)
LIMITS = {("load", "errors"): 0.0}


@dataclass
class Told:
    """What was measured of one kind of step: seconds of each, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0

    async def take(self, step: Callable[[], Awaitable[float]], page: Page) -> None:
        """Measure a step; one that breaks off, or shows an error, counts as one."""
        before = page.troubles
        try:
            self.seconds.append(await step())
        except (AssertionError, OSError, StopIteration, TimeoutError):
            self.errors += 1
        self.errors += page.troubles - before


Clinicians = Sequence[tuple[SessionToken, Sequence[int]]]


def build(path: Path) -> tuple[list[SessionToken], Clinicians]:
    """Make a clinic with half a year of entries; give a session of each family and clinician."""
    figures.build(path, CLINICIANS * FOLLOWED)
    engine = make_engine(sqlite_url(path))
    with engine.begin() as connection:
        families = [_family(connection, child) for child in range(1, FAMILIES + 1)]
        # A family that ticks an excused exercise cannot take that back: the excuse is the clinic's to give.
        connection.execute(_NO_EXCUSE, {"today": figures.TODAY})
        clinicians: list[tuple[SessionToken, Sequence[int]]] = []
        for number in range(CLINICIANS):
            first = 1 + number * FOLLOWED
            followed = range(first, first + FOLLOWED)
            clinicians.append((clinician(connection, f"Clinician {number}", followed), followed))
    engine.dispose()
    return families, clinicians


def _family(connection: sa.Connection, child: int) -> SessionToken:
    account = make_account(connection, 1, f"Parent {child}", Role.FAMILY)
    link(connection, 1, account, child, RelationshipKind.GUARDIAN, Level.RECORD)
    return make_session(connection, account, datetime.now(UTC))


async def run(
    base: str,
    families: Sequence[SessionToken],
    clinicians: Clinicians,
    process: psutil.Process,
) -> dict[str, float]:
    """Let everybody work; give latencies in milliseconds, errors, and the server's memory in MiB."""
    ticks, looks = Told(), Told()

    async def family(page: Page, until: float, choose: random.Random) -> None:
        await asyncio.sleep(choose.random() * BETWEEN_TICKS)
        number = 0
        while time.perf_counter() < until:
            begun = time.perf_counter()
            await ticks.take(lambda: _tick(page, number), page)  # noqa: B023 - called before the next round
            number += 1
            await asyncio.sleep(max(0.0, BETWEEN_TICKS - (time.perf_counter() - begun)))

    async def therapist(
        pages: tuple[Page, Page], followed: Sequence[int], until: float, choose: random.Random
    ) -> None:
        await asyncio.sleep(choose.random() * A_LOOK)
        for page in cycle(pages):
            if time.perf_counter() >= until:
                return
            pages[1].query = f"child={choose.choice(followed)}"
            begun = time.perf_counter()
            await looks.take(page.rerun, page)
            await asyncio.sleep(max(0.0, A_LOOK - (time.perf_counter() - begun)))

    async with AsyncExitStack() as tabs:

        async def tab(path: str, token: SessionToken, query: str = "") -> Page:
            return await tabs.enter_async_context(open_page(base, path, {"session": token}, query))

        homes = [await tab("today", token) for token in families]
        desks = [
            (await tab("caseload", token), await tab("progress", token, f"child={followed[0]}"))
            for token, followed in clinicians
        ]
        before = process.memory_info().rss
        until = time.perf_counter() + SECONDS
        await asyncio.gather(
            *(family(page, until, random.Random(number)) for number, page in enumerate(homes)),
            *(
                therapist(pages, followed, until, random.Random(-followed[0]))
                for pages, (_token, followed) in zip(desks, clinicians, strict=True)
            ),
        )
        after = process.memory_info().rss
    return {
        **_told("ticks", ticks),
        **_told("looks", looks),
        "errors": ticks.errors + looks.errors,
        "memory_before_mib": before / MIB,
        "memory_after_mib": after / MIB,
    }


async def _tick(page: Page, number: int) -> float:
    """Tick an exercise, and the next time take that back."""
    keys = [key for key in page.widgets if key.startswith("done-")]
    taken_back = number % 2 and any(key.startswith("undo-button-") for key in page.widgets)
    return await page.rerun(click="undo-button-" if taken_back else keys[number % len(keys)])


def _told(name: str, told: Told) -> dict[str, float]:
    percentiles = quantiles(told.seconds, n=100)
    return {
        name: len(told.seconds),
        f"{name}_p50_ms": percentiles[49] * 1000,
        f"{name}_p99_ms": percentiles[98] * 1000,
    }


def main() -> int:
    """Build, measure, print one table, and give the exit code."""
    with tempfile.TemporaryDirectory(prefix="amps-tracker-bench-") as name:
        path = Path(name) / "load.db"
        os.environ["TRACKER_DATABASE_URL"] = sqlite_url(path)
        families, clinicians = build(path)
        with running_server({"TRACKER_DATABASE_URL": sqlite_url(path)}) as base:
            results = {"load": asyncio.run(run(base, families, clinicians, server_of(base)))}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "load.json").write_text(json.dumps(results, indent=2) + "\n")
    return report(results, LIMITS)


if __name__ == "__main__":
    sys.exit(main())
