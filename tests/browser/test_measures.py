"""Measures in a real browser: Pat enters, corrects and turns pain on, Mia hides it again, and it is told in time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from db.queries.base import table_of
from db.tables import Measure
from db.vocabulary import Instrument, Reporter
from tests.browser.conftest import DESKTOP, PHONE, START, TODAY, Open, Site
from tests.browser.pages import BOTH, overflow, serious
from tests.measuring import insert_scores, insert_use, turn_pain_on

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
FDI = "Functional Disability Inventory (FDI)"
LATER = START + timedelta(days=14)


@pytest.fixture
def scores(site: Site) -> None:
    """Two scores of daily activities and of pain, and a clinic whose families enter both."""
    child, reporter = site.cast.mia, Reporter.CHILD
    with site.engine.begin() as connection:
        insert_scores(connection, child, Instrument.FDI, reporter, {START: 27, LATER: 20})
        insert_scores(connection, child, Instrument.PAIN, reporter, {START: 7, LATER: 6})
        insert_use(connection, site.cast.clinic, Instrument.FDI, Instrument.PAIN)


def rested(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def opened(open_as: Open, site: Site, who: str, viewport: dict[str, int], scheme: str = "light") -> Page:
    page = open_as(who, f"/measures?child={site.cast.mia}", viewport=viewport, scheme=scheme)
    expect(page.get_by_role("heading", name="Scores", exact=True)).to_be_visible()
    rested(page)
    return page


def live(site: Site) -> list[tuple[object, ...]]:
    measure = table_of(Measure)
    query = sa.select(measure.c.value, measure.c.on_day).where(
        measure.c.child_id == site.cast.mia, measure.c.withdrawn_at.is_(None)
    )
    with site.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(measure.c.id))]


def table(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name=name, exact=True)


@SIZES
def test_pat_enters_is_told_the_range_and_corrects(
    site: Site, open_as: Open, viewport: dict[str, int]
) -> None:
    page = opened(open_as, site, "Pat", viewport)
    field = page.get_by_role("spinbutton", name="FDI, child’s report")
    field.fill("72")
    save = page.get_by_role("button", name="Save the scores")
    save.click()
    expect(
        page.get_by_text(f"{FDI}, child’s report: a score lies from 0 to 60. Please check it.")
    ).to_be_visible()
    expect(field).to_have_value("72")
    field.fill("27")
    page.get_by_role("combobox", name="Begun and left incomplete").click()
    page.get_by_role("option", name="FDI, parent’s report").click()
    page.keyboard.press("Escape")
    save.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(table(page, f"{FDI}, child’s report")).to_contain_text("27")
    expect(table(page, f"{FDI}, parent’s report")).to_contain_text("not scored")
    assert live(site) == [(27, TODAY), (None, TODAY)]
    page.get_by_role("button", name=f"Correct a score {FDI}, child’s report").click()
    dialog = page.get_by_role("dialog")
    score = dialog.get_by_role("spinbutton", name="Score (empty for “not scored”)")
    expect(score).to_have_value("27")
    score.fill("14")
    dialog.get_by_role("textbox", name="Why it is corrected").fill("Two items read wrongly")
    assert serious(page) == []
    dialog.get_by_role("button", name="Correct it").click()
    expect(dialog).to_be_hidden()
    expect(table(page, f"{FDI}, child’s report")).to_contain_text("27 (Two items read wrongly)")
    assert live(site) == [(None, TODAY), (14, TODAY)]


def test_pain_is_hidden_until_turned_on_and_mia_hides_it_again(
    site: Site, open_as: Open, scores: None
) -> None:
    families = {who: opened(open_as, site, who, PHONE) for who in ("Dana", "Mia")}
    for page in families.values():
        expect(table(page, f"{FDI}, child’s report")).to_contain_text("20")
        assert "pain" not in page.locator("body").inner_text().lower()
    pats = opened(open_as, site, "Pat", DESKTOP)
    expect(table(pats, "Pain, 0 to 10, child’s report")).to_contain_text("6")
    pats.get_by_text("Show pain values on the family’s accounts").click()
    pats.get_by_role("button", name="Save Pain").click()
    expect(pats.get_by_text("Set on Wed 11 Mar 2026 by Pat.")).to_be_visible()
    for page in families.values():
        page.reload()
        expect(table(page, "Pain, 0 to 10, child’s report")).to_contain_text("6")
    mias = families["Mia"]
    mias.get_by_role("button", name="Hide pain values").click()
    expect(mias.get_by_text("Pain values are hidden, for you and for your family.")).to_be_visible()
    expect(table(mias, "Pain, 0 to 10, child’s report")).to_have_count(0)
    danas = families["Dana"]
    danas.reload()
    expect(table(danas, f"{FDI}, child’s report")).to_contain_text("20")
    assert "pain" not in danas.locator("body").inner_text().lower()
    mias.get_by_role("button", name="Show them again").click()
    expect(table(mias, "Pain, 0 to 10, child’s report")).to_contain_text("6")


def test_two_of_the_clinic_at_once(site: Site, open_as: Open) -> None:
    pats, lees = (opened(open_as, site, who, DESKTOP) for who in ("Pat", "Lee"))
    for page, value in ((pats, "27"), (lees, "14")):
        page.get_by_role("spinbutton", name="FDI, child’s report").fill(value)
        page.get_by_role("button", name="Save the scores").click()
        rested(page)
    expect(pats.get_by_text("Saved.")).to_be_visible()
    expect(lees.get_by_text("for Wed 11 Mar there is a score already: 27.")).to_be_visible()
    assert live(site) == [(27, TODAY)]


@BOTH
@SIZES
def test_everybody_can_read_it(
    site: Site, open_as: Open, scores: None, scheme: str, viewport: dict[str, int]
) -> None:
    with site.engine.begin() as connection:
        turn_pain_on(connection, site.cast.mia, 1)
    for who in ("Pat", "Mia"):
        page = opened(open_as, site, who, viewport, scheme)
        assert overflow(page) <= 0
        assert serious(page) == []


def test_the_clinic_switches_an_instrument_on(site: Site, open_as: Open) -> None:
    page = open_as("Ada", "/clinic", viewport=DESKTOP)
    page.get_by_role("strong").get_by_text("Child Activity Limitations Interview (CALI-9)").click()
    weeks = page.get_by_role("spinbutton", name="CALI-9: weeks between")
    weeks.fill("4")
    weeks.press("Tab")
    page.get_by_role("button", name="Save Measures").click()
    expect(page.get_by_text("not used → every 4 weeks, entered by clinicians")).to_be_visible()
    assert overflow(page) <= 0
    assert serious(page) == []
