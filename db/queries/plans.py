"""Episodes, prescriptions and pauses."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Completion, Episode, ExerciseVersion, Line, PlanPause, Prescription
from db.tables.terms import TermsColumns
from db.types import AccessibleChildId

episode = table_of(Episode)
line = table_of(Line)
prescription = table_of(Prescription)
pause = table_of(PlanPause)
completion = table_of(Completion)
account = table_of(Account)
version = table_of(ExerciseVersion)

# Rows that count: a withdrawn revision is outside every rule, one entered in error outside every figure.
NOT_WITHDRAWN = prescription.c.withdrawn_at.is_(None)
COUNTS = sa.and_(NOT_WITHDRAWN, prescription.c.entered_in_error_at.is_(None))


_EPISODES = (
    sa.select(episode.c.id, episode.c.number, episode.c.starts_on, episode.c.ends_on)
    .where(
        episode.c.child_id == given("child_id", episode.c.child_id),
        episode.c.withdrawn_at.is_(None),
    )
    .order_by(episode.c.starts_on)
)
_EPISODES_IN_FULL = _EPISODES.add_columns(
    episode.c.setting, episode.c.expected_weeks, episode.c.end_reason, episode.c.end_note
)
_HIGHEST_NUMBER = sa.select(sa.func.max(episode.c.number)).where(
    episode.c.child_id == given("child_id", episode.c.child_id)
)
_OF_EPISODE = (
    prescription.c.child_id == given("child_id", prescription.c.child_id),
    prescription.c.episode_id == given("episode_id", prescription.c.episode_id),
    COUNTS,
)
# What a revision says, with its exercise: for a statement that joins `line`.
SAID = (
    prescription.c.id,
    prescription.c.line_id,
    prescription.c.exercise_version_id,
    prescription.c.valid_from,
    prescription.c.valid_to,
    *(prescription.c[name] for name in TermsColumns.model_fields),
    line.c.exercise,
)
_IN_FORCE = (
    sa.select(*SAID)
    .join(line, line.c.id == prescription.c.line_id)
    .where(
        *_OF_EPISODE,
        prescription.c.valid_from <= given("last", prescription.c.valid_from),
        sa.or_(
            prescription.c.valid_to.is_(None),
            prescription.c.valid_to > given("first", prescription.c.valid_from),
        ),
    )
    .order_by(line.c.id, prescription.c.valid_from)
)
_WRITER, _WITHDRAWER, _CORRECTOR = (account.alias(name) for name in ("writer", "withdrawer", "corrector"))
_EVERY_REVISION = (
    sa.select(
        prescription,
        line.c.exercise,
        line.c.category,
        version.c.about,
        version.c.steps,
        version.c.video,
        version.c.picture_id,
        _WRITER.c.name.label("writer"),
        _WITHDRAWER.c.name.label("withdrawer"),
        _CORRECTOR.c.name.label("corrector"),
    )
    .join(line, line.c.id == prescription.c.line_id)
    .outerjoin(version, version.c.id == prescription.c.exercise_version_id)
    .outerjoin(_WRITER, _WRITER.c.id == prescription.c.created_by_id)
    .outerjoin(_WITHDRAWER, _WITHDRAWER.c.id == prescription.c.withdrawn_by_id)
    .outerjoin(_CORRECTOR, _CORRECTOR.c.id == prescription.c.entered_in_error_by_id)
    .where(
        prescription.c.child_id == given("child_id", prescription.c.child_id),
        prescription.c.episode_id == given("episode_id", prescription.c.episode_id),
    )
    .order_by(prescription.c.line_id, prescription.c.valid_from, prescription.c.id)
)
_OF_LINE = (
    sa.select(prescription)
    .where(
        prescription.c.line_id == given("line_id", prescription.c.line_id),
        prescription.c.child_id == given("child_id", prescription.c.child_id),
        NOT_WITHDRAWN,
    )
    .order_by(prescription.c.valid_from)
)
_LIVE_ENTRY = (
    sa.select(completion.c.id)
    .join(prescription, prescription.c.id == completion.c.prescription_id)
    .where(
        completion.c.child_id == given("child_id", completion.c.child_id),
        prescription.c.line_id == given("line_id", prescription.c.line_id),
        completion.c.performed_on >= given("from_day", completion.c.performed_on),
        completion.c.withdrawn_at.is_(None),
    )
    .limit(1)
)
_ENTERED_LINES = (
    sa.select(prescription.c.line_id)
    .join(completion, completion.c.prescription_id == prescription.c.id)
    .where(
        prescription.c.child_id == given("child_id", prescription.c.child_id),
        prescription.c.episode_id == given("episode_id", prescription.c.episode_id),
        completion.c.child_id == given("child_id", completion.c.child_id),
        completion.c.performed_on >= given("from_day", completion.c.performed_on),
        completion.c.withdrawn_at.is_(None),
    )
    .distinct()
)
_PRESCRIPTION = (
    sa.select(prescription, episode.c.starts_on, episode.c.ends_on)
    .join(episode, episode.c.id == prescription.c.episode_id)
    .where(
        prescription.c.id == given("prescription_id", prescription.c.id),
        prescription.c.child_id == given("child_id", prescription.c.child_id),
    )
)
# Against one another, not against rows that point at it: who keeps tallies would wait for a tick, and that for him.
_PRESCRIPTION_LOCKED = _PRESCRIPTION.with_for_update(of=(prescription, episode), key_share=True)
_PAUSES = (
    sa.select(pause.c.id, pause.c.from_day, pause.c.to_day)
    .where(
        pause.c.child_id == given("child_id", pause.c.child_id),
        pause.c.episode_id == given("episode_id", pause.c.episode_id),
        pause.c.withdrawn_at.is_(None),
    )
    .order_by(pause.c.from_day)
)
_PAUSES_IN_FULL = _PAUSES.add_columns(pause.c.reason, _WRITER.c.name.label("writer")).join_from(
    pause, _WRITER, _WRITER.c.id == pause.c.created_by_id, isouter=True
)


def episodes(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give (id, number, starts_on, ends_on) of a child's episodes that are not withdrawn, earliest first."""
    return list(connection.execute(_EPISODES, {"child_id": child_id}))


def episodes_in_full(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give what a screen shows of a child's episodes that are not withdrawn, earliest first."""
    return list(connection.execute(_EPISODES_IN_FULL, {"child_id": child_id}))


def next_number(connection: sa.Connection, child_id: AccessibleChildId) -> int:
    """Give the number of a child's next episode; one that was withdrawn keeps its own."""
    return (connection.execute(_HIGHEST_NUMBER, {"child_id": child_id}).scalar() or 0) + 1


def hold_episode(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> None:
    """Let an episode and all that is prescribed in it stay as they are, and nobody enter anything, until the end.

    In the order in which `prescription_of` locks, or the two could wait for each other.
    """
    of_episode = prescription.c.child_id == child_id, prescription.c.episode_id == episode_id
    held = sa.select(prescription.c.id).where(*of_episode).order_by(prescription.c.id)
    connection.execute(held.with_for_update(key_share=True)).all()
    itself = sa.select(episode.c.id).where(episode.c.id == episode_id, episode.c.child_id == child_id)
    connection.execute(itself.with_for_update(key_share=True)).all()


def withdraw_episode(connection: sa.Connection, episode_id: int, values: Mapping[str, object]) -> None:
    """Withdraw an episode with every prescription in it."""
    of_episode = sa.and_(prescription.c.episode_id == episode_id, NOT_WITHDRAWN)
    connection.execute(sa.update(prescription).where(of_episode).values(**values))
    connection.execute(sa.update(episode).where(episode.c.id == episode_id).values(**values))


def end_episode(connection: sa.Connection, episode_id: int, values: Mapping[str, object]) -> None:
    """Write an episode's end; raises `Refused`."""
    change_rows(connection, sa.update(episode).where(episode.c.id == episode_id).values(**values))


def in_force(
    connection: sa.Connection, child_id: AccessibleChildId, episode_id: int, first: date, last: date
) -> list[AnyRow]:
    """Give all that a screen shows of the prescriptions in force between two days, in a steady order."""
    values = {"child_id": child_id, "episode_id": episode_id, "first": first, "last": last}
    return list(connection.execute(_IN_FORCE, values))


def prescription_of(
    connection: sa.Connection, child_id: AccessibleChildId, prescription_id: int, *, lock: bool = False
) -> AnyRow | None:
    """Give a prescription of this child with its episode's days; None if it is not this child's.

    With `lock` it and its episode stay as they are until the transaction ends, so that an entry and a revision of
    the same day cannot pass each other (SQLite has but one writer anyway).
    """
    query = _PRESCRIPTION_LOCKED if lock else _PRESCRIPTION
    return connection.execute(query, {"child_id": child_id, "prescription_id": prescription_id}).first()


def revisions_of_line(connection: sa.Connection, child_id: AccessibleChildId, line_id: int) -> list[AnyRow]:
    """Give a line's revisions that are not withdrawn, earliest first."""
    return list(connection.execute(_OF_LINE, {"child_id": child_id, "line_id": line_id}))


def every_revision(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give all revisions of an episode's lines, with who wrote, withdrew or corrected each, by line and day."""
    return list(connection.execute(_EVERY_REVISION, {"child_id": child_id, "episode_id": episode_id}))


def entered_lines(
    connection: sa.Connection, child_id: AccessibleChildId, episode_id: int, *, from_day: date
) -> frozenset[int]:
    """Give the lines of an episode of which anything is entered for a day or later."""
    values = {"child_id": child_id, "episode_id": episode_id, "from_day": from_day}
    return frozenset(connection.execute(_ENTERED_LINES, values).scalars())


def has_live_entries(
    connection: sa.Connection, child_id: AccessibleChildId, line_id: int, *, from_day: date
) -> bool:
    """Say whether anything of a line is entered for a day or later."""
    values = {"child_id": child_id, "line_id": line_id, "from_day": from_day}
    return connection.execute(_LIVE_ENTRY, values).first() is not None


def change_prescription(
    connection: sa.Connection, prescription_id: int, values: Mapping[str, object]
) -> None:
    """Change what may change of a prescription; the guard refuses the rest."""
    connection.execute(sa.update(prescription).where(prescription.c.id == prescription_id).values(**values))


def pauses(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give (id, from_day, to_day) of an episode's pauses, earliest first."""
    return list(connection.execute(_PAUSES, {"child_id": child_id, "episode_id": episode_id}))


def pauses_in_full(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give (id, from_day, to_day, reason, writer) of an episode's pauses, earliest first."""
    return list(connection.execute(_PAUSES_IN_FULL, {"child_id": child_id, "episode_id": episode_id}))


def change_pause(connection: sa.Connection, pause_id: int, values: Mapping[str, object]) -> None:
    """Shorten or withdraw a pause."""
    connection.execute(sa.update(pause).where(pause.c.id == pause_id).values(**values))


def withdrawn(now: datetime, account_id: int | None) -> Mapping[str, object]:
    """Give the values that withdraw a row."""
    return {"withdrawn_at": now, "withdrawn_by_id": account_id}
