"""A library's entries in words."""

from dataclasses import replace
from datetime import date

from db.vocabulary import BodyArea, Category
from tracker.library.shelves import Shelved
from tracker.library.words import Entry, Words
from tracker.screen.library.how_view import format_steps
from tracker.screen.library.library_text import format_approved, format_kind, format_state, format_written

DAY = date(2026, 11, 24)
WORDS = Words("Hopping", Category.BALANCE)
WAITING = Entry(1, 1, 1, WORDS, written_by="", written_on=DAY, approved_by="", approved_on=None)
APPROVED = replace(WAITING, approved_by="*Pat*", approved_on=DAY)


def test_what_it_trains_and_where() -> None:
    assert format_kind(WORDS) == "Balance"
    assert format_kind(replace(WORDS, body_area=BodyArea.FOOT)) == "Balance · Foot"


def test_who_wrote_and_who_approved_and_when() -> None:
    assert format_written(WAITING) == "one of the starting exercises, since Tue 24 Nov 2026"
    assert format_written(replace(WAITING, written_by="Lee")) == "written by Lee on Tue 24 Nov 2026"
    assert format_approved(WAITING) == "waits for approval"
    assert format_approved(APPROVED) == "approved by \\*Pat\\* on Tue 24 Nov 2026"


def test_how_an_exercise_stands() -> None:
    later = replace(WAITING, number=2)
    assert format_state(Shelved(WAITING, None, is_retired=False)).startswith("Waits for approval.")
    assert format_state(Shelved(APPROVED, APPROVED, is_retired=False)).startswith(
        "This version can be prescribed"
    )
    assert "Until then version 1 is prescribed" in format_state(Shelved(later, APPROVED, is_retired=False))
    assert format_state(Shelved(later, APPROVED, is_retired=True)).startswith("Retired:")


def test_steps_are_numbered_and_nothing_in_them_is_markdown() -> None:
    assert (
        format_steps("Stand.\n\n2. # Hop\n- [x](y)") == "1. Stand\\.\n2. 2\\. \\# Hop\n3. \\- \\[x\\]\\(y\\)"
    )
    assert format_steps("") == ""
