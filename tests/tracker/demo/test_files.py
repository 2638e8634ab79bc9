"""Every child of the demo, taken out as files and brought into an empty clinic, is the same."""

from pathlib import Path

import pytest

from db.engine import engine_for
from tests.cast import make_clinic
from tests.conftest import MakeDatabase
from tests.tracker.demo.conftest import Demo
from tests.tracker.exchange.files.sent import bring_in, take_out
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.progress.adherence import as_json, weekly_adherence


def weeks(child: int) -> list[dict[str, object]]:
    with reading(OPERATOR) as work:
        return [as_json(week) for week in weekly_adherence(work, child, screen="")]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_story_comes_back_to_the_byte(
    demo: Demo, kind: str, make_database: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [row.id for row in demo.rows("SELECT id FROM child ORDER BY id")]
    told = {child: (take_out(child, tmp_path / f"out-{child}"), weeks(child)) for child in ids}
    url = make_database(kind)
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    with engine_for(url).begin() as connection:
        clinic = make_clinic(connection, "Elsewhere")
    for child, (files, figures) in told.items():
        again = bring_in(tmp_path / f"out-{child}", clinic)
        assert take_out(again, tmp_path / f"again-{child}") == files
        assert weeks(again) == figures
    assert len(told) > 5
    assert sum(len(content) for files, _ in told.values() for content in files.values()) > 100_000
