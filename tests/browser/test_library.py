"""The library and the text about the treatment in a browser: Pat at the desk and on the phone, Mia on hers."""

import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from db.queries.base import table_of
from db.tables import ExercisePicture
from db.vocabulary import Audience
from tests.browser.conftest import DESKTOP, PHONE, TODAY, Open, Site
from tests.browser.pages import overflow, serious
from tests.browser.test_people import LOOKS, settled
from tests.cast import ZONE
from tests.steps import Clock
from tests.tracker.office.office import office
from tracker.library.exercises import add_exercise, approve_version
from tracker.library.explanations import approve_explanation
from tracker.library.shelves import exercise_of, library_of
from tracker.library.starting import add_starting_exercises
from tracker.library.words import Words

SECRET = b"47.6062 N"


@pytest.fixture
def shelf(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The starting exercises in the clinic of the cast, Stairs approved, with a video; their ids by name."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", site.engine.url.render_as_string(hide_password=False))
    Clock(monkeypatch).moment = datetime(TODAY.year, TODAY.month, TODAY.day, 20, tzinfo=ZoneInfo(ZONE))
    cast = site.cast
    office(cast, "Pat", add_starting_exercises)
    found = {one.words.name: one for one in office(cast, "Pat", library_of)}
    office(cast, "Pat", approve_version, found["Stairs"].latest.version_id)
    video = Words("Hopping", found["Stairs"].words.category, video="https://example.org/hop")
    office(cast, "Pat", add_exercise, video, approve=True)
    return {one.words.name: one.exercise_id for one in office(cast, "Pat", library_of)}


def photo(folder: Path) -> Path:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    path = folder / "photo.jpg"
    Image.new("RGB", (1600, 900), (40, 90, 140)).save(path, exif=exif.tobytes())
    return path


def stored_pictures(site: Site) -> list[bytes]:
    table = table_of(ExercisePicture)
    ours = table.select().where(table.c.clinic_id == site.cast.clinic)
    with site.engine.connect() as connection:
        return [row.content for row in connection.execute(ours)]


@LOOKS
def test_the_library_s_screens_are_for_everyone(
    site: Site, shelf: dict[str, int], open_as: Open, viewport: dict[str, int], scheme: str
) -> None:
    hop = shelf["Hopping"]
    for path, heading in (
        ("/library", "Exercises"),
        (f"/library?exercise={hop}", "Hopping"),
        (f"/library?edit={hop}", "Edit: Hopping"),
        ("/library?new=1", "Add an exercise"),
        ("/about", "About the treatment"),
    ):
        page = open_as("Pat", path, viewport, scheme)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        settled(page)
        assert serious(page) == [], path
        assert overflow(page) == 0, path


def test_pat_finds_an_exercise_as_he_types_and_approves_it(
    site: Site, shelf: dict[str, int], open_as: Open
) -> None:
    page = open_as("Pat", "/library", DESKTOP)
    search = page.get_by_role("searchbox", name="Search by name or words")
    search.press_sequentially("brush str")
    expect(page.get_by_role("link", name="Stairs")).to_have_count(0)
    page.get_by_role("link", name="Soft brush").click()
    expect(page.get_by_role("heading", name="Soft brush")).to_be_visible()
    expect(page).to_have_url(f"{site.base}/library?exercise={shelf['Soft brush']}")
    page.get_by_role("button", name="Approve with my name").click()
    expect(page.get_by_text("approved by Pat on Wed 11 Mar 2026")).to_be_visible()
    page.get_by_role("link", name="All exercises").click()
    expect(page.get_by_role("radio", name="Waiting for approval (10)")).to_be_visible()
    expect(page).to_have_url(f"{site.base}/library")


def test_a_photo_is_uploaded_on_a_phone_and_shown_without_where_it_was_taken(
    site: Site, shelf: dict[str, int], open_as: Open, tmp_path: Path
) -> None:
    walk = shelf["Walk"]
    page = open_as("Pat", f"/library?edit={walk}", PHONE)
    assert SECRET in photo(tmp_path).read_bytes()
    page.locator('input[type="file"]').set_input_files(photo(tmp_path))
    expect(page.get_by_text("photo.jpg")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Save and approve with my name").click()
    expect(page.get_by_text("Saved and approved.")).to_be_visible()
    expect(page).to_have_url(f"{site.base}/library?exercise={walk}")
    picture = page.get_by_role("img", name="Picture of: Walk")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    [content] = stored_pictures(site)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1200, 675), {})
    assert SECRET not in content
    assert overflow(page) == 0
    assert serious(page) == []


def test_a_file_that_is_no_picture_is_refused_in_words_and_nothing_typed_is_lost(
    site: Site, shelf: dict[str, int], open_as: Open, tmp_path: Path
) -> None:
    page = open_as("Pat", f"/library?edit={shelf['Walk']}", DESKTOP)
    settled(page)
    steps = page.get_by_role("textbox", name="Steps, one a line (the family reads this)")
    steps.fill("Walk to the corner.")
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"<svg onload=alert(1)>")
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_text("photo.jpg")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Save and approve with my name").click()
    expect(page.get_by_text("Picture: this file cannot be read as a picture.")).to_be_visible()
    expect(steps).to_have_value("Walk to the corner.")
    assert stored_pictures(site) == []
    found = office(site.cast, "Pat", exercise_of, shelf["Walk"])
    assert len(found.versions) == 1


def test_a_video_is_a_link_that_opens_outside(site: Site, shelf: dict[str, int], open_as: Open) -> None:
    page = open_as("Pat", f"/library?exercise={shelf['Hopping']}", DESKTOP)
    link = page.get_by_role("link", name="Video at example.org, opens outside")
    expect(link).to_have_attribute("target", "_blank")
    assert "noreferrer" in str(link.get_attribute("rel")) or "noopener" in str(link.get_attribute("rel"))
    expect(page.locator("iframe, video")).to_have_count(0)


def test_mia_reads_what_pat_has_approved(site: Site, shelf: dict[str, int], open_as: Open) -> None:
    mia = open_as("Mia", "/today", PHONE)
    mia.get_by_role("link", name="About the treatment").click()
    expect(mia.get_by_text("Your clinic has not released its text yet.")).to_be_visible()
    pat = open_as("Pat", "/about", DESKTOP)
    pat.get_by_role("button", name="Approve with my name").click()
    expect(pat.get_by_text("Approved by Pat on Wed 11 Mar 2026.")).to_be_visible()
    mia.reload()
    expect(mia.get_by_role("heading", name="The pain is real")).to_be_visible()
    expect(mia).to_have_title("About the treatment – Stepwise")
    settled(mia)
    assert overflow(mia) == 0
    assert serious(mia) == []


def test_a_carer_s_text_is_read_in_the_dark(site: Site, shelf: dict[str, int], open_as: Open) -> None:
    office(site.cast, "Pat", approve_explanation, Audience.CARERS, seen=None)
    page: Page = open_as("Dana", "/about", PHONE, "dark")
    expect(page.get_by_role("heading", name="Whom to ask")).to_be_visible()
    settled(page)
    assert overflow(page) == 0
    assert serious(page) == []
