"""Harmful texts in the clinic's library, and in what it explains to families."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.payloads.conftest import CALLED, TYPED, Enter, Hostile
from tests.browser.payloads.harmless import made_by_texts

pytestmark = pytest.mark.sweep


def test_the_library_and_its_exercises(hostile: Hostile, enter: Enter) -> None:
    tab = enter("Pat")
    page = tab.open("/library")
    tab.check(hostile.shown("library"))
    page.get_by_role("searchbox", name="Search by name or words").fill(TYPED[2])
    expect(page.get_by_text("No exercise fits this.")).to_be_visible()
    tab.check()
    for exercise in hostile.filling.exercises:
        tab.open(f"/library?exercise={exercise}")
        tab.check([CALLED["Pat"]])
        tab.open(f"/library?edit={exercise}")
        tab.check()
    for exercise, field in zip(hostile.filling.exercises, ("about", "steps"), strict=False):
        tab.open(f"/library?exercise={exercise}")
        tab.check(hostile.given[f"exercise-form-#-{field}"])


def test_an_address_is_a_link_outside_and_nothing_else(hostile: Hostile, enter: Enter) -> None:
    tab, outside = enter("Pat"), "https://pwned.example/"
    for exercise in hostile.filling.videos:
        page = tab.open(f"/library?exercise={exercise}")
        link = page.get_by_role("link", name="Video at pwned.example, opens outside")
        expect(link).to_have_attribute("href", re.compile(f"^{re.escape(outside)}"))
        its_own = (f"a href={outside}", f"a link to {outside}")
        assert [trace for trace in made_by_texts(page) if not trace.startswith(its_own)] == []


def test_what_the_clinic_explains(hostile: Hostile, enter: Enter) -> None:
    for who in ("Mia", "Dana", "Pat"):
        tab = enter(who)
        page = tab.open("/about")
        for audience in ("Children and teens", "Parents and carers"):
            page.get_by_text(audience).click()
            expect(page.get_by_text("Approved by").first).to_be_visible()
            tab.check([CALLED["Pat"], *hostile.shown("about")])
