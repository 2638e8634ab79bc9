"""Ada brings a family on board, on a phone and on a desktop: a child, a guardian, and an invitation to scan."""

from contextlib import suppress

import pytest
import segno
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from db.queries.base import table_of
from db.tables import Child
from tests.browser.conftest import DESKTOP, PHONE, Open, Site
from tests.browser.pages import overflow, serious

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
LOOKS = pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["dark phone", "light desktop"]
)
CHILD = table_of(Child)


def settled(page: Page) -> None:
    expect(page.get_by_text("Signed in as")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list that can be typed into."""
    box = page.get_by_label(label, exact=True)
    found = page.get_by_role("option", name=option, exact=True)
    for _ in range(3):
        # First into view: an open list closes itself when the page scrolls, or is drawn anew.
        box.evaluate("field => field.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(200)
        box.click()
        box.fill("")
        box.press_sequentially(option)
        with suppress(TookTooLong):
            found.click(timeout=5_000)
            return
    raise AssertionError(f"{option} is not offered")


def invite_guardian(page: Page, name: str, sign_in_name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Sign-in name").fill(sign_in_name)
    page.get_by_label("Name of the household").fill(f"{name}'s home")
    page.get_by_role("button", name="Invite and link").click()


def modules(address: str) -> list[bool]:
    """What a code of this address must look like, row by row, with white all around it."""
    code = segno.make(address, error="m", micro=False)
    return [bool(dark) for row in code.matrix_iter(border=4) for dark in row]


def seen(page: Page, side: int) -> list[bool]:
    """What a camera sees: whether the middle of each module of the image on the screen is dark."""
    found: list[bool] = page.evaluate(
        """async ([side]) => {
            const image = document.querySelector('[role=dialog] img');
            await image.decode();
            const canvas = new OffscreenCanvas(side * 8, side * 8);
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0, side * 8, side * 8);
            const found = [];
            for (let y = 0; y < side; y++)
                for (let x = 0; x < side; x++) {
                    const [r, g, b, a] = context.getImageData(x * 8 + 4, y * 8 + 4, 1, 1).data;
                    if (a !== 255) throw new Error('the ground shines through');
                    found.push(r + g + b < 384);
                }
            return found;
        }""",
        [side],
    )
    return found


@SIZES
def test_ada_adds_a_child_and_invites_its_guardian(
    site: Site, open_as: Open, viewport: dict[str, int]
) -> None:
    page = open_as("Ada", "/people", viewport)
    settled(page)
    page.get_by_role("link", name="Add a child").first.click()
    page.get_by_label("Chosen name").fill("Zoe")
    choose(page, "Birth month", "May")
    choose(page, "Birth year", "2014")
    assert overflow(page) == 0
    page.get_by_role("button", name="Add the child").click()
    expect(page.get_by_text("Zoe is added.")).to_be_visible()
    assert overflow(page) == 0
    invite_guardian(page, "Robin", f"robin@{site.host}")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Invitation for Robin")).to_be_visible()
    expect(dialog.get_by_text("It works once, until Wed 18 Mar.")).to_be_visible()
    address = dialog.get_by_test_id("stCode").locator("code").inner_text()
    assert address.startswith(f"{site.base}/join/")
    expected = modules(address)
    assert seen(page, round(len(expected) ** 0.5)) == expected
    expect(dialog.get_by_role("img", name="QR code of the invitation for Robin")).to_be_visible()
    copy = dialog.get_by_role("button", name="Copy to clipboard")
    expect(copy).to_be_visible()
    assert copy.evaluate(
        "button => button.checkVisibility({opacityProperty: true, visibilityProperty: true})"
    )
    assert overflow(page) == 0
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Robin · Guardian · Robin's home")).to_be_visible()
    with site.engine.connect() as connection:
        zoe = (
            connection.execute(sa.select(CHILD.c.id).where(CHILD.c.chosen_name == "Zoe")).scalars().all()[-1]
        )
    assert page.url == f"{site.base}/people?child={zoe}"
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name="Zoe")).to_be_visible()
    expect(dialog).to_be_hidden()


def test_the_address_names_the_child_that_is_shown(site: Site, open_as: Open) -> None:
    page = open_as("Ada", "/people", DESKTOP)
    settled(page)
    page.get_by_role("link", name="Leo").click()
    expect(page.get_by_role("heading", name="Leo")).to_be_visible()
    expect(page).to_have_url(f"{site.base}/people?child={site.cast.children['Leo']}")
    page.get_by_role("link", name="All people").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    expect(page).to_have_url(f"{site.base}/people")
    # From one wide page to another the screen stays wide.
    width = "document.querySelector('[data-testid=stMainBlockContainer]').getBoundingClientRect().width"
    assert page.evaluate(width) == DESKTOP["width"]
    page.go_back()
    expect(page.get_by_role("heading", name="Leo")).to_be_visible()


def test_a_link_is_ended_by_keyboard(site: Site, open_as: Open) -> None:
    page = open_as("Ada", f"/people?child={site.cast.mia}", DESKTOP)
    settled(page)
    page.get_by_role("button", name="Change the link of Ben").focus()
    page.keyboard.press("Enter")
    end = page.get_by_role("button", name="End it now")
    expect(end).to_be_visible()
    end.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The link of Ben has ended.")).to_be_visible()
    expect(page.get_by_role("button", name="Change the link of Ben")).to_have_count(0)


@LOOKS
def test_axe_finds_nothing_serious(site: Site, open_as: Open, viewport: dict[str, int], scheme: str) -> None:
    page = open_as("Ada", "/people", viewport, scheme)
    settled(page)
    page.get_by_text("Invite a colleague").click()
    expect(page.get_by_label("Sign-in name")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("Name: please fill this in.")).to_be_visible()
    assert serious(page) == []
    page.goto(f"{site.base}/people?child={site.cast.children['Leo']}")
    settled(page)
    page.get_by_text("Change name, birth month").click()
    expect(page.get_by_label("Chosen name")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Change the link of Ben").click()
    expect(page.get_by_role("button", name="End it now")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("Name", exact=True).fill("Robin")
    page.get_by_label("Sign-in name").fill(f"robin@{site.host}")
    page.get_by_label("Name of the other household").fill("Robin's home")
    page.get_by_role("button", name="Invite and link").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page) == []


@LOOKS
def test_axe_finds_nothing_serious_on_the_forms(open_as: Open, viewport: dict[str, int], scheme: str) -> None:
    for who, path in (("Ada", "/new_child"), ("Pat", "/new_child"), ("Ada", "/clinic")):
        page = open_as(who, path, viewport, scheme)
        settled(page)
        assert overflow(page) == 0
        assert serious(page) == []
