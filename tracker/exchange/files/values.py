"""What stands in a cell: texts, days, moments, numbers and words. Each raises `InvalidInput` that names its column."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from tracker.errors import InvalidInput
from tracker.exchange.formulas import as_typed
from tracker.text import checked_text

Word = TypeVar("Word", bound=StrEnum)

# Before any child that is treated now was born.
EARLIEST = date(1990, 1, 1)
# So that a day after it, or a year, is still a day that a calendar has.
LATEST = date(2999, 12, 31)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,30})?(e-?[0-9]{1,3})?", re.IGNORECASE)
WHOLE = re.compile(r"[0-9]{1,9}")
BETWEEN_WORDS = re.compile(r"[\s_-]+")
YES_OR_NO: Mapping[str, bool] = {
    "yes": True,
    "true": True,
    "1": True,
    "no": False,
    "false": False,
    "0": False,
}
LONGEST_TEXT = 2000


class Row:
    """One row of a file, by column; `number` is the one that a spreadsheet program shows, the header's being 1."""

    __slots__ = ("_decimal_comma", "cells", "columns", "number")

    def __init__(
        self, number: int, columns: Sequence[str], cells: Mapping[str, str], *, decimal_comma: bool = False
    ) -> None:
        """Take the columns of the file, and the cells that are not empty without their outer blanks."""
        self.number = number
        self.columns = columns
        self.cells = cells
        self._decimal_comma = decimal_comma

    def cell(self, column: str) -> str:
        """Give a cell without outer blanks; empty if there is none."""
        return self.cells.get(column, "")

    def text(self, column: str, *, limit: int = LONGEST_TEXT, required: bool = False) -> str:
        """Give a text that somebody wrote."""
        found = self.cell(column)
        if not found and not required:
            return ""
        return checked_text(column, as_typed(found), limit=limit, required=required)

    def day(self, column: str) -> date | None:
        """Give a calendar day; None for an empty cell."""
        cell = self.cell(column)
        if not cell:
            return None
        try:
            found = date.fromisoformat(cell) if DAY.fullmatch(cell) else None
        except ValueError:
            found = None
        if found is None:
            raise InvalidInput(column, "no_day")
        if found < EARLIEST:
            raise InvalidInput(column, "before", earliest=EARLIEST)
        if found > LATEST:
            raise InvalidInput(column, "at_latest", latest=LATEST)
        return found

    def needed_day(self, column: str) -> date:
        """Give a calendar day that has to be there."""
        found = self.day(column)
        if found is None:
            raise InvalidInput(column, "empty")
        return found

    def moment(self, column: str, now: datetime) -> datetime | None:
        """Give a moment that is not to come; one that names no zone is UTC. None for an empty cell."""
        cell = self.cell(column)
        if not cell:
            return None
        try:
            found = (
                datetime.fromisoformat(cell) if DAY.match(cell) and len(cell) > len("2025-01-31") else None
            )
            found = found and (found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC))
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise InvalidInput(column, "no_moment")
        if found > now:
            raise InvalidInput(column, "moment_to_come")
        if found.date() < EARLIEST:
            raise InvalidInput(column, "before", earliest=EARLIEST)
        return found

    def number_in(self, column: str) -> float | None:
        """Give a number from 0 on; None for an empty cell."""
        cell = self.cell(column)
        if not cell:
            return None
        if self._decimal_comma:
            cell = cell.replace(",", ".")
        if not NUMBER.fullmatch(cell) or not math.isfinite(float(cell)):
            raise InvalidInput(column, "no_number")
        return float(cell)

    def whole(self, column: str, low: int, high: int) -> int | None:
        """Give a whole number within limits; None for an empty cell."""
        cell = self.cell(column)
        if not cell:
            return None
        if not WHOLE.fullmatch(cell):
            raise InvalidInput(column, "no_whole_number")
        if not low <= int(cell) <= high:
            raise InvalidInput(column, "range", low=low, high=high)
        return int(cell)

    def word(self, column: str, vocabulary: type[Word]) -> Word | None:
        """Give a word of a vocabulary, written with blanks or underscores; None for an empty cell."""
        cell = self.cell(column)
        return as_word(column, cell, vocabulary) if cell else None

    def needed_word(self, column: str, vocabulary: type[Word]) -> Word:
        """Give a word that has to be there."""
        found = self.word(column, vocabulary)
        if found is None:
            raise InvalidInput(column, "empty")
        return found

    def words(self, column: str, vocabulary: type[Word]) -> tuple[Word, ...]:
        """Give several words with blanks between them."""
        return tuple(as_word(column, part, vocabulary) for part in self.cell(column).split())

    def yes(self, column: str) -> bool:
        """Say whether a cell says yes; an empty one does not."""
        cell = self.cell(column).lower()
        if cell and cell not in YES_OR_NO:
            raise InvalidInput(column, "yes_or_no")
        return YES_OR_NO.get(cell, False)


def as_word(column: str, cell: str, vocabulary: type[Word]) -> Word:
    """Give the word of a vocabulary that a cell means."""
    try:
        return vocabulary(cell)
    except ValueError:
        pass
    try:
        return vocabulary(BETWEEN_WORDS.sub("_", cell.lower()))
    except ValueError:
        raise InvalidInput(column, "not_a_word", words=", ".join(vocabulary)) from None


def as_moment(moment: datetime | None) -> str:
    """Give the cell of a moment, empty for none."""
    return "" if moment is None else f"{moment.replace(tzinfo=None).isoformat()}Z"
