"""A clinic whose every field holds harmful texts, and a browser's tab in which none of them may do anything."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, expect

from db.engine import engine_for, sqlite_url
from db.queries.base import table_of
from db.tables import Account, Child
from tests.browser.conftest import DESKTOP, PHONE, TODAY, fill
from tests.browser.payloads.harmless import made_by_texts, still_missing, unfold
from tests.cast import ZONE, Cast
from tests.security.fields import FIELDS, fill_all, shares
from tests.security.filling import Filling
from tests.security.payloads import ALL
from tracker import clock

MOMENT = datetime(TODAY.year, TODAY.month, TODAY.day, 12, 0, tzinfo=ZoneInfo(ZONE))
# Those who are there from the start are called this.
CALLED = {
    "Mia": "<img src=x onerror=window.pwned=1>",
    "Dana": "[x](https://pwned.example) **b** :red[x]",
    "Pat": "www.pwned.example :streamlit: -> `z`",
    "Lee": "$x$ :material_home: <svg onload=window.pwned=1>",
    "Ada": "</p><script>window.pwned=1</script>",
}
# What a hand types in these tests, letter by letter.
TYPED = (
    "<img src=x onerror=window.pwned=1>",
    '"><script>window.pwned=1</script>',
    "[x](javascript:window.pwned=1) :red[x]",
)
EXPECTED = re.compile(r"/_stcore/|/sign-in$")
OWN_FORMS = ("/sign-in", "/join", "/reset", "/password")


@dataclass
class Hostile:
    """A running product, full of harmful texts."""

    base: str
    filling: Filling
    given: dict[str, list[str]]

    @property
    def cast(self) -> Cast:
        return self.filling.cast

    def shown(self, where: str) -> list[str]:
        """Give every text that has to stand somewhere."""
        return [
            FIELDS[key].stored(text).replace("\0", "")
            for key, texts in self.given.items()
            if where in FIELDS[key].shown
            for text in texts
        ]


@pytest.fixture(scope="session")
def filled(servers: Callable[[datetime], tuple[str, sa.Engine]]) -> Hostile:
    base, engine = servers(MOMENT)
    cast, plan = fill(engine, MOMENT, "hostile.example.com")
    found = Hostile(base, Filling(engine, cast, plan), shares(ALL))
    with at_its_moment(found):
        fill_all(found.filling, found.given)
        name_the_cast(engine, cast)
    return found


@pytest.fixture
def hostile(filled: Hostile) -> Iterator[Hostile]:
    """The same for all tests, whose use cases work on it as well."""
    with at_its_moment(filled):
        yield filled


@contextmanager
def at_its_moment(found: Hostile) -> Iterator[None]:
    url = sqlite_url(Path(str(found.filling.engine.url.database)))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        monkeypatch.setenv("TRACKER_PUBLIC_URL", found.base)
        monkeypatch.setattr(clock, "now", lambda: MOMENT.astimezone(UTC))
        yield
        engine_for(url).dispose()
        engine_for.cache_clear()


def name_the_cast(engine: sa.Engine, cast: Cast) -> None:
    child, account = table_of(Child), table_of(Account)
    with engine.begin() as connection:
        for who, name in CALLED.items():
            which = account.c.id == cast.accounts[who]
            connection.execute(sa.update(account).where(which).values(name=name))
        connection.execute(sa.update(child).where(child.c.id == cast.mia).values(chosen_name=CALLED["Mia"]))


@dataclass
class Tab:
    """A browser's tab in which nothing may happen but what the product does."""

    page: Page
    base: str
    faults: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        if not path.startswith(OWN_FORMS):
            settled(self.page)
        return self.page

    def check(self, texts: Sequence[str] = ()) -> None:
        """Look at what is on the screen now, on a phone and on a desktop."""
        unfold(self.page)
        assert still_missing(self.page, texts) == [], self.page.url
        for viewport in (PHONE, DESKTOP):
            self.page.set_viewport_size(viewport)  # type: ignore[arg-type]
            self.page.wait_for_timeout(50)
            assert made_by_texts(self.page) == [], self.page.url
        assert self.faults == []


def settled(page: Page) -> None:
    expect(page.get_by_text("Signed in as")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


Enter = Callable[[str | None], Tab]


@pytest.fixture
def enter(browser: Browser, hostile: Hostile) -> Iterator[Enter]:
    """Give a function that opens a tab as somebody; nothing of what a text may not do has happened at the end."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_tab(who: str | None) -> Tab:
        context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        contexts.append(context)
        if who:
            cookie = {"name": "session", "value": hostile.cast.tokens[who], "url": hostile.base}
            context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        note_faults(page, hostile.base, faults)
        return Tab(page, hostile.base, faults)

    yield open_tab
    for context in contexts:
        context.close()
    assert faults == []


def note_faults(page: Page, base: str, faults: list[str]) -> None:
    def noted(said: ConsoleMessage) -> None:
        # Streamlit looks for itself below each part of the address, and finds itself at the root. A sign-in that is
        # refused is answered with 401.
        if not EXPECTED.search(said.location["url"]):
            faults.append(f"console: {said.type} {said.text} {said.location}")

    def dismissed(dialog: Dialog) -> None:
        faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("pageerror", lambda error: faults.append(f"an error: {error}"))
    page.on("console", noted)
    page.on("popup", lambda popup: faults.append(f"a window: {popup.url}"))
    page.on("request", lambda request: faults.extend(stray(request.url, base)))


def stray(url: str, base: str) -> list[str]:
    ours = (f"{base}/", f"{base.replace('http', 'ws', 1)}/", "data:image/", "data:,", f"blob:{base}/")
    return [] if url.startswith(ours) else [f"a request to {url}"]
