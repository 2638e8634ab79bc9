"""Searching as one types."""

import pytest

from tracker.library.search import matches

TEXTS = ("Übung an der Treppe", "Función · Pierna", "Stand tall.\nGo up and down.", "İstanbul")


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "  ",
        "tre",
        "TREPPE",
        "ubung",
        "Übu",
        "U\u0308bung",
        "funcion",
        "FUNCIÓN",
        "tall up",
        "up tre",
        "istan",
    ],
)
def test_parts_of_words_are_found_in_any_order_with_or_without_accents(asked: str) -> None:
    assert matches(asked, TEXTS)


@pytest.mark.parametrize("asked", ["treppen", "tall sit", "x", "%", "_", "*"])
def test_every_word_has_to_be_there_and_no_sign_stands_for_others(asked: str) -> None:
    assert not matches(asked, TEXTS)


def test_words_of_two_texts_are_not_run_together() -> None:
    assert not matches("bc", ("ab", "cd"))
