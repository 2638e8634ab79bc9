"""The demo's rows as a case for the oracle, which shares no code with the product."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from db.queries.base import AnyRow, table_of
from db.tables import Completion, DayMark, Episode, PlanPause, Prescription
from tests.oracle.case import Case, Entry, Mark, Pause, Week
from tests.oracle.case import Prescription as Prescribed
from tests.oracle.walk import weeks
from tests.tracker.demo.conftest import Demo


def weeks_of(demo: Demo, child: int, number: int) -> list[Week]:
    """Count the weeks of a child's episode by the oracle."""
    return weeks(case_of(demo, child, number), demo.today)


def case_of(demo: Demo, child: int, number: int) -> Case:
    episode = next(row for row in _rows(demo, Episode, child) if row.number == number)
    prescribed = [row for row in _rows(demo, Prescription, child) if row.episode_id == episode.id]
    return Case(
        episode.starts_on,
        episode.ends_on,
        tuple(map(_prescribed, prescribed)),
        tuple(
            Entry(
                row.prescription_id,
                row.performed_on,
                row.slot,
                row.state.value,
                row.amount,
                live=row.withdrawn_at is None,
            )
            for row in _rows(demo, Completion, child)
        ),
        tuple(
            Pause(row.from_day, row.to_day)
            for row in _rows(demo, PlanPause, child)
            if row.episode_id == episode.id and row.withdrawn_at is None
        ),
        tuple(
            Mark(row.day, row.mark.value) for row in _rows(demo, DayMark, child) if row.withdrawn_at is None
        ),
    )


def revised_weeks(demo: Demo, child: int, number: int) -> list[int]:
    """Give the weeks in which a revision took the place of another."""
    episode = next(row for row in _rows(demo, Episode, child) if row.number == number)
    return [
        _week(episode.starts_on, row.valid_from)
        for row in _rows(demo, Prescription, child)
        if row.episode_id == episode.id and row.replaces_id is not None
    ]


def _week(start: date, day: date) -> int:
    return (day - start).days // 7 + 1


def _prescribed(row: AnyRow) -> Prescribed:
    weekdays = None if row.weekdays is None else frozenset(d for d in range(7) if row.weekdays >> d & 1)
    return Prescribed(
        row.id,
        row.line_id,
        row.valid_from,
        row.valid_to,
        weekdays,
        row.times_per_day,
        row.times_per_week,
        row.total,
        timed=row.dose_kind.value == "timed_task",
        withdrawn=row.withdrawn_at is not None,
        entered_in_error=row.entered_in_error_at is not None,
    )


def _rows(demo: Demo, model: Any, child: int) -> list[AnyRow]:
    table = table_of(model)
    with demo.engine.connect() as connection:
        query = sa.select(table).where(table.c.child_id == child)
        return list(connection.execute(query.order_by(*table.primary_key.columns)))
