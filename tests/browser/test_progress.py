"""Progress in a real browser: drawn, readable and reachable on a phone and at a desk, in light and dark."""

import csv
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from db.queries.base import insert_row
from db.tables import DayMark, PlanPause
from db.vocabulary import Instrument, Level, Mark, RelationshipKind, Reporter
from tests.browser.conftest import DESKTOP, PHONE, TODAY, Open, Site
from tests.browser.pages import BOTH, overflow, serious
from tests.cast import link, make_child
from tests.factories import make_episode, make_history, make_prescription
from tests.measuring import insert_scores
from tests.school_and_visits import make_school_and_visits
from tests.test_theme import contrast
from tracker import clock

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
LEAST_CONTRAST = 4.5
WEEKS = 26


@pytest.fixture
def half_a_year(site: Site) -> int:
    """A child of Dana's and Pat's with 26 weeks: a pause, a silent gap, ill days, and a second exercise later on."""
    start = TODAY - timedelta(days=7 * (WEEKS - 1) + 2)
    with site.engine.begin() as connection:
        child = make_child(connection, site.cast.clinic, "Leo")
        guardian, therapist = RelationshipKind.GUARDIAN, RelationshipKind.PHYSICAL_THERAPIST
        link(
            connection,
            site.cast.clinic,
            site.cast.accounts["Dana"],
            child,
            guardian,
            Level.RECORD,
            "Dana's home",
        )
        link(connection, site.cast.clinic, site.cast.accounts["Pat"], child, therapist, Level.PRESCRIBE)
        episode = make_episode(connection, child, start)
        stairs = make_prescription(connection, child, episode, start, name="Stairs")
        swim = make_prescription(connection, child, episode, start + timedelta(days=30), name="Swim")
        make_history(connection, child, {"Stairs": stairs}, start, 60)
        make_history(connection, child, {"Stairs": stairs, "Swim": swim}, start + timedelta(days=100), 70)
        pause = start + timedelta(days=86)
        for row in (
            PlanPause(
                child_id=child,
                episode_id=episode,
                from_day=pause,
                to_day=pause + timedelta(days=9),
                created_at=clock.now(),
            ),
            DayMark(child_id=child, day=start + timedelta(days=73), mark=Mark.ILL, recorded_at=clock.now()),
        ):
            insert_row(connection, row)
    return child


HOME = "Home exercise by week of treatment"
EXERCISES = "Each exercise over all weeks"
SCORES = "Functional Disability Inventory"
SCHOOL = "School by the week"
VISITS_SHOWN = "Visits by the week"


@pytest.fixture
def a_whole_life(site: Site, half_a_year: int) -> int:
    """The same child with scores of function and pain, school, and visits of two disciplines."""
    start = TODAY - timedelta(days=7 * (WEEKS - 1) + 2)
    child, days = half_a_year, range(0, 7 * WEEKS, 28)
    with site.engine.begin() as connection:
        fdi = {start + timedelta(days=day): 34.0 - day / 8 for day in days}
        insert_scores(connection, child, Instrument.FDI, Reporter.CHILD, fdi)
        insert_scores(connection, child, Instrument.FDI, Reporter.PARENT, {d: v + 4 for d, v in fdi.items()})
        insert_scores(connection, child, Instrument.PAIN, Reporter.CHILD, dict.fromkeys(fdi, 6.0))
        make_school_and_visits(connection, child, start, WEEKS)
    return half_a_year


def chart(page: Page, name: str = HOME) -> Locator:
    found = page.locator(f'[role="figure"][aria-label^="{name}"]').first
    expect(found.locator("svg.main-svg").first).to_be_visible()
    return found


def drawn(page: Page, *names: str) -> None:
    """Wait until the charts are drawn and the page has come to rest."""
    for name in names or (HOME, EXERCISES):
        expect(chart(page, name).locator(".scatterlayer .point").first).to_be_attached()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@BOTH
@SIZES
def test_everybody_can_read_it(
    site: Site, open_as: Open, half_a_year: int, scheme: str, viewport: dict[str, int]
) -> None:
    for who in ("Dana", "Pat"):
        page = open_as(who, f"/progress?child={half_a_year}", viewport=viewport, scheme=scheme)
        drawn(page)
        name = str(chart(page).get_attribute("aria-label"))
        assert name.startswith("Home exercise by week of treatment, higher is more. Week 1: ")
        assert overflow(page) == 0
        assert page.locator(".modebar").count() == 0
        assert serious(page) == []
        for label in ("Every week as a table", "Every exercise as a table"):
            page.get_by_text(label, exact=True).click()
            expect(page.get_by_role("table", name=label)).to_be_visible()
        table = page.get_by_role("table", name="Every week as a table")
        assert table.get_by_role("row").count() == WEEKS + 1
        assert overflow(page) == 0
        assert serious(page) == []


@BOTH
def test_the_charts_own_text_stands_out_from_its_ground(open_as: Open, half_a_year: int, scheme: str) -> None:
    page = open_as("Dana", f"/progress?child={half_a_year}", scheme=scheme)
    drawn(page)
    ground = hexadecimal(chart(page).locator("rect.bg, .main-svg").first, "backgroundColor")
    for text in chart(page).locator("text:visible").all():
        ink = hexadecimal(text, "fill")
        assert contrast(ink, ground) >= LEAST_CONTRAST, text.text_content()
    dark = sum(int(ground[i : i + 2], 16) for i in (1, 3, 5)) < 3 * 128
    assert dark == (scheme == "dark")


def hexadecimal(found: Locator, what: str) -> str:
    colour = str(found.evaluate(f"element => getComputedStyle(element).{what}"))
    parts = colour.removeprefix("rgba(").removeprefix("rgb(").rstrip(")").split(",")
    return "#" + "".join(f"{int(float(part)):02x}" for part in parts[:3])


def test_no_label_lies_over_another_on_a_phone(open_as: Open, half_a_year: int) -> None:
    page = open_as("Dana", f"/progress?child={half_a_year}")
    drawn(page)
    boxes = [text.bounding_box() for text in chart(page).locator(".xtick text").all()]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box is not None]
    assert len(edges) >= 10
    assert all(left >= 0 and right <= PHONE["width"] for left, right in edges)
    # A label of two lines is as wide as its date; only the numbers have to stay apart from it.
    numbers = [(left + right) / 2 for left, right in edges]
    assert all(after - before >= 14 for before, after in pairwise(numbers))


def test_a_finger_asks_a_week_and_scrolls_the_page(open_as: Open, half_a_year: int) -> None:
    page = open_as("Dana", f"/progress?child={half_a_year}")
    drawn(page)
    chart(page).evaluate("figure => figure.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(300)
    box = chart(page).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 150)
    expect(chart(page).locator(".hoverlayer")).to_contain_text("Week 1")
    touch = page.context.new_cdp_session(page)
    x, y = box["x"] + 150, box["y"] + 250
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for moved in range(10, 210, 20):
        points = [{"x": x, "y": y - moved}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    after = chart(page).bounding_box()
    assert after is not None
    assert after["y"] < box["y"] - 50


def test_a_skeleton_stands_in_until_the_chart_is_there(open_as: Open, half_a_year: int) -> None:
    page = open_as("Dana", f"/today?child={half_a_year}")
    expect(page.get_by_text("Signed in as Dana")).to_be_visible()

    def slowly(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/PlotlyChart*.js", slowly)
    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.get_by_test_id("stSkeleton").first).to_be_visible()
    drawn(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def test_one_exercise_week_by_week(open_as: Open, half_a_year: int) -> None:
    page = open_as("Pat", f"/progress?child={half_a_year}", viewport=DESKTOP)
    drawn(page)
    box = page.get_by_role("combobox", name="One exercise, week by week")
    # The list of choices closes when the page moves under it.
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box.click()
    page.get_by_role("option", name="Swim", exact=True).click()
    expect(page.get_by_role("figure", name="Swim by week of treatment, higher is more.")).to_be_visible()
    assert overflow(page) == 0


def test_the_way_from_today_keeps_the_child(site: Site, open_as: Open, half_a_year: int) -> None:
    """Among many children too, where another list offers them."""
    with site.engine.begin() as connection:
        for name in ("Ava", "Bea", "Cleo"):
            child = make_child(connection, site.cast.clinic, name)
            guardian = RelationshipKind.GUARDIAN
            link(
                connection,
                site.cast.clinic,
                site.cast.accounts["Dana"],
                child,
                guardian,
                Level.RECORD,
                "Dana's",
            )
    page = open_as("Dana", f"/today?child={half_a_year}")
    expect(page.get_by_text("Signed in as Dana")).to_be_visible()
    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.get_by_role("heading", level=2)).to_have_text(f"Leo · Week {WEEKS}")


def test_a_tick_moves_the_chart_at_once(site: Site, open_as: Open) -> None:
    page = open_as("Dana", f"/progress?child={site.cast.mia}")
    drawn(page)
    before = chart(page).get_attribute("aria-label")
    page.get_by_role("link", name="Today", exact=True).click()
    page.locator('[class*="st-key-done-"]').get_by_role("button", name="Stairs").click()
    expect(page.get_by_text("1 of 6 answered", exact=True)).to_be_visible()
    page.get_by_role("link", name="Progress", exact=True).click()
    drawn(page)
    assert chart(page).get_attribute("aria-label") != before


@BOTH
@SIZES
def test_the_whole_story_is_readable(
    site: Site, open_as: Open, a_whole_life: int, scheme: str, viewport: dict[str, int]
) -> None:
    page = open_as("Pat", f"/progress?child={a_whole_life}", viewport=viewport, scheme=scheme)
    drawn(page, SCORES, SCHOOL, HOME, VISITS_SHOWN, EXERCISES)
    expect(page.get_by_text("less difficulty with daily activities than at the start")).to_be_visible()
    expect(page.get_by_role("table", name="Day by day")).to_be_visible()
    assert overflow(page) == 0
    assert serious(page) == []
    for table in ("Every score as a table", "School as a table", "Visits as a table"):
        page.get_by_text(table, exact=True).click()
        expect(page.get_by_role("table", name=table)).to_be_visible()
    assert overflow(page) == 0
    assert serious(page) == []


def test_function_stands_above_pain_on_one_axis_of_weeks(open_as: Open, a_whole_life: int) -> None:
    page = open_as("Pat", f"/progress?child={a_whole_life}")
    drawn(page, SCORES)
    figure = chart(page, SCORES)
    assert figure.locator("g.subplot").count() == 2
    upper, lower = (
        figure.locator(f"g.subplot.{name} .scatterlayer").bounding_box() for name in ("xy", "xy2")
    )
    assert upper is not None
    assert lower is not None
    assert upper["y"] + upper["height"] < lower["y"]
    assert "Pain, 0 to 10" in str(figure.get_attribute("aria-label"))
    expect(figure.locator("text.xtitle")).to_have_count(1)


def test_a_family_reads_nothing_of_pain(open_as: Open, a_whole_life: int) -> None:
    page = open_as("Dana", f"/progress?child={a_whole_life}")
    drawn(page, SCORES)
    page.get_by_text("Every score as a table", exact=True).click()
    expect(page.get_by_role("table", name="Every score as a table")).to_be_visible()
    said = page.get_by_test_id("stMain").inner_text() + chart(page, SCORES).inner_text()
    names = [str(figure.get_attribute("aria-label")) for figure in page.get_by_role("figure").all()]
    assert "FDI" in said
    assert "pain" not in " ".join((said, *names)).lower()


def test_the_table_is_also_a_file(open_as: Open, a_whole_life: int) -> None:
    page = open_as("Pat", f"/progress?child={a_whole_life}", viewport=DESKTOP)
    drawn(page, SCORES)
    page.get_by_text("Every score as a table", exact=True).click()
    shown = page.get_by_role("table", name="Every score as a table")
    with page.expect_download() as taken:
        page.get_by_role("button", name="As a CSV file: Every score as a table").click()
    assert taken.value.suggested_filename == "scores.csv"
    text = taken.value.path().read_text(encoding="utf-8-sig")
    rows = [row.locator("th, td").all_inner_texts() for row in shown.get_by_role("row").all()]
    assert list(csv.reader(text.splitlines())) == rows


def test_some_weeks_and_no_marks(open_as: Open, a_whole_life: int) -> None:
    page = open_as("Pat", f"/progress?child={a_whole_life}", viewport=DESKTOP)
    drawn(page, SCHOOL)
    box = page.get_by_role("combobox", name="From week")
    box.fill("20 ·")
    page.get_by_role("option", name="20 · ").click()
    expect(chart(page, SCHOOL).locator(".xtick text").first).to_contain_text("20")
    expect(page.get_by_role("button", name="Plan changes")).to_have_count(0)
    page.get_by_role("button", name="Milestones").click()
    expect(page.get_by_text("What happened", exact=True)).to_have_count(0)
