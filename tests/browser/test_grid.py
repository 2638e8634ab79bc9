"""A paper week typed in: on a phone with a thumb, at a desk by keyboard; and the sheet from which it comes."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from db.queries.base import table_of
from db.tables import Completion
from db.vocabulary import CompletionState, Level, RelationshipKind, Reporter
from tests.browser.conftest import DESKTOP, PHONE, TODAY, Open, Site
from tests.browser.pages import done, more, overflow, serious, settled
from tests.cast import link
from tests.pdf import read

THUMB = 44


def row(page: Page, exercise: str) -> Locator:
    return page.get_by_role("toolbar", name=exercise).first


def day(page: Page, exercise: str, words: str) -> Locator:
    return row(page, exercise).get_by_role("button", name=words, exact=True)


def ready(page: Page) -> Page:
    expect(page.get_by_role("button", name="Save").first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def test_dana_types_in_what_is_open_on_her_phone(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    page.get_by_role("link", name="Type in a week").click()
    ready(page)
    # Treatment week 5 begins today; the two days before are of week 4.
    page.get_by_role("combobox", name="Week").click()
    page.get_by_role("option", name="Week 4, from Wed 4 Mar").click()
    expect(page.get_by_text("Days up to Sun 8 Mar can be filled in by your therapist")).to_be_visible()
    for exercise in ("Stairs", "Walk"):
        for words in ("Mon 9", "Tue 10"):
            day(page, exercise, words).click()
            expect(day(page, exercise, words)).to_have_attribute("aria-pressed", "true")
    day(page, "Walk", "Mon 9").click()
    box = day(page, "Stairs", "Mon 9").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= THUMB
    assert overflow(page) == 0
    assert site.live() == [], "nothing is said before Save"
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: 3 answers.")).to_be_visible()
    expect(day(page, "Stairs", "Tue 10")).to_have_attribute("aria-pressed", "true")
    yesterday, before = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    assert {(row.prescription_id, row.performed_on) for row in site.live()} == {
        (site.plan["Stairs"], before),
        (site.plan["Stairs"], yesterday),
        (site.plan["Walk"], yesterday),
    }


def test_ticks_wait_while_another_week_is_looked_at(site: Site, open_as: Open) -> None:
    page = ready(open_as("Dana", "/grid"))
    day(page, "Stairs", "Wed 11").click()
    for week, words in (("Week 4, from Wed 4 Mar", "Mon 9"), ("Week 5, from Wed 11 Mar", "Wed 11")):
        page.get_by_role("combobox", name="Week").click()
        page.get_by_role("option", name=week).click()
        expect(day(page, "Stairs", words)).to_be_visible()
    expect(day(page, "Stairs", "Wed 11")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: 1 answer.")).to_be_visible()
    assert len(site.live()) == 1


def test_pat_types_in_two_children_by_keyboard(site: Site, open_as: Open) -> None:
    leo = site.cast.children["Leo"]
    with site.engine.begin() as connection:
        kind = RelationshipKind.PHYSICAL_THERAPIST
        link(connection, site.cast.clinic, site.cast.accounts["Pat"], leo, kind, Level.PRESCRIBE)
    page = open_as("Pat", "/caseload", DESKTOP)
    page.get_by_role("link", name="Type in a week").click()
    children = page.get_by_role("combobox", name="Children")
    children.focus()
    for name in ("Leo", "Mia"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Mia")).to_be_visible()
    ready(page)
    first = day(page, "Stairs", "Wed 11")
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-pressed", "true")
    assert serious(page) == []
    save = page.get_by_role("button", name="Save").first
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: 1 answer.")).to_be_visible()
    expect(page.get_by_text("Wed 11: done · entered by the clinic")).to_be_visible()
    completion = table_of(Completion)
    with site.engine.connect() as connection:
        query = sa.select(completion).where(completion.c.child_id == leo)
        (entry,) = connection.execute(query)
    assert (entry.state, entry.reporter) == (CompletionState.DONE, Reporter.CLINICIAN)
    ben = open_as("Ben", f"/today?child={leo}")
    expect(done(ben, "Stairs")).to_contain_text("entered by the clinic")


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_everybody_can_see_and_reach_it(open_as: Open, viewport: dict[str, int], scheme: str) -> None:
    page = ready(open_as("Dana", "/grid", viewport=viewport, scheme=scheme))
    day(page, "Stairs", "Wed 11").click()
    assert serious(page) == []
    assert overflow(page) == 0


def test_the_sheet_is_a_link_away_from_today(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    for week, words in (("This week", "Week 5"), ("Next week", "Week 6")):
        address = page.get_by_role("link", name=f"{week}, on US Letter").get_attribute("href")
        answer = page.request.get(site.base + str(address))
        assert answer.status == 200
        sheet = read(answer.body())
        assert (words in sheet.text, sheet.sizes, sum(sheet.boxes)) == (True, [(612, 792)], 42)


def test_a_result_is_said_and_the_best_so_far_stands_on_the_card(site: Site, open_as: Open) -> None:
    number = {"id": site.plan["Stairs"]}
    timed = (
        "dose_kind = 'timed_task', total = NULL, task_unit = 'seconds', task_better = 'lower', best_shown = 1"
    )
    with site.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE prescription SET {timed} WHERE id = :id"), number)
    page = open_as("Dana")
    settled(page)
    more(page, "Stairs").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("radio", name="Done").click()
    sheet.get_by_label("How many seconds? (if you know)").fill("0")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_text("Result: please give a number above 0, and at most 86,400.")).to_be_visible()
    sheet.get_by_label("How many seconds? (if you know)").fill("42")
    sheet.get_by_role("button", name="Save").click()
    expect(done(page, "Stairs")).to_contain_text("done, 42 seconds")
    expect(done(page, "Stairs")).to_contain_text("Best so far: 42 seconds")
    # A tap on what is done says nothing new, and takes no result away.
    done(page, "Stairs").click()
    expect(done(page, "Stairs")).to_contain_text("done, 42 seconds")
    assert [entry.result for entry in site.live()] == [42]
