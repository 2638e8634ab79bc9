"""Look through all the files of an import before anything is stored."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from tracker.errors import FilesRefused, Flaw, InvalidInput
from tracker.exchange.files.entries_in import Entries
from tracker.exchange.files.episodes_in import record_with_episodes
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground
from tracker.exchange.files.lines_in import read_lines
from tracker.exchange.files.milestones_in import read_milestones
from tracker.exchange.files.planned import PlannedRecord
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.rest_in import read_rest
from tracker.exchange.files.school_in import read_school
from tracker.exchange.files.tables import COMPLETIONS, DAYS, KINDS, NOTES
from tracker.exchange.files.visits_in import read_visits

# Told how many rows of the long files are done.
OnProgress = Callable[[int], object]
ROWS_A_STEP = 2000


@dataclass(frozen=True)
class Examined:
    """Files without a flaw: the plan in them, what they were read on, and how many rows each has."""

    folder: Folder
    ground: Ground
    record: PlannedRecord
    rows: Mapping[str, int]

    @property
    def long_rows(self) -> int:
        """Give how many rows the long files have together, which is what takes its time."""
        return self.rows[COMPLETIONS.file] + self.rows[NOTES.file]

    def entries(self, flaws: Flaws) -> Entries:
        """Read what was logged once more."""
        return Entries(self.folder, self.ground, self.record, flaws)


def examine(folder: Folder, ground: Ground, on_progress: OnProgress | None = None) -> Examined:
    """Read all of it, and keep nothing of the long files; raises `FilesRefused`."""
    flaws = Flaws()
    record = record_with_episodes(folder, ground, flaws)
    read_lines(folder, ground, record, flaws)
    read_rest(folder, ground, record, flaws)
    read_visits(folder, ground, record, flaws)
    read_milestones(folder, ground, record, flaws)
    read_school(folder, ground, record, flaws)
    entries = Entries(folder, ground, record, flaws)
    rows = {kind.file: 0 for kind in KINDS}
    if not flaws.first:
        rows[COMPLETIONS.file] = _count(entries.completions(), on_progress)
        rows[NOTES.file] = _count(entries.notes(), on_progress)
        rows[DAYS.file] = _count(entries.marks(), None)
    flaws.refuse()
    for kind in KINDS:
        if kind not in {COMPLETIONS, NOTES, DAYS}:
            rows[kind.file] = sum(1 for _ in rows_of(folder, kind, flaws))
    if not any(rows.values()):
        raise FilesRefused([Flaw("", 0, InvalidInput("file", "no_rows"))])
    return Examined(folder, ground, record, rows)


def first_rows(folder: Folder, most: int) -> dict[str, list[Mapping[str, str]]]:
    """Give the first rows of each file as they stand there, to be looked at; what cannot be read is left out."""
    found = {}
    for kind in KINDS:
        if kind.file in folder.files:
            found[kind.file] = [row.cells for row in islice(rows_of(folder, kind, Flaws()), most)]
    return found


def _count(found: Iterator[object], on_progress: OnProgress | None) -> int:
    number = 0
    for number, _ in enumerate(found, 1):
        if on_progress and number % ROWS_A_STEP == 0:
            on_progress(number)
    return number
