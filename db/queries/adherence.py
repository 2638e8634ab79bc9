"""What adherence figures are made of: the one aggregate of entries, the calendar's rows, and tallies of past weeks.

Each statement takes any number of children and episodes, so a caseload costs as many statements as one child.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, day_number, given, given_any, table_of
from db.queries.plans import COUNTS
from db.tables import Child, Completion, DayMark, Episode, PlanPause, Prescription, WeekTally
from db.types import AccessibleChildId
from db.vocabulary import CompletionState

child = table_of(Child)
completion = table_of(Completion)
prescription = table_of(Prescription)
mark = table_of(DayMark)
pause = table_of(PlanPause)
episode = table_of(Episode)
tally = table_of(WeekTally)

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


def _histogram() -> sa.Select[tuple[int, int, int, float | None, int]]:
    c, p, e = completion.c, prescription.c, episode.c
    number = day_number(c.performed_on)
    week = (number - day_number(e.starts_on)) // 7 + 1
    marked = sa.exists().where(
        mark.c.child_id == c.child_id, mark.c.day == c.performed_on, mark.c.withdrawn_at.is_(None)
    )
    paused = sa.exists().where(
        pause.c.episode_id == e.id,
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
        .select_from(episode)
        .join(completion, c.child_id == e.child_id)
        .join(prescription, sa.and_(p.id == c.prescription_id, p.episode_id == e.id))
        .where(
            e.id.in_(given_any("episodes", e.id)),
            e.child_id.in_(given_any("children", e.child_id)),
            c.withdrawn_at.is_(None),
            c.performed_on >= sa.bindparam("from_day", type_=sa.Date()),
            c.performed_on <= sa.bindparam("today", type_=sa.Date()),
            c.performed_on >= e.starts_on,
            sa.or_(e.ends_on.is_(None), c.performed_on < e.ends_on),
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


_HISTOGRAM = _histogram()
_PRESCRIPTIONS = (
    sa.select(
        prescription.c.id,
        prescription.c.child_id,
        prescription.c.valid_from,
        prescription.c.valid_to,
        prescription.c.weekdays,
        prescription.c.times_per_day,
        prescription.c.times_per_week,
    )
    .where(
        prescription.c.child_id.in_(given_any("children", prescription.c.child_id)),
        prescription.c.episode_id.in_(given_any("episodes", prescription.c.episode_id)),
        COUNTS,
        sa.or_(
            prescription.c.valid_to.is_(None),
            prescription.c.valid_to > given("from_day", prescription.c.valid_from),
        ),
    )
    .order_by(prescription.c.id)
)
_PAUSES = sa.select(pause.c.child_id, pause.c.from_day, pause.c.to_day).where(
    pause.c.child_id.in_(given_any("children", pause.c.child_id)),
    pause.c.episode_id.in_(given_any("episodes", pause.c.episode_id)),
    pause.c.withdrawn_at.is_(None),
    pause.c.to_day >= given("from_day", pause.c.to_day),
)
_MARKS = sa.select(mark.c.child_id, mark.c.day).where(
    mark.c.child_id.in_(given_any("children", mark.c.child_id)),
    mark.c.day >= given("from_day", mark.c.day),
    mark.c.withdrawn_at.is_(None),
)
_COUNTS = (tally.c.due, tally.c.settled, tally.c.excused, tally.c.without_entry, tally.c.credit, tally.c.full)
_OF_EPISODES = (
    tally.c.child_id.in_(given_any("children", tally.c.child_id)),
    tally.c.episode_id.in_(given_any("episodes", tally.c.episode_id)),
)
_KEPT = sa.select(tally.c.prescription_id, tally.c.week, *_COUNTS).where(
    *_OF_EPISODES,
    tally.c.next_day > given("from_day", tally.c.next_day),
    tally.c.next_day <= given("today", tally.c.next_day),
)
_KEPT_WEEKS = (
    # In the order of the table's key: grouped by the child as well, SQLite would sort what is sorted already.
    sa.select(sa.func.min(tally.c.child_id), tally.c.week, *(sa.func.sum(count) for count in _COUNTS))
    .where(*_OF_EPISODES, tally.c.next_day > given("from_day", tally.c.next_day))
    .group_by(tally.c.episode_id, tally.c.week)
)
_KEPT_UNTIL = (
    sa.select(sa.func.min(tally.c.child_id), sa.func.max(tally.c.next_day))
    .where(*_OF_EPISODES)
    .group_by(tally.c.episode_id)
)

# In one order for everybody, or two who keep tallies of the same children could wait for each other.
_IN_ORDER = (
    sa.select(child.c.id)
    .where(child.c.id.in_(given_any("children", child.c.id)))
    .order_by(child.c.id)
    .subquery()
)
_HOLD = sa.select(sa.func.pg_advisory_xact_lock(sa.cast(-_IN_ORDER.c.id, sa.BigInteger)))

# A child and the episode of it that is meant.
Episodes = Mapping[AccessibleChildId, int]


def credit_histogram(
    connection: sa.Connection, episodes: Episodes, *, from_day: date, today: date
) -> list[AnyRow]:
    """Count the entries that hit an occurrence of one of these episodes, on days from `from_day` to `today`.

    Gives (prescription_id, treatment week, kind of day, credit, entries) rows; credit is NULL for *excused*.
    Entries off schedule, on paused days, outside their prescription or their episode are left out. The kind of day
    is `MARKED` (ill or away), else `TODAY` or `PAST`.
    """
    return _rows(connection, _HISTOGRAM, episodes, from_day=from_day, today=today)


def prescriptions(connection: sa.Connection, episodes: Episodes, from_day: date) -> list[AnyRow]:
    """Give what the figures need of the prescriptions in force on a day or later; none that counts nowhere."""
    return _rows(connection, _PRESCRIPTIONS, episodes, from_day=from_day)


def pauses(connection: sa.Connection, episodes: Episodes, from_day: date) -> list[AnyRow]:
    """Give (child, from_day, to_day) of the pauses that reach a day or later."""
    return _rows(connection, _PAUSES, episodes, from_day=from_day)


def marks(connection: sa.Connection, episodes: Episodes, from_day: date) -> list[AnyRow]:
    """Give (child, day) of the days marked ill or away, from a day on."""
    return list(connection.execute(_MARKS, {"children": list(episodes), "from_day": from_day}))


def kept(connection: sa.Connection, episodes: Episodes, *, from_day: date, today: date) -> list[AnyRow]:
    """Give the kept tallies of weeks that end after `from_day` and are over on `today`, by prescription and week."""
    return _rows(connection, _KEPT, episodes, from_day=from_day, today=today)


def kept_weeks(connection: sa.Connection, episodes: Episodes, *, from_day: date) -> list[AnyRow]:
    """Give the kept tallies of weeks that end after a day, summed by child and week."""
    return _rows(connection, _KEPT_WEEKS, episodes, from_day=from_day)


def kept_until(connection: sa.Connection, episodes: Episodes) -> dict[int, date]:
    """Give by child the first day that is in no kept week; a child of whom nothing is kept is left out."""
    return {row[0]: row[1] for row in _rows(connection, _KEPT_UNTIL, episodes)}


def keep(connection: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep the tallies of weeks that are over. The caller has called `hold_tallies` before counting them."""
    if rows:
        connection.execute(sa.insert(tally), rows)


def hold_tallies(connection: sa.Connection, children: Iterable[AccessibleChildId]) -> None:
    """Let nobody change what these children's tallies are counted from (on SQLite a writer is alone anyway)."""
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"children": list(children)})


def _rows(
    connection: sa.Connection, statement: sa.Select[tuple[object, ...]], episodes: Episodes, **days: date
) -> list[AnyRow]:
    values = {"children": list(episodes), "episodes": list(episodes.values()), **days}
    return list(connection.execute(statement, values))
