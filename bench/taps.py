"""A tap on Today over the websocket, signed in, against a bare Streamlit page with the same widgets."""

import asyncio
import os
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from zoneinfo import ZoneInfo

import psutil

from bench.client import Page, open_page
from db import schema
from db.engine import make_engine, sqlite_url
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import ZONE, link, make_account, make_child, make_clinic, make_session
from tests.factories import make_history, make_plan
from tests.server import free_port, running_server

TAPS = 150
WARM_UP = 20
PEOPLE = 20
CROWD_SECONDS = 20
HALF_A_YEAR = 26 * 7


def build(path: Path) -> list[str]:
    """Make one family a child, the second child with half a year of history; give a session token for each."""
    engine = make_engine(sqlite_url(path))
    schema.migrate(engine, now=datetime.now(UTC))
    today = datetime.now(ZoneInfo(ZONE)).date()
    tokens = []
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Bench")
        for number in range(PEOPLE):
            child = make_child(connection, clinic, f"Child {number}")
            account = make_account(connection, clinic, f"Parent {number}", Role.FAMILY)
            link(connection, clinic, account, child, RelationshipKind.GUARDIAN, Level.RECORD)
            tokens.append(str(make_session(connection, account, datetime.now(UTC))))
            days = HALF_A_YEAR if number == 1 else 0
            plan = make_plan(connection, child, today - timedelta(days=days))
            if days:
                make_history(connection, child, plan, today - timedelta(days=days), days)
    engine.dispose()
    return tokens


@contextmanager
def bare_server(folder: Path, page: str = "bare_page.py") -> Iterator[str]:
    """Serve a bare page with the same tuning as the product."""
    database = folder / "bare.db"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS tick (number INTEGER, at TEXT)")
    launcher = Path(__file__).with_name("bare_server.py")
    port = free_port()
    env = {**os.environ, "PORT": str(port), "BENCH_BARE_DATABASE": str(database), "BENCH_BARE_PAGE": page}
    with psutil.Popen([sys.executable, str(launcher)], env=env) as process:
        try:
            _wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the bare page did not start")


async def _product_tap(page: Page, number: int) -> float:
    """Tap an exercise, then take it back without measuring, so that every tap is a new entry."""
    keys = [key for key in page.widgets if key.startswith("done-")]
    seconds = await page.rerun(click=keys[number % len(keys)])
    await page.rerun(click="undo-button-")
    return seconds


async def compare(product: str, bare: str, tokens: list[str]) -> dict[str, float]:
    """Tap a fresh child, one with half a year, and the bare page in turns; gives milliseconds and ratios."""
    times: dict[str, list[float]] = {"fresh": [], "old": [], "bare": []}
    async with (
        open_page(product, "today", {"session": tokens[0]}) as fresh,
        open_page(product, "today", {"session": tokens[1]}) as old,
        open_page(bare, "", {}) as flat,
    ):
        for number in range(TAPS):
            times["fresh"].append(await _product_tap(fresh, number))
            times["bare"].append(await flat.rerun(click=f"done-{number % 6}"))
            times["old"].append(await _product_tap(old, number))
    ms = {name: median(values[WARM_UP:]) * 1000 for name, values in times.items()}
    return {
        "bare_ms": ms["bare"],
        "tap_ms": ms["fresh"],
        "tap_after_26_weeks_ms": ms["old"],
        "ratio_to_bare": ms["fresh"] / ms["bare"],
        "ratio_26_weeks_to_fresh": ms["old"] / ms["fresh"],
    }


async def crowd(product: str, tokens: list[str], process: psutil.Process) -> dict[str, float]:
    """Let everybody tick and undo without pause; gives the rate, latencies in milliseconds and memory in MiB."""
    times: list[float] = []

    async def person(page: Page, until: float) -> None:
        number = 0
        while time.perf_counter() < until:
            keys = [key for key in page.widgets if key.startswith("done-")]
            times.append(await page.rerun(click=keys[number % len(keys)]))
            times.append(await page.rerun(click="undo-button-"))
            number += 1

    async with AsyncExitStack() as tabs:
        pages = [
            await tabs.enter_async_context(open_page(product, "today", {"session": token}))
            for token in tokens
        ]
        before = process.memory_info().rss
        until = time.perf_counter() + CROWD_SECONDS
        await asyncio.gather(*(person(page, until) for page in pages))
        after = process.memory_info().rss
    mib = 1024 * 1024
    return {
        "people": len(tokens),
        "writes_per_second": len(times) / CROWD_SECONDS,
        "p50_ms": median(times) * 1000,
        "p99_ms": quantiles(times, n=100)[98] * 1000,
        "memory_before_mib": before / mib,
        "memory_after_mib": after / mib,
    }


def server_of(base: str) -> psutil.Process:
    """Give the process that serves at an address, one of this process's own."""
    port = int(base.rsplit(":", 1)[1])
    return next(
        child
        for child in psutil.Process().children(recursive=True)
        if any(c.laddr.port == port for c in child.net_connections() if c.laddr)
    )


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Run both servers one beside the other and measure."""
    tokens = build(folder / "taps.db")
    env = {"TRACKER_DATABASE_URL": sqlite_url(folder / "taps.db")}
    with running_server(env) as product, bare_server(folder) as bare:
        taps = asyncio.run(compare(product, bare, tokens))
        people = asyncio.run(crowd(product, tokens, server_of(product)))
    return {"tap": taps, "crowd": people}
