"""Read what was logged, row by row: each entry with the revision that it belongs to, checked as one typed in is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from db.vocabulary import Barrier, CompletionState, Mark, Readers, Reporter
from tracker.errors import InvalidInput
from tracker.exchange.files.finder import Finder
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground, Noons
from tracker.exchange.files.planned import PlannedRecord, PlannedRevision
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.tables import COMPLETIONS, DAYS, NOTES, ROWS_OF_A_LIFE
from tracker.exchange.files.values import Row
from tracker.library.words import LONGEST_NAME
from tracker.record.completions import Answer, check_answer, check_slot
from tracker.text import LONGEST_TEXT

ONE_DAY = timedelta(days=1)
MOST_SLOTS = 24
MOST_NOTES = 9


class NoteIn(NamedTuple):
    """A note beside an occurrence; `writer` counts those who wrote one there, from 1."""

    text: str
    readers: Readers
    household: str
    written_at: datetime
    writer: int


class EntryIn(NamedTuple):
    """What was said of an occurrence. `replaces` counts those taken back there before, from 1."""

    revision: PlannedRevision
    day: date
    slot: int
    answer: Answer | None
    reporter: Reporter
    recorded_at: datetime
    late_reason: str
    withdrawn_at: datetime | None
    replaces: int | None
    note: NoteIn | None


class MarkIn(NamedTuple):
    """What was said of a whole day."""

    day: date
    mark: Mark
    recorded_at: datetime
    late_reason: str
    withdrawn_at: datetime | None


class Entries:
    """The entries of one reading of the files; a second one begins anew."""

    def __init__(self, folder: Folder, ground: Ground, record: PlannedRecord, flaws: Flaws) -> None:
        self._folder = folder
        self._ground = ground
        self._record = record
        self._flaws = flaws
        self._finder = Finder(record)
        self._noons = Noons(record.zones, ground.now)
        self._live: set[int] = set()
        self._taken_back: dict[int, int] = {}
        self._notes: dict[int, int] = {}
        self._marked: set[date] = set()

    def completions(self) -> Iterator[EntryIn]:
        """Give the completions in the order of their file, without those that have a flaw."""
        for row in rows_of(self._folder, COMPLETIONS, self._flaws):
            try:
                yield self._completion(row)
            except InvalidInput as error:
                self._flaws.add(COMPLETIONS.file, row.number, error)

    def notes(self) -> Iterator[EntryIn]:
        """Give the notes that stand in a file of their own; the completions have been read."""
        for row in rows_of(self._folder, NOTES, self._flaws):
            try:
                yield self._lone_note(row)
            except InvalidInput as error:
                self._flaws.add(NOTES.file, row.number, error)

    def marks(self) -> Iterator[MarkIn]:
        """Give the days that were marked as a whole."""
        for row in rows_of(self._folder, DAYS, self._flaws):
            try:
                yield self._mark(row)
            except InvalidInput as error:
                self._flaws.add(DAYS.file, row.number, error)

    def _completion(self, row: Row) -> EntryIn:
        now = self._ground.now
        withdrawn_at = row.moment("withdrawn_at", now)
        revision, day, slot = self._occurrence(row, is_live=withdrawn_at is None)
        answer = self._answer(row, revision)
        recorded_at = row.moment("recorded_at", now) or self._noons.of(day)
        if recorded_at.date() < day - ONE_DAY:
            # A day east of everybody is at most one day ahead of the moment's own.
            raise InvalidInput("recorded_at", "before", earliest=day)
        key = _key(revision, day, slot)
        replaces = row.whole("replaces", 1, ROWS_OF_A_LIFE)
        if replaces is not None and replaces > self._taken_back.get(key, 0):
            raise InvalidInput("replaces", "no_such_number")
        note = self._note(row, key, recorded_at, "note_readers", "note_household", "note_written_at")
        if withdrawn_at is not None:
            self._taken_back[key] = self._taken_back.get(key, 0) + 1
        elif key in self._live:
            raise InvalidInput("row", "answered_twice")
        else:
            self._live.add(key)
        return EntryIn(
            revision,
            day,
            slot,
            answer,
            row.word("reporter", Reporter) or Reporter.PARENT,
            recorded_at,
            row.text("late_reason", limit=LONGEST_TEXT),
            withdrawn_at,
            replaces,
            note,
        )

    def _lone_note(self, row: Row) -> EntryIn:
        revision, day, slot = self._occurrence(row, is_live=False)
        key, noon = _key(revision, day, slot), self._noons.of(day)
        note = self._note(row, key, noon, "readers", "household", "written_at")
        if note is None:
            raise InvalidInput("note", "empty")
        return EntryIn(revision, day, slot, None, Reporter.PARENT, noon, "", None, None, note)

    def _occurrence(self, row: Row, *, is_live: bool) -> tuple[PlannedRevision, date, int]:
        day = row.needed_day("performed_on")
        if day > self._record.today:
            raise InvalidInput("performed_on", "day_to_come")
        exercise = row.text("exercise", limit=LONGEST_NAME, required=True)
        revision = self._finder.find(row, exercise, day, is_live=is_live)
        slot = row.whole("slot", 1, MOST_SLOTS) or 1
        if is_live:
            check_slot(slot, revision.terms.schedule, day)
        return revision, day, slot

    def _answer(self, row: Row, revision: PlannedRevision) -> Answer:
        state, amount = row.needed_word("state", CompletionState), row.number_in("amount")
        if amount is not None:
            amount /= revision.divided_by
        answer = Answer(state, amount, row.word("barrier", Barrier), row.number_in("result"))
        check_answer(answer, revision.terms.dose)
        return answer

    def _note(
        self, row: Row, key: int, recorded_at: datetime, readers: str, household: str, written_at: str
    ) -> NoteIn | None:
        if not (row.cell("note") or row.cell(readers) or row.cell(household)):
            return None
        text = row.text("note", limit=LONGEST_TEXT, required=True)
        home = row.text(household, limit=LONGEST_NAME)
        read_by = row.word(readers, Readers) or Readers.TEAM_ONLY
        if read_by is Readers.TEAM_AND_HOUSEHOLD and not home:
            raise InvalidInput(household, "empty")
        writer = self._notes.get(key, 0) + 1
        if writer > MOST_NOTES:
            raise InvalidInput("note", "too_many_notes", limit=MOST_NOTES)
        at = row.moment(written_at, self._ground.now) or recorded_at
        self._notes[key] = writer
        return NoteIn(text, read_by, home, at, writer)

    def _mark(self, row: Row) -> MarkIn:
        now, day = self._ground.now, row.needed_day("day")
        if day > self._record.today:
            raise InvalidInput("day", "day_to_come")
        withdrawn_at = row.moment("withdrawn_at", now)
        if withdrawn_at is None:
            if day in self._marked:
                raise InvalidInput("day", "row_twice")
            if day in self._ground.marked or self._ground.is_taken(day):
                raise InvalidInput("day", "of_another_episode")
            self._marked.add(day)
        return MarkIn(
            day,
            row.needed_word("mark", Mark),
            row.moment("recorded_at", now) or self._noons.of(day),
            row.text("late_reason", limit=LONGEST_TEXT),
            withdrawn_at,
        )


def _key(revision: PlannedRevision, day: date, slot: int) -> int:
    """Pack an occurrence into one number: half a million of them have to fit into little memory."""
    return (revision.place << 32) + (day.toordinal() << 5) + slot
