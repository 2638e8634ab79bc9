"""The first evening, on one phone: a guardian agrees, the child says yes, and the first exercise is ticked off."""

from datetime import date

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Open, Site
from tests.browser.pages import answered, done, overflow, serious, settled
from tests.tracker.consent.families import RELATIONSHIP, part, set_ages, set_born

LOOKS = pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["dark phone", "light desktop"]
)


@pytest.fixture(autouse=True)
def twelve(site: Site) -> None:
    """Mia is thirteen, without a sign-in of her own, in a clinic that asks guardians and children."""
    set_ages(site.engine, site.cast, guardian_consent_below_age=16, assent_from_age=10)
    set_born(site.engine, site.cast, date(2012, 5, 1))
    part(site.engine, site.cast, "Mia")


def still(page: Page) -> None:
    expect(page.get_by_text("Signed in as")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def sizes(page: Page) -> list[float]:
    """The heights of the buttons with which people answer."""
    boxes = [button.bounding_box() for button in page.locator('[class*="st-key-a"] button:visible').all()]
    return [box["height"] for box in boxes if box is not None]


def test_a_guardian_agrees_the_child_says_yes_and_ticks(site: Site, open_as: Open) -> None:
    page = open_as("Dana", "/today", PHONE)
    expect(page.get_by_role("heading", name="Before you start: Mia")).to_be_visible()
    still(page)
    assert overflow(page) == 0
    assert serious(page) == []
    assert min(sizes(page)) >= 24
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_text("That is fine.")).to_be_visible()
    agree = page.get_by_role("button", name="I agree")
    agree.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Now Mia")).to_be_visible()
    still(page)
    assert overflow(page) == 0
    assert serious(page) == []
    page.get_by_role("button", name="Yes, that is fine").click()
    settled(page)
    done(page, "Stairs").click()
    answered(page, "1 of 6 answered")
    assert len(site.live()) == 1


@LOOKS
def test_the_log_and_what_was_agreed(
    site: Site, open_as: Open, viewport: dict[str, int], scheme: str
) -> None:
    page = open_as("Dana", "/today", viewport, scheme)
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="No, not now").click()
    settled(page)
    page.get_by_role("link", name="Who has opened this record").click()
    expect(page.get_by_role("heading", name="Who has opened this record")).to_be_visible()
    expect(page.get_by_text("Mia said no on Wed 11 Mar 2026.")).to_be_visible()
    still(page)
    page.get_by_role("button", name="Take it back").click()
    now = page.get_by_role("button", name="Take it back now")
    expect(now).to_be_visible()
    assert overflow(page) == 0
    assert serious(page) == []
    now.click()
    expect(page.get_by_text("You took it back on Wed 11 Mar 2026.")).to_be_visible()
    page.get_by_role("link", name="Read what it is about").click()
    expect(page.get_by_role("heading", name="Before you start: Mia")).to_be_visible()


@LOOKS
def test_the_offices_log(site: Site, open_as: Open, viewport: dict[str, int], scheme: str) -> None:
    open_as("Pat", "/caseload", DESKTOP)
    page = open_as("Ada", "/access_log", viewport, scheme)
    rows = page.get_by_role("table", name="Access log").get_by_role("row")
    expect(rows.filter(has_text="looked at the access log")).to_have_count(1)
    still(page)
    assert overflow(page) == 0
    assert serious(page) == []
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name="Changes").click()
    expect(rows.filter(has_text="looked at the access log")).to_have_count(0)


def test_a_young_adult_decides(site: Site, open_as: Open) -> None:
    set_ages(site.engine, site.cast, guardian_consent_below_age=None, assent_from_age=None, majority_age=18)
    set_born(site.engine, site.cast, date(2008, 1, 1))
    with site.engine.begin() as connection:
        mias = (RELATIONSHIP.c.account_id == site.cast.accounts["Mia"], RELATIONSHIP.c.kind == "child")
        connection.execute(sa.update(RELATIONSHIP).where(*mias).values(revoked_at=None))
    page = open_as("Mia", "/today", PHONE)
    expect(page.get_by_role("heading", name="Who may open your record")).to_be_visible()
    still(page)
    assert overflow(page) == 0
    assert serious(page) == []
    page.get_by_role("radiogroup", name="Dana").get_by_text("May see it", exact=True).click()
    page.get_by_role("button", name="Save").click()
    settled(page)
    expect(page.get_by_text("Saved. It counts from now on.")).to_be_visible()
