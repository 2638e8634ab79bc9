"""Over a hundred harmful texts, several in each field: on every page of a record each of them is a text."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.payloads.conftest import CALLED, Enter, Hostile, settled
from tests.browser.payloads.harmless import as_shown, made_by_texts

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("who", ["Mia", "Dana"])
def test_a_familys_pages(hostile: Hostile, enter: Enter, who: str) -> None:
    tab, mia = enter(who), f"?child={hostile.cast.mia}"
    tab.open(f"/today{mia}")
    tab.check(hostile.shown("today"))
    tab.open(f"/plan{mia}")
    tab.check([CALLED["Mia"], *hostile.shown("family's plan")])
    tab.open(f"/school{mia}")
    tab.check(hostile.shown("school"))
    tab.open(f"/milestones{mia}")
    tab.check(hostile.shown("milestones"))
    tab.open(f"/measures{mia}")
    tab.check(hostile.shown("measures"))
    tab.open(f"/questions{mia}")
    tab.check(hostile.shown("family's questions") if who == "Dana" else [CALLED["Mia"]])
    tab.open(f"/access_log{mia}")
    tab.check([CALLED["Pat"], CALLED["Lee"]])
    tab.open("/account")
    tab.check([CALLED[who]])


@pytest.mark.parametrize("who", ["Dana", "Pat"])
def test_the_charts_and_their_tables(hostile: Hostile, enter: Enter, who: str) -> None:
    tab = enter(who)
    page = tab.open(f"/progress?child={hostile.cast.mia}")
    choose = page.get_by_role("combobox", name="One exercise, week by week")
    expect(choose).to_be_visible()
    exercises = page.locator(".js-plotly-plot").last
    expect(exercises.locator(".scatterlayer").first).to_be_attached()
    tab.check(hostile.shown("progress"))
    # From the first row of the chart of exercises to the last, all of it on one high screen.
    page.set_viewport_size({"width": DESKTOP["width"], "height": 4000})
    settled(page)
    exercises.scroll_into_view_if_needed()
    box = exercises.bounding_box()
    assert box is not None
    rows, told = len(hostile.shown("progress")) + 40, set()
    for row in range(rows):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * (row + 0.5) / rows)
        told.add(exercises.locator(".hoverlayer").text_content())
    begin = tuple(text[:20] for text in hostile.shown("progress"))
    assert any(str(text).startswith(begin) for text in told), told
    choose.click()
    assert made_by_texts(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This exercise's weeks as a table", exact=True)).to_be_visible()
    settled(page)
    tab.check()


def test_the_sheets_of_today(hostile: Hostile, enter: Enter) -> None:
    names = hostile.shown("library")
    for who, note in (
        ("Mia", []),
        ("Dana", hostile.given["sheet-#-#-#-#-#-#-#-note"]),
        ("Pat", hostile.given["sheet-#-#-#-#-#-#-#-note"]),
    ):
        tab = enter(who)
        page = tab.open(f"/today?child={hostile.cast.mia}")
        if who == "Dana":
            for name in names[:2]:
                open_sheet(page, name)
                tab.check([name])
                page.keyboard.press("Escape")
        open_sheet(page, "One with lines")
        tab.check(hostile.given["form-exercise-instructions"])
        page.keyboard.press("Escape")
        open_sheet(page, "Stairs")
        tab.check(note)
        if who == "Mia":
            tab.check(hostile.shown("child's sheet"))


def open_sheet(page: Page, name: str) -> None:
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator('[class*="st-key-more-"]').get_by_role("button").filter(
        has_text=as_shown(name)
    ).first.click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="My note")).to_be_visible()


@pytest.mark.parametrize("who", ["Pat", "Lee", "Casey"])
def test_the_pages_of_staff(hostile: Hostile, enter: Enter, who: str) -> None:
    tab, mia = enter(who), f"?child={hostile.cast.mia}"
    tab.open("/caseload")
    tab.check(hostile.shown("caseload") if who == "Pat" else [CALLED["Mia"]])
    tab.open(f"/plan{mia}")
    tab.check([CALLED["Mia"], CALLED["Pat"], CALLED["Lee"], *hostile.shown("plan")])
    tab.open(f"/measures{mia}")
    tab.check(hostile.shown("measures") + (hostile.shown("watched") if who != "Casey" else []))
    tab.open(f"/questions{mia}")
    tab.check(hostile.shown("questions"))
    tab.open(f"/appointment{mia}")
    tab.check(hostile.shown("appointment"))
    if who == "Pat":
        tab.open(f"/plan{mia}")
        tab.check(hostile.shown("drafts"))
        for child in hostile.filling.children:
            tab.open(f"/plan?child={child}")
            tab.check()
        tab.open(f"/account{mia}")
        tab.check([CALLED[who]])
