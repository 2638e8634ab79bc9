"""Read a CSV file row by row, in little memory however large or odd it is, and say of each flaw in which row it is."""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from tracker.errors import FilesRefused, Flaw, InvalidInput
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.kind import Kind
from tracker.exchange.files.values import Row

SHOWN = 20
LONGEST_LINE = 100_000  # bytes
LONGEST_NAME = 40
DELIMITERS = ",;\t"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
INVISIBLE = "\ufeff\u200b"
OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")
# A file on a broken disk, or one that is packed badly.
UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
# A lone carriage return ends a line as well, as old programs write it.
LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")


class Flaws:
    """What was found wrong so far: the first few in full, the rest only counted."""

    def __init__(self) -> None:
        self.first: list[Flaw] = []
        self.more = 0

    def add(self, file: str, row: int, error: InvalidInput) -> None:
        """Take note of a flaw."""
        if len(self.first) < SHOWN:
            self.first.append(Flaw(file, row, error))
        else:
            self.more += 1

    def refuse(self) -> None:
        """Raise `FilesRefused` if there was any."""
        if self.first:
            raise FilesRefused(self.first, self.more)


def rows_of(folder: Folder, kind: Kind, flaws: Flaws) -> Iterator[Row]:
    """Give a file's rows that are not empty; none if it is not there. What cannot be read ends it with a flaw."""
    given = folder.files.get(kind.file)
    if given is None:
        return
    row = 0  # the last one that could be read
    try:
        with given.open() as stream:
            lines = _Records(_lines(stream))
            delimiter = max(DELIMITERS, key=lines.first.count)
            cells = csv.reader(lines, delimiter=delimiter, strict=True)
            header = _header(kind, next(cells, []))
            lines.begin_anew()
            row = 1
            for row, found in enumerate(cells, 2):
                lines.begin_anew()
                if row > kind.most_rows + 1:
                    flaws.add(kind.file, 0, InvalidInput("file", "too_many_rows", limit=kind.most_rows))
                    return
                if any(map(str.strip, found[len(header) :])):
                    flaws.add(kind.file, row, InvalidInput("row", "cells", n=len(header)))
                    continue
                named = zip(header, map(_bare, found), strict=False)
                if filled := {name: cell for name, cell in named if cell}:
                    yield Row(row, header, filled, decimal_comma=delimiter == ";")
    except InvalidInput as error:
        flaws.add(kind.file, row + 1, error)
    except csv.Error:
        flaws.add(kind.file, row + 1, InvalidInput("row", "quotes"))
    except UNREADABLE:
        flaws.add(kind.file, 0, InvalidInput("file", "unreadable"))


class _Records:
    """Lines for `csv.reader`, which joins those of a quoted cell: a row of many is bounded as a row of one is."""

    def __init__(self, lines: Iterator[str]) -> None:
        """Look at the first line; what has no lines has an empty one."""
        self.first = next(lines, "")
        self._lines = chain([self.first], lines)
        self._length = 0

    def begin_anew(self) -> None:
        """Begin the next row."""
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._length += len(line)
        if self._length > LONGEST_LINE:
            raise InvalidInput("row", "line_too_long", limit=LONGEST_LINE)
        return line


def _bare(cell: str) -> str:
    """Give a cell without what nobody sees at its ends: blanks, and the marks of files that were put together."""
    return cell.strip().strip(INVISIBLE).strip()


def _lines(stream: BinaryIO) -> Iterator[str]:
    """Give the lines of a file, each with its end; raises `InvalidInput` for what is no text."""
    is_first = True
    while line := stream.readline(LONGEST_LINE + 1):
        if is_first:
            if line.startswith(OTHER_MARKS):
                raise InvalidInput("file", "encoding")
            line = line.removeprefix(BYTE_ORDER_MARK)
            is_first = False
        if b"\0" in line:
            raise InvalidInput("row", "nul")
        if len(line) > LONGEST_LINE:
            raise InvalidInput("row", "line_too_long", limit=LONGEST_LINE)
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise InvalidInput("file", "encoding") from error
        if "\r" in text[:-2]:
            yield from filter(None, LONE_RETURN.split(text))
        else:
            yield text


def _header(kind: Kind, cells: list[str]) -> list[str]:
    """Give the columns of a file; raises `InvalidInput` for one that is not known, missing or there twice."""
    names = [cell.strip().lower() for cell in cells]
    for name in names:
        if name not in kind.columns:
            known = ", ".join(kind.columns)
            raise InvalidInput("header", "unknown_column", column=name[:LONGEST_NAME], columns=known)
        if names.count(name) > 1:
            raise InvalidInput("header", "column_twice", column=name)
    for name in kind.needed:
        if name not in names:
            raise InvalidInput("header", "column_missing", column=name)
    return names
