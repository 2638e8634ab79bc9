"""Chromium against a real server. The server's clock is set by its launcher; the product has no such switch."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
HASH = hash_password(PASSWORD)
LAUNCHER = """
import sys
from datetime import UTC, datetime, timedelta
from tracker import clock
offset = timedelta(seconds=float({offset!r}))
clock.now = lambda: datetime.now(UTC) + offset
# Streamlit forgets a tab two minutes after its websocket ended. Two seconds, so that a test can sleep past it.
from streamlit.runtime.memory_session_storage import MemorySessionStorage
made = MemorySessionStorage.__init__
MemorySessionStorage.__init__ = lambda self, **_more: made(self, ttl_seconds=2)
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
    """A running product, and a cast of its own for each test."""

    base: str
    engine: sa.Engine
    cast: Cast
    plan: dict[str, int]
    host: str

    def live(self) -> list[sa.Row[tuple[object, ...]]]:
        completion = table_of(Completion)
        with self.engine.connect() as connection:
            query = sa.select(completion).where(
                completion.c.child_id == self.cast.mia,
                completion.c.withdrawn_at.is_(None),
                completion.c.performed_on >= TODAY - timedelta(days=2),
            )
            return list(connection.execute(query.order_by(completion.c.id)))


@pytest.fixture(scope="session")
def servers(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Callable[[datetime], tuple[str, sa.Engine]]]:
    """Give a function that finds or starts the server at whose clock it is a given time."""
    with ExitStack() as stack:
        started: dict[datetime, tuple[str, sa.Engine]] = {}

        def server_at(moment: datetime) -> tuple[str, sa.Engine]:
            if moment not in started:
                folder = tmp_path_factory.mktemp("site")
                path = folder / "tracker.db"
                shutil.copy(sqlite_template, path)
                launcher = folder / "launcher.py"
                offset = (moment - datetime.now(UTC)).total_seconds()
                launcher.write_text(LAUNCHER.format(offset=str(offset)))
                base = stack.enter_context(
                    running_server({"TRACKER_DATABASE_URL": sqlite_url(path)}, launcher)
                )
                started[moment] = (base, make_engine(sqlite_url(path)))
                stack.callback(started[moment][1].dispose)
            return started[moment]

        yield server_at


@pytest.fixture
def hour() -> tuple[date, int, int]:
    """When it is, where the children live."""
    return TODAY, 20, 10


@pytest.fixture
def site(servers: Callable[[datetime], tuple[str, sa.Engine]], hour: tuple[date, int, int]) -> Site:
    day, hours, minutes = hour
    moment = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(ZONE))
    base, engine = servers(moment)
    host = f"{secrets.token_hex(4)}.example.org"
    cast, plan = fill(engine, moment, host)
    return Site(base, engine, cast, plan, host)


def fill(engine: sa.Engine, moment: datetime, host: str) -> tuple[Cast, dict[str, int]]:
    cast = make_cast(engine, moment.astimezone(UTC), host)
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Account)).values(password_hash=HASH))
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
        watch(page, site.base, faults)
        page.goto(site.base + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def watch(page: Page, base: str, faults: list[str]) -> None:
    """Note what no page may do: ask another host, break the policy, or throw an error."""
    page.on("request", lambda request: _only_ours(request.url, base, faults))
    page.on("pageerror", lambda error: faults.append(f"error in the page: {error}"))
    page.on("console", lambda said: _no_violation(said.text, faults))


def _only_ours(url: str, base: str, faults: list[str]) -> None:
    own = base.removeprefix("http")
    if not url.startswith((f"http{own}", f"ws{own}", "data:", "blob:")):
        faults.append(f"a request left the machine: {url}")


def _no_violation(text: str, faults: list[str]) -> None:
    if "Content Security Policy" in text or "Refused to" in text:
        faults.append(text)
