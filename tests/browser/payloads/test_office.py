"""Harmful texts on the pages of the office, behind links, before a family records, and in the copy of a record."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE
from tests.browser.payloads.conftest import CALLED, TYPED, Enter, Hostile, note_faults
from tests.browser.payloads.harmless import made_by_texts, missing, seen, unfold
from tests.tracker.consent.families import set_ages, set_born
from tests.tracker.office.office import office
from tracker.access.one_time_links import link_address
from tracker.office.people import reset_sign_in

pytestmark = pytest.mark.sweep


def test_the_pages_of_the_office(hostile: Hostile, enter: Enter) -> None:
    tab = enter("Ada")
    page = tab.open("/people")
    tab.check(hostile.shown("people"))
    page.get_by_label("Search by name").fill(TYPED[2])
    expect(page.get_by_text("Nobody here has this in their name.").first).to_be_visible()
    tab.check([TYPED[2]])
    tab.open(f"/people?child={hostile.cast.mia}")
    tab.check([CALLED["Mia"], CALLED["Dana"], *hostile.shown("office's child")])
    for account in (hostile.cast.accounts["Pat"], hostile.filling.invitations[0].account_id):
        tab.open(f"/people?person={account}")
        tab.check()
    tab.open("/clinic")
    tab.check([CALLED["Ada"], *hostile.shown("clinic")])
    page = tab.open("/access_log")
    tab.check([CALLED["Ada"]])
    page.get_by_role("combobox", name="Person").click()
    expect(page.get_by_role("option").first).to_be_visible()
    tab.check()
    page.keyboard.press("Escape")
    left = missing(page, hostile.shown("access log"))
    while left:
        oldest = page.locator(".record-table tbody tr").last.text_content()
        page.get_by_role("button", name="Earlier").click()
        expect(page.locator(".record-table tbody tr").last).not_to_have_text(str(oldest))
        assert made_by_texts(page) == []
        left = missing(page, left)


def test_an_invitation_of_somebody_with_a_harmful_name(hostile: Hostile, enter: Enter) -> None:
    tab = enter("Ada")
    page = tab.open("/people")
    page.get_by_text("Invite a colleague").click()
    page.get_by_label("Name", exact=True).fill(TYPED[1])
    page.get_by_label("Sign-in name", exact=True).fill("typed@example.com")
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("img")).to_have_attribute("alt", re.compile(re.escape(TYPED[1])))
    tab.check([TYPED[1]])


def test_what_the_founders_of_clinics_see(hostile: Hostile, enter: Enter) -> None:
    tab, shown = enter(None), []
    for founder in hostile.filling.founders:
        cookie = {"name": "session", "value": hostile.cast.tokens[founder], "url": hostile.base}
        tab.page.context.add_cookies([cookie])  # type: ignore[list-item]
        tab.open("/account")
        assert made_by_texts(tab.page) == []
        shown += [text for text in hostile.shown("account") if missing(tab.page, [text]) == []]
    assert set(shown) == set(hostile.shown("account"))
    tab.open("/clinic")
    tab.check()
    tab.open("/password")
    expect(tab.page.get_by_label("You sign in as")).to_be_visible()
    tab.check()


def test_the_pages_behind_links(hostile: Hostile, enter: Enter) -> None:
    tab = enter(None)
    shown = []
    for link in hostile.filling.invitations:
        page = tab.open(link_address(link.purpose, link.token).removeprefix(hostile.base))
        expect(page.get_by_label("Password", exact=True)).to_be_visible()
        assert made_by_texts(page) == []
        shown += [text for text in hostile.shown("links") if missing(page, [text]) == []]
    assert set(shown) == set(hostile.shown("links"))
    link = office(hostile.cast, "Ada", reset_sign_in, hostile.cast.accounts["Dana"])
    tab.open(link_address(link.purpose, link.token).removeprefix(hostile.base))
    tab.check([CALLED["Dana"], CALLED["Ada"]])


def test_what_a_family_is_asked_before_it_records(hostile: Hostile, enter: Enter) -> None:
    engine, cast = hostile.filling.engine, hostile.cast
    set_born(engine, cast, date(2014, 5, 1))
    set_ages(engine, cast, guardian_consent_below_age=16, assent_from_age=10)
    try:
        tab = enter("Dana")
        page = tab.open("/today")
        tab.check([CALLED["Mia"]])
        waiting = enter("Mia")
        waiting.open("/today")
        waiting.check([CALLED["Mia"], CALLED["Dana"]])
        page.get_by_role("button", name="I agree").click()
        expect(page.get_by_role("button", name="Ill with something else")).to_be_visible()
        waiting.open("/today")
        waiting.check(hostile.shown("child's sheet"))
        tab.open("/access_log")
        tab.check([CALLED["Mia"]])
    finally:
        set_ages(engine, cast, guardian_consent_below_age=None, assent_from_age=None)


def test_the_copy_of_the_record(hostile: Hostile, enter: Enter, browser: Browser, tmp_path: Path) -> None:
    request = enter("Dana").page.context.request
    copy = request.get(f"{hostile.base}/record/{hostile.cast.mia}.zip")
    assert copy.status == 200, copy.text()
    with zipfile.ZipFile(io.BytesIO(copy.body())) as archive:
        archive.extractall(tmp_path)
    whole = (tmp_path / "record.json").read_text(encoding="utf-8")
    texts = set(strings(json.loads(whole)))
    for text in hostile.shown("copy"):
        assert any(seen(text) in seen(found) for found in texts), text
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        index = context.new_page()
        faults: list[str] = []
        note_faults(index, tmp_path.as_uri(), faults)
        index.goto((tmp_path / "index.html").as_uri())
        unfold(index)
        assert missing(index, [CALLED["Mia"], CALLED["Dana"], *hostile.shown("copy")]) == []
        assert made_by_texts(index) == []
        assert index.locator("script, img, svg, form, a[href*=':'], a[href^='/'], [src]").count() == 0
        assert faults == []


def strings(value: object) -> Iterator[str]:
    """Give every text in what a JSON file holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
