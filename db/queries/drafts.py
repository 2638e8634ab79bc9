"""Drafts of prescriptions. They are no history yet: they are changed in place, and deleted."""

from collections.abc import Mapping

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Draft, ExerciseVersion, Line
from db.types import AccessibleChildId

account = table_of(Account)
draft = table_of(Draft)
line = table_of(Line)
version = table_of(ExerciseVersion)

_DRAFTS = (
    sa.select(
        draft,
        sa.func.coalesce(line.c.exercise, version.c.name).label("exercise"),
        account.c.name.label("changed_by"),
    )
    .outerjoin(line, line.c.id == draft.c.line_id)
    .outerjoin(version, version.c.id == draft.c.exercise_version_id)
    .outerjoin(account, account.c.id == draft.c.changed_by_id)
    .where(
        draft.c.child_id == given("child_id", draft.c.child_id),
        draft.c.episode_id == given("episode_id", draft.c.episode_id),
    )
    .order_by(draft.c.id)
)


def drafts_of(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give an episode's drafts with the exercise's name and who changed each last, in the order they were made."""
    return list(connection.execute(_DRAFTS, {"child_id": child_id, "episode_id": episode_id}))


def draft_of(connection: sa.Connection, child_id: AccessibleChildId, draft_id: int) -> AnyRow | None:
    """Give a draft of this child; None if it is not this child's, or is gone."""
    query = sa.select(draft).where(draft.c.id == draft_id, draft.c.child_id == child_id)
    return connection.execute(query).first()


def change_draft(connection: sa.Connection, draft_id: int, seen: int, values: Mapping[str, object]) -> bool:
    """Change a draft that has the version `seen`; False when somebody has changed or deleted it since."""
    unchanged = sa.and_(draft.c.id == draft_id, draft.c.version == seen)
    statement = sa.update(draft).where(unchanged).values(**values, version=seen + 1)
    return change_rows(connection, statement) == 1


def delete_drafts(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> None:
    """Delete all drafts of an episode."""
    of_episode = sa.and_(draft.c.episode_id == episode_id, draft.c.child_id == child_id)
    connection.execute(sa.delete(draft).where(of_episode))


def delete_draft(connection: sa.Connection, child_id: AccessibleChildId, draft_id: int, seen: int) -> bool:
    """Delete a draft of this child that has the version `seen`; False when it was changed or is gone."""
    unchanged = sa.and_(draft.c.id == draft_id, draft.c.child_id == child_id, draft.c.version == seen)
    statement = sa.delete(draft).where(unchanged)
    return connection.execute(statement).rowcount == 1
