"""Texts in a CSV file that a spreadsheet program must not take for a formula: each gets an apostrophe in front."""

import unicodedata

# What a spreadsheet program takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "'"


def neutral(text: str) -> str:
    """Give a text as it stands in a cell; `as_typed` is its way back."""
    return MARK + text if _begins_a_formula(text) else text


def as_typed(cell: str) -> str:
    """Give the text that a cell stands for."""
    return cell[len(MARK) :] if cell.startswith(MARK) and _begins_a_formula(cell) else cell


def _begins_a_formula(text: str) -> bool:
    """Look behind apostrophes too: or one that somebody typed before a formula would be lost on the way back."""
    # Also behind blanks, and in the wide letters of East Asia.
    return unicodedata.normalize("NFKC", text.lstrip(MARK)).lstrip(" ").startswith(FORMULA)
