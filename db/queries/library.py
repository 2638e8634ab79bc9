"""A clinic's exercises, version by version, and their pictures. Every question names the clinic."""

from collections.abc import Mapping

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Child, Exercise, ExercisePicture, ExerciseVersion
from db.types import AccessibleChildId

account = table_of(Account)
child = table_of(Child)
exercise = table_of(Exercise)
version = table_of(ExerciseVersion)
picture = table_of(ExercisePicture)

_WRITER, _APPROVER = (account.alias(name) for name in ("writer", "approver"))
_OF_CLINIC = version.c.clinic_id == given("clinic_id", version.c.clinic_id)
_VERSIONS = (
    sa.select(
        version,
        exercise.c.retired_at,
        _WRITER.c.name.label("writer"),
        _APPROVER.c.name.label("approver"),
    )
    .join(exercise, exercise.c.id == version.c.exercise_id)
    .outerjoin(_WRITER, _WRITER.c.id == version.c.written_by_id)
    .outerjoin(_APPROVER, _APPROVER.c.id == version.c.approved_by_id)
    .where(_OF_CLINIC)
)
_HEADS = (
    sa.select(
        version.c.exercise_id,
        sa.func.max(version.c.number).label("latest"),
        sa.func.max(sa.case((version.c.approved_at.is_not(None), version.c.number))).label("approved"),
    )
    .where(_OF_CLINIC)
    .group_by(version.c.exercise_id)
    .subquery()
)
_LATEST_AND_APPROVED = (
    _VERSIONS.add_columns(_HEADS.c.latest, _HEADS.c.approved)
    .join(_HEADS, _HEADS.c.exercise_id == version.c.exercise_id)
    .where(version.c.number.in_((_HEADS.c.latest, _HEADS.c.approved)))
    .order_by(version.c.exercise_id, version.c.number)
)
_OF_EXERCISE = _VERSIONS.where(version.c.exercise_id == given("exercise_id", version.c.exercise_id)).order_by(
    version.c.number.desc()
)
_VERSION = _VERSIONS.where(version.c.id == given("version_id", version.c.id))
_GIVEN_VERSION = version.alias("given_version")
_NEWEST_APPROVED = (
    sa.select(version.c.id)
    .join(_GIVEN_VERSION, _GIVEN_VERSION.c.exercise_id == version.c.exercise_id)
    .join(exercise, exercise.c.id == version.c.exercise_id)
    .where(
        _OF_CLINIC,
        _GIVEN_VERSION.c.id == given("version_id", version.c.id),
        version.c.number > _GIVEN_VERSION.c.number,
        version.c.approved_at.is_not(None),
        exercise.c.retired_at.is_(None),
    )
    .order_by(version.c.number.desc())
    .limit(1)
)
_OF_CHILD = (
    sa.select(version)
    .join(child, child.c.clinic_id == version.c.clinic_id)
    .where(
        child.c.id == given("child_id", child.c.id),
        version.c.id == given("version_id", version.c.id),
    )
)
_PICTURE = sa.select(picture.c.content, picture.c.width, picture.c.height).where(
    picture.c.clinic_id == given("clinic_id", picture.c.clinic_id),
    picture.c.id == given("picture_id", picture.c.id),
)


def latest_and_approved(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give of each exercise its latest version and its newest approved one, which may be the same.

    `latest` and `approved` are their numbers, `approved` None where none is.
    """
    return list(connection.execute(_LATEST_AND_APPROVED, {"clinic_id": clinic_id}))


def versions_of(connection: sa.Connection, clinic_id: int, exercise_id: int) -> list[AnyRow]:
    """Give an exercise's versions, the latest first; none if it is not this clinic's."""
    values = {"clinic_id": clinic_id, "exercise_id": exercise_id}
    return list(connection.execute(_OF_EXERCISE, values))


def version_of(connection: sa.Connection, clinic_id: int, version_id: int) -> AnyRow | None:
    """Give one version with when its exercise was retired; None if it is not this clinic's."""
    return connection.execute(_VERSION, {"clinic_id": clinic_id, "version_id": version_id}).first()


def version_of_child(
    connection: sa.Connection, child_id: AccessibleChildId, version_id: int
) -> AnyRow | None:
    """Give one version of the library of a child's clinic; None if it is not that clinic's."""
    return connection.execute(_OF_CHILD, {"child_id": child_id, "version_id": version_id}).first()


def newest_approved(connection: sa.Connection, clinic_id: int, version_id: int) -> int | None:
    """Give the newest approved version after this one of its exercise; None if there is none or it is retired."""
    values = {"clinic_id": clinic_id, "version_id": version_id}
    found = connection.execute(_NEWEST_APPROVED, values).scalar()
    return None if found is None else int(found)


def approve(connection: sa.Connection, version_id: int, values: Mapping[str, object]) -> None:
    """Write by whom and when a version was approved."""
    change_rows(connection, sa.update(version).where(version.c.id == version_id).values(**values))


def change_exercise(connection: sa.Connection, exercise_id: int, values: Mapping[str, object]) -> None:
    """Retire an exercise or bring it back."""
    change_rows(connection, sa.update(exercise).where(exercise.c.id == exercise_id).values(**values))


def picture_of(connection: sa.Connection, clinic_id: int, picture_id: int) -> AnyRow | None:
    """Give (content, width, height) of a picture; None if it is not this clinic's."""
    return connection.execute(_PICTURE, {"clinic_id": clinic_id, "picture_id": picture_id}).first()
