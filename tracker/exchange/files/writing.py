"""Write a child's plan and what was logged as files, row by row, as they can be brought in again."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from db.queries import children, files_out
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.exchange.archive import cell
from tracker.exchange.files import tables
from tracker.exchange.files.doses import cells_of
from tracker.exchange.files.ground import zone_on
from tracker.exchange.files.kind import Kind
from tracker.exchange.files.tables import ALWAYS, KINDS
from tracker.exchange.files.tables_of_days import KINDS_OF_DAYS
from tracker.exchange.files.values import as_moment
from tracker.exchange.files.writing_days import DaysOut
from tracker.exchange.reader import Row, Value
from tracker.office.children import EVER
from tracker.plans.about import About, about_of
from tracker.plans.terms import terms_of

OpenFile = Callable[[str], BinaryIO]


def export_files(work: Work, child_id: int, open_file: OpenFile) -> None:
    """Write a child's files by way of `open_file`, which is given each name and closed after; the look is logged.

    Notes that somebody took back are not in them, and neither are names of people; a note has its household's label.
    """
    child = work.child(child_id, Action.EXPORT_PLAN, screen="export_files")
    record = _Record(work, child)
    for kind in KINDS:
        rows = record.rows(kind)
        first = next(rows, None)
        if first is None and kind not in ALWAYS:
            continue
        with open_file(kind.file) as stream, io.TextIOWrapper(stream, "utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(kind.columns)
            if first is not None:
                writer.writerow(_cells(kind, first))
                writer.writerows(_cells(kind, row) for row in rows)


def _cells(kind: Kind, row: Row) -> list[str | int | float]:
    return [cell(row[column]) for column in kind.columns]


@dataclass(frozen=True)
class _Place:
    """Where a revision stands in the files."""

    exercise: str
    line: int
    revision: int

    def cells(self) -> Row:
        return {"exercise": self.exercise, "line": self.line, "revision": self.revision}


class _TakenBack(NamedTuple):
    """Which entries of the occurrence that is being written were taken back; its rows come one after the other."""

    occurrence: tuple[object, ...]
    ids: list[int]


class _Record:
    """One record on its way into files, with the numbers that stand there for those of the database."""

    def __init__(self, work: Work, child: AccessibleChildId) -> None:
        self._work = work
        self._child = child
        self._zones = children.zones(work.connection, child)
        self._numbers = {row.id: row.number for row in self._all("episodes")}
        self._places = dict(self._places_of(self._all("prescriptions")))
        self._taken_back = _TakenBack((), [])
        self._days = DaysOut(work, child)
        self._criteria = {row.id: number for number, row in enumerate(self._all("criteria"), 1)}

    def rows(self, kind: Kind) -> Iterator[Row]:
        """Give the rows of a file."""
        if kind in KINDS_OF_DAYS:
            return self._days.rows(kind)
        if kind is tables.TIME_ZONES:
            return self._time_zones()
        if kind is tables.CHILD:
            return self._about()
        return map(self._makers[kind.name], self._all(kind.name if kind.name != "episode" else "episodes"))

    @property
    def _makers(self) -> Mapping[str, Callable[[AnyRow], Row]]:
        return {
            "prescriptions": self._prescription,
            "completions": self._completion,
            "notes": self._note,
            "pauses": self._pause,
            "days": self._day,
            "episode": self._episode,
            "phases": self._phase,
            "criteria": self._criterion,
            "findings": self._finding,
        }

    def _all(self, what: str) -> Iterable[AnyRow]:
        return files_out.rows(self._work.connection, self._child, what)

    @staticmethod
    def _places_of(rows: Iterable[AnyRow]) -> Iterator[tuple[int, _Place]]:
        lines: dict[int, int] = {}
        revisions: dict[int, int] = {}
        for row in rows:
            line = lines.setdefault(row.line_id, len(lines) + 1)
            revisions[line] = revisions.get(line, 0) + 1
            yield row.id, _Place(row.exercise, line, revisions[line])

    def _written(self, row: AnyRow) -> Row:
        return {"created_at": as_moment(row.created_at), "withdrawn_at": as_moment(row.withdrawn_at)}

    def _prescription(self, row: AnyRow) -> Row:
        replaced = row.replaces_id and self._places[row.replaces_id].revision
        return {
            **self._places[row.id].cells(),
            **cells_of(terms_of(row)),
            "category": row.category,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "reason": row.reason,
            "episode": self._numbers[row.episode_id],
            "replaces": replaced,
            "stop_reason": row.stop_reason,
            "entered_in_error_at": as_moment(row.entered_in_error_at),
            "entered_in_error_reason": row.entered_in_error_reason,
            **self._written(row),
        }

    def _completion(self, row: AnyRow) -> Row:
        return {
            **self._places[row.prescription_id].cells(),
            "performed_on": row.performed_on,
            "slot": row.slot,
            "state": row.state,
            "amount": row.amount,
            "barrier": row.barrier,
            "recorded_at": as_moment(row.recorded_at),
            "reporter": row.reporter,
            "note": row.text,
            "result": row.result,
            "late_reason": row.late_reason,
            "note_readers": row.readers,
            "note_household": row.household,
            "note_written_at": as_moment(row.written_at),
            "withdrawn_at": as_moment(row.withdrawn_at),
            "replaces": self._replaced(row),
        }

    def _replaced(self, row: AnyRow) -> int | None:
        """Give the how manieth of those taken back at the same occurrence a row stands in place of."""
        occurrence = (row.prescription_id, row.performed_on, row.slot)
        if self._taken_back.occurrence != occurrence:
            self._taken_back = _TakenBack(occurrence, [])
        ids = self._taken_back.ids
        number = None if row.replaces_id is None else ids.index(row.replaces_id) + 1
        if row.withdrawn_at is not None:
            ids.append(row.id)
        return number

    def _note(self, row: AnyRow) -> Row:
        return {
            **self._places[row.prescription_id].cells(),
            "performed_on": row.performed_on,
            "slot": row.slot,
            "note": row.text,
            "readers": row.readers,
            "household": row.household,
            "written_at": as_moment(row.written_at),
        }

    def _pause(self, row: AnyRow) -> Row:
        days: Row = {"from": row.from_day, "to": row.to_day, "reason": row.reason}
        return {**days, "episode": self._numbers[row.episode_id], **self._written(row)}

    def _day(self, row: AnyRow) -> Row:
        return {
            "day": row.day,
            "mark": row.mark,
            "recorded_at": as_moment(row.recorded_at),
            "late_reason": row.late_reason,
            "withdrawn_at": as_moment(row.withdrawn_at),
        }

    def _episode(self, row: AnyRow) -> Row:
        return {
            "start": row.starts_on,
            "end": row.ends_on,
            "setting": row.setting,
            "time_zone": zone_on(self._zones, row.starts_on),
            "episode": row.number,
            "expected_weeks": row.expected_weeks,
            "end_reason": row.end_reason,
            "end_note": row.end_note,
            **self._written(row),
        }

    def _phase(self, row: AnyRow) -> Row:
        said: Row = {"phase": row.phase, "from": row.starts_on}
        return {**said, "episode": self._numbers[row.episode_id], **self._written(row)}

    def _criterion(self, row: AnyRow) -> Row:
        said: Row = {"kind": row.kind, "text": row.text, "criterion": self._criteria[row.id]}
        return {**said, "episode": self._numbers[row.episode_id], **self._written(row)}

    def _finding(self, row: AnyRow) -> Row:
        met = "yes" if row.is_met else "no"
        return {
            "criterion": self._criteria[row.criterion_id],
            "met": met,
            "found_at": as_moment(row.found_at),
        }

    def _time_zones(self) -> Iterator[Row]:
        """Give the zones of a child that has moved; of any other the episodes name it."""
        for place, (first, zone) in enumerate(self._zones if len(self._zones) > 1 else ()):
            # The first one reaches back before all days, whatever day it was entered for.
            yield {"first_day": first if place else EVER, "time_zone": zone}

    def _about(self) -> Iterator[Row]:
        about = about_of(self._work, self._child)
        if about != About():
            said: dict[str, Value] = dict(vars(about))
            yield {**said, "body_areas": tuple(sorted(about.body_areas))}
