"""The timer, in a browser whose clock the test moves: keyboard, screen reader, a locked phone, and the tick."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from db.queries.base import table_of
from db.tables import Prescription
from db.vocabulary import CompletionState
from tests.browser.conftest import DESKTOP, PHONE, Open, Site, watch
from tests.browser.pages import answered, done, more, overflow, serious, settled

NOW = datetime(2026, 3, 12, 0, 10, tzinfo=UTC)
THUMB = 44
At = Callable[..., Page]


@pytest.fixture
def at_timer(browser: Browser, site: Site) -> Iterator[At]:
    """Give a function that opens an exercise's timer on a page whose clock stands still until it is moved."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(exercise: str, viewport: dict[str, int] = PHONE, **how: str) -> Page:
        context = browser.new_context(viewport=viewport, **how)  # type: ignore[arg-type]
        contexts.append(context)
        context.add_cookies([{"name": "session", "value": site.cast.tokens["Dana"], "url": site.base}])
        page = context.new_page()
        watch(page, site.base, faults)
        # Its scripts run as ever; only what the clock on the wall says is the test's.
        page.clock.set_fixed_time(NOW)
        page.goto(f"{site.base}/today")
        settled(page)
        more(page, exercise).click()
        page.get_by_role("dialog").get_by_role("button", name="Timer").click()
        expect(page.get_by_role("timer")).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


class Wall:
    """The clock on the wall of a page, which stands still until it is moved."""

    def __init__(self, page: Page) -> None:
        self._page, self._now = page, NOW

    def forward(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._page.clock.set_fixed_time(self._now)


def timer(page: Page) -> Locator:
    return page.get_by_role("timer")


def heard(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator(".timer").get_by_role("status")


def control(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog").get_by_role("button", name=name, exact=True)


def two_minutes(site: Site) -> None:
    row = table_of(Prescription)
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE prescription SET total = 2 WHERE id = :number"),
            {"number": site.plan["Towel rub"]},
        )
        assert (
            connection.execute(sa.select(row.c.total).where(row.c.id == site.plan["Towel rub"])).scalar() == 2
        )


def test_minutes_by_keyboard_to_the_ordinary_tick(site: Site, at_timer: At) -> None:
    two_minutes(site)
    page = at_timer("Towel rub")
    wall = Wall(page)
    expect(timer(page)).to_have_text("2:00")
    expect(control(page, "Start")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heard(page)).to_have_text("Started. 2 minutes left")
    wall.forward(15)
    expect(timer(page)).to_have_text("1:45")
    page.keyboard.press("Enter")
    expect(heard(page)).to_have_text("Paused")
    wall.forward(30)
    expect(timer(page)).to_have_text("1:45")
    expect(control(page, "Go on")).to_be_focused()
    page.keyboard.press("Enter")
    wall.forward(46)
    expect(heard(page)).to_have_text("1 minute left")
    wall.forward(49)
    expect(heard(page)).to_have_text("10 seconds left")
    assert site.live() == []
    wall.forward(10)
    expect(timer(page)).to_have_text("0:00")
    expect(heard(page)).to_have_text("That was all of it.")
    expect(control(page, "Done")).to_be_focused()
    assert site.live() == [], "the clock has said nothing: somebody has to"
    page.keyboard.press("Enter")
    answered(page, "1 of 6 answered")
    expect(page.get_by_role("dialog")).to_be_hidden()
    (row,) = site.live()
    assert (row.prescription_id, row.state) == (site.plan["Towel rub"], CompletionState.DONE)
    page.get_by_role("button", name="Undo").click()
    answered(page, "0 of 6 answered")
    assert site.live() == []


def test_holds_count_repetitions_and_wait_between_sets(site: Site, at_timer: At) -> None:
    page = at_timer("Wall sit", DESKTOP)
    wall = Wall(page)
    count = page.locator(".timer-count")
    expect(timer(page)).to_have_text("0:10")
    control(page, "Start").click()
    expect(heard(page)).to_have_text("Get ready")
    wall.forward(3.1)
    expect(heard(page)).to_have_text("Hold. Repetition 1 of 5 · Set 1 of 3")
    wall.forward(10)
    expect(heard(page)).to_have_text("Let go")
    wall.forward(3)
    expect(count).to_have_text("Repetition 2 of 5 · Set 1 of 3")
    # Four more of thirteen seconds, and some: it waits for whoever does the exercise.
    wall.forward(90)
    expect(heard(page)).to_have_text("Set 1 of 3 is done. Go on when you like.")
    for number in (2, 3):
        control(page, "Start the next set").click()
        wall.forward(3.1)
        expect(heard(page)).to_have_text(f"Hold. Repetition 1 of 5 · Set {number} of 3")
        wall.forward(62)
    expect(heard(page)).to_have_text("That was all of it.")
    expect(control(page, "Done")).to_be_focused()
    control(page, "Start over").click()
    expect(count).to_have_text("Repetition 1 of 5 · Set 1 of 3")
    expect(control(page, "Start")).to_be_focused()


def test_a_locked_phone_and_a_page_that_comes_back_lose_no_time(site: Site, at_timer: At) -> None:
    page = at_timer("Walk")
    wall = Wall(page)
    control(page, "Start").click()
    # A phone that is locked runs no script at all; then it is 5 minutes later.
    wall.forward(300)
    expect(timer(page)).to_have_text("10:00")
    page.reload()
    expect(timer(page)).to_be_visible()
    wall.forward(60)
    expect(timer(page)).to_have_text("9:00")
    wall.forward(600)
    expect(heard(page)).to_have_text("That was all of it.")
    expect(control(page, "Done")).to_be_focused()
    control(page, "Done").click()
    answered(page, "1 of 6 answered")


def test_closing_it_logs_nothing_and_leaves_the_address(site: Site, at_timer: At) -> None:
    page = at_timer("Walk")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(f"{site.base}/today")
    page.reload()
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert site.live() == []
    more(page, "Walk").click()
    expect(page.get_by_role("dialog").get_by_text("How did it go?")).to_be_visible()


def test_what_another_has_answered_meanwhile_stays(site: Site, at_timer: At, open_as: Open) -> None:
    page = at_timer("Walk")
    ben = open_as("Ben", f"/today?child={site.cast.mia}")
    more(ben, "Walk").click()
    ben.get_by_role("dialog").get_by_role("radio", name="Not today").click()
    ben.get_by_role("dialog").get_by_role("button", name="Save").click()
    answered(ben, "1 of 6 answered")
    control(page, "Done").click()
    expect(page.get_by_role("dialog").get_by_text("This was answered in another place")).to_be_visible()
    expect(timer(page)).to_be_visible()
    assert [row.state for row in site.live()] == [CompletionState.NOT_DONE]


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "dark")])
def test_everybody_can_see_and_reach_it(at_timer: At, viewport: dict[str, int], scheme: str) -> None:
    page = at_timer("Wall sit", viewport, color_scheme=scheme, reduced_motion="reduce")
    for running in (False, True):
        if running:
            control(page, "Start").click()
            Wall(page).forward(4)
        assert serious(page) == []
        assert overflow(page) == 0
        for name in ("Pause" if running else "Start", "Start over", "Done"):
            box = control(page, name).bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= THUMB
    sound = page.get_by_role("checkbox", name="Sound")
    expect(sound).not_to_be_checked()
    sound.focus()
    page.keyboard.press("Space")
    expect(sound).to_be_checked()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.timer-bar > div')).transitionDuration")
        == "0s"
    )


def test_a_card_without_anything_to_time_has_no_timer(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    more(page, "Stairs").click()
    expect(page.get_by_role("dialog").get_by_text("How did it go?")).to_be_visible()
    expect(page.get_by_role("button", name="Timer")).to_have_count(0)
    page.goto(f"{site.base}/today?timer={site.cast.mia}-{site.plan['Stairs']}-2026-03-11-1")
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(done(page, "Stairs")).to_be_visible()
