"""Store what was logged, as it is read from its file once more: thousands of rows at once, and few in memory."""

from collections.abc import Mapping

from db.queries import children, files
from db.types import AccessibleChildId
from tracker.access.passwords import NO_PASSWORD
from tracker.access.work import Work
from tracker.exchange.files.entries_in import EntryIn
from tracker.exchange.files.examining import ROWS_A_STEP, Examined, OnProgress
from tracker.exchange.files.reading import Flaws
from tracker.exchange.files.stored_plan import StoredPlan

Place = tuple[int, int, int]


class _Storing:
    """Entries on their way into a record."""

    def __init__(
        self, work: Work, child: AccessibleChildId, plan: StoredPlan, on_progress: OnProgress | None
    ) -> None:
        self._work = work
        self._child = child
        self._plan = plan
        self._on_progress = on_progress
        self._done = 0
        self._completions: list[dict[str, object]] = []
        self._notes: list[dict[str, object]] = []
        self._writers: dict[int, int] = {}
        # Only of what was taken back: something else may stand in its place.
        self._ids: dict[Place, list[int]] = {}
        self._waiting: list[tuple[int, Place]] = []

    def add(self, entry: EntryIn) -> None:
        place = (entry.revision.place, entry.day.toordinal(), entry.slot)
        if entry.answer is not None:
            if entry.replaces is not None and entry.replaces > len(self._ids.get(place, ())):
                self.flush()
            if entry.withdrawn_at is not None:
                self._waiting.append((len(self._completions), place))
            self._completions.append(self._completion(entry, place))
        if entry.note is not None:
            self._notes.append(self._note(entry))
        self._done += 1
        if self._done % ROWS_A_STEP == 0:
            self.flush()

    def flush(self) -> None:
        connection, waiting = self._work.connection, self._waiting
        if self._completions:
            ids = files.insert_completions(connection, self._completions, with_ids=bool(waiting))
            for index, place in waiting:
                self._ids.setdefault(place, []).append(ids[index])
        files.insert_notes(connection, self._notes)
        self._completions, self._notes, self._waiting = [], [], []
        if self._on_progress:
            self._on_progress(self._done)

    def _completion(self, entry: EntryIn, place: Place) -> dict[str, object]:
        answer = entry.answer
        assert answer is not None
        replaced = None if entry.replaces is None else self._ids[place][entry.replaces - 1]
        return {
            **self._occurrence(entry),
            "state": answer.state,
            "amount": answer.amount,
            "barrier": answer.barrier,
            "result": answer.result,
            "reporter": entry.reporter,
            "late_reason": entry.late_reason,
            "replaces_id": replaced,
            "recorded_at": entry.recorded_at,
            "withdrawn_at": entry.withdrawn_at,
        }

    def _note(self, entry: EntryIn) -> dict[str, object]:
        note = entry.note
        assert note is not None
        return {
            **self._occurrence(entry),
            "text": note.text,
            "readers": note.readers,
            "household": note.household,
            "written_at": note.written_at,
            "written_by_id": self._writer(note.writer),
        }

    def _occurrence(self, entry: EntryIn) -> Mapping[str, object]:
        return {
            "child_id": self._child,
            "prescription_id": self._plan.revisions[entry.revision.place],
            "performed_on": entry.day,
            "slot": entry.slot,
        }

    def _writer(self, number: int) -> int:
        if number not in self._writers:
            clinic = children.clinic_of(self._work.connection, self._child)
            assert clinic is not None, "a child that was opened is in a clinic"
            self._writers[number] = files.nameless_writer(
                self._work.connection, clinic, number, self._work.now, no_password=NO_PASSWORD
            )
        return self._writers[number]


def store_entries(
    work: Work,
    child: AccessibleChildId,
    examined: Examined,
    plan: StoredPlan,
    on_progress: OnProgress | None,
) -> None:
    """Store completions, notes and marked days.

    Raises `FilesRefused` where a file has changed since it was examined, and `db.queries.base.Refused`.
    """
    flaws = Flaws()
    entries, storing = examined.entries(flaws), _Storing(work, child, plan, on_progress)
    for entry in entries.completions():
        storing.add(entry)
    storing.flush()
    for entry in entries.notes():
        storing.add(entry)
    storing.flush()
    marks = [{"child_id": child, **mark._asdict()} for mark in entries.marks()]
    files.insert_marks(work.connection, marks)
    flaws.refuse()
