"""The rows that a child's files are written from: few in memory at a time, and in one order."""

from collections.abc import Iterator

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import (
    Completion,
    CriterionFinding,
    DayMark,
    DischargeCriterion,
    Episode,
    EpisodePhase,
    Line,
    Note,
    PlanPause,
    Prescription,
)
from db.types import AccessibleChildId

ROWS_AT_ONCE = 1000
completion = table_of(Completion)
criterion = table_of(DischargeCriterion)
episode = table_of(Episode)
finding = table_of(CriterionFinding)
line = table_of(Line)
mark = table_of(DayMark)
note = table_of(Note)
pause = table_of(PlanPause)
phase = table_of(EpisodePhase)
prescription = table_of(Prescription)


def _of_child(table: sa.Table, *order: str) -> sa.Select[tuple[object, ...]]:
    query = sa.select(table).where(table.c.child_id == given("child_id", table.c.child_id))
    return query.order_by(*(table.c[name] for name in order))


def _of_episodes(table: sa.Table, *order: str) -> sa.Select[tuple[object, ...]]:
    """Ask for rows by the number of their episode."""
    query = _of_child(table).join(episode, episode.c.id == table.c.episode_id)
    return query.order_by(episode.c.number, *(table.c[name] for name in order))


# Numbers in the files count the rows in this order, so an import that keeps it gives the same ones.
_PRESCRIPTIONS = (
    _of_child(prescription, "line_id", "id")
    .add_columns(line.c.exercise, line.c.category)
    .join(line, line.c.id == prescription.c.line_id)
)


def _completions() -> sa.Select[tuple[object, ...]]:
    """Ask for all entries, each live one with the first live note beside its occurrence."""
    c, other = completion.c, note.alias("other")
    first_note = (
        sa.select(sa.func.min(other.c.id))
        .where(*_beside(other, completion), other.c.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    query = _of_child(completion).add_columns(
        note.c.text,
        note.c.readers,
        note.c.household,
        note.c.written_at,
    )
    return (
        query.join(prescription, prescription.c.id == c.prescription_id)
        .outerjoin(note, sa.and_(c.withdrawn_at.is_(None), note.c.id == first_note))
        .order_by(c.performed_on, prescription.c.line_id, c.prescription_id, c.slot, c.id)
    )


def _lone_notes() -> sa.Select[tuple[object, ...]]:
    """Ask for the live notes that no entry carries."""
    other = note.alias("other")
    answered = sa.exists().where(*_beside(completion, note), completion.c.withdrawn_at.is_(None))
    is_first = ~sa.exists().where(
        *_beside(other, note), other.c.withdrawn_at.is_(None), other.c.id < note.c.id
    )
    return (
        _of_child(note)
        .where(note.c.withdrawn_at.is_(None), ~sa.and_(answered, is_first))
        .join(prescription, prescription.c.id == note.c.prescription_id)
        .order_by(note.c.performed_on, prescription.c.line_id, note.c.prescription_id, note.c.slot, note.c.id)
    )


def _beside(one: sa.FromClause, other: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    """Say that two rows are of the same occurrence."""
    return [one.c[name] == other.c[name] for name in ("prescription_id", "performed_on", "slot")]


_STATEMENTS = {
    "episodes": _of_child(episode, "number"),
    "prescriptions": _PRESCRIPTIONS,
    "completions": _completions(),
    "notes": _lone_notes(),
    "pauses": _of_episodes(pause, "from_day", "id"),
    "days": _of_child(mark, "day", "id"),
    "phases": _of_episodes(phase, "starts_on", "id"),
    "criteria": _of_episodes(criterion, "id"),
    "findings": _of_child(finding, "criterion_id", "id"),
}


def rows(connection: sa.Connection, child_id: AccessibleChildId, what: str) -> Iterator[AnyRow]:
    """Give the rows of one kind, such as "completions", withdrawn ones among them but for notes."""
    options = {"yield_per": ROWS_AT_ONCE}
    yield from connection.execute(_STATEMENTS[what], {"child_id": child_id}, execution_options=options)
