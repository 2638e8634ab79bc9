"""The file itself: numbers stay numbers, texts never become formulas, and nothing is lost in between."""

import csv
import io

import pytest

from tracker.exchange.archive import as_csv

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\u00a0=1",
    '=HYPERLINK("x")',
]
HARMLESS = ["", "Mia", "1=1", "a@b", "'quoted'", '"', "a,b;c", "zwei\nZeilen", "نور", "👩‍👩‍👧", "5-6", "#N/A"]


def cells(*values: object) -> list[str]:
    text = as_csv(["a"], [{"a": value} for value in values])  # type: ignore[dict-item]
    assert text.startswith("\ufeffa\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]
    return [row[0] if row else "" for row in rows]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_begins_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cells(text) == [f"'{text}"]


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_stands_as_it_was_written(text: str) -> None:
    assert cells(text, "end") == [text, "end"]


def test_numbers_stay_numbers() -> None:
    assert cells(-5, -0.5, 0, 10.0, 2.25, 1e-9) == ["-5", "-0.5", "0", "10", "2.25", "1e-09"]


def test_lists_and_what_is_missing() -> None:
    assert cells(("mon", "tue"), (), None, "end") == ["mon tue", "", "", "end"]
