"""Pat prepares a plan from the clinic's template, where no family sees it, and gives it to Dana in one step."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.engine import engine_for, sqlite_url
from db.vocabulary import DoseKind, PartOfDay
from tests.browser.conftest import DESKTOP, PHONE, TODAY, Open, Site
from tests.browser.pages import BOTH, overflow, serious
from tests.browser.test_plan import SIZES, card, plan_as
from tests.steps import prescribe_named
from tracker import clock
from tracker.access.work import writing
from tracker.plans.dose import Dose
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import withdraw
from tracker.plans.schedule import Schedule
from tracker.plans.templates import save_template
from tracker.plans.terms import Terms

TEMPLATE = "Home start"


@pytest.fixture
def template(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A template of two exercises that Mia's plan does not have."""
    url = sqlite_url(Path(str(site.engine.url.database)))
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.setattr(clock, "now", lambda: datetime.combine(TODAY, time(22), UTC))
    walk = Terms(Dose(DoseKind.MINUTES, 15), Schedule(), (PartOfDay.AFTERNOON,))
    with writing(site.cast.tokens["Pat"]) as work:
        plan = plan_of(work, site.cast.mia)
        assert plan.episode is not None
        place, facts = (work, site.cast.mia, plan.episode.id), {"terms": walk, "valid_from": TODAY}
        made = [prescribe_named(*place, exercise=name, **facts) for name in ("Long walk", "Swim")]  # type: ignore[arg-type]
        save_template(*place, name=TEMPLATE)
        for number in made:
            withdraw(work, site.cast.mia, number)
    yield TEMPLATE
    engine_for(url).dispose()
    engine_for.cache_clear()


def use(page: Page, template: str) -> None:
    page.get_by_role("button", name="Use a template").click()
    form = page.get_by_role("dialog")
    chosen = form.get_by_role("combobox", name="Template")
    chosen.click()
    chosen.press_sequentially(template)
    chosen.press("Enter")
    expect(form.get_by_text("Long walk · 15 minutes · afternoon · every day")).to_be_visible()
    form.get_by_role("button", name="Make a draft of it").click()
    expect(form).to_be_hidden()


@SIZES
def test_a_template_is_live_for_a_child(
    site: Site, open_as: Open, template: str, viewport: dict[str, int]
) -> None:
    page = plan_as(site, open_as, "Pat", viewport=viewport)
    use(page, template)
    drafts = page.locator(".st-key-drafts")
    expect(drafts.get_by_text("The family does not see this yet.")).to_be_visible()
    assert overflow(page) == 0
    dana = plan_as(site, open_as, "Dana", viewport=PHONE)
    cards = dana.locator('[class*="st-key-line-"]')
    expect(cards).to_have_count(6)
    drafts.get_by_role("button", name="Change Long walk").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Minutes", exact=True).fill("20")
    form.get_by_role("button", name="Save the draft").click()
    expect(drafts.get_by_text("20 minutes · afternoon · every day")).to_be_visible()
    drafts.get_by_role("button", name="Give all 2 to the family").click()
    expect(page.get_by_text("Given to the family: Long walk, Swim.")).to_be_visible()
    expect(drafts).to_have_count(0)
    dana.reload()
    expect(cards).to_have_count(8)
    expect(cards.filter(has_text="20 minutes")).to_have_count(1)


@BOTH
def test_axe_finds_nothing_serious_while_a_plan_is_prepared(
    site: Site, open_as: Open, template: str, scheme: str
) -> None:
    page = plan_as(site, open_as, "Pat", viewport=DESKTOP, scheme=scheme)
    use(page, template)
    expect(page.locator(".st-key-drafts")).to_be_visible()
    assert serious(page) == []
    for opens in ("Begin a phase", "Add what is to be reached", "Save as a template"):
        page.get_by_role("button", name=opens).click()
        form = page.get_by_role("dialog")
        expect(form.get_by_role("button", name="Save", exact=True)).to_be_visible()
        assert serious(page) == [], opens
        form.get_by_role("button", name="Cancel").click()
        expect(form).to_be_hidden()


def test_a_draft_is_kept_by_hand_on_a_phone(site: Site, open_as: Open) -> None:
    page = plan_as(site, open_as, "Pat", viewport=PHONE)
    page.get_by_role("button", name="Change Stairs").click()
    form = page.get_by_role("dialog")
    form.get_by_label("How many times").fill("14")
    form.get_by_label("Reason").fill("Ready for more")
    form.get_by_role("button", name="Keep as a draft").click()
    expect(form).to_be_hidden()
    expect(page.locator(".st-key-drafts").get_by_text("14 times")).to_be_visible()
    expect(card(page, "Stairs")).not_to_contain_text("14 times")
