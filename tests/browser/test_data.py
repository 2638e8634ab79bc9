"""Pat brings an old plan in from files at the desk, and takes the files out again."""

import csv
import io
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Site
from tests.browser.pages import overflow, serious
from tests.browser.test_people import LOOKS, settled
from tests.tracker.exchange.files.sent import one_week

DONE = "Stairs,2024-01-02,1,done,,,,,fine"


def choose(page: Page, folder: Path) -> None:
    page.locator('input[type="file"]').set_input_files(sorted(folder.iterdir()))
    settled(page)


@LOOKS
def test_files_are_looked_at_brought_in_and_taken_out(
    site: Site, open_as: Open, tmp_path: Path, viewport: dict[str, int], scheme: str
) -> None:
    page = open_as("Pat", "/data", viewport, scheme)
    choose(page, one_week(tmp_path / "bad", DONE, DONE))
    said = page.get_by_text(
        "completions.csv, row 3: this time of that day has an entry in a row above already."
    )
    expect(said).to_be_visible()
    expect(page.get_by_role("button", name="Bring this in")).to_have_count(0)
    assert overflow(page) == 0
    assert serious(page) == []
    page.reload()
    choose(page, one_week(tmp_path / "good", DONE))
    expect(page.get_by_text("An episode from Mon 1 Jan 2024 to Sun 7 Jan 2024: 1 exercise")).to_be_visible()
    page.get_by_text("completions.csv: 1 row").click()
    expect(page.get_by_test_id("stDataFrame").last).to_be_visible()
    assert overflow(page) == 0
    assert serious(page) == []
    page.get_by_role("button", name="Bring this in").click()
    expect(page.get_by_text("All of it is stored in the record of Mia.")).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Take the files").click()
    assert kept.value.suggested_filename == f"stepwise-files-{site.cast.mia}.zip"
    with zipfile.ZipFile(kept.value.path()) as archive:
        entries = csv.DictReader(io.StringIO(archive.read("completions.csv").decode(), newline=""))
        assert [row["note"] for row in entries if row["performed_on"] == "2024-01-02"] == ["fine"]
    page.get_by_role("link", name="To the plan").click()
    expect(page.get_by_role("heading", name="Mia ·")).to_be_visible()
