"""Texts as a screen shows them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import DoseKind
from tracker.plans.dose import Dose, sets_of
from tracker.screen.text import (
    ISOLATE,
    POP_ISOLATE,
    WORD_JOINER,
    format_amount,
    format_dose,
    format_late,
    plain,
)

UNSEEN = str.maketrans("", "", WORD_JOINER + ISOLATE + POP_ISOLATE)


@given(st.text())
def test_plain_text_holds_no_markup_and_loses_no_word(text: str) -> None:
    shown = plain(text)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", shown))
    seen = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown)
    assert seen.translate(UNSEEN) == " ".join(text.split()).translate(UNSEEN)


@pytest.mark.parametrize("address", ["www.example.org", "https://example.org/x", "a@example.org"])
def test_an_address_is_not_in_one_piece(address: str) -> None:
    shown = plain(address)
    assert address not in re.sub(r"\\(.)", r"\1", shown)
    assert WORD_JOINER in shown


# What the browser's part of Streamlit replaces in a text whose escapes are gone already.
READ_LATE = r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)|:material_\w+:|:streamlit:"


@pytest.mark.parametrize(
    "text",
    ["->", "--", "a <- b", "a <-> b", "x >= y <= z ~= 0", "-- -- ->", ":streamlit:", ":Material_home:"],
)
def test_neither_arrows_nor_icons_come_of_what_was_typed(text: str) -> None:
    assert re.search(READ_LATE, text, re.IGNORECASE)
    assert not re.search(READ_LATE, re.sub(r"\\(.)", r"\1", plain(text)), re.IGNORECASE)


def test_signs_within_a_word_stay_as_they_are() -> None:
    assert plain("a->b -1 > 2 - 3") == r"a\-\>b \-1 \> 2 \- 3"


def test_a_name_from_the_right_keeps_its_dose_on_its_side() -> None:
    assert plain("صعود") == f"{ISOLATE}صعود{POP_ISOLATE}"
    assert plain("Stairs") == "Stairs"


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (sets_of(3, 5, 10), "3 × 5, hold 10 seconds"),
        (Dose(DoseKind.MINUTES, 1), "1 minute"),
        (Dose(DoseKind.MINUTES, 12.5), "12.5 minutes"),
        (Dose(DoseKind.METRES, 1200), "1,200 m"),
        (Dose(DoseKind.COUNT, 10), "10 times"),
        (Dose(DoseKind.OPEN), ""),
        (Dose(DoseKind.OPEN, hold_seconds=30), "hold 30 seconds"),
    ],
)
def test_a_dose_in_words(dose: Dose, words: str) -> None:
    assert format_dose(dose) == words


def test_an_amount_has_its_unit() -> None:
    assert format_amount(7.5, DoseKind.MINUTES) == "7.5 minutes"


@pytest.mark.parametrize(
    ("days", "words"), [(-1, ""), (0, ""), (1, "added the next day"), (9, "added 9 days later")]
)
def test_a_late_entry_is_labelled_without_a_clock_time(days: int, words: str) -> None:
    assert format_late(days) == words
