"""Pat prescribes: three clicks to a change, two therapists at once, exercises in a row, and all of it by keyboard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, expect

from db.engine import engine_for, sqlite_url
from db.queries.base import table_of
from db.tables import Child, Line, Prescription
from db.vocabulary import Category
from tests.browser.conftest import DESKTOP, PHONE, TODAY, Open, Site
from tests.browser.pages import BOTH, done, overflow, serious
from tests.browser.test_resilience import PATIENCE
from tests.browser.test_resilience import Line as Wire
from tests.factories import in_library
from tests.server import running_server
from tests.steps import figures
from tests.tracker.plans.colleague import let_lee_prescribe
from tracker.progress.spans import Week
from tracker.screen.text import WORD_JOINER

TOMORROW = TODAY + timedelta(days=1)
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


def ready(page: Page) -> Page:
    expect(page.get_by_role("heading", name="About")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def plan_as(site: Site, open_as: Open, who: str, **how: object) -> Page:
    return ready(open_as(who, f"/plan?child={site.cast.mia}", **how))


def card(page: Page, name: str) -> Locator:
    return page.locator('[class*="st-key-line-"]').filter(has_text=name).first


def rows(site: Site) -> list[sa.Row[tuple[object, ...]]]:
    """Every prescription of Mia's."""
    table, line = table_of(Prescription), table_of(Line)
    query = sa.select(table, line.c.exercise).join(line, line.c.id == table.c.line_id)
    with site.engine.connect() as connection:
        return list(connection.execute(query.where(table.c.child_id == site.cast.mia).order_by(table.c.id)))


@pytest.fixture
def weeks(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[Week]]]:
    """Give a function that reads the weekly figures of Mia's, up to yesterday."""
    url = sqlite_url(Path(str(site.engine.url.database)))
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    yield lambda: figures(site.cast.mia, as_of=TODAY - timedelta(days=1))
    engine_for(url).dispose()
    engine_for.cache_clear()


@contextmanager
def another_server(site: Site, folder: Path, old: str, new: str) -> Iterator[str]:
    """Serve the same record with one thing changed in the launcher; gives the address."""
    source = Path(str(site.engine.url.database)).with_name("launcher.py").read_text(encoding="utf-8")
    assert old in source
    launcher = folder / "launcher.py"
    launcher.write_text(source.replace(old, new), encoding="utf-8")
    env = {"TRACKER_DATABASE_URL": sqlite_url(Path(str(site.engine.url.database)))}
    with running_server(env, launcher) as base:
        yield base


@contextmanager
def page_at(browser: Browser, site: Site, base: str, who: str, viewport: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    context.add_cookies([{"name": "session", "value": site.cast.tokens[who], "url": base}])
    yield context.new_page()
    context.close()


def dana_tomorrow(site: Site, browser: Browser, folder: Path) -> str:
    """Give what Dana's Today says of the stairs a day later."""
    with (
        another_server(site, folder, "timedelta(seconds=", "timedelta(days=1, seconds=") as base,
        page_at(browser, site, base, "Dana", PHONE) as page,
    ):
        page.goto(f"{base}/today")
        expect(page.get_by_role("heading", name="Thu 12 Mar · Week 5")).to_be_visible()
        return done(page, "Stairs").inner_text()


@pytest.mark.journey
@SIZES
def test_pat_raises_the_stairs_from_tomorrow_in_three_clicks(
    site: Site,
    open_as: Open,
    browser: Browser,
    weeks: Callable[[], list[Week]],
    viewport: dict[str, int],
    tmp_path: Path,
) -> None:
    before = weeks()
    page = open_as("Pat", f"/progress?child={site.cast.mia}", viewport=viewport)
    page.get_by_role("link", name="Plan").click()
    ready(page)
    page.get_by_role("button", name="Change Stairs").click()
    form = page.get_by_role("dialog")
    form.get_by_label("How many times").fill("14")
    form.get_by_label("Reason").fill("Ten were easy this week")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. The family sees:")).to_be_visible()
    expect(form).to_be_hidden()
    expect(card(page, "Stairs")).to_contain_text("From Thu 12 Mar: 14 times")
    expect(card(page, "Stairs")).to_contain_text("Why: Ten were easy this week")
    assert overflow(page) == 0
    assert weeks() == before
    dana = open_as("Dana")
    expect(done(dana, "Stairs")).to_contain_text("10 times")
    if viewport is PHONE:
        assert "14 times" in dana_tomorrow(site, browser, tmp_path)


def test_two_therapists_change_the_same_exercise_at_once(site: Site, open_as: Open) -> None:
    let_lee_prescribe(site.engine, site.cast)
    pat, lee = (plan_as(site, open_as, who, viewport=DESKTOP) for who in ("Pat", "Lee"))
    for page, total, why in ((pat, "14", "Ready for more"), (lee, "12", "A little more")):
        page.get_by_role("button", name="Change Stairs").click()
        page.get_by_role("dialog").get_by_label("How many times").fill(total)
        page.get_by_role("dialog").get_by_label("Reason").fill(why)
    lee.get_by_role("button", name="Save", exact=True).click()
    expect(lee.get_by_text("Saved.")).to_be_visible()
    form = pat.get_by_role("dialog")
    form.get_by_role("button", name="Save", exact=True).click()
    news = form.get_by_test_id("stAlert").filter(has_text="Changed while this form was open")
    for words in ("Lee changed this on Wed 11 Mar", "10 times", "12 times", "Thu 12 Mar", "A little more"):
        expect(news).to_contain_text(words)
    expect(form.get_by_text("Nothing was saved; please look again.")).to_be_visible()
    expect(form.get_by_label("How many times")).to_have_value("14")
    expect(form.get_by_label("Reason")).to_have_value("Ready for more")
    assert rows(site)[-1].total == 12
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form).to_be_hidden()
    assert (rows(site)[-1].total, rows(site)[-1].replaces_id) == (14, rows(site)[-2].id)


def tab_to(page: Page, name: str) -> None:
    """Go by keyboard to the control of a name."""
    said = "(e => e.getAttribute('aria-label') ?? (e.tagName == 'BUTTON' ? e.textContent : ''))"
    for _ in range(90):
        page.keyboard.press("Tab")
        if name in str(page.evaluate(f"{said}(document.activeElement)")):
            return
    raise AssertionError(f"no way by keyboard to {name}")


THREE = ("Skipping", "Side steps", "Ball against the wall")


def put_in_library(site: Site, *names: str) -> None:
    with site.engine.begin() as connection:
        for name in names:
            in_library(connection, site.cast.clinic, name, Category.BALANCE)


def test_three_exercises_by_keyboard_and_the_focus_comes_back(site: Site, open_as: Open) -> None:
    put_in_library(site, *THREE)
    page = plan_as(site, open_as, "Pat", viewport=DESKTOP)
    page.get_by_role("button", name="Add exercises").focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    exercise = form.get_by_role("combobox", name="Exercise")
    exercise.focus()
    for name in THREE:
        page.keyboard.type(name[:6])
        page.keyboard.press("Enter")
        expect(exercise).to_have_value(f"{name} · Balance")
        form.get_by_label("How many times").focus()
        page.keyboard.type("20")
        page.keyboard.press("Tab")
        preview = form.locator('[class*="-preview"]')
        expect(preview).to_contain_text(f"From today: {name} · 20 times · every day")
        form.get_by_role("button", name="Add to the plan").focus()
        page.keyboard.press("Enter")
        expect(form.get_by_test_id("stAlert").filter(has_text="Added. The family sees:")).to_contain_text(
            f"From today: {name} · 20 times · every day"
        )
        expect(exercise).to_be_focused()
        expect(exercise).to_have_value("")
    form.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    expect(card(page, "Side steps")).to_be_visible()
    assert [row.exercise for row in rows(site)[-3:]] == [*THREE]


def test_pat_changes_by_keyboard_alone(site: Site, open_as: Open) -> None:
    page = plan_as(site, open_as, "Pat", viewport=DESKTOP)
    tab_to(page, "Change Stairs")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("How many times")).to_be_visible()
    tab_to(page, "How many times")
    page.keyboard.press("ArrowUp")
    tab_to(page, "Reason")
    page.keyboard.type("One more")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    expect(card(page, "Stairs")).to_contain_text("From Thu 12 Mar: 11 times")
    assert (rows(site)[-1].total, rows(site)[-1].reason) == (11, "One more")


def test_stop_withdraw_and_error_have_their_place(site: Site, open_as: Open) -> None:
    page = plan_as(site, open_as, "Pat", viewport=DESKTOP)
    form = page.get_by_role("dialog")

    def choose(name: str, option: str) -> None:
        page.get_by_role("button", name=f"⋯ {name}").click()
        page.get_by_role("menuitem", name=option).click()

    choose("Walk", "Stop")
    form.get_by_label("Reason").fill("Swims now")
    form.get_by_role("button", name="Stop it").click()
    expect(card(page, "Walk")).to_contain_text("The last day is Wed 11 Mar.")
    choose("Stretches", "Entered in error")
    form.get_by_label("Reason").fill("Meant for another child")
    form.get_by_role("button", name="Mark as entered in error").click()
    expect(card(page, "Stretches")).to_be_hidden()
    page.get_by_role("button", name="Change Stairs").click()
    form.get_by_label("Reason").fill("A mistake of mine")
    form.get_by_label("How many times").fill("140")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(card(page, "Stairs")).to_contain_text("140 times")
    choose("Stairs", "Withdraw")
    expect(form.get_by_text("The family keeps seeing Stairs · 10 times")).to_be_visible()
    form.get_by_role("button", name="Withdraw it").click()
    expect(card(page, "Stairs")).not_to_contain_text("140 times")
    assert [row.withdrawn_at is not None for row in rows(site) if row.exercise == "Stairs"] == [False, True]


def test_what_was_typed_outlives_a_lost_connection(site: Site, browser: Browser, tmp_path: Path) -> None:
    """The page runs again as a whole then, and a dialog that it did not open once more would be gone."""
    # As long as the server remembers the tab; here that is two minutes, as it is in the product.
    with (
        another_server(site, tmp_path, "ttl_seconds=2)", "ttl_seconds=120)") as base,
        page_at(browser, site, base, "Pat", DESKTOP) as page,
    ):
        wire = Wire()
        page.route_web_socket("**/_stcore/stream", wire.connect)
        page.goto(f"{base}/plan?child={site.cast.mia}")
        ready(page)
        page.get_by_role("button", name="Change Stairs").click()
        form = page.get_by_role("dialog")
        form.get_by_label("How many times").fill("14")
        form.get_by_label("Reason").fill("Ready for more")
        wire.sleep()
        state = page.get_by_test_id("stApp")
        expect(state).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        wire.awake = True
        expect(state).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=PATIENCE)
        ready(page)
        expect(form.get_by_label("Reason")).to_have_value("Ready for more")
        form.get_by_role("button", name="Save", exact=True).click()
        expect(form).to_be_hidden()
    assert (rows(site)[-1].total, rows(site)[-1].reason) == (14, "Ready for more")


@BOTH
@SIZES
def test_axe_finds_nothing_serious_where_a_family_reads(
    site: Site, open_as: Open, scheme: str, viewport: dict[str, int]
) -> None:
    page = plan_as(site, open_as, "Dana", viewport=viewport, scheme=scheme)
    assert serious(page) == []
    assert overflow(page) == 0


@BOTH
def test_axe_finds_nothing_serious_where_a_therapist_works(site: Site, open_as: Open, scheme: str) -> None:
    with site.engine.begin() as connection:
        child = table_of(Child)
        mine = child.c.id == site.cast.mia
        connection.execute(sa.update(child).where(mine).values(precautions="No jumping before June."))
    page = plan_as(site, open_as, "Pat", viewport=DESKTOP, scheme=scheme)
    assert serious(page) == []
    form = page.get_by_role("dialog")
    for opens, shows in (
        ("Change Stairs", "How many times"),
        ("Add exercises", "Exercise"),
        ("Pause the plan", "Reason"),
        ("End it", "Note"),
        ("Change Mia", "Precautions"),
    ):
        page.get_by_role("button", name=opens).click()
        expect(form.get_by_label(shows)).to_be_visible()
        form.get_by_role("button", name="Cancel").or_(form.get_by_role("button", name="Close")).hover()
        assert serious(page) == [], opens
        form.get_by_role("button", name="Cancel").or_(form.get_by_role("button", name="Close")).click()
        expect(form).to_be_hidden()
    page.get_by_role("button", name="⋯ Stairs").click()
    expect(page.get_by_role("menuitem", name="Stop")).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("width", [390, 320])
def test_a_form_fits_a_phone(site: Site, open_as: Open, width: int) -> None:
    page = plan_as(site, open_as, "Pat", viewport={"width": width, "height": 700})
    assert overflow(page) == 0
    page.get_by_role("button", name="Change Stairs").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("How many times")).to_be_visible()
    assert overflow(page) == 0
    inside = form.evaluate("e => e.scrollWidth - e.clientWidth")
    assert inside <= 0
    form.get_by_label("Reason").fill("Stronger")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form).to_be_hidden()


HARM = "<img src=x onerror=\"document.title='owned'\"> [x](javascript:alert(1)) ![x](https://example.org/x.png) **b**"


def test_a_text_that_means_harm_stands_as_it_was_typed(site: Site, open_as: Open) -> None:
    name = HARM[:80]
    put_in_library(site, name)
    page = plan_as(site, open_as, "Pat", viewport=DESKTOP)
    page.get_by_role("button", name="Add exercises").click()
    form = page.get_by_role("dialog")
    form.get_by_role("combobox", name="Exercise").click()
    page.keyboard.type(name[:8])
    page.keyboard.press("Enter")
    form.get_by_role("radio", name="No amount").click()
    form.get_by_label("For this child").fill(HARM)
    form.get_by_role("button", name="Add to the plan").click()
    seen = HARM.replace("://", f":{WORD_JOINER}//")
    expect(
        form.get_by_test_id("stAlert").filter(has_text=name.replace("://", f":{WORD_JOINER}//"))
    ).to_be_visible()
    form.get_by_role("button", name="Close").click()
    expect(page.get_by_text(seen, exact=True)).to_be_visible()
    expect(page.locator("main img, main a[href^=http], main a[href^=javascript]")).to_have_count(0)
    assert page.title() == "Plan – Stepwise"


def test_sam_learns_nothing_from_a_guessed_link(site: Site, open_as: Open) -> None:
    said = []
    for child in (site.cast.mia, 999):
        page = open_as("Sam", f"/plan?child={child}")
        expect(page.get_by_text("There is nothing here that you can open.")).to_be_visible()
        expect(page.get_by_text("Signed in as Sam")).to_be_visible()
        expect(page.get_by_role("link", name="About the treatment")).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        said.append(page.get_by_test_id("stMainBlockContainer").inner_text())
    assert said[0] == said[1]
