"""Read the prescriptions: rows of one exercise form a line, and its revisions never overlap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, pairwise

from db.vocabulary import Category
from tracker.errors import InvalidInput
from tracker.exchange.files.doses import terms_in
from tracker.exchange.files.episodes_in import episode_in, written_in
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground
from tracker.exchange.files.kind import ROWS_OF_A_PLAN
from tracker.exchange.files.planned import PlannedEpisode, PlannedLine, PlannedRecord, PlannedRevision
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.tables import PRESCRIPTIONS
from tracker.exchange.files.values import Row
from tracker.library.words import LONGEST_NAME
from tracker.text import LONGEST_TEXT

# A line of the file that names no number of its own is told from others by this.
Name = tuple[int | None, str, int]


@dataclass(frozen=True)
class _Found:
    """A row that could be read, before its line is known."""

    row: Row
    episode: PlannedEpisode
    exercise: str
    line: int | None
    revision: int | None
    valid_from: date


def read_lines(folder: Folder, ground: Ground, record: PlannedRecord, flaws: Flaws) -> None:
    """Read every prescription into the record."""
    by_name: dict[Name, list[_Found]] = {}
    for row in rows_of(folder, PRESCRIPTIONS, flaws):
        try:
            found = _found(row, record)
            name = (found.line, found.exercise, found.episode.number)
            by_name.setdefault(name, []).append(found)
        except InvalidInput as error:
            flaws.add(PRESCRIPTIONS.file, row.number, error)
    places = count()
    for number, rows in _numbered(by_name, flaws):
        record.lines.append(_line(number, rows, ground, places, flaws))
    for line in record.lines:
        _check_overlaps(line, flaws)


def _found(row: Row, record: PlannedRecord) -> _Found:
    exercise = row.text("exercise", limit=LONGEST_NAME, required=True)
    valid_from, valid_to = row.needed_day("valid_from"), row.day("valid_to")
    if valid_to is not None and valid_to <= valid_from:
        raise InvalidInput("valid_to", "before", earliest=valid_from + timedelta(days=1))
    return _Found(
        row,
        episode_in(row, record, (valid_from, valid_to)),
        exercise,
        row.whole("line", 1, ROWS_OF_A_PLAN),
        row.whole("revision", 1, ROWS_OF_A_PLAN),
        valid_from,
    )


def _numbered(by_name: dict[Name, list[_Found]], flaws: Flaws) -> list[tuple[int, list[_Found]]]:
    """Give each line its number: its own, or the next one that is free, in the order of the file."""
    given: dict[int, list[_Found]] = {}
    free = count(max((name[0] for name in by_name if name[0] is not None), default=0) + 1)
    for (number, _, _), rows in by_name.items():
        if number in given:
            flaws.add(PRESCRIPTIONS.file, rows[0].row.number, InvalidInput("line", "another_exercise"))
        else:
            given[next(free) if number is None else number] = rows
    return sorted(given.items())


def _line(
    number: int, rows: list[_Found], ground: Ground, places: Iterator[int], flaws: Flaws
) -> PlannedLine:
    """Make a line of its rows, in the order of their numbers or else of their first days."""
    line = PlannedLine(number, rows[0].exercise, _category(rows, flaws), rows[0].episode)
    free = count(max((f.revision or 0 for f in rows), default=0) + 1)
    for found in sorted(rows, key=lambda f: (f.revision is None, f.revision or 0, f.valid_from)):
        revision = found.revision or next(free)
        try:
            if any(other.number == revision for other in line.revisions):
                raise InvalidInput("revision", "number_twice")  # noqa: TRY301
            line.revisions.append(_revision(found, revision, line, ground, next(places)))
        except InvalidInput as error:
            flaws.add(PRESCRIPTIONS.file, found.row.number, error)
    return line


def _category(rows: list[_Found], flaws: Flaws) -> Category:
    """Give the one category of a line's rows; one without any is functional."""
    category = None
    for found in rows:
        try:
            said = found.row.word("category", Category)
            if None not in {category, said} and said != category:
                raise InvalidInput("category", "another_category", row=rows[0].row.number)  # noqa: TRY301
            category = category or said
        except InvalidInput as error:
            flaws.add(PRESCRIPTIONS.file, found.row.number, error)
    return category or Category.FUNCTIONAL


def _revision(found: _Found, number: int, line: PlannedLine, ground: Ground, place: int) -> PlannedRevision:
    row = found.row
    terms, divided_by = terms_in(row)
    return PlannedRevision(
        row=row.number,
        place=place,
        number=number,
        replaces=_replaces(row, line),
        episode=found.episode,
        terms=terms,
        divided_by=divided_by,
        valid_from=found.valid_from,
        valid_to=row.day("valid_to"),
        reason=row.text("reason", limit=LONGEST_TEXT),
        stop_reason=row.text("stop_reason", limit=LONGEST_TEXT),
        written=written_in(row, ground),
        in_error_at=row.moment("entered_in_error_at", ground.now),
        in_error_reason=row.text("entered_in_error_reason", limit=LONGEST_TEXT),
    )


def _replaces(row: Row, line: PlannedLine) -> int | None:
    """Give the revision that one comes after: the one that is named, or, in a file without that column, the last."""
    if "replaces" not in row.columns:
        return next((r.number for r in reversed(line.revisions) if r.stands), None)
    named = row.whole("replaces", 1, ROWS_OF_A_PLAN)
    if named is not None and all(r.number != named for r in line.revisions):
        raise InvalidInput("replaces", "no_such_number")
    return named


def _check_overlaps(line: PlannedLine, flaws: Flaws) -> None:
    standing = sorted((r for r in line.revisions if r.stands), key=lambda r: r.valid_from)
    for one, next_one in pairwise(standing):
        if one.valid_to is None or next_one.valid_from < one.valid_to:
            flaws.add(
                PRESCRIPTIONS.file, next_one.row, InvalidInput("valid_from", "overlaps_row", row=one.row)
            )
