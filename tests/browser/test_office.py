"""Ada looks after her colleagues: a caseload handed over, a role that bites, a reset link by its QR address."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from db.queries.base import table_of
from db.tables import Account
from db.vocabulary import Role
from tests.browser.conftest import DESKTOP, PASSWORD, PHONE, Open, Site, watch
from tests.browser.pages import overflow, serious
from tests.browser.test_people import LOOKS, choose, settled
from tests.cast import make_account

ACCOUNT = table_of(Account)
NEW_PASSWORD = "seven slow boats at dawn"


@pytest.fixture
def ada(site: Site, open_as: Open) -> Page:
    """Ada at her desk, who is not the only administrator."""
    with site.engine.begin() as connection:
        make_account(connection, site.cast.clinic, "Eve", Role.ADMINISTRATOR, "$argon2id$...", site.host)
    page = open_as("Ada", "/people", DESKTOP)
    settled(page)
    return page


def open_part(page: Page, title: str) -> None:
    page.get_by_text(title, exact=True).click()


def signed_out(page: Page) -> None:
    """A screen says so, or has been cleared for the sign-in form."""
    here = page.get_by_text("You are signed out.").or_(page.get_by_role("button", name="Sign in"))
    expect(here.first).to_be_visible()


def test_a_caseload_is_handed_over_in_one_step(site: Site, open_as: Open, ada: Page) -> None:
    pat = open_as("Pat", "/caseload", DESKTOP)
    expect(pat.get_by_text("Signed in as")).to_be_visible()
    ada.get_by_role("link", name="Pat").click()
    expect(ada.get_by_role("heading", name="Pat")).to_be_visible()
    expect(ada).to_have_url(f"{site.base}/people?person={site.cast.accounts['Pat']}")
    settled(ada)
    open_part(ada, "Leaving the clinic")
    expect(ada.get_by_role("button", name="Hand over and close the sign-in")).to_be_visible()
    choose(ada, "Who takes over", "Casey")
    ada.get_by_role("button", name="Hand over and close the sign-in").click()
    expect(ada.get_by_text("The sign-in of Pat is closed. 1 child was handed over.")).to_be_visible()
    pat.get_by_role("link", name="Add a child").click()
    signed_out(pat)
    casey = open_as("Casey", f"/plan?child={site.cast.mia}", DESKTOP)
    expect(casey.get_by_role("heading", name=re.compile("^Mia"))).to_be_visible()
    expect(casey.get_by_role("button", name=re.compile("Change.*Stairs")).first).to_be_visible()


def test_another_role_bites_at_a_colleagues_next_click(site: Site, open_as: Open, ada: Page) -> None:
    pat = open_as("Pat", f"/plan?child={site.cast.mia}", DESKTOP)
    change = pat.get_by_role("button", name=re.compile("Change.*Stairs")).first
    expect(change).to_be_visible()
    ada.get_by_role("link", name="Pat").click()
    open_part(ada, "Change the role")
    ada.get_by_role("radiogroup", name="Role").get_by_text("Administrator", exact=True).last.click()
    ada.get_by_role("button", name="Change the role now").click()
    expect(ada.get_by_text("Pat is now: Administrator.")).to_be_visible()
    change.click()
    signed_out(pat)
    expect(pat.get_by_text("Towel rub")).to_have_count(0)


def test_a_reset_link_is_opened_on_a_phone(site: Site, open_as: Open, ada: Page, browser: Browser) -> None:
    before = open_as("Mia", "/today", PHONE)
    expect(before.get_by_text("Signed in as")).to_be_visible()
    ada.get_by_role("link", name="Mia").last.click()
    ada.get_by_role("button", name="Make a reset link").click()
    dialog = ada.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Reset link for Mia")).to_be_visible()
    expect(dialog.get_by_role("img", name="QR code of the reset link for Mia")).to_be_visible()
    address = dialog.get_by_test_id("stCode").locator("code").inner_text()
    before.reload()
    expect(before.get_by_text("Signed in as")).to_be_visible()
    faults: list[str] = []
    with browser.new_context(viewport=PHONE, has_touch=True) as context:  # type: ignore[arg-type]
        phone = context.new_page()
        watch(phone, site.base, faults)
        phone.goto(address)
        expect(phone.get_by_text("Ada of Riverside made this link on Wed 11 Mar.")).to_be_visible()
        assert overflow(phone) == 0
        assert serious(phone) == []
        phone.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
        phone.get_by_role("button", name="Save the password and sign in").click()
        expect(phone.get_by_text("Signed in as Mia")).to_be_visible()
        phone.goto(address)
        expect(phone.get_by_text("This link has been used.")).to_be_visible()
        phone.goto(f"{site.base}/sign-out")
        phone.get_by_role("button", name="Sign out").click()
        phone.get_by_label("Sign-in name").fill(f"mia@{site.host}")
        phone.get_by_label("Password", exact=True).fill(PASSWORD)
        phone.get_by_role("button", name="Sign in").click()
        expect(phone.get_by_text("do not fit together")).to_be_visible()
    assert faults == []
    before.reload()
    expect(before).to_have_url(re.compile("/sign-in"))


def test_several_colleagues_are_invited_and_their_links_are_kept_in_a_file(
    site: Site, ada: Page, tmp_path: Path
) -> None:
    open_part(ada, "Invite several colleagues")
    lines = ada.get_by_label("Lines")
    lines.fill(f"Robin, robin@{site.host}, clinician\nKim, k, clinician")
    lines.press("Control+Enter")
    expect(ada.get_by_text("Line 2: Sign-in name: at least 3 characters.")).to_be_visible()
    lines.fill(f"Robin, robin@{site.host}, clinician\nKim, kim@{site.host}, administrator")
    lines.press("Control+Enter")
    ada.get_by_role("button", name="Invite 2 people").click()
    dialog = ada.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="2 invitations")).to_be_visible()
    codes = dialog.get_by_test_id("stCode").locator("code")
    expect(codes).to_have_count(2)
    addresses = codes.all_inner_texts()
    assert serious(ada) == []
    with ada.expect_download() as download:
        dialog.get_by_role("button", name="Keep as a text file").click()
    kept = tmp_path / "kept.txt"
    download.value.save_as(kept)
    assert kept.read_text().split() == ["Robin", addresses[0], "Kim", addresses[1]]
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


@LOOKS
def test_a_persons_page_has_nothing_serious(
    site: Site, open_as: Open, viewport: dict[str, int], scheme: str
) -> None:
    page = open_as("Ada", f"/people?person={site.cast.accounts['Pat']}", viewport, scheme)
    settled(page)
    for part in ("Let somebody cover for Pat", "Change the role", "Leaving the clinic"):
        open_part(page, part)
    expect(page.get_by_label("First day of cover").first).to_be_visible()
    assert overflow(page) == 0
    assert serious(page) == []


def test_what_is_typed_stays_when_another_field_makes_the_page_run_again(site: Site, open_as: Open) -> None:
    page = open_as("Ada", f"/people?child={site.cast.children['Leo']}", DESKTOP)
    settled(page)
    name = page.get_by_label("Name", exact=True)
    name.press_sequentially("Robin")
    page.get_by_text("Change name, birth month").click()
    page.get_by_text("Ben's home", exact=True).last.click()
    settled(page)
    expect(name).to_have_value("Robin")
