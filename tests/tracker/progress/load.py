"""Put an oracle's case into the real tables, and read one out of them."""

import dataclasses
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from db.queries.base import AnyRow, insert_row, table_of
from db.tables import Completion, DayMark, Episode, Line, PlanPause, Prescription
from db.vocabulary import Better, Category, CompletionState, DoseKind, Mark, Reporter, Setting, TaskUnit
from tests.oracle.case import Case, Entry, Pause
from tests.oracle.case import Mark as MarkGiven
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


def read_case(connection: sa.Connection, episode: int) -> Case:
    """Give what the tables hold of an episode as an oracle's case."""

    def rows(table: type[SQLModel], **where: object) -> list[AnyRow]:
        found = table_of(table)
        query = sa.select(found).where(*(found.c[name] == value for name, value in where.items()))
        return list(connection.execute(query.order_by(found.c.id)))

    [itself] = rows(Episode, id=episode)
    prescriptions = rows(Prescription, episode_id=episode)
    ids = {row.id for row in prescriptions}
    return Case(
        itself.starts_on,
        itself.ends_on,
        tuple(_given(row) for row in prescriptions),
        tuple(
            Entry(
                row.prescription_id,
                row.performed_on,
                row.slot,
                str(row.state),
                row.amount,
                live=row.withdrawn_at is None,
            )
            for row in rows(Completion, child_id=itself.child_id)
            if row.prescription_id in ids
        ),
        tuple(
            Pause(row.from_day, row.to_day)
            for row in rows(PlanPause, episode_id=episode)
            if row.withdrawn_at is None
        ),
        tuple(
            MarkGiven(row.day, str(row.mark))
            for row in rows(DayMark, child_id=itself.child_id)
            if row.withdrawn_at is None
        ),
    )


def _given(row: AnyRow) -> Given:
    weekdays = None if row.weekdays is None else frozenset(n for n in range(7) if row.weekdays >> n & 1)
    return Given(
        row.id,
        row.line_id,
        row.valid_from,
        row.valid_to,
        weekdays,
        row.times_per_day,
        row.times_per_week,
        row.total,
        timed=row.dose_kind == DoseKind.TIMED_TASK,
        withdrawn=row.withdrawn_at is not None,
        entered_in_error=row.entered_in_error_at is not None,
    )
