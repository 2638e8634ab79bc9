"""Episodes, prescriptions and pauses."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, table_of
from db.tables import Completion, Episode, Line, PlanPause, Prescription
from db.types import AccessibleChildId

episode = table_of(Episode)
line = table_of(Line)
prescription = table_of(Prescription)
pause = table_of(PlanPause)
completion = table_of(Completion)

# Rows that count: a withdrawn revision is outside every rule, one entered in error outside every figure.
NOT_WITHDRAWN = prescription.c.withdrawn_at.is_(None)
COUNTS = sa.and_(NOT_WITHDRAWN, prescription.c.entered_in_error_at.is_(None))


def episodes(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give (id, number, starts_on, ends_on) of a child's episodes, earliest first."""
    columns = (episode.c.id, episode.c.number, episode.c.starts_on, episode.c.ends_on)
    query = sa.select(*columns).where(episode.c.child_id == child_id)
    return list(connection.execute(query.order_by(episode.c.starts_on)))


def end_episode(connection: sa.Connection, episode_id: int, values: Mapping[str, object]) -> None:
    """Write an episode's end."""
    connection.execute(sa.update(episode).where(episode.c.id == episode_id).values(**values))


def counted_prescriptions(
    connection: sa.Connection, child_id: AccessibleChildId, episode_id: int
) -> list[AnyRow]:
    """Give what the figures need of an episode's prescriptions, without withdrawn or erroneous ones."""
    p = prescription.c
    query = sa.select(
        p.id, p.line_id, p.valid_from, p.valid_to, p.weekdays, p.times_per_day, p.times_per_week
    ).where(p.child_id == child_id, p.episode_id == episode_id, COUNTS)
    return list(connection.execute(query.order_by(p.id)))


def in_force(
    connection: sa.Connection, child_id: AccessibleChildId, episode_id: int, first: date, last: date
) -> list[AnyRow]:
    """Give all that a screen shows of the prescriptions in force between two days, in a steady order."""
    p = prescription.c
    query = (
        sa.select(
            p.id,
            p.line_id,
            p.valid_from,
            p.valid_to,
            p.weekdays,
            p.times_per_day,
            p.times_per_week,
            p.part_of_day,
            p.dose_kind,
            p.total,
            p.sets,
            p.reps,
            p.hold_seconds,
            p.instructions,
            line.c.exercise,
        )
        .join(line, line.c.id == p.line_id)
        .where(
            p.child_id == child_id,
            p.episode_id == episode_id,
            COUNTS,
            p.valid_from <= last,
            sa.or_(p.valid_to.is_(None), p.valid_to > first),
        )
    )
    return list(connection.execute(query.order_by(line.c.id, p.valid_from)))


def prescription_of(
    connection: sa.Connection, child_id: AccessibleChildId, prescription_id: int, *, lock: bool = False
) -> AnyRow | None:
    """Give a prescription of this child with its episode's days; None if it is not this child's.

    With `lock` the row stays as it is until the transaction ends, so that an entry and a revision of the same
    day cannot pass each other (SQLite has but one writer anyway).
    """
    query = (
        sa.select(prescription, episode.c.starts_on, episode.c.ends_on)
        .join(episode, episode.c.id == prescription.c.episode_id)
        .where(prescription.c.id == prescription_id, prescription.c.child_id == child_id)
    )
    return connection.execute(query.with_for_update(of=prescription) if lock else query).first()


def revisions_of_line(connection: sa.Connection, child_id: AccessibleChildId, line_id: int) -> list[AnyRow]:
    """Give a line's revisions that are not withdrawn, earliest first."""
    query = sa.select(prescription).where(
        prescription.c.line_id == line_id, prescription.c.child_id == child_id, NOT_WITHDRAWN
    )
    return list(connection.execute(query.order_by(prescription.c.valid_from)))


def has_live_entries(
    connection: sa.Connection, child_id: AccessibleChildId, line_id: int, *, from_day: date
) -> bool:
    """Say whether anything of a line is entered for a day or later."""
    query = (
        sa.select(completion.c.id)
        .join(prescription, prescription.c.id == completion.c.prescription_id)
        .where(
            completion.c.child_id == child_id,
            prescription.c.line_id == line_id,
            completion.c.performed_on >= from_day,
            completion.c.withdrawn_at.is_(None),
        )
    )
    return connection.execute(query.limit(1)).first() is not None


def change_prescription(
    connection: sa.Connection, prescription_id: int, values: Mapping[str, object]
) -> None:
    """Change what may change of a prescription; the guard refuses the rest."""
    connection.execute(sa.update(prescription).where(prescription.c.id == prescription_id).values(**values))


def pauses(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give (id, from_day, to_day) of an episode's pauses."""
    query = sa.select(pause.c.id, pause.c.from_day, pause.c.to_day).where(
        pause.c.child_id == child_id, pause.c.episode_id == episode_id, pause.c.withdrawn_at.is_(None)
    )
    return list(connection.execute(query.order_by(pause.c.from_day)))


def change_pause(connection: sa.Connection, pause_id: int, values: Mapping[str, object]) -> None:
    """Shorten or withdraw a pause."""
    connection.execute(sa.update(pause).where(pause.c.id == pause_id).values(**values))


def withdrawn(now: datetime, account_id: int | None) -> Mapping[str, object]:
    """Give the values that withdraw a row."""
    return {"withdrawn_at": now, "withdrawn_by_id": account_id}
