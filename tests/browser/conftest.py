"""Chromium against a real server. The server's clock is set by its launcher; the product has no such switch."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from db.engine import make_engine, sqlite_url
from db.queries.base import table_of
from db.tables import Account, Completion
from db.vocabulary import Level, RelationshipKind
from tests.cast import ZONE, Cast, link, make_cast, make_child
from tests.conftest import unavailable
from tests.factories import make_history, make_plan
from tests.server import running_server
from tracker.access.passwords import hash_password

CHROMIUM = os.environ.get("TRACKER_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
TODAY = date(2026, 3, 11)
START = date(2026, 2, 11)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
PASSWORD = "a long evening walk by the river"
LAUNCHER = """
import sys
from datetime import UTC, datetime, timedelta
from tracker import clock
offset = timedelta(seconds=float({offset!r}))
clock.now = lambda: datetime.now(UTC) + offset
from tracker.cli import main
sys.argv = ["amps-tracker", "serve"]
main()
"""

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    if not Path(CHROMIUM).exists():
        unavailable("browser", "install Debian's package chromium, or name one in TRACKER_TEST_CHROMIUM")
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@dataclass
class Site:
    """A running product with the cast in it."""

    base: str
    engine: sa.Engine
    cast: Cast
    plan: dict[str, int]

    def live(self) -> list[sa.Row[tuple[object, ...]]]:
        completion = table_of(Completion)
        with self.engine.connect() as connection:
            query = sa.select(completion).where(
                completion.c.withdrawn_at.is_(None), completion.c.performed_on >= date(2026, 3, 9)
            )
            return list(connection.execute(query.order_by(completion.c.id)))


@pytest.fixture
def hour() -> tuple[date, int, int]:
    """When it is, where the children live."""
    return TODAY, 20, 10


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path, hour: tuple[date, int, int]) -> Iterator[Site]:
    path = tmp_path / "tracker.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(sqlite_url(path))
    day, hours, minutes = hour
    moment = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(ZONE))
    cast, plan = _fill(engine, moment)
    launcher = tmp_path / "launcher.py"
    launcher.write_text(LAUNCHER.format(offset=str((moment - datetime.now(UTC)).total_seconds())))
    with running_server({"TRACKER_DATABASE_URL": sqlite_url(path)}, launcher) as base:
        yield Site(base, engine, cast, plan)
    engine.dispose()


def _fill(engine: sa.Engine, moment: datetime) -> tuple[Cast, dict[str, int]]:
    cast = make_cast(engine, moment.astimezone(UTC))
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Account)).values(password_hash=hash_password(PASSWORD)))
        plan = make_plan(connection, cast.mia, START)
        make_history(connection, cast.mia, plan, START, 26)
        leo = make_child(connection, cast.clinic, "Leo")
        cast.children["Leo"] = leo
        guardian = RelationshipKind.GUARDIAN
        link(connection, cast.clinic, cast.accounts["Ben"], leo, guardian, Level.RECORD, "Ben's home")
        make_plan(connection, leo, START)
    return cast, plan


Open = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, site: Site) -> Iterator[Open]:
    """Give a function that opens a page as one of the cast, and fails the test on what no page may do."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        who: str | None,
        path: str = "/today",
        viewport: dict[str, int] = PHONE,
        scheme: str = "light",
    ) -> Page:
        phone = viewport["width"] < 600
        context = browser.new_context(viewport=viewport, color_scheme=scheme, has_touch=phone)  # type: ignore[arg-type]
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "session", "value": site.cast.tokens[who], "url": site.base}])
        page = context.new_page()
        page.on("request", lambda request: _only_ours(request.url, site.base, faults))
        page.on("pageerror", lambda error: faults.append(f"error in the page: {error}"))
        page.on("console", lambda said: _no_violation(said.text, faults))
        page.goto(site.base + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _only_ours(url: str, base: str, faults: list[str]) -> None:
    own = base.removeprefix("http")
    if not url.startswith((f"http{own}", f"ws{own}", "data:", "blob:")):
        faults.append(f"a request left the machine: {url}")


def _no_violation(text: str, faults: list[str]) -> None:
    if "Content Security Policy" in text or "Refused to" in text:
        faults.append(text)
