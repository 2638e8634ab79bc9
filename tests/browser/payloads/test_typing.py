"""Harmful texts typed into the browser itself, and in the forms over a plan."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.payloads.conftest import CALLED, TYPED, Enter, Hostile, settled
from tests.browser.payloads.harmless import as_shown, made_by_texts

pytestmark = pytest.mark.sweep


def test_the_forms_over_the_plan(hostile: Hostile, enter: Enter) -> None:
    tab = enter("Pat")
    page = tab.open(f"/plan?child={hostile.cast.mia}")
    precautions = hostile.given["form-about-precautions"]
    name = hostile.given["exercise-form-#-name"][0]
    line = page.locator('[class*="st-key-line-"]').filter(has_text=as_shown(name)).first
    line.get_by_role("button").filter(has_text="Change").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("What the family sees")).to_be_visible()
    tab.check([name, *precautions])
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    line.get_by_role("button").filter(has_text="⋯").click()
    page.get_by_role("menuitem", name="Entered in error").click()
    expect(dialog.get_by_text("This cannot be taken back")).to_be_visible()
    tab.check([name])
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    page.locator(".st-key-change-about").get_by_role("button").click()
    expect(page.get_by_role("dialog").get_by_label("Precautions")).to_be_visible()
    tab.check([*precautions, CALLED["Mia"]])


def test_what_is_typed_into_the_browser_itself(hostile: Hostile, enter: Enter) -> None:
    tab = enter("Pat")
    page = tab.open(f"/plan?child={hostile.cast.mia}")
    page.get_by_role("button", name="Add exercises").click()
    dialog = page.get_by_role("dialog")
    name, *others = TYPED
    dialog.get_by_role("combobox", name="Exercise").click()
    page.keyboard.press("Enter")
    dialog.get_by_role("radio", name="Minutes with a texture").click()
    dialog.get_by_label("Texture").fill(name)
    dialog.get_by_label("For this child").fill("\n".join(TYPED))
    dialog.get_by_label("Minutes", exact=True).fill("5")
    page.keyboard.press("Tab")
    expect(dialog.get_by_text("5 minutes with").last).to_be_visible()
    tab.check([name])
    dialog.get_by_role("button", name="Add to the plan").click()
    expect(dialog.get_by_text("Added. The family sees:")).to_be_visible()
    tab.check([name])
    dialog.get_by_role("button", name="Close").click()
    settled(page)
    tab.check([name])
    page = tab.open("/caseload")
    for text in others:
        page.get_by_label("Search by name").fill(text)
        expect(page.get_by_text("No child fits what you chose above.")).to_be_visible()
        tab.check([text])


@pytest.mark.parametrize("name", TYPED)
def test_a_harmful_name_is_typed_back_at_the_sign_in(hostile: Hostile, enter: Enter, name: str) -> None:
    tab = enter(None)
    page = tab.open("/sign-in?next=/today?child=<script>window.pwned=1</script>")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Sign-in name")).to_have_value(name)
    assert made_by_texts(page) == []
