"""Pat's caseload in a real browser: the first screen says who and why, and each child is one click or key away."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from db.queries.base import table_of
from db.tables import Child
from db.vocabulary import Level, RelationshipKind
from tests.browser.conftest import DESKTOP, PHONE, START, TODAY, Open, Site
from tests.browser.pages import BOTH, overflow, serious
from tests.cast import link, make_child
from tests.factories import make_history, make_plan

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
TARGET = 24
HARM = "<img src=x onerror=\"document.title='owned'\">"
LONG = "Wilhelmina-Konstantinopolska Featherstonehaugh"


def add(site: Site, *names: str, days: int = 27) -> list[int]:
    """Children whom Pat follows, six exercises each, with entries for so many days since their start."""
    found = []
    with site.engine.begin() as connection:
        for name in names:
            child = make_child(connection, site.cast.clinic, name)
            kind = RelationshipKind.PHYSICAL_THERAPIST
            link(connection, site.cast.clinic, site.cast.accounts["Pat"], child, kind, Level.PRESCRIBE)
            make_history(connection, child, make_plan(connection, child, START), START, days)
            found.append(child)
    return found


def ready(page: Page) -> None:
    expect(page.get_by_role("heading", name="Caseload", exact=True)).to_be_visible()
    expect(page.get_by_text("How to read this")).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def rows(page: Page) -> Locator:
    return page.locator(".caseload-facts:not(.caseload-heads)")


def child(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


@SIZES
def test_a_click_opens_the_child_and_one_more_its_plan(
    site: Site, open_as: Open, viewport: dict[str, int]
) -> None:
    (ana,) = add(site, "Ana", days=20)
    page = open_as("Pat", "/caseload", viewport=viewport)
    ready(page)
    page.evaluate("window.stayed = true")
    child(page, "Ana").click()
    expect(page).to_have_url(f"{site.base}/progress?child={ana}")
    expect(page.get_by_role("heading", name=re.compile("^Ana · Week 5"))).to_be_visible()
    child(page, "Plan").click()
    expect(page).to_have_url(f"{site.base}/plan?child={ana}")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(f"{site.base}/caseload")
    ready(page)
    # The program was not loaded anew on the way.
    assert page.evaluate("window.stayed") is True


@SIZES
def test_the_keyboard_opens_the_child(site: Site, open_as: Open, viewport: dict[str, int]) -> None:
    ana, _leo = add(site, "Ana", "Leo", days=20)
    page = open_as("Pat", "/caseload", viewport=viewport)
    ready(page)
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate("document.activeElement.innerText")).strip())
        if reached[-1] == "Leo":
            break
    # In the order of the rows, with nothing in between.
    assert reached[-2:] == ["Ana", "Leo"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.base}/progress?child={ana}")
    expect(page.get_by_role("heading", name=re.compile("^Ana · Week 5"))).to_be_visible()


def test_a_childs_link_is_a_link_that_opens_in_a_tab_of_its_own(site: Site, open_as: Open) -> None:
    (ana,) = add(site, "Ana")
    page = open_as("Pat", "/caseload", viewport=DESKTOP)
    ready(page)
    with page.context.expect_page() as opened:
        child(page, "Ana").click(button="middle")
    expect(opened.value).to_have_url(f"{site.base}/progress?child={ana}")
    expect(opened.value.get_by_role("heading", name=re.compile("^Ana · Week 5"))).to_be_visible()


def test_the_first_screen_says_who_and_why(site: Site, open_as: Open) -> None:
    """Forty children, of whom five need a look."""
    add(site, *(f"Child {number:02}" for number in range(34)), days=28)
    add(site, "Noa", "Olu", "Pia", "Rui", days=20)
    add(site, LONG, days=14)
    page = open_as("Pat", "/caseload", viewport=DESKTOP)
    ready(page)
    expect(rows(page)).to_have_count(40)
    first = [rows(page).nth(number) for number in range(5)]
    names = page.locator('[class*="st-key-caseload-rows-"]').get_by_role("link")
    assert names.all_inner_texts()[:6] == ["Noa", "Olu", "Pia", "Rui", LONG, "Child 00"]
    for row in first[:4]:
        expect(row).to_contain_text("No entries for 8 days since Tue 3 Mar")
        expect(row).to_contain_text("Few entries in week 4: 0 of 42 logged")
    expect(first[4]).to_contain_text("No entries for 14 days since Wed 25 Feb")
    box = first[4].bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= DESKTOP["height"]
    # The facts of all rows stand below each other.
    places = page.locator(".caseload-logged").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().x)"
    )
    assert max(places) - min(places) < 1
    assert overflow(page) == 0


def test_typing_a_name_finds_the_child_and_keeps_the_focus(site: Site, open_as: Open) -> None:
    add(site, *(f"Child {number}" for number in range(8)), "Magdalena")
    page = open_as("Pat", "/caseload", viewport=DESKTOP)
    ready(page)
    search = page.get_by_role("searchbox", name="Search by name")
    search.press_sequentially("lena")
    expect(rows(page)).to_have_count(1)
    expect(search).to_be_focused()
    child(page, "Magdalena").click()
    expect(page.get_by_role("heading", name=re.compile("^Magdalena"))).to_be_visible()
    # Whoever comes back finds what they had looked for.
    child(page, "Caseload").click()
    ready(page)
    expect(rows(page)).to_have_count(1)
    expect(search).to_have_value("lena")
    search.fill("")
    expect(rows(page)).to_have_count(10)


def test_a_reason_is_chosen_by_keyboard(site: Site, open_as: Open) -> None:
    add(site, "Ana", days=20)
    page = open_as("Pat", "/caseload", viewport=DESKTOP)
    ready(page)
    expect(rows(page)).to_have_count(2)
    page.get_by_role("radio", name="No entries · 1").focus()
    page.keyboard.press("Space")
    expect(rows(page)).to_have_count(1)
    expect(child(page, "Ana")).to_be_visible()


@BOTH
@SIZES
def test_axe_finds_nothing_serious(site: Site, open_as: Open, scheme: str, viewport: dict[str, int]) -> None:
    add(site, "Ana", "Leo", days=20)
    add(site, *(f"Child {number}" for number in range(7)))
    page = open_as("Pat", "/caseload", viewport=viewport, scheme=scheme)
    ready(page)
    assert serious(page) == []
    page.get_by_text("How to read this").click()
    expect(page.get_by_text("The dashed line is the clinic's 80 %.")).to_be_visible()
    child(page, "Ana").hover()
    assert serious(page) == []


@pytest.mark.parametrize("width", [320, 640, 1199, 1200, 1280])
def test_nothing_is_wider_than_the_screen_and_each_name_is_a_target(
    site: Site, open_as: Open, width: int
) -> None:
    add(site, LONG, "Ana", days=20)
    page = open_as("Pat", "/caseload", viewport={"width": width, "height": 800})
    ready(page)
    assert overflow(page) == 0
    for name in (LONG, "Ana", "Mia"):
        box = child(page, name).bounding_box()
        assert box is not None
        assert box["height"] >= TARGET
        assert box["width"] >= TARGET
        assert box["x"] + box["width"] <= width
    for facts in page.locator(".caseload-facts:visible > *").all():
        cut = facts.evaluate("one => one.scrollWidth - one.clientWidth")
        assert cut <= 0, facts.inner_text()


def test_each_drawing_is_drawn_and_says_what_it_shows(site: Site, open_as: Open) -> None:
    """The policy of the page lets an image stand in its address."""
    add(site, "Ana", days=20)
    page = open_as("Pat", "/caseload", viewport=DESKTOP)
    ready(page)
    drawings = rows(page).get_by_role("img")
    expect(drawings).to_have_count(2)
    for drawing in drawings.all():
        assert drawing.evaluate("one => one.complete && one.naturalWidth") == 144
    expect(drawings.first).to_have_attribute(
        "alt", "Home exercise, weeks 1 to 5. Week 3: strict 86 %, observed 100 %."
    )


def test_a_name_that_means_harm_stands_as_it_was_typed(site: Site, open_as: Open) -> None:
    with site.engine.begin() as connection:
        children = sa.update(table_of(Child)).where(table_of(Child).c.id == site.cast.mia)
        connection.execute(children.values(chosen_name=HARM))
    page = open_as("Pat", "/caseload", viewport=DESKTOP)
    ready(page)
    expect(child(page, HARM)).to_be_visible()
    assert "owned" not in page.title()


def test_a_link_that_ends_meanwhile_takes_the_row_away(site: Site, open_as: Open) -> None:
    add(site, *(f"Child {number}" for number in range(8)))
    page = open_as("Pat", "/caseload", viewport=DESKTOP)
    ready(page)
    expect(child(page, "Mia")).to_be_visible()
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE relationship SET ends_on = :day WHERE child_id = :mia AND account_id = :pat"),
            {
                "day": TODAY - timedelta(days=1),
                "mia": site.cast.mia,
                "pat": site.cast.accounts["Pat"],
            },
        )
    page.get_by_role("searchbox", name="Search by name").press_sequentially("i")
    expect(child(page, "Child 1")).to_be_visible()
    expect(child(page, "Mia")).to_have_count(0)
