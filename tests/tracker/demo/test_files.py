"""Every child of the demo, taken out as files and brought into an empty clinic, is the same."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from db.engine import engine_for
from tests.cast import make_clinic
from tests.conftest import MakeDatabase, used_database
from tests.tracker.demo.conftest import Demo
from tests.tracker.exchange.files.sent import bring_in, take_out
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.progress.adherence import as_json, weekly_adherence


def weeks(child: int) -> list[dict[str, object]]:
    with reading(OPERATOR) as work:
        return [as_json(week) for week in weekly_adherence(work, child, screen="")]


Told = dict[int, tuple[Mapping[str, bytes], list[dict[str, object]]]]


@pytest.fixture
def told(demo: Demo, tmp_path: Path) -> Told:
    """What each child's files and weeks are in the demo."""
    ids = [row.id for row in demo.rows("SELECT id FROM child ORDER BY id")]
    return {child: (take_out(child, tmp_path / f"out-{child}"), weeks(child)) for child in ids}


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(
    request: pytest.FixtureRequest,
    told: Told,
    make_database: MakeDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    yield from used_database(make_database(request.param), monkeypatch)


def test_every_story_comes_back_to_the_byte(told: Told, elsewhere: str, tmp_path: Path) -> None:
    with engine_for(elsewhere).begin() as connection:
        clinic = make_clinic(connection, "Elsewhere")
    for child, (files, figures) in told.items():
        again = bring_in(tmp_path / f"out-{child}", clinic)
        assert take_out(again, tmp_path / f"again-{child}") == files
        assert weeks(again) == figures
    assert len(told) > 5
    assert sum(len(content) for files, _ in told.values() for content in files.values()) > 100_000
