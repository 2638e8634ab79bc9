"""Put an oracle's case into the real tables."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from db.queries.base import insert_row, table_of
from db.tables import Completion, DayMark, Episode, Line, PlanPause, Prescription
from db.vocabulary import Category, CompletionState, DoseKind, Mark, PartOfDay, Reporter, Setting
from tests.oracle.case import Case, Entry
from tests.oracle.case import Prescription as Given

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def storable(case: Case) -> Case:
    """Leave out what the tables refuse: slots below 1, and a second slot of a weekly count."""
    weekly = {p.id for p in case.prescriptions if p.times_per_week is not None}
    entries = tuple(e for e in case.entries if e.slot >= 1 and not (e.prescription in weekly and e.slot > 1))
    return dataclasses.replace(case, entries=entries)


def load(connection: sa.Connection, child: int, case: Case, number: int = 1) -> int:
    """Store a case as an episode of a child and give the episode's id."""
    episode = insert_row(
        connection,
        Episode(
            child_id=child,
            number=number,
            starts_on=case.start,
            ends_on=case.end,
            setting=Setting.HOME,
            created_at=NOW,
        ),
    )
    ids = _prescriptions(connection, child, episode, case)
    pauses = [
        PlanPause(child_id=child, episode_id=episode, from_day=p.first, to_day=p.last, created_at=NOW)
        for p in case.pauses
    ]
    marks = [DayMark(child_id=child, day=m.day, mark=Mark(m.mark), recorded_at=NOW) for m in case.marks]
    entries = [_entry(child, ids[entry.prescription], entry) for entry in case.entries]
    for rows in (pauses, marks, entries):
        insert_all(connection, rows)
    return episode


def insert_all(connection: sa.Connection, rows: Sequence[SQLModel]) -> None:
    """Insert many rows of one table at once."""
    if rows:
        connection.execute(sa.insert(table_of(type(rows[0]))), [row.model_dump(exclude={"id"}) for row in rows])


def _prescriptions(connection: sa.Connection, child: int, episode: int, case: Case) -> dict[int, int]:
    lines: dict[int, int] = {}
    ids: dict[int, int] = {}
    for given in case.prescriptions:
        if given.line not in lines:
            lines[given.line] = insert_row(
                connection,
                Line(
                    child_id=child,
                    episode_id=episode,
                    exercise=f"Exercise {given.line}",
                    category=Category.STRENGTH,
                ),
            )
        ids[given.id] = insert_row(connection, _prescription(child, episode, lines[given.line], given))
    return ids


def _prescription(child: int, episode: int, line: int, given: Given) -> Prescription:
    kind = DoseKind.TIMED_TASK if given.timed else DoseKind.OPEN if given.total is None else DoseKind.MINUTES
    weekdays = None if given.weekdays is None else sum(1 << day for day in given.weekdays)
    return Prescription(
        child_id=child,
        episode_id=episode,
        line_id=line,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        weekdays=weekdays,
        times_per_day=given.times_per_day,
        times_per_week=given.times_per_week,
        part_of_day=PartOfDay.ANY,
        dose_kind=kind,
        total=None if given.timed else given.total,
        created_at=NOW,
        withdrawn_at=NOW if given.withdrawn else None,
        entered_in_error_at=NOW if given.entered_in_error else None,
    )


def _entry(child: int, prescription: int, entry: Entry) -> Completion:
    return Completion(
        child_id=child,
        prescription_id=prescription,
        performed_on=entry.performed_on,
        slot=entry.slot,
        state=CompletionState(entry.state),
        amount=entry.amount,
        reporter=Reporter.PARENT,
        recorded_at=NOW,
        withdrawn_at=None if entry.live else NOW,
    )
