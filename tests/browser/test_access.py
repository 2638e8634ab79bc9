"""Today for everyone: axe-core, keyboard, zoom, thumbs, light and dark, and texts that mean harm."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from db.queries.base import table_of
from db.tables import Account, Child, Episode
from db.vocabulary import Category, DoseKind
from tests.browser.conftest import DESKTOP, PHONE, START, Open, Site
from tests.browser.pages import BOTH, answered, done, more, overflow, serious, settled
from tests.factories import make_prescription
from tracker.plans.dose import Dose
from tracker.screen.text import WORD_JOINER

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
THUMB = 44


@BOTH
@SIZES
def test_axe_finds_nothing_serious_on_today(open_as: Open, scheme: str, viewport: dict[str, int]) -> None:
    page = open_as("Ben", viewport=viewport, scheme=scheme)
    settled(page)
    done(page, "Stairs").first.click()
    answered(page, "1 of 6 answered")
    more(page, "Walk").first.hover()
    assert serious(page) == []


@BOTH
def test_axe_finds_nothing_serious_on_the_sheet(open_as: Open, scheme: str) -> None:
    page = open_as("Dana", scheme=scheme)
    settled(page)
    more(page, "Walk").click()
    page.get_by_role("dialog").get_by_role("radio", name="Partly").click()
    expect(page.get_by_role("spinbutton")).to_be_visible()
    page.get_by_role("button", name="Save").hover()
    assert serious(page) == []
    page.get_by_role("dialog").get_by_role("radio", name="Not today").click()
    expect(page.get_by_role("radio", name="tired")).to_be_visible()
    assert serious(page) == []


@BOTH
def test_axe_finds_nothing_serious_on_the_other_states(site: Site, open_as: Open, scheme: str) -> None:
    page = open_as("Dana", scheme=scheme)
    settled(page)
    page.get_by_role("button", name="Something extra").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Away").click()
    expect(page.get_by_text("Marked as away.")).to_be_visible()
    assert serious(page) == []
    lost = open_as("Sam", f"/today?child={site.cast.mia}", scheme=scheme)
    expect(lost.get_by_text("There is nothing here")).to_be_visible()
    assert serious(lost) == []


def _tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.tagName, document.activeElement.innerText]")
        if focused[0] == "BUTTON" and name in focused[1].replace("\n", " "):
            return
    raise AssertionError(f"no way by keyboard to {name}")


def test_dana_ticks_off_by_keyboard_alone(site: Site, open_as: Open) -> None:
    page = open_as("Dana", viewport=DESKTOP)
    settled(page)
    _tab_to(page, "Stairs")
    page.keyboard.press("Enter")
    answered(page, "1 of 6 answered")
    # The focus stays where it was, so that the next exercise is one step away.
    assert "Stairs" in str(page.evaluate("document.activeElement.innerText"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "Wall sit" in str(page.evaluate("document.activeElement.innerText"))
    page.keyboard.press("Space")
    answered(page, "2 of 6 answered")
    _tab_to(page, "⋯ Walk")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    sheet.get_by_role("radio", name="Not today").focus()
    page.keyboard.press("Space")
    expect(sheet.get_by_role("radio", name="tired")).to_be_visible()
    sheet.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    answered(page, "3 of 6 answered")
    more(page, "Walk").focus()
    page.keyboard.press("Enter")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    assert len(site.live()) == 3


@pytest.mark.parametrize("width", [640, 320], ids=["1280 at 200 %", "640 at 200 %"])
def test_all_is_in_reach_at_twice_the_size(open_as: Open, width: int) -> None:
    page = open_as("Dana", viewport={"width": width, "height": 422})
    settled(page)
    assert overflow(page) == 0
    done(page, "Belly breathing").click()
    answered(page, "1 of 6 answered")
    more(page, "Walk").click()
    page.get_by_role("dialog").get_by_role("radio", name="Done").click()
    save = page.get_by_role("dialog").get_by_role("button", name="Save")
    save.scroll_into_view_if_needed()
    save.click()
    answered(page, "2 of 6 answered")


def test_a_phone_scrolls_one_way_and_every_target_fits_a_thumb(site: Site, open_as: Open) -> None:
    episode = _episode(site)
    with site.engine.begin() as connection:
        for name in ("Balance on one leg", "Ball against the wall"):
            make_prescription(connection, site.cast.mia, episode, START, name=name)
    page = open_as("Dana")
    settled(page)
    expect(page.locator('[class*="st-key-done-"]')).to_have_count(8)
    assert overflow(page) == 0
    targets = page.locator("main button:visible, [data-testid=stMain] button:visible")
    for target in targets.all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB, target.inner_text()
        assert box["width"] >= THUMB, target.inner_text()
    last = page.locator('[class*="st-key-done-"]').last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 2 * PHONE["height"]


def _episode(site: Site) -> int:
    episode = table_of(Episode)
    with site.engine.connect() as connection:
        query = sa.select(episode.c.id).where(episode.c.child_id == site.cast.mia)
        return int(connection.execute(query).scalar_one())


HARM = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "[x](javascript:document.title='owned')",
    "![x](https://example.org/x.png)",
    "**b** :red[x] `z` $x$ ~~s~~ # h",
)


@pytest.mark.parametrize("text", HARM)
def test_a_text_that_means_harm_stands_as_it_was_typed(site: Site, open_as: Open, text: str) -> None:
    episode = _episode(site)
    with site.engine.begin() as connection:
        for table, column in ((Child, "chosen_name"), (Account, "name")):
            connection.execute(sa.update(table_of(table)).values({column: text}))
        make_prescription(
            connection,
            site.cast.mia,
            episode,
            START,
            name=text,
            category=Category.STRENGTH,
            dose=Dose(DoseKind.OPEN),
            instructions=text,
        )
    page = open_as("Ben")
    # An address has a joiner in it that nobody sees, so that no link comes of it.
    seen = text.replace("://", f":{WORD_JOINER}//")
    button = page.locator('[class*="st-key-done-"]').get_by_role("button").filter(has_text=seen)
    expect(button).to_be_visible()
    expect(page.get_by_role("heading", level=2).filter(has_text=seen).first).to_be_visible()
    expect(page.get_by_text(f"Signed in as {text}")).to_be_visible()
    page.get_by_role("button").filter(has_text="⋯").filter(has_text=seen).first.click()
    expect(page.get_by_role("dialog").get_by_text(seen, exact=True).last).to_be_visible()
    expect(page.locator("main a[href^=http], [role=dialog] a[href^=http], main img")).to_have_count(0)
    assert page.title() == "Today – Stepwise"
