"""Put an oracle's case into the real tables."""

import dataclasses
from datetime import UTC, datetime

import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import Completion, DayMark, Episode, Line, PlanPause, Prescription
from db.vocabulary import Better, Category, CompletionState, DoseKind, Mark, Reporter, Setting, TaskUnit
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
    day = {"child_id": child, "withdrawn_at": None}
    pauses = [
        {**day, "episode_id": episode, "from_day": p.first, "to_day": p.last, "reason": "", "created_at": NOW}
        for p in case.pauses
    ]
    marks = [
        {**day, "day": m.day, "mark": Mark(m.mark), "late_reason": "", "recorded_at": NOW} for m in case.marks
    ]
    entries = [_entry(child, ids[entry.prescription], entry) for entry in case.entries]
    for table, rows in ((PlanPause, pauses), (DayMark, marks), (Completion, entries)):
        if rows:
            connection.execute(sa.insert(table_of(table)), rows)
    return episode


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
        dose_kind=kind,
        task_unit=TaskUnit.SECONDS if given.timed else None,
        task_better=Better.LOWER if given.timed else None,
        total=None if given.timed else given.total,
        created_at=NOW,
        withdrawn_at=NOW if given.withdrawn else None,
        entered_in_error_at=NOW if given.entered_in_error else None,
    )


def _entry(child: int, prescription: int, entry: Entry) -> dict[str, object]:
    # Plain values: building a table's object takes longer than storing it, and there are many.
    return {
        "child_id": child,
        "prescription_id": prescription,
        "performed_on": entry.performed_on,
        "slot": entry.slot,
        "state": CompletionState(entry.state),
        "amount": entry.amount,
        "late_reason": "",
        "reporter": Reporter.PARENT,
        "recorded_at": NOW,
        "withdrawn_at": None if entry.live else NOW,
    }
