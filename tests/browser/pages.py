"""What the browser tests find on a screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

# What a screen looks like in the dark is looked at by `make sweep`.
BOTH = pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.sweep)])


def done(page: Page, name: str) -> Locator:
    """The large button of an exercise."""
    return page.locator('[class*="st-key-done-"]').get_by_role("button", name=name)


def more(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"⋯ {name}")


def answered(page: Page, words: str) -> None:
    expect(page.get_by_text(words, exact=True)).to_be_visible()


def settled(page: Page) -> None:
    """Wait until the script has run and the page shows it."""
    expect(page.locator('[class*="st-key-done-"]').first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    # Without this it describes at length everything that is well, which takes half of its time.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:300]} {node.get('failureSummary', '')[:300]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
