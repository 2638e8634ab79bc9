"""The journeys of Dana, Mia and Ben, and the way in."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from db.vocabulary import Barrier, CompletionState
from tests.browser.conftest import DESKTOP, PASSWORD, PHONE, TODAY, Open, Site
from tests.browser.pages import answered, done, more, settled

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_dana_ticks_off_an_evening(site: Site, open_as: Open, viewport: dict[str, int]) -> None:
    page = open_as("Dana", viewport=viewport)
    expect(page.get_by_role("heading", name="Wed 11 Mar · Week 5")).to_be_visible()
    answered(page, "0 of 6 answered")
    for count, name in enumerate(("Stairs", "Wall sit", "Towel rub", "Belly breathing"), start=1):
        done(page, name).click()
        answered(page, f"{count} of 6 answered")
    more(page, "Walk").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("radio", name="Partly").click()
    sheet.get_by_role("spinbutton").fill("10")
    sheet.get_by_role("button", name="Save").click()
    answered(page, "5 of 6 answered")
    expect(done(page, "Walk")).to_contain_text("partly, 10 minutes")
    more(page, "Stretches").click()
    sheet.get_by_role("radio", name="Not today").click()
    sheet.get_by_role("radio", name="tired").click()
    sheet.get_by_role("button", name="Save").click()
    answered(page, "6 of 6 answered")
    page.context.close()
    said = {row.prescription_id: (row.state, row.amount, row.barrier) for row in site.live()}
    assert said[site.plan["Walk"]] == (CompletionState.PARTLY, 10, None)
    assert said[site.plan["Stretches"]] == (CompletionState.NOT_DONE, None, Barrier.TIRED)
    assert sum(state == CompletionState.DONE for state, _, _ in said.values()) == 4


def test_closing_the_phone_right_after_the_tap_loses_nothing(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    done(page, "Stairs").click()
    expect(done(page, "Stairs")).to_contain_text("done")
    page.context.close()
    assert [row.prescription_id for row in site.live()] == [site.plan["Stairs"]]


def test_undo_within_ten_seconds_and_later_from_the_quiet_menu(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    done(page, "Stairs").click()
    page.get_by_role("button", name="Undo").click()
    answered(page, "0 of 6 answered")
    done(page, "Walk").click()
    answered(page, "1 of 6 answered")
    expect(page.get_by_role("button", name="Undo")).to_be_hidden(timeout=12_000)
    more(page, "Walk").click()
    page.get_by_role("button", name="Remove this answer").click()
    answered(page, "0 of 6 answered")
    assert site.live() == []


def test_a_note_names_its_readers_and_what_is_wrong_keeps_what_was_typed(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    more(page, "Walk").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("Go up and down at your own pace.")).to_be_visible()
    sheet.get_by_role("radio", name="Partly").click()
    sheet.get_by_role("spinbutton").fill("76")
    sheet.get_by_role("textbox", name="My note").fill("it rained")
    sheet.get_by_text("My care team only").click()
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_text("How much: please choose from 0 to 75.")).to_be_visible()
    expect(sheet.get_by_role("textbox", name="My note")).to_have_value("it rained")
    assert site.live() == []
    sheet.get_by_role("spinbutton").fill("12")
    sheet.get_by_role("button", name="Save").click()
    answered(page, "1 of 6 answered")
    (row,) = site.live()
    assert row.amount == 12
    more(page, "Walk").click()
    expect(sheet.get_by_role("textbox", name="My note")).to_have_value("it rained")
    expect(sheet.get_by_role("radio", name="My care team only")).to_be_checked()
    other = open_as("Ben", f"/today?child={site.cast.mia}")
    more(other, "Walk").click()
    expect(other.get_by_role("dialog").get_by_role("textbox", name="My note")).to_have_value("")
    assert "it rained" not in other.content()


def test_ben_and_dana_tick_the_same_exercise_at_the_same_moment(site: Site, open_as: Open) -> None:
    dana, ben = open_as("Dana"), open_as("Ben", f"/today?child={site.cast.mia}", DESKTOP)
    settled(dana)
    settled(ben)
    done(dana, "Stairs").dispatch_event("click")
    done(ben, "Stairs").dispatch_event("click")
    for page in (dana, ben):
        expect(done(page, "Stairs")).to_contain_text("done")
        answered(page, "1 of 6 answered")
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert len(site.live()) == 1


def test_ben_has_both_children_on_one_page(site: Site, open_as: Open) -> None:
    page = open_as("Ben")
    expect(page.get_by_role("heading", name="Mia · Wed 11 Mar · Week 5")).to_be_visible()
    expect(page.get_by_role("heading", name="Leo · Wed 11 Mar · Week 5")).to_be_visible()
    done(page, "Stairs").first.click()
    answered(page, "1 of 6 answered")
    page.get_by_role("radio", name="Mia").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(1)


def test_all_of_todays_ill_and_something_extra(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    page.get_by_role("button", name="I've done all of today's").click()
    answered(page, "6 of 6 answered")
    page.get_by_role("button", name="Something extra").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Walk").click()
    expect(page.get_by_role("heading", name="Extra")).to_be_visible()
    answered(page, "6 of 6 answered")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ill with something else").click()
    expect(page.get_by_text("Marked as ill.")).to_be_visible()
    page.get_by_role("button", name="Not ill after all").click()
    answered(page, "6 of 6 answered")
    assert sorted(row.slot for row in site.live()) == [1] * 6 + [2]


class TestAfterMidnight:
    @pytest.fixture
    def hour(self) -> tuple[date, int, int]:
        return TODAY + timedelta(days=1), 0, 20

    def test_mia_logs_last_evenings_stretches(self, site: Site, open_as: Open) -> None:
        page = open_as("Mia")
        expect(page.get_by_role("heading", name="Thu 12 Mar · Week 5")).to_be_visible()
        page.get_by_role("radio", name="Yesterday · 6 open").click()
        expect(page.get_by_role("heading", name="Wed 11 Mar · Week 5")).to_be_visible()
        settled(page)
        done(page, "Stretches").click()
        expect(done(page, "Stretches")).to_contain_text("added the next day")
        (row,) = site.live()
        assert row.performed_on == TODAY
        parent = open_as("Dana")
        parent.get_by_role("radio", name="Yesterday · 5 open").click()
        expect(done(parent, "Stretches")).to_contain_text("added the next day")
        for words in (page.inner_text("body"), parent.inner_text("body")):
            assert "00:20" not in words
            assert "12:20" not in words
            assert "pain" not in words.lower()


def test_a_cold_deep_link_leads_through_sign_in_and_back(site: Site, open_as: Open) -> None:
    page = open_as(None, f"/today?child={site.cast.mia}")
    expect(page.get_by_label("Sign-in name")).to_be_visible()
    assert "Stairs" not in page.content()
    page.get_by_label("Sign-in name").fill(f"dana@{site.host}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    answered(page, "0 of 6 answered")
    assert page.url == f"{site.base}/today?child={site.cast.mia}"
    page.reload()
    answered(page, "0 of 6 answered")


def test_signing_out_ends_every_open_tab_at_its_next_click(site: Site, open_as: Open) -> None:
    page = open_as("Dana")
    settled(page)
    other = page.context.new_page()
    other.goto(site.base + "/today")
    settled(other)
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    done(other, "Stairs").click()
    expect(other.get_by_text("You are signed out").first).to_be_visible()
    assert site.live() == []


def test_sam_learns_nothing_from_a_guessed_link(site: Site, open_as: Open) -> None:
    said = []
    for child in (site.cast.mia, 999):
        page = open_as("Sam", f"/today?child={child}")
        expect(page.get_by_text("There is nothing here that you can open.")).to_be_visible()
        expect(page.get_by_text("Signed in as Sam")).to_be_visible()
        expect(page.get_by_role("link", name="Plan")).to_be_visible()
        said.append(page.inner_text("body"))
    assert said[0] == said[1]
