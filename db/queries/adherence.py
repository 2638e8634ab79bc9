"""The one aggregate behind every adherence figure."""

from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, day_number, table_of
from db.queries.plans import COUNTS
from db.tables import Completion, DayMark, PlanPause, Prescription
from db.types import AccessibleChildId
from db.vocabulary import CompletionState

completion = table_of(Completion)
prescription = table_of(Prescription)
mark = table_of(DayMark)
pause = table_of(PlanPause)

PAST, TODAY, MARKED = 0, 1, 2


def _credit() -> sa.ColumnElement[float | None]:
    """1 for done, the part of the total for partly, 0 for not done, NULL for excused."""
    state, amount, total = completion.c.state, completion.c.amount, prescription.c.total
    return sa.case(
        (state == CompletionState.DONE, 1.0),
        (state == CompletionState.NOT_DONE, 0.0),
        (state == CompletionState.EXCUSED, sa.null()),
        # An open dose and a timed task have no total.
        (sa.or_(amount.is_(None), total.is_(None)), 0.5),
        (amount >= total, 1.0),
        else_=amount / total,
    )


def _query() -> sa.Select[tuple[int, int, int, float | None, int]]:
    c, p = completion.c, prescription.c
    number = day_number(c.performed_on)
    episode_start = sa.bindparam("episode_start", type_=sa.Date())
    week = (number - day_number(episode_start)) // 7 + 1
    marked = sa.exists().where(
        mark.c.child_id == c.child_id, mark.c.day == c.performed_on, mark.c.withdrawn_at.is_(None)
    )
    paused = sa.exists().where(
        pause.c.episode_id == p.episode_id,
        pause.c.withdrawn_at.is_(None),
        c.performed_on.between(pause.c.from_day, pause.c.to_day),
    )
    kind_of_day = sa.case(
        (marked, MARKED), (c.performed_on == sa.bindparam("today", type_=sa.Date()), TODAY), else_=PAST
    )
    groups = (
        c.prescription_id,
        week.label("week"),
        kind_of_day.label("kind_of_day"),
        _credit().label("credit"),
    )
    return (
        sa.select(*groups, sa.func.count().label("entries"))
        .join(prescription, p.id == c.prescription_id)
        .where(
            c.child_id == sa.bindparam("child_id"),
            c.withdrawn_at.is_(None),
            c.performed_on >= sa.bindparam("from_day", type_=sa.Date()),
            c.performed_on < sa.bindparam("before_day", type_=sa.Date()),
            p.episode_id == sa.bindparam("episode_id"),
            COUNTS,
            c.performed_on >= p.valid_from,
            sa.or_(p.valid_to.is_(None), c.performed_on < p.valid_to),
            c.slot <= p.times_per_day,
            sa.or_(p.weekdays.is_(None), p.weekdays.bitwise_rshift(number % 7).bitwise_and(1) == 1),
            sa.not_(paused),
        )
        # By name: written out again, each expression would be computed twice, its subqueries included.
        .group_by(c.prescription_id, "week", "kind_of_day", "credit")
    )


_QUERY = _query()


def credit_histogram(
    connection: sa.Connection,
    child_id: AccessibleChildId,
    *,
    episode_id: int,
    episode_start: date,
    from_day: date,
    before_day: date,
    today: date,
) -> list[AnyRow]:
    """Count the entries that hit an occurrence of an episode, on days from `from_day` to before `before_day`.

    Gives (prescription_id, treatment week, kind of day, credit, entries) rows; credit is NULL for *excused*.
    Entries off schedule, on paused days, outside their prescription or for days after `today` are left out;
    the caller sets `before_day` accordingly. The kind of day is `MARKED` (ill or away), else `TODAY` or `PAST`.
    """
    return list(
        connection.execute(
            _QUERY,
            {
                "child_id": child_id,
                "episode_id": episode_id,
                "episode_start": episode_start,
                "from_day": from_day,
                "before_day": before_day,
                "today": today,
            },
        )
    )
