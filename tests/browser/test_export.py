"""Dana takes a copy of the record on her phone, and finds what is in it without any program but a browser."""

import csv
import io
import json
import zipfile
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, TODAY, Open, Site
from tests.browser.pages import overflow, serious


def test_dana_takes_a_copy_on_her_phone(site: Site, open_as: Open, browser: Browser, tmp_path: Path) -> None:
    page = open_as("Dana", f"/access_log?child={site.cast.mia}")
    way = page.get_by_role("link", name="Take a copy")
    way.scroll_into_view_if_needed()
    box = way.bounding_box()
    assert box is not None
    assert box["height"] >= 40
    assert overflow(page) == 0
    with page.expect_download() as kept:
        way.click()
    assert kept.value.suggested_filename == f"stepwise-record-{site.cast.mia}-{TODAY}.zip"
    expect(page.get_by_role("heading", name="A copy of this record")).to_be_visible()
    with zipfile.ZipFile(kept.value.path()) as archive:
        archive.extractall(tmp_path)
    whole = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    assert [child["chosen_name"] for child in whole["child"]] == ["Mia"]
    with io.StringIO((tmp_path / "completions.csv").read_bytes().decode("utf-8-sig"), newline="") as text:
        assert len(list(csv.DictReader(text))) == len(whole["completions"]) == 26 * 6
    for scheme in ("light", "dark"):
        with browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            color_scheme=scheme,
            java_script_enabled=False,
            offline=True,
        ) as context:
            index = context.new_page()
            index.goto((tmp_path / "index.html").as_uri())
            expect(index.get_by_role("heading", name="Copy of the record of Mia")).to_be_visible()
            index.get_by_text("What was logged", exact=True).click()
            expect(index.get_by_text("how much, where it was done partly")).to_be_visible()
            assert overflow(index) == 0
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        index = context.new_page()
        index.goto((tmp_path / "index.html").as_uri())
        index.get_by_text("The plan", exact=True).click()
        assert serious(index) == []
        index.get_by_role("link", name="record.json").click()
        assert index.url.endswith("/record.json")
