"""Visits: Dana sees tomorrow's on her phone, Pat plans four weeks in under a minute, and Casey keeps counseling."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from db.engine import engine_for, sqlite_url
from db.queries.base import table_of
from db.tables import Clinic, Visit, VisitRecord, VisitSeries
from db.vocabulary import VisitOutcome
from tests.browser.conftest import DESKTOP, PHONE, START, TODAY, Open, Site
from tests.browser.pages import BOTH, overflow, serious
from tests.browser.test_plan import SIZES
from tests.steps import by
from tests.tracker.visits.planned import MEDICAL, OT, PT, live_visits, planned_by, series_plan
from tracker import clock
from tracker.visits.marking import mark_visit

TOMORROW = TODAY + timedelta(days=1)
KEPT = "Counseling visits are kept by the counselor."
MINUTE = 60_000  # milliseconds


@pytest.fixture
def planned(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Give a function that fills Mia's calendar; TODAY is a Wednesday."""
    url = sqlite_url(Path(str(site.engine.url.database)))
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    now = clock.now().replace(year=TODAY.year, month=TODAY.month, day=TODAY.day)

    def plan() -> None:
        with clock.at(now):
            therapy = planned_by(site.cast, "Pat", series_plan(PT, {0, 2, 4}, first=START, weeks=6))
            planned_by(site.cast, "Pat", series_plan(OT, {1, 3}, first=START, weeks=6, at=time(14, 30)))
            planned_by(site.cast, "Lee", series_plan(MEDICAL, first=date(2026, 3, 20), at=time(11)))
            for number, row in enumerate(live_visits(site.engine, therapy)[:10]):
                outcome = VisitOutcome.NO_SHOW if number % 4 == 3 else VisitOutcome.ATTENDED
                by(site.cast, "Pat", partial(mark_visit, outcome=outcome, seen=None), row.id)

    yield plan
    engine_for(url).dispose()
    engine_for.cache_clear()


def ready(page: Page, heading: str = "What is planned") -> Page:
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def visits_as(site: Site, open_as: Open, who: str, **how: object) -> Page:
    return ready(open_as(who, f"/visits?child={site.cast.mia}", **how))


def rows(site: Site, model: type) -> list[sa.Row[tuple[object, ...]]]:
    table = table_of(model)
    with site.engine.connect() as connection:
        query = sa.select(table).where(table.c.child_id == site.cast.mia).order_by(table.c.id)
        return list(connection.execute(query))


def form(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Plan visits")


def chip(page: Page, name: str) -> Locator:
    return form(page).get_by_test_id("stButtonGroup").get_by_text(name, exact=True)


def test_dana_sees_tomorrows_visit_on_her_phone(
    site: Site, planned: Callable[[], None], open_as: Open
) -> None:
    planned()
    page = open_as("Dana")
    expect(page.get_by_text("Tomorrow, 2:30 PM")).to_be_visible()
    page.get_by_role("link", name="Visits").click()
    ready(page)
    first = page.locator('[class*="st-key-visit-next-"]').first
    expect(first).to_contain_text("Tomorrow, Thu 12 Mar, 2:30 PM")
    expect(first).to_contain_text("Occupational therapy · 45 minutes, in person")
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert overflow(page) == 0
    page.get_by_role("radio", name="Month").click()
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()
    expect(page.locator(".visit-month .visit-today")).to_contain_text("11")
    assert overflow(page) == 0


def test_pat_plans_four_weeks_of_therapy_and_weekly_counseling_in_under_a_minute(
    site: Site, open_as: Open
) -> None:
    page = visits_as(site, open_as, "Pat", viewport=DESKTOP)
    page.set_default_timeout(MINUTE)
    page.get_by_role("button", name="Plan visits").click()
    clicks = 0
    for name in ("Physical therapy", "Mon", "Wed", "Fri"):
        chip(page, name).click()
        clicks += 1
    expect(form(page).get_by_text("12 visits at 9:00 AM")).to_be_visible()
    form(page).get_by_role("button", name="Plan them, then others").click()
    expect(form(page).get_by_text("Planned: Physical therapy.")).to_be_visible()
    for name in ("Counseling", "Thu"):
        chip(page, name).click()
        clicks += 1
    expect(form(page).get_by_text("4 visits at 9:00 AM")).to_be_visible()
    form(page).get_by_role("button", name="Plan them", exact=True).click()
    expect(page.get_by_text("Planned: Counseling.")).to_be_visible()
    expect(form(page)).not_to_be_attached()
    # Nine clicks in all, and nothing typed: the day, the time, the length and the weeks stand there.
    assert clicks + 3 == 9
    assert [(str(s.discipline), s.rule) for s in rows(site, VisitSeries)] == [
        ("physical_therapy", "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=12"),
        ("counseling", "FREQ=WEEKLY;BYDAY=TH;COUNT=4"),
    ]
    assert len(rows(site, Visit)) == 16


def test_casey_keeps_a_series_and_marks_a_visit_and_nobody_else_sees_it(site: Site, open_as: Open) -> None:
    page = visits_as(site, open_as, "Casey", viewport=DESKTOP)
    page.get_by_role("button", name="Plan visits").click()
    chip(page, "Counseling").click()
    chip(page, "Wed").click()
    expect(form(page).get_by_role("radio", name="The counselor only")).to_be_checked()
    form(page).get_by_role("button", name="Plan them", exact=True).click()
    expect(form(page)).not_to_be_attached()
    page.get_by_role("button", name="⋯ Counseling, Wed 11 Mar").click()
    page.get_by_role("menuitem", name="Attended").or_(page.get_by_role("option", name="Attended")).click()
    expect(page.get_by_text("1 of 1 attended").first).to_be_visible()
    assert [str(mark.outcome) for mark in rows(site, VisitRecord)] == ["attended"]
    for who, size in (("Dana", PHONE), ("Pat", DESKTOP)):
        other = visits_as(site, open_as, who, viewport=size)
        expect(other.get_by_text(KEPT)).to_be_visible()
        expect(other.get_by_text("No visit is planned from now on.")).to_be_visible()
        expect(other.get_by_text("Counseling", exact=True)).not_to_be_attached()


def test_a_day_is_marked_by_keyboard(site: Site, planned: Callable[[], None], open_as: Open) -> None:
    planned()
    page = ready(open_as("Pat", "/visit_day", viewport=DESKTOP), "Visits of a day")
    attended = page.get_by_role("radio", name="Attended")
    expect(attended).to_have_count(1)
    attended.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 visit, 0 without a mark")).to_be_visible()
    expect(attended).to_be_checked()
    expect(attended).to_be_focused()
    page.get_by_role("radio", name="Clinic cancelled").focus()
    page.keyboard.press("Enter")
    school = page.get_by_role("radio", name="School")
    expect(school).to_be_visible()
    school.focus()
    page.keyboard.press("Enter")
    expect(school).to_be_checked()
    expect(school).to_be_focused()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_role("radio", name="Clinic cancelled")).to_be_checked()
    page.goto(f"{site.base}/visits?child={site.cast.mia}")
    expect(page.get_by_text("cancelled by the clinic: school")).to_be_visible()


@SIZES
@BOTH
def test_nothing_is_serious_and_nothing_scrolls_sideways(
    site: Site, planned: Callable[[], None], open_as: Open, viewport: dict[str, int], scheme: str
) -> None:
    planned()
    with site.engine.begin() as connection:
        connection.execute(sa.update(table_of(Clinic)).values(region="US-PA"))
    page = visits_as(site, open_as, "Pat", viewport=viewport, scheme=scheme)
    assert serious(page) == []
    assert overflow(page) == 0
    page.get_by_role("radio", name="Month").click()
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()
    page.get_by_text("Week by week").click()
    assert serious(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="Plan visits").click()
    chip(page, "Counseling").click()
    chip(page, "Mon").click()
    expect(form(page).get_by_text("4 visits at 9:00 AM")).to_be_visible()
    assert serious(page) == []
    day = ready(open_as("Pat", "/visit_day", viewport=viewport, scheme=scheme), "Visits of a day")
    day.get_by_role("radio", name="Family cancelled").click()
    expect(day.get_by_role("radio", name="Insurance")).to_be_visible()
    assert serious(day) == []
    assert overflow(day) == 0
