"""Caseload and Progress in a large database: their statements, the server's share, and a click in Chromium."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Page, sync_playwright

from bench.client import open_page
from db.engine import engine_for, sqlite_url
from tests.server import running_server
from tracker.access.actor import SessionToken
from tracker.access.work import Work, reading
from tracker.progress.caseload import caseload_of
from tracker.progress.progress import progress_of

CHROMIUM = os.environ.get("TRACKER_TEST_CHROMIUM", "/usr/bin/chromium")
DESKTOP = {"width": 1280, "height": 900}
TIMES = 25
CLICKS = 12
WARM_UP = 2
MS = 1000
AT_REST_MS = 400
CHART, ROW = ".js-plotly-plot .main-svg", "[class*='st-key-caseload-rows-'] a"

# From the click until the browser has drawn what it led to. The observer asks before each frame.
WATCH = """([link, target]) => new Promise(done => {
    const begun = performance.now();
    const look = () => document.querySelector(target)
        ? requestAnimationFrame(() => done(performance.now() - begun))
        : requestAnimationFrame(look);
    link.click();
    look();
})"""


Statement = tuple[str, Any]


def statements_of(token: SessionToken, use_case: Callable[[Work], object]) -> list[Statement]:
    """Give every statement that a use case sends, the check of the session included."""
    found: list[Statement] = []
    engine = engine_for(os.environ["TRACKER_DATABASE_URL"])

    def note(*told: Any) -> None:
        found.append((told[2], told[3]))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        with reading(token) as work:
            use_case(work)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in found if statement[0].startswith("SELECT")]


def queries_ms(statements: Sequence[Statement]) -> float:
    """Run the statements one after the other and fetch all their rows; gives the median of the sums."""
    engine = engine_for(os.environ["TRACKER_DATABASE_URL"])
    times = []
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        for _ in range(TIMES):
            begun = time.perf_counter()
            for statement, parameters in statements:
                cursor.execute(statement, parameters)
                cursor.fetchall()
            times.append(time.perf_counter() - begun)
    return median(times) * MS


def use_case_ms(token: SessionToken, use_case: Callable[[Work], object]) -> float:
    """Run a use case in a unit of work of its own each time."""
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with reading(token) as work:
            use_case(work)
        times.append(time.perf_counter() - begun)
    return median(times) * MS


def progress_queries(token: SessionToken, children: Sequence[int]) -> dict[str, float]:
    """Give the median over children of all statements of Progress together, and how many there are at most."""
    times, counts = [], []
    for child in children:
        statements = statements_of(token, lambda work, child=child: progress_of(work, child))  # type: ignore[misc]
        times.append(queries_ms(statements))
        counts.append(len(statements))
    return {"queries_ms": median(times), "statements": max(counts), "children": len(counts)}


async def page_ms(base: str, token: SessionToken, path: str, query: str = "") -> float:
    """Run a page's script over the websocket; gives the median from the request to its last message."""
    async with open_page(base, path, {"session": token}, query) as page:
        times = [await page.rerun() for _ in range(TIMES)]
    return median(times[WARM_UP:]) * MS


def clicks_ms(base: str, token: SessionToken, children: Sequence[int]) -> dict[str, float]:
    """Open children's Progress from the caseload and come back, by clicks on links."""
    to_chart, to_caseload = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        context.add_cookies([{"name": "session", "value": token, "url": base}])
        page = context.new_page()
        page.goto(f"{base}/caseload")
        for child in [*children][: CLICKS + WARM_UP]:
            to_chart.append(_click(page, f"Child {child}", CHART))
            to_caseload.append(_click(page, "Caseload", ROW))
        browser.close()
    return {"to_progress": median(to_chart[WARM_UP:]), "to_caseload": median(to_caseload[WARM_UP:])}


def _click(page: Page, link: str, target: str) -> float:
    found = page.get_by_role("link", name=link, exact=True)
    found.wait_for()
    page.wait_for_timeout(AT_REST_MS)
    return float(page.evaluate(WATCH, [found.element_handle(), target]))


def measure(
    path: Path, pat: SessionToken, few: SessionToken, children: Sequence[int]
) -> dict[str, dict[str, float]]:
    """Measure both screens; Pat follows all of `children`, the other clinician four of them."""
    child = children[len(children) // 2]
    # The first look of each keeps the tallies of the weeks that are over.
    for token in (pat, few):
        with reading(token) as work:
            caseload_of(work)
    of_40, of_4 = statements_of(pat, caseload_of), statements_of(few, caseload_of)

    def progress(work: Work) -> object:
        return progress_of(work, child)

    of_progress = statements_of(pat, progress)
    caseload = {
        "queries_of_40_ms": queries_ms(of_40),
        "queries_of_4_ms": queries_ms(of_4),
        "statements_of_40": len(of_40),
        "more_statements_than_for_4": len(of_40) - len(of_4),
        "use_case_ms": use_case_ms(pat, caseload_of),
    }
    found = {
        "queries_ms": queries_ms(of_progress),
        "statements": len(of_progress),
        "use_case_ms": use_case_ms(pat, progress),
    }
    with running_server({"TRACKER_DATABASE_URL": sqlite_url(path)}) as base:
        caseload["server_ms"] = asyncio.run(page_ms(base, pat, "caseload"))
        found["server_ms"] = asyncio.run(page_ms(base, pat, "progress", f"child={child}"))
        clicks = clicks_ms(base, pat, children)
    caseload["click_to_pixels_ms"] = clicks["to_caseload"]
    found["click_to_pixels_ms"] = clicks["to_progress"]
    return {"caseload": caseload, "progress": found}
