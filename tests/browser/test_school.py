"""School in a real browser: Dana enters a day with one tap, Pat sets the ladder, and everybody can read all of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, Route, expect

from db.queries.base import table_of
from db.tables import Milestone, SchoolDay, SchoolPlan
from tests.browser.conftest import DESKTOP, PHONE, TODAY, Open, Site
from tests.browser.pages import BOTH, overflow, serious
from tests.pdf import read
from tests.schooling import insert_school_page, insert_schooling

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
THUMB = 44


@pytest.fixture
def steps(site: Site) -> dict[str, int]:
    """Four weeks of school of Mia's, and a page for it; gives the steps of her ladder."""
    with site.engine.begin() as connection:
        found = insert_schooling(connection, site.cast.mia, TODAY)
        insert_school_page(connection, site.cast.mia, TODAY + timedelta(days=30))
    return found


def rested(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@contextmanager
def late(page: Page, *fields: str) -> Iterator[None]:
    """Keep the browser waiting for the scripts that draw these kinds of fields."""
    scripts = re.compile(f"/static/js/({'|'.join(fields)})[.]")
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route(scripts, wait)
    yield
    assert len(waiting) == len(fields), "they were drawn meanwhile"
    for route in waiting:
        route.continue_()
    page.unroute(scripts)


def card(page: Page) -> Locator:
    return page.locator('[class*="st-key-done-school-"]').get_by_role("button")


def entries(site: Site) -> list[tuple[object, ...]]:
    entry = table_of(SchoolDay)
    query = sa.select(entry.c.periods, entry.c.all_planned).where(
        entry.c.child_id == site.cast.mia, entry.c.day == TODAY, entry.c.withdrawn_at.is_(None)
    )
    with site.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


@pytest.mark.parametrize("path", ["/today", "/school"])
def test_dana_enters_todays_school_with_one_tap(
    site: Site, open_as: Open, steps: dict[str, int], path: str
) -> None:
    page = open_as("Dana", f"{path}?child={site.cast.mia}")
    expect(card(page)).to_contain_text("All 2 periods")
    box = card(page).bounding_box()
    assert box is not None
    assert box["height"] >= THUMB
    assert box["y"] + box["height"] < PHONE["height"], "it is there without scrolling"
    card(page).click()
    expect(card(page)).to_contain_text("all 2 periods")
    assert entries(site) == [(2, True)]
    page.get_by_role("button", name="Undo").click()
    expect(card(page)).not_to_contain_text("all 2 periods")
    assert entries(site) == []


def test_fewer_periods_are_said_in_the_sheet(site: Site, open_as: Open, steps: dict[str, int]) -> None:
    page = open_as("Dana", f"/today?child={site.cast.mia}")
    page.get_by_role("button", name="⋯ School").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="How many").click()
    dialog.get_by_role("radio", name="1", exact=True).click()
    dialog.get_by_role("radio", name="tired").click()
    assert serious(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(card(page)).to_contain_text("1 of 2 periods, tired")
    assert entries(site) == [(1, False)]


def test_pat_sets_the_ladder(site: Site, open_as: Open) -> None:
    page = open_as("Pat", f"/school?child={site.cast.mia}", viewport=DESKTOP)
    page.get_by_role("button", name="Set the timetable").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Set up the ladder").click()
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_role("textbox", name="Step 1 (the family reads this)")
    expect(name).to_have_value("Visit the building")
    name.fill("Meet Ms. Reyes at the door")
    assert serious(page) == []
    dialog.get_by_role("button", name="Lay it down").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("1. Meet Ms. Reyes at the door")).to_be_visible()
    page.get_by_role("button", name="Plan attendance").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Step").click()
    page.get_by_role("option", name="3. Two periods").click()
    dialog.get_by_role("button", name="Plan it").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Step 3: Two periods")).to_be_visible()
    milestone, plan = table_of(Milestone), table_of(SchoolPlan)
    query = sa.select(milestone.c.name, plan.c.starts_on).join(plan, plan.c.milestone_id == milestone.c.id)
    with site.engine.connect() as connection:
        found = connection.execute(query.where(plan.c.child_id == site.cast.mia)).all()
    assert [tuple(row) for row in found] == [("Two periods", TODAY)]


def test_a_click_before_a_field_is_drawn_takes_nothing_out_of_it(site: Site, open_as: Open) -> None:
    page = open_as("Pat", f"/school?child={site.cast.mia}", viewport=DESKTOP)
    rested(page)
    dialog = page.get_by_role("dialog")
    with late(page, "NumberInput", "DateInput"):
        page.get_by_role("button", name="Set the timetable").click()
        dialog.get_by_role("button", name="Sat").click()
        expect(dialog.get_by_role("button", name="Sat")).to_have_attribute("aria-pressed", "true")
        rested(page)
    periods = dialog.get_by_label("Periods of a full day")
    expect(periods).to_have_value("7")
    expect(dialog.get_by_role("spinbutton", name="day, From")).to_have_text(str(TODAY.day))
    periods.fill("")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Periods of a full day: please fill this in.")).to_be_visible()
    expect(periods).to_have_value("")


@BOTH
@SIZES
@pytest.mark.parametrize("path", ["school", "milestones"])
def test_everybody_can_read_it(
    site: Site, open_as: Open, steps: dict[str, int], scheme: str, viewport: dict[str, int], path: str
) -> None:
    for who in ("Dana", "Pat"):
        page = open_as(who, f"/{path}?child={site.cast.mia}", viewport=viewport, scheme=scheme)
        expect(page.get_by_text("Half day").first).to_be_visible()
        if path == "school":
            chart = page.get_by_role("figure")
            expect(chart.locator("svg.main-svg").first).to_be_visible()
            assert str(chart.get_attribute("aria-label")).startswith("School by the week, higher is more.")
            page.get_by_text("Every week of school as a table", exact=True).click()
            table = page.get_by_role("table", name="Every week of school as a table")
            expect(table).to_be_visible()
            assert table.get_by_role("row").count() == 6
        rested(page)
        assert overflow(page) == 0
        assert serious(page) == []


def test_a_guardian_and_mia_agree_and_the_page_is_printed(
    site: Site, open_as: Open, steps: dict[str, int]
) -> None:
    for who in ("Mia", "Dana"):
        page = open_as(who, f"/school?child={site.cast.mia}")
        line = page.locator(".st-key-page-line-contact")
        line.get_by_role("radio", name="May go to the school").click()
        expect(line).to_contain_text("goes to the school" if who == "Dana" else "stays here")
    link = page.get_by_role("link", name="Page for the school, on A4")
    expect(link).to_be_visible()
    answer = page.request.get(site.base + str(link.get_attribute("href")))
    text = read(answer.body()).text
    assert "Ms. Reyes, room 12" in text
    assert "syndrome" not in text


def test_pat_chooses_an_earlier_day_and_says_why_it_is_entered_later(
    site: Site, open_as: Open, steps: dict[str, int]
) -> None:
    page = open_as("Pat", f"/school?child={site.cast.mia}")
    page.get_by_role("button", name="An earlier day").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Day").click()
    page.get_by_role("option", name="open").last.click()
    dialog.get_by_role("radio", name="Not at school").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Reason for entering it later: please fill this in.")).to_be_visible()
    dialog.get_by_label("Reason for entering it later").fill("Told by phone")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    entry = table_of(SchoolDay)
    with site.engine.connect() as connection:
        found = connection.execute(sa.select(entry).where(entry.c.late_reason != "")).one()
    assert (found.periods, found.late_reason) == (0, "Told by phone")
    assert found.day < TODAY - timedelta(days=2)
