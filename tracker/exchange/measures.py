"""Rows of a copy that say what was measured, asked and answered, and decided at appointments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from db.queries import export_days, export_measures
from db.queries.base import AnyRow
from tracker.exchange.reader import Reader, Row
from tracker.measures.pain import pain_sight_of
from tracker.record.notes import readable


@dataclass(frozen=True)
class Concerns:
    """The concerns that the reader of a copy may read, each with its number there by its id."""

    rows: Sequence[AnyRow]
    numbers: Mapping[int, int]

    @classmethod
    def of(cls, reader: Reader) -> "Concerns":
        """Leave out what is somebody else's to read, and what somebody else took back."""
        found = _standing(reader, _rows(reader, "concerns"))
        mine = [row for row in found if readable(reader.work, reader.child, row)]
        return cls(mine, {row.id: number for number, row in enumerate(mine, 1)})


def builders(reader: Reader) -> Mapping[str, Callable[[], Sequence[Row]]]:
    """Give, by the names of the tables, what makes the rows of each."""
    concerns = Concerns.of(reader)
    return {
        "measures": lambda: _measures(reader),
        "watch_dates": lambda: [_watch_date(reader, row) for row in _rows(reader, "watch_dates")],
        "concerns": lambda: [_concern(reader, concerns, row) for row in concerns.rows],
        "concern_reads": lambda: [
            {
                "concern_no": concerns.numbers[row.concern_id],
                **reader.done("read", row.read_at, row.read_by_id, row),
            }
            for row in _about(reader, concerns, "concern_reads")
        ],
        "concern_answers": lambda: [
            _answer(reader, concerns.numbers[row.concern_id], row)
            for row in _standing(reader, _about(reader, concerns, "concern_answers"))
        ],
        "appointments": lambda: [
            {
                "day": row.on_day,
                "people": row.people,
                **reader.written(row.written_at, row.written_by_id, row),
            }
            for row in _standing(reader, _rows(reader, "appointments"))
        ],
        "decisions": lambda: _decisions(reader),
    }


def _rows(reader: Reader, what: str) -> Sequence[AnyRow]:
    return export_measures.rows(reader.work.connection, reader.child, what)


def _standing(reader: Reader, rows: Sequence[AnyRow]) -> list[AnyRow]:
    """Give what stands, and what the reader took back; what somebody else did is nobody's to read any more."""
    me = reader.work.account_id
    return [row for row in rows if row.withdrawn_at is None or row.written_by_id == me]


def _about(reader: Reader, concerns: Concerns, what: str) -> list[AnyRow]:
    """Give the rows about concerns that are readable."""
    return [row for row in _rows(reader, what) if row.concern_id in concerns.numbers]


def _measures(reader: Reader) -> list[Row]:
    sight = pain_sight_of(reader.work, reader.child)
    rows = export_measures.measure_rows(reader.work.connection, reader.child, sight)
    numbers = {row.id: number for number, row in enumerate(rows, 1)}
    return [
        {
            "measure_no": numbers[row.id],
            "instrument": row.instrument,
            "reporter": row.reporter,
            "side": row.side,
            "day": row.on_day,
            "value": row.value,
            "in_place_of": numbers.get(row.replaces_id),
            "correction": row.correction,
            **reader.entered(row, row.on_day),
            **reader.withdrawn(row),
        }
        for row in rows
    ]


def _watch_date(reader: Reader, row: AnyRow) -> Row:
    return {
        "first_day": row.from_day,
        "last_day": row.to_day,
        "about": row.about,
        "agreed_with": row.agreed_with,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def _concern(reader: Reader, concerns: Concerns, row: AnyRow) -> Row:
    return {
        "concern_no": concerns.numbers[row.id],
        "kind": row.kind,
        "topic": row.topic,
        "text": row.text,
        "readers": row.readers,
        **reader.written(row.written_at, row.written_by_id, row),
    }


def _answer(reader: Reader, number: int, row: AnyRow) -> Row:
    return {
        "concern_no": number,
        "text": row.text,
        "in_person": "yes" if row.in_person else "",
        **reader.written(row.written_at, row.written_by_id, row),
    }


def _decisions(reader: Reader) -> list[Row]:
    steps = export_days.rows(reader.work.connection, reader.child, "milestones")
    numbers = {step.id: number for number, step in enumerate(steps, 1)}
    return [
        {
            "day": row.on_day,
            "text": row.text,
            "milestone_no": numbers.get(row.milestone_id),
            **reader.written(row.written_at, row.written_by_id, row),
        }
        for row in _standing(reader, _rows(reader, "decisions"))
    ]
