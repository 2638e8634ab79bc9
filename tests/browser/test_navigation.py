"""The ways between pages, in a real browser: addresses, the way back, thumbs, and pages that are not one's own."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from db.vocabulary import Level, RelationshipKind
from tests.browser.conftest import DESKTOP, PHONE, Open, Site
from tests.browser.pages import BOTH, answered, done, overflow, serious, settled
from tests.cast import link

THUMB = 44
IN_THE_BAR = ("Today", "Visits", "School", "Plan", "Progress")


def bar(page: Page) -> Locator:
    """A family's pages at the bottom of the screen."""
    return page.get_by_test_id("stBottom").locator(".st-key-navigation").get_by_role("link")


def go(page: Page, name: str) -> None:
    # A link that is drawn anew between press and release leads nowhere.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.get_by_role("link", name=name, exact=True).click()


def at(page: Page, site: Site, path: str, title: str) -> None:
    expect(page).to_have_url(site.base + path)
    expect(page).to_have_title(f"{title} – Stepwise")


def head(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2).first).to_have_text(text)


def test_a_slash_leads_to_the_first_page_of_each_role(site: Site, open_as: Open) -> None:
    for who, path, title in (
        ("Dana", "/today", "Today"),
        ("Pat", "/caseload", "Caseload"),
        ("Ada", "/people", "People"),
    ):
        at(open_as(who, "/"), site, path, title)


@pytest.mark.parametrize(
    ("who", "paths", "own", "title"),
    [
        ("Dana", ("/caseload", "/people", "/clinic", "/new_child"), "/today", "Today"),
        ("Pat", ("/clinic",), "/caseload", "Caseload"),
        ("Ada", ("/plan",), "/people", "People"),
    ],
)
def test_an_address_of_others_leads_to_ones_own_first_page(
    site: Site, open_as: Open, who: str, paths: tuple[str, ...], own: str, title: str
) -> None:
    for path in paths:
        page = open_as(who, f"{path}?child={site.cast.mia}")
        at(page, site, own, title)
        expect(page.get_by_text(f"Signed in as {who}")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_an_address_of_nobody_says_so_in_words_and_leads_on(site: Site, open_as: Open) -> None:
    page = open_as("Dana", "/nonsense")
    expect(page.get_by_text("There is no page at this address.")).to_be_visible()
    page.get_by_role("link").click()
    at(page, site, "/today", "Today")
    answered(page, "0 of 6 answered")


def test_back_and_forth_between_today_plan_and_progress(site: Site, open_as: Open) -> None:
    mia = f"?child={site.cast.mia}"
    page = open_as("Dana")
    answered(page, "0 of 6 answered")
    go(page, "Plan")
    at(page, site, f"/plan{mia}", "Plan")
    head(page, "Mia · Week 5")
    go(page, "Progress")
    at(page, site, f"/progress{mia}", "Progress")
    head(page, "Mia · Week 5")
    page.go_back()
    at(page, site, f"/plan{mia}", "Plan")
    page.go_back()
    at(page, site, "/today", "Today")
    answered(page, "0 of 6 answered")
    page.go_forward()
    at(page, site, f"/plan{mia}", "Plan")
    head(page, "Mia · Week 5")
    go(page, "Today")
    at(page, site, f"/today{mia}", "Today")
    answered(page, "0 of 6 answered")


def test_the_address_names_the_child_wherever_one_goes(site: Site, open_as: Open) -> None:
    mia, leo = (f"?child={site.cast.children[name]}" for name in ("Mia", "Leo"))
    page = open_as("Ben", f"/progress{mia}")
    head(page, "Mia · Week 5")
    page.get_by_role("radio", name="Leo").click()
    head(page, "Leo · Week 5")
    at(page, site, f"/progress{leo}", "Progress")
    go(page, "Plan")
    at(page, site, f"/plan{leo}", "Plan")
    head(page, "Leo · Week 5")
    go(page, "Today")
    at(page, site, f"/today{leo}", "Today")
    expect(page.get_by_role("radio", name="Leo")).to_be_checked()
    page.go_back()
    at(page, site, f"/plan{leo}", "Plan")
    page.go_back()
    at(page, site, f"/progress{leo}", "Progress")
    page.go_back()
    at(page, site, f"/progress{mia}", "Progress")
    head(page, "Mia · Week 5")
    expect(page.get_by_role("radio", name="Mia")).to_be_checked()


def test_all_my_children_is_an_address_too(site: Site, open_as: Open) -> None:
    mia = f"?child={site.cast.mia}"
    page = open_as("Ben", f"/today{mia}")
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    page.get_by_role("radio", name="All my children").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    at(page, site, "/today", "Today")
    page.go_back()
    at(page, site, f"/today{mia}", "Today")
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    page.reload()
    expect(page.get_by_role("heading", level=2)).to_have_count(1)


def test_a_bookmark_opens_its_child_cold(site: Site, open_as: Open) -> None:
    leo = site.cast.children["Leo"]
    page = open_as("Ben", f"/plan?child={leo}")
    head(page, "Leo · Week 5")
    expect(page).to_have_url(f"{site.base}/plan?child={leo}")


def test_a_guessed_child_has_ways_out_that_do_not_lead_back_to_it(site: Site, open_as: Open) -> None:
    page = open_as("Dana", f"/plan?child={site.cast.children['Leo']}")
    expect(page.get_by_text("There is nothing here that you can open.")).to_be_visible()
    go(page, "Today")
    at(page, site, f"/today?child={site.cast.mia}", "Today")
    answered(page, "0 of 6 answered")


@pytest.mark.parametrize(("scheme", "children"), [("light", 1), ("dark", 2)])
def test_the_bar_fits_thumbs_and_hides_nothing(site: Site, open_as: Open, scheme: str, children: int) -> None:
    if children == 2:
        with site.engine.begin() as connection:
            dana, leo = site.cast.accounts["Dana"], site.cast.children["Leo"]
            link(connection, site.cast.clinic, dana, leo, RelationshipKind.GUARDIAN, Level.RECORD)
    page = open_as("Dana", scheme=scheme)
    settled(page)
    expect(bar(page)).to_have_text([re.compile(f"{name}$") for name in IN_THE_BAR])
    done(page, "Stairs").first.click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    links = [box(each) for each in bar(page).all()]
    for each in links:
        assert each["height"] >= THUMB
        assert each["width"] >= THUMB
        assert each["y"] + each["height"] <= PHONE["height"]
    for left, right in pairwise(links):
        assert left["x"] + left["width"] <= right["x"]
    assert box(undo)["y"] + box(undo)["height"] <= links[0]["y"], "the bar stays lowest"
    # Scrolled to its end, the page stands clear of both.
    last = page.get_by_role("link", name="Sign out")
    last.scroll_into_view_if_needed()
    page.mouse.move(195, 300)
    page.mouse.wheel(0, 10_000)
    card = page.locator('[class*="st-key-done-"]').last
    expect(last).to_be_in_viewport(ratio=1)
    bottom = box(page.get_by_test_id("stBottom"))
    assert box(card)["y"] + box(card)["height"] <= bottom["y"]
    assert box(last)["y"] + box(last)["height"] <= bottom["y"]
    assert overflow(page) == 0
    assert serious(page) == []


def box(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


@BOTH
def test_the_page_that_is_open_stands_out(open_as: Open, scheme: str) -> None:
    page = open_as("Dana", scheme=scheme)
    settled(page)
    for name in IN_THE_BAR:
        go(page, name)
        expect(page).to_have_title(f"{name} – Stepwise")
        settled_anywhere(page)
        looks = {link.inner_text().split()[-1]: look(link) for link in bar(page).all()}
        weight, ground = looks.pop(name)
        assert weight >= 600
        for other_weight, other_ground in looks.values():
            assert other_weight < weight
            assert other_ground != ground


def settled_anywhere(page: Page) -> None:
    expect(page.get_by_text("Signed in as")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def look(link: Locator) -> tuple[int, str]:
    weight = link.locator("p").evaluate("e => getComputedStyle(e).fontWeight")
    ground = link.evaluate("e => getComputedStyle(e).backgroundColor")
    return int(weight), str(ground)


def test_the_bar_is_reached_by_keyboard(site: Site, open_as: Open) -> None:
    page = open_as("Dana", viewport=DESKTOP)
    settled(page)
    expect(bar(page)).to_have_count(len(IN_THE_BAR))
    page.get_by_role("link", name="Sign out").focus()
    for each in bar(page).all():
        page.keyboard.press("Tab")
        expect(each).to_be_focused()
    page.keyboard.press("Enter")
    at(page, site, f"/progress?child={site.cast.mia}", "Progress")


def test_staff_find_their_pages_on_top_and_a_childs_in_its_head(site: Site, open_as: Open) -> None:
    mia = f"?child={site.cast.mia}"
    page = open_as("Pat", f"/plan{mia}", DESKTOP)
    head(page, "Mia · Week 5 · Diffuse")
    expect(page.get_by_test_id("stBottom")).to_have_count(0)
    top = page.get_by_test_id("stMain").locator(".st-key-navigation").get_by_role("link")
    names = (
        "Caseload",
        "Visits of a day",
        "Add a child",
        "Type in a week",
        "Exercises",
        "About the treatment",
        "Data",
    )
    expect(top).to_have_text([re.compile(f"{name}$") for name in names])
    assert box(top.first)["y"] < box(page.get_by_role("heading", level=2).first)["y"]
    go(page, "Progress")
    at(page, site, f"/progress{mia}", "Progress")
    go(page, "Today")
    at(page, site, f"/today{mia}", "Today")
    go(page, "Caseload")
    at(page, site, "/caseload", "Caseload")
    page.go_back()
    at(page, site, f"/today{mia}", "Today")
    answered(page, "0 of 6 answered")
