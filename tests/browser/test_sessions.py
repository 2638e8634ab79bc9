"""A clinic's screen that nobody uses clears itself, and what was typed is there again after signing in."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from db.engine import make_engine, sqlite_url
from tests.browser.conftest import DESKTOP, LAUNCHER, PASSWORD, TODAY, Site, fill, watch
from tests.cast import ZONE
from tests.server import running_server

# As short as a slow machine allows: the product waits for a quarter of an hour.
IDLE_SECONDS = 6
IDLE_SOON = f"""
from datetime import timedelta
from tracker.access import actor
actor.STAFF_IDLE = timedelta(seconds={IDLE_SECONDS})
from tracker.access import sign_in
sign_in.SEEN_WITHIN = timedelta(seconds=1)
from tracker.screen import draft
draft.EVERY = timedelta(seconds=1)
"""
HOST = "sessions.example.org"
SOON = (IDLE_SECONDS + 7) * 1000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("idle")
    path = folder / "tracker.db"
    shutil.copy(sqlite_template, path)
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=ZoneInfo(ZONE))
    offset = (moment - datetime.now(UTC)).total_seconds()
    launcher = folder / "launcher.py"
    launcher.write_text(IDLE_SOON + LAUNCHER.format(offset=str(offset)))
    engine = make_engine(sqlite_url(path))
    cast, plan = fill(engine, moment, HOST)
    with running_server({"TRACKER_DATABASE_URL": sqlite_url(path)}, launcher) as base:
        yield Site(base, engine, cast, plan, HOST)
    engine.dispose()


# Streamlit's own, when a network that comes back brings the rest of a run that it had cut off; it then runs anew.
CUT_IN_TWO = "'setIn' cannot be called on an ElementNode"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=DESKTOP) as made:  # type: ignore[arg-type]
        yield made


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A clinic's computer, at which nobody is signed in."""
    faults: list[str] = []
    page = context.new_page()
    watch(page, site.base, faults)
    yield page
    assert [fault for fault in faults if CUT_IN_TWO not in fault] == []


def sign_in(page: Page, who: str) -> None:
    page.get_by_label("Sign-in name").fill(f"{who.lower()}@{HOST}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def open_as(page: Page, site: Site, who: str, path: str) -> None:
    page.goto(site.base + path)
    sign_in(page, who)


def watched(page: Page) -> None:
    """Wait until the page looks after itself. The policy forbids Playwright's own way to wait for a value."""
    while not page.evaluate("window.watchedForUse === true"):
        page.wait_for_timeout(50)


def is_let_in(page: Page, site: Site) -> bool:
    """Whether what this browser carries still opens anything."""
    return page.request.get(f"{site.base}/plan", max_redirects=0).status == 200


def test_half_a_reason_outlives_the_screen_that_cleared_itself(page: Page, site: Site) -> None:
    plan = f"/plan?child={site.cast.mia}"
    open_as(page, site, "Pat", plan)
    page.get_by_role("button", name="Change Stairs").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").press_sequentially("Knees felt bet")
    dialog.get_by_label("For this child").press_sequentially(" Slowly.")
    # Nobody leaves the field, clicks or saves any more.
    page.wait_for_url("**/sign-in?*", timeout=SOON)
    expect(page.get_by_text("without a click. What you typed is kept.")).to_be_visible()
    expect(page.get_by_text("Stairs")).to_have_count(0)
    assert not is_let_in(page, site)

    sign_in(page, "Lee")
    page.wait_for_url(f"**{plan}")
    expect(page.get_by_role("heading", name="About Mia")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Knees felt bet")).to_have_count(0)
    page.goto(site.base + "/sign-out")
    page.get_by_role("button", name="Sign out").click()

    open_as(page, site, "Pat", plan)
    expect(dialog.get_by_label("Reason")).to_have_value("Knees felt bet")
    expect(dialog.get_by_label("For this child")).to_have_value(
        "Stand tall.\nGo up and down at your own pace. Slowly."
    )
    dialog.get_by_label("Reason").press_sequentially("ter")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. The family sees:")).to_be_visible()


def test_without_a_network_the_screen_is_cleared_all_the_same(page: Page, site: Site) -> None:
    open_as(page, site, "Pat", f"/plan?child={site.cast.mia}")
    expect(page.get_by_role("heading", name="About Mia")).to_be_visible()
    watched(page)
    page.context.set_offline(True)
    expect(page.get_by_text("This screen was cleared because nobody used it.")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("Mia")).to_have_count(0)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url("**/sign-in?*", timeout=SOON)
    assert not is_let_in(page, site)


def test_a_laptop_that_wakes_up_clears_its_screen_before_anything_is_done_with_it(
    page: Page, site: Site
) -> None:
    open_as(page, site, "Pat", f"/plan?child={site.cast.mia}")
    expect(page.get_by_role("heading", name="About Mia")).to_be_visible()
    watched(page)
    # Asleep, no timer runs, and the clock on the wall has gone on.
    page.evaluate(
        """seconds => {
            for (let timer = setTimeout(() => 0); timer > 0; timer--) clearInterval(timer);
            const now = Date.now;
            Date.now = () => now() + seconds * 1000;
        }""",
        IDLE_SECONDS,
    )
    page.keyboard.press("Tab")
    page.wait_for_url("**/sign-in?*", timeout=SOON)


def test_work_in_one_tab_keeps_the_others_and_signing_out_clears_them(
    page: Page, context: BrowserContext, site: Site
) -> None:
    plan = f"/plan?child={site.cast.mia}"
    open_as(page, site, "Pat", plan)
    about = page.get_by_role("heading", name="About Mia")
    expect(about).to_be_visible()
    other = context.new_page()
    other.goto(site.base + "/caseload")
    for _ in range(IDLE_SECONDS):
        other.keyboard.press("Tab")
        other.wait_for_timeout(1100)
    expect(about).to_be_visible()
    other.goto(site.base + "/sign-out")
    other.get_by_role("button", name="Sign out").click()
    # Without a click in the first tab.
    expect(about).to_have_count(0)
    expect(
        page.get_by_text("You are signed out.").or_(page.get_by_role("heading", name="Sign in"))
    ).to_be_visible()


def test_a_family_s_screen_stays(page: Page, site: Site) -> None:
    open_as(page, site, "Dana", "/today")
    expect(page.get_by_text("0 of 6 answered", exact=True)).to_be_visible()
    assert page.locator("script[src*=idle]").count() == 0
    assert page.evaluate("window.watchedForUse") is None
