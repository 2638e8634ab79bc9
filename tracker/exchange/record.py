"""A copy of a child's record for its family: all that this reader may read of it, and nothing else.

It holds no running numbers of the database, since a gap in them would say that there is something in between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.queries import children, export
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.consent.answers import readable_answers
from tracker.exchange import entries, measures, plan, school, visits
from tracker.exchange.columns import KINDS
from tracker.exchange.kind import Kind
from tracker.exchange.reader import Reader, Row
from tracker.progress.adherence import as_json, weekly_adherence
from tracker.record.notes import readable


@dataclass(frozen=True)
class Table:
    """The rows of one kind, each with the kind's columns in their order."""

    kind: Kind
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class RecordCopy:
    """A copy, made on a day where the child lives, for the reader whose name it bears."""

    child_id: int
    child_name: str
    made_on: date
    made_for: str
    tables: tuple[Table, ...]


def copy_of(work: Work, child_id: int) -> RecordCopy:
    """Make a copy of a child's record for the actor, and log the look; raises as `work.child` does."""
    child = work.child(child_id, Action.EXPORT, screen="export")
    return RecordCopy(
        child_id,
        children.chosen_name(work.connection, child),
        work.today_of(child),
        work.actor.name,
        tuple(_table(kind, found) for kind, found in zip(KINDS, _all_rows(work, child), strict=True)),
    )


def _table(kind: Kind, rows: Sequence[Row]) -> Table:
    columns = list(kind.columns)
    assert all(set(row) == set(columns) for row in rows), f"a row of {kind.name} has other columns"
    return Table(kind, tuple({column: row[column] for column in columns} for row in rows))


def _all_rows(work: Work, child: AccessibleChildId) -> Sequence[Sequence[Row]]:
    """Give the rows of every kind, in the order of `KINDS`."""
    reader = Reader(work, child)
    made = plan.Numbers.of(_rows(work, child, "episodes"), _rows(work, child, "prescriptions"))
    notes = _rows(work, child, "notes")
    criteria = _rows(work, child, "criteria")
    may_read = {row.id for row in notes if readable(work, child, row)}
    answers = {row.id for row in readable_answers(work, child)}
    builders: Mapping[str, Callable[[], Sequence[Row]]] = {
        "child": lambda: [_child(reader)],
        "time_zones": lambda: [
            {"first_day": row.valid_from, "time_zone": row.time_zone}
            for row in _rows(work, child, "time_zones")
        ],
        "episodes": lambda: [plan.episode(reader, row) for row in _rows(work, child, "episodes")],
        "phases": lambda: [plan.phase(reader, made, row) for row in _rows(work, child, "phases")],
        "criteria": lambda: plan.criteria(reader, made, criteria),
        "findings": lambda: plan.findings(reader, criteria, _rows(work, child, "findings")),
        "pauses": lambda: [plan.pause(reader, made, row) for row in _rows(work, child, "pauses")],
        "prescriptions": lambda: [plan.prescription(reader, made, row) for row in made.prescriptions],
        "completions": lambda: [
            entries.completion(reader, made, row) for row in _rows(work, child, "completions")
        ],
        "day_marks": lambda: [entries.day_mark(reader, row) for row in _rows(work, child, "day_marks")],
        "notes": lambda: [
            entries.note(reader, made, row)
            for row in notes
            # What somebody took back is nobody else's to read any more.
            if row.id in may_read and (row.withdrawn_at is None or row.written_by_id == work.account_id)
        ],
        "links": lambda: entries.links(reader, _rows(work, child, "links")),
        "consents": lambda: [
            entries.consent(reader, row) for row in _rows(work, child, "consents") if row.id in answers
        ],
        "weekly_figures": lambda: _weekly_figures(work, child, made),
        "access_log": lambda: entries.access_log(reader),
        **_visits(reader),
        **school.builders(reader),
        **measures.builders(reader),
    }
    return [builders[kind.name]() for kind in KINDS]


def _visits(reader: Reader) -> Mapping[str, Callable[[], Sequence[Row]]]:
    found = visits.Visits.of(reader)
    return {
        "visit_series": found.series_rows,
        "visits": found.rows,
        "visit_marks": found.mark_rows,
        "weekly_visits": found.figures,
    }


def _rows(work: Work, child: AccessibleChildId, what: str) -> Sequence[AnyRow]:
    return export.rows(work.connection, child, what)


def _child(reader: Reader) -> Row:
    work, child = reader.work, reader.child
    [row] = _rows(work, child, "child")
    return {
        "chosen_name": row.chosen_name,
        "birth_month": "" if row.birth_month is None else f"{row.birth_month:%Y-%m}",
        "amps_type": row.amps_type,
        "body_areas": tuple(found.body_area for found in _rows(work, child, "body_areas")),
        "other_conditions": row.other_conditions,
        "precautions": row.precautions,
        "supporting_medication": row.supporting_medication,
        "school": row.school,
        "school_class": row.school_class,
        "begun_on": reader.day(row.created_at),
        "closed_on": reader.day(row.closed_at),
    }


def _weekly_figures(work: Work, child: AccessibleChildId, made: plan.Numbers) -> list[Row]:
    return [
        {"episode": number, **plan.week(as_json(week), week.first, week.last)}
        for number in made.standing
        for week in weekly_adherence(work, child, episode_number=number, screen="")
    ]
