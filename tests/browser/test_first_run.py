"""A clinic starts from nothing: no command line after the server's start, only what the screens offer."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PASSWORD, PHONE, watch
from tests.browser.pages import done
from tests.conftest import MakeDatabase
from tests.server import running_server

pytestmark = pytest.mark.journey
SET_UP = re.compile(r"http://localhost:\d+/set-up/[\w-]+")
Tab = Callable[[dict[str, int]], Page]


@pytest.fixture
def set_up_link(make_database: MakeDatabase, tmp_path: Path) -> Iterator[str]:
    """The address that a server on an empty database prints."""
    log = tmp_path / "server.log"
    with running_server({"TRACKER_DATABASE_URL": make_database("sqlite")}, log=log):
        found = SET_UP.search(log.read_text(encoding="utf-8"))
        assert found, "no set-up link on the terminal"
        yield found[0]


@pytest.fixture
def tab(browser: Browser, set_up_link: str) -> Iterator[Tab]:
    """Give a function that opens a browser of somebody's own, and fail on what no page may do."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_tab(viewport: dict[str, int]) -> Page:
        context = browser.new_context(viewport=viewport, has_touch=viewport is PHONE)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watch(page, set_up_link.partition("/set-up/")[0], faults)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert faults == []


def choose(scope: Page | Locator, label: str, option: str) -> None:
    """Choose from a list that can be typed into."""
    box = scope.get_by_role("combobox", name=label)
    # First into view: an open list closes itself when the page scrolls.
    box.evaluate("field => field.scrollIntoView({ block: 'center' })")
    box.page.wait_for_timeout(100)
    box.fill(option)
    box.page.get_by_role("option", name=option, exact=True).click()


def invitation(page: Page) -> str:
    """Take the address from the invitation that is shown, and close it."""
    sheet = page.get_by_role("dialog")
    address = sheet.get_by_test_id("stCode").inner_text().strip()
    sheet.get_by_role("button", name="Close").last.click()
    expect(sheet).to_have_count(0)
    return address


def join(page: Page, address: str, who: str) -> None:
    """Open an invitation, choose a password and be signed in."""
    page.goto(address)
    expect(page.get_by_role("heading", name=f"Hello, {who}")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Save the password and sign in").click()


def set_up_clinic(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Clinic").fill("Riverside")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Sign-in name").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set up the clinic and sign in").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()


def invite_pat(page: Page) -> str:
    page.get_by_label("Name", exact=True).fill("Pat")
    page.get_by_label("Sign-in name").fill("pat@example.org")
    page.get_by_role("button", name="Invite", exact=True).click()
    return invitation(page)


def add_mia(page: Page) -> str:
    """Add a child, link Pat to her and invite Dana; give Dana's invitation."""
    page.get_by_role("link", name="Add a child").first.click()
    page.get_by_label("Chosen name").fill("Mia")
    choose(page, "Birth month", "May")
    choose(page, "Birth year", "2012")
    page.get_by_role("button", name="Add the child").click()
    expect(page.get_by_role("heading", name="Mia")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Dana")
    page.get_by_label("Sign-in name").fill("dana@example.org")
    page.get_by_label("Name of the household").fill("Dana’s home")
    page.get_by_role("button", name="Invite and link").click()
    address = invitation(page)
    choose(page, "As", "Physical therapist")
    expect(page.get_by_role("combobox", name="Person")).to_be_visible()
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.get_by_text("Physical therapist", exact=False).first).to_be_visible()
    return address


def start_plan(page: Page) -> None:
    page.get_by_role("button", name="Start a course of treatment").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Expected weeks").fill("8")
    sheet.get_by_role("button", name="Start", exact=True).click()
    expect(sheet).to_have_count(0)


def approve(page: Page, *names: str) -> None:
    page.get_by_role("link", name="Exercises").click()
    for name in names:
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("button", name="Approve with my name").click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        page.get_by_role("link", name="Exercises").first.click()


def add_exercise(sheet: Locator, name: str, counted: str, field: str, total: int) -> None:
    exercise = sheet.get_by_role("combobox", name="Exercise")
    exercise.click()
    exercise.press_sequentially(name)
    exercise.press("Enter")
    sheet.get_by_role("radio", name=counted, exact=True).click()
    sheet.get_by_label(field).fill(str(total))
    sheet.get_by_label(field).press("Tab")
    sheet.get_by_role("button", name="Add to the plan").click()
    expect(exercise).to_have_value("")


def test_from_an_empty_database_to_a_ticked_exercise_on_the_caseload(set_up_link: str, tab: Tab) -> None:
    ada = tab(DESKTOP)
    set_up_clinic(ada, set_up_link)
    for_pat = invite_pat(ada)
    for_dana = add_mia(ada)

    pat = tab(DESKTOP)
    join(pat, for_pat, "Pat")
    approve(pat, "Stairs", "Walk", "Wall sit")
    pat.get_by_role("link", name="Caseload").click()
    pat.get_by_role("link", name="Mia").click()
    pat.get_by_role("link", name="Plan").click()
    start_plan(pat)
    pat.get_by_role("button", name="Add exercises").click()
    sheet = pat.get_by_role("dialog")
    add_exercise(sheet, "Stairs", "Times", "How many times", 10)
    add_exercise(sheet, "Walk", "Minutes", "Minutes", 15)
    add_exercise(sheet, "Wall sit", "Times", "How many times", 5)
    sheet.get_by_role("button", name="Close").last.click()

    dana = tab(PHONE)
    join(dana, for_dana, "Dana")
    expect(dana.get_by_text("0 of 3 answered")).to_be_visible()
    for count, name in enumerate(("Stairs", "Walk", "Wall sit"), start=1):
        done(dana, name).click()
        expect(dana.get_by_text(f"{count} of 3 answered")).to_be_visible()
    dana.get_by_role("link", name="Progress").click()
    expect(dana.locator(".js-plotly-plot .main-svg").first).to_be_visible()

    pat.get_by_role("link", name="Caseload").click()
    row = pat.locator('[class*="st-key-caseload-rows-"]')
    expect(row.get_by_text("Last entry: Today")).to_be_visible()
    row.get_by_role("link", name="Mia").click()
    expect(pat.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(pat.get_by_text("3 of 3", exact=False).first).to_be_visible()

    # The link has been used up.
    again = tab(PHONE)
    again.goto(set_up_link)
    expect(again.get_by_role("heading", name="This link cannot be used")).to_be_visible()
    again.goto(for_dana)
    expect(again.get_by_role("heading", name="This link cannot be used")).to_be_visible()
