"""Questions: Dana asks at night and reads first whom to call; Pat sees that she waits, reads and answers."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from db.queries.base import table_of
from db.tables import Concern
from tests.browser.conftest import DESKTOP, PHONE, Open, Site
from tests.browser.pages import BOTH, overflow, serious

TEXT = "Since Sunday her left foot tingles in the evening."


def ready(page: Page) -> Page:
    expect(page.get_by_text("Signed in as")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def questions_as(site: Site, open_as: Open, who: str, **how: object) -> Page:
    return ready(open_as(who, f"/questions?child={site.cast.mia}", **how))


def asked_days_ago(site: Site, days: int) -> None:
    """Let what was asked have come some days ago; the guard on the product's own engine would refuse that."""
    concern = table_of(Concern)
    with site.engine.begin() as connection:
        mine = concern.c.child_id == site.cast.mia
        (at,) = connection.execute(sa.select(concern.c.written_at).where(mine)).one()
        text = "UPDATE concern SET written_at = :at WHERE child_id = :child"
        values = {"at": (at - timedelta(days=days)).replace(tzinfo=None), "child": site.cast.mia}
        connection.execute(sa.text(text), values)


def test_dana_asks_pat_reads_and_answers_and_ben_sees_nothing_of_it(site: Site, open_as: Open) -> None:
    dana = ready(open_as("Dana"))
    dana.get_by_role("link", name="A question or a worry? Write to your care team").click()
    expect(dana.get_by_text("In an emergency, call 911.")).to_be_visible()
    expect(dana.get_by_text("Nobody reads this at night")).to_be_visible()
    dana.get_by_role("button", name="Something new or different").click()
    form = dana.get_by_role("dialog", name="Something new or different")
    first, field = form.get_by_text("In an emergency, call 911."), form.get_by_role("textbox")
    expect(first).to_be_visible()
    expect(form.get_by_text("988")).to_be_visible()
    above, below = first.bounding_box(), field.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"], "whom to call comes before the form"
    expect(form.get_by_text("My care team and my household")).to_be_visible()
    form.get_by_text("A new kind of symptom").click()
    field.fill(TEXT)
    form.get_by_role("button", name="Send").click()
    expect(form).to_have_count(0)
    expect(dana.get_by_text(TEXT)).to_be_visible()
    expect(dana.get_by_text("Not read yet")).to_be_visible()
    assert overflow(dana) == 0

    asked_days_ago(site, 6)
    pat = ready(open_as("Pat", "/caseload", DESKTOP))
    expect(pat.get_by_text("1 new question")).to_be_visible()
    expect(pat.get_by_text("not read since Thu 5 Mar")).to_be_visible()
    pat = questions_as(site, open_as, "Pat", viewport=DESKTOP)
    expect(pat.get_by_text("New to you")).to_be_visible()
    pat.get_by_role("button", name="Answer").click()
    form = pat.get_by_role("dialog")
    form.get_by_role("textbox").fill("Thank you. We look at the foot together tomorrow.")
    form.get_by_role("button", name="Answer").click()
    expect(form).to_have_count(0)
    expect(pat.get_by_text("We look at the foot together tomorrow.")).to_be_visible()
    pat = ready(open_as("Pat", "/caseload", DESKTOP))
    expect(pat.get_by_text("1 new question")).to_have_count(0)

    dana = questions_as(site, open_as, "Dana")
    for said in ("Received from you, Thu 5 Mar", "Read by Pat, Wed 11 Mar", "Pat answered, Wed 11 Mar"):
        expect(dana.get_by_text(said)).to_be_visible()
    expect(dana.get_by_text("We look at the foot together tomorrow.")).to_be_visible()
    ben = questions_as(site, open_as, "Ben")
    expect(ben.get_by_text("You have no open question")).to_be_visible()
    for said in ("foot", "Pat answered", "Answered"):
        expect(ben.get_by_text(said)).to_have_count(0)


def test_a_draft_survives_a_run_of_the_whole_page(site: Site, open_as: Open) -> None:
    page = questions_as(site, open_as, "Dana")
    page.get_by_role("button", name="More of the same").click()
    form = page.get_by_role("dialog", name="More of the same")
    form.get_by_role("textbox").fill("A long worry")
    form.get_by_text("My care team only").click()
    expect(form.get_by_text("Only the care team can read this, and you.")).to_be_visible()
    expect(form.get_by_role("textbox")).to_have_value("A long worry")
    page.keyboard.press("Escape")
    expect(form.get_by_role("textbox")).to_have_value("A long worry")


@BOTH
@pytest.mark.parametrize(("who", "viewport"), [("Dana", PHONE), ("Pat", DESKTOP)])
def test_nothing_stands_in_anybodys_way(
    site: Site, open_as: Open, who: str, viewport: dict[str, int], scheme: str
) -> None:
    page = questions_as(site, open_as, who, viewport=viewport, scheme=scheme)
    assert serious(page) == []
    assert overflow(page) == 0
    if who == "Dana":
        page.get_by_role("button", name="Something new or different").click()
        expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_visible()
        ready(page)
        assert serious(page) == []
