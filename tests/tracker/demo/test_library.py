"""The demo clinic's library: approved by Pat some weeks before anything was prescribed from it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from db.vocabulary import Audience
from tests.tracker.demo.conftest import NOW, Demo, Make
from tracker import clock
from tracker.access.work import reading
from tracker.demo.stories import PIPPIN
from tracker.library.explanations import explanation_of
from tracker.library.shelves import library_of
from tracker.library.starting import ENTRIES


@pytest.fixture
def demo(make: Make, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    """Pippin's demo, in the product's database at the moment at which it was made."""
    made = make(NOW, [PIPPIN])
    monkeypatch.setenv("TRACKER_DATABASE_URL", made.url)
    with clock.at(made.now):
        yield made


def test_pat_approved_it_weeks_before_the_first_prescription(demo: Demo) -> None:
    ((first,),) = demo.rows("SELECT min(valid_from) FROM prescription")
    with reading(demo.sign_in("Pat")) as work:
        found = library_of(work)
    assert {one.words for one in found} == set(ENTRIES)
    assert {one.latest.approved_by for one in found} == {"Pat"}
    days = [one.latest.approved_on for one in found]
    assert all(day is not None and day <= date.fromisoformat(first) - timedelta(weeks=2) for day in days)


def test_families_read_both_texts(demo: Demo) -> None:
    with reading(demo.sign_in("Dana")) as work:
        for audience in Audience:
            found = explanation_of(work, audience)
            assert found is not None
            assert found.text.startswith("# The pain is real")
            assert found.approved_by == "Pat"
