"""Lee's fifteen minutes: the family in the room, the whole story on one screen, decisions, and one or two sheets."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from db.engine import engine_for, sqlite_url
from db.queries.base import insert_row
from db.tables import InstrumentSetting
from db.vocabulary import (
    ConcernKind,
    ConcernTopic,
    Instrument,
    Level,
    MilestoneArea,
    RelationshipKind,
    Reporter,
    VisitOutcome,
)
from tests.browser.conftest import DESKTOP, PHONE, START, TODAY, Open, Site
from tests.browser.pages import BOTH, overflow, serious
from tests.cast import link
from tests.pdf import opened, read
from tests.schooling import make_schooling
from tests.steps import by
from tests.tracker.visits.planned import MEDICAL, OT, PT, live_visits, planned_by, series_plan
from tracker import clock
from tracker.appointments.holding import decide, hold_appointment
from tracker.concerns.answering import answer_concern
from tracker.concerns.asking import ask
from tracker.measures.entering import enter_score
from tracker.measures.pain_settings import set_pain
from tracker.milestones.events import reach
from tracker.milestones.ladder import add_milestone
from tracker.visits.marking import mark_visit

LAST = TODAY - timedelta(days=14)
SCORES = (
    (Instrument.FDI, Reporter.CHILD, (31, 27, 20)),
    (Instrument.FDI, Reporter.PARENT, (33, 30, 24)),
    (Instrument.PROMIS_MOBILITY, Reporter.CHILD, (31, 34, 38)),
    (Instrument.SIX_MINUTE_WALK, Reporter.CLINICIAN, (402, 450, 496)),
    (Instrument.SLEEP, Reporter.CHILD, (6, 7, 8)),
    (Instrument.PAIN, Reporter.CHILD, (6, 6, 6)),
)
Tell = Callable[..., None]


@pytest.fixture
def told(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tell]:
    """Give a function that lets Mia's record hold something of everything."""
    url = sqlite_url(Path(str(site.engine.url.database)))
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    now = clock.now().replace(year=TODAY.year, month=TODAY.month, day=TODAY.day, hour=14)

    def tell(*, pain: bool = False) -> None:
        with clock.at(now):
            fill_record(site, pain=pain)

    yield tell
    engine_for(url).dispose()
    engine_for.cache_clear()


def fill_record(site: Site, *, pain: bool) -> None:
    cast = site.cast
    with site.engine.begin() as connection:
        home = RelationshipKind.CHILD, Level.RECORD, "Dana's home"
        link(connection, cast.clinic, cast.accounts["Mia"], cast.mia, *home)
        for instrument in {instrument for instrument, _reporter, _values in SCORES}:
            used = InstrumentSetting(
                clinic_id=cast.clinic,
                instrument=instrument,
                is_used=True,
                families_enter=False,
                set_at=clock.now(),
            )
            insert_row(connection, used)
    make_schooling(cast, START)
    for discipline, weekdays in ((PT, {0, 2}), (OT, {1})):
        series = planned_by(cast, "Pat", series_plan(discipline, weekdays, first=START, weeks=6))
        for row in live_visits(site.engine, series)[:4]:
            by(cast, "Pat", partial(mark_visit, outcome=VisitOutcome.ATTENDED, seen=None), row.id)
    planned_by(cast, "Lee", series_plan(MEDICAL, first=TODAY + timedelta(days=14)))
    for instrument, reporter, values in SCORES:
        for day, value in zip((START, LAST, TODAY), values, strict=True):
            by(cast, "Pat", enter_score, instrument, reporter, day, value)
    if pain:
        by(cast, "Pat", partial(set_pain, every_weeks=None, is_turned_on=True, seen=None))
    for number in range(5):
        name = f"Step {number} of many"
        step = by(cast, "Pat", partial(add_milestone, area=MilestoneArea.HOME, name=name))
        by(cast, "Pat", partial(reach, day=TODAY - timedelta(days=3 * number)), step)
    by(cast, "Lee", partial(hold_appointment, day=LAST, people="Dana, Mia, Lee", seen=None))
    by(cast, "Lee", partial(decide, day=LAST, text="Swim once a week"))
    for who, text in (("Dana", "Can she carry her own bag?"), ("Mia", "The school trip in spring?")):
        by(cast, who, partial(ask, kind=ConcernKind.FOR_APPOINTMENT, text=text))
    by(cast, "Ben", partial(ask, kind=ConcernKind.FOR_APPOINTMENT, text="Which days at my place?"))


def ready(page: Page) -> Page:
    expect(page.get_by_role("heading", name="Decisions")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def appointment(site: Site, open_as: Open, viewport: dict[str, int] = DESKTOP, scheme: str = "light") -> Page:
    return ready(open_as("Lee", f"/appointment?child={site.cast.mia}", viewport, scheme))


def person(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_role("button", name=re.compile(f"^{name}")).click()
    expect(page.get_by_text(re.compile(rf"may see: .*{name}"))).to_have_count(0)
    ready(page)


def line(page: Page, text: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=text)


def test_lee_tells_the_whole_story_and_writes_what_is_decided(site: Site, told: Tell, open_as: Open) -> None:
    told()
    page = appointment(site, open_as)
    expect(page.get_by_text("What happened since the last appointment, Wed 25 Feb")).to_be_visible()
    expect(
        page.get_by_text("Shown is only what everybody in the room may see: Mia, Ben, Dana.")
    ).to_be_visible()
    expect(page.get_by_text("Can she carry her own bag?")).to_have_count(0)
    person(page, "Ben")
    expect(page.get_by_text("may see: Mia, Dana.")).to_be_visible()
    expect(page.get_by_text("Can she carry her own bag?")).to_be_visible()
    expect(page.get_by_text("The school trip in spring?")).to_be_visible()
    expect(page.get_by_text("Which days at my place?")).to_have_count(0)
    expect(page.get_by_text("less difficulty with daily activities than at the start")).to_be_visible()
    expect(line(page, "Swim once a week")).to_be_visible()
    heads = page.locator(".st-key-appointment h3").all_inner_texts()
    assert heads[1:3] == ["Function", "School"]
    assert heads.index("Home exercise") < heads.index("Measures") < heads.index("The family’s questions")
    assert "pain" not in page.locator(".st-key-appointment").inner_text().lower()

    for text in ("Two more periods from Monday", "More stairs"):
        page.get_by_role("button", name="Write down a decision").click()
        form = page.get_by_role("dialog")
        people = form.get_by_role("textbox", name="Who is here")
        expect(people).to_have_value("Mia, Dana, Lee")
        form.get_by_role("textbox", name="What we decide").fill(text)
        form.get_by_role("button", name="Write it down").click()
        expect(form).to_have_count(0)
        expect(line(page, text)).to_be_visible()
    page.get_by_role("button", name="Make it a milestone Two more periods").click()
    form = page.get_by_role("dialog")
    form.get_by_text("Friends and family").click()
    form.get_by_role("button", name="Add it").click()
    expect(form).to_have_count(0)
    expect(line(page, "→ a milestone: Two more periods from Monday")).to_be_visible()
    page.get_by_role("button", name="Propose a change More stairs").click()
    form = page.get_by_role("dialog")
    form.get_by_role("combobox", name="Exercise").click()
    page.get_by_role("option", name="Stairs").click()
    form.get_by_role("button", name="Propose it").click()
    expect(form).to_have_count(0)
    expect(line(page, "More stairs → proposed to whoever prescribes")).to_be_visible()

    dana = open_as("Dana", f"/questions?child={site.cast.mia}")
    dana.get_by_text("What was decided at appointments").click()
    expect(line(dana, "More stairs → proposed to whoever prescribes")).to_be_visible()
    expect(dana.get_by_text("with Mia, Dana, Lee")).to_be_visible()
    pat = open_as("Pat", f"/plan?child={site.cast.mia}", DESKTOP)
    expect(pat.get_by_text("Lee proposes, Wed 11 Mar: More stairs")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_on_one_or_two_sheets(site: Site, told: Tell, open_as: Open, scheme: str) -> None:
    told(pain=True)
    page = appointment(site, open_as, scheme=scheme)
    person(page, "Ben")
    charts = page.locator(".st-key-appointment .js-plotly-plot .xtitle")
    for paper in ("A4", "Letter"):
        # Printing draws them anew.
        expect(charts).to_have_count(3)
        pdf = page.pdf(format=paper)
        check_words(pdf, charts_as_text=scheme == "light")
        check_ink(pdf)
        ready(page)


def test_on_paper_an_answer_stands_below_who_asked_and_no_icon_is_read(
    site: Site, told: Tell, open_as: Open
) -> None:
    told()
    with clock.at(clock.now().replace(year=TODAY.year, month=TODAY.month, day=TODAY.day, hour=15)):
        new = partial(ask, kind=ConcernKind.SOMETHING_NEW, topic=ConcernTopic.NEW_SYMPTOM)
        asked = by(site.cast, "Dana", partial(new, text="Her left foot tingles."))
        said = partial(answer_concern, text="We look at it together.", in_person=False, seen=None)
        by(site.cast, "Pat", said, asked)
        target = partial(add_milestone, area=MilestoneArea.HOME, target_on=TODAY + timedelta(days=9))
        by(site.cast, "Pat", partial(target, name="Walks to the pool"))
    page = appointment(site, open_as)
    person(page, "Ben")
    page.emulate_media(media="print")
    told_of = page.locator(f".st-key-concern-told-{asked}")
    expect(told_of.locator("p")).to_have_count(3)
    lines = [box for p in told_of.locator("p").all() if (box := p.bounding_box()) is not None]
    assert len(lines) == 3
    for above, below in pairwise(lines):
        assert above["y"] + above["height"] <= below["y"] + 1
    following = page.locator("[class*=st-key-concern-told-]")
    heights = [box for each in following.all() if (box := each.bounding_box()) is not None]
    assert all(one["y"] + one["height"] <= other["y"] + 1 for one, other in pairwise(heights))
    text = "".join(read(page.pdf(format="A4")).text.split())
    assert "Walkstothepool,by" in text
    assert "radio_button" not in text


def check_words(pdf: bytes, *, charts_as_text: bool) -> None:
    # What is made smaller for paper is read back with gaps between its letters.
    sheets = ["".join(words.split()) for words in read(pdf).words]
    text = "".join(sheets)
    assert 1 <= len(sheets) <= 2
    there = ["Mia", "What happened since", "Function", "School", "Can she carry her own bag"]
    for said in (*there, "pain about the same by the child’s report (6 to 6)"):
        assert said.replace(" ", "") in text, said
    for pressed in ("Write down", "Print this page", "Caseload", "Sign out", "Who is in the room"):
        assert pressed.replace(" ", "") not in text, pressed
    if charts_as_text:
        assert text.count("Weekoftreatment,withitsfirstday") == 3


def check_ink(pdf: bytes) -> None:
    """Dark on light, whatever the screen's theme is."""
    with opened(pdf) as document:
        for number, sheet in enumerate(document):
            picture = sheet.render().to_pil().convert("L")
            dark = sum(picture.histogram()[:128]) / (picture.width * picture.height)
            assert picture.getpixel((picture.width - 5, picture.height - 5)) == 255
            assert dark < 0.2
            assert dark > 0.01 or number > 0


def test_on_a_phone_every_chip_is_on_the_screen(site: Site, told: Tell, open_as: Open) -> None:
    told()
    page = appointment(site, open_as, PHONE)
    for choice in ("room", "back"):
        chips = page.locator(f".st-key-appointment-{choice}-{site.cast.mia} button")
        expect(chips).to_have_count(3)
        boxes = [box for each in chips.all() if (box := each.bounding_box()) is not None]
        assert len(boxes) == 3
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes), choice


def test_how_to_come_to_questions_is_not_printed(site: Site, told: Tell, open_as: Open) -> None:
    told()
    page = appointment(site, open_as)
    said, head = page.get_by_text("What one home asked"), page.get_by_role("heading", name="questions")
    expect(said).to_be_visible()
    expect(head).to_be_visible()
    page.emulate_media(media="print")
    expect(said).to_be_hidden()
    expect(head).to_be_hidden()
    expect(page.get_by_role("heading", name="Decisions")).to_be_visible()
    page.emulate_media(media="screen")
    person(page, "Ben")
    page.emulate_media(media="print")
    expect(head).to_be_visible()


@BOTH
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_nothing_stands_in_anybodys_way(
    site: Site, told: Tell, open_as: Open, viewport: dict[str, int], scheme: str
) -> None:
    told()
    page = appointment(site, open_as, viewport, scheme)
    assert serious(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="Write down a decision").click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="What we decide")).to_be_visible()
    assert serious(page) == []
