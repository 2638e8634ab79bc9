"""A clinic's templates, and the exercises in them. Every question names the clinic."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Exercise, ExerciseVersion, Template, TemplateItem

account = table_of(Account)
exercise = table_of(Exercise)
item = table_of(TemplateItem)
template = table_of(Template)
version = table_of(ExerciseVersion)

_TEMPLATES = (
    sa.select(template, account.c.name.label("saved_by"))
    .outerjoin(account, account.c.id == template.c.saved_by_id)
    .where(
        template.c.clinic_id == given("clinic_id", template.c.clinic_id),
        template.c.retired_at.is_(None),
    )
    .order_by(template.c.name, template.c.id)
)
_NEWEST_APPROVED = (
    sa.select(version.c.exercise_id, sa.func.max(version.c.number).label("number"))
    .where(version.c.clinic_id == given("clinic_id", version.c.clinic_id), version.c.approved_at.is_not(None))
    .group_by(version.c.exercise_id)
    .subquery()
)
_LATEST = (
    sa.select(version.c.exercise_id, sa.func.max(version.c.number).label("number"))
    .where(version.c.clinic_id == given("clinic_id", version.c.clinic_id))
    .group_by(version.c.exercise_id)
    .subquery()
)
_APPROVED, _NAMED = version.alias("approved_version"), version.alias("named_version")
_ITEMS = (
    sa.select(
        item,
        exercise.c.retired_at,
        _APPROVED.c.id.label("version_id"),
        sa.func.coalesce(_APPROVED.c.name, _NAMED.c.name).label("exercise"),
    )
    .join(template, template.c.id == item.c.template_id)
    .join(exercise, exercise.c.id == item.c.exercise_id)
    .join(_LATEST, _LATEST.c.exercise_id == item.c.exercise_id)
    .join(
        _NAMED,
        sa.and_(_NAMED.c.exercise_id == _LATEST.c.exercise_id, _NAMED.c.number == _LATEST.c.number),
    )
    .outerjoin(_NEWEST_APPROVED, _NEWEST_APPROVED.c.exercise_id == item.c.exercise_id)
    .outerjoin(
        _APPROVED,
        sa.and_(
            _APPROVED.c.exercise_id == _NEWEST_APPROVED.c.exercise_id,
            _APPROVED.c.number == _NEWEST_APPROVED.c.number,
        ),
    )
    .where(
        item.c.clinic_id == given("clinic_id", item.c.clinic_id),
        template.c.retired_at.is_(None),
    )
    .order_by(item.c.template_id, item.c.position)
)


def templates(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give a clinic's templates in use, by name, each with who saved it."""
    return list(connection.execute(_TEMPLATES, {"clinic_id": clinic_id}))


def items(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give the items of all templates in use, by template and position.

    `exercise` is the name now, `version_id` the newest approved version, None where none is; `retired_at` says
    whether it is out of use.
    """
    return list(connection.execute(_ITEMS, {"clinic_id": clinic_id}))


def exercises_of(connection: sa.Connection, clinic_id: int, version_ids: Iterable[int]) -> Mapping[int, int]:
    """Give the exercise of each of some versions of a clinic's library."""
    query = sa.select(version.c.id, version.c.exercise_id).where(
        version.c.clinic_id == clinic_id, version.c.id.in_(list(version_ids))
    )
    return {row.id: row.exercise_id for row in connection.execute(query)}


def change_template(
    connection: sa.Connection, clinic_id: int, template_id: int, values: Mapping[str, object]
) -> bool:
    """Change a template of a clinic; False if it is not this clinic's, or is out of use."""
    found = sa.and_(
        template.c.id == template_id, template.c.clinic_id == clinic_id, template.c.retired_at.is_(None)
    )
    return change_rows(connection, sa.update(template).where(found).values(**values)) == 1
