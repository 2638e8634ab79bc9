"""A clinic's settings, who changed them, and its closed days."""

from collections.abc import Mapping

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Account, Clinic, ClosedDay, SettingChange

account = table_of(Account)
clinic = table_of(Clinic)
closed_day = table_of(ClosedDay)
change = table_of(SettingChange)

_CLINIC = sa.select(clinic).where(clinic.c.id == given("clinic_id", clinic.c.id))
_CLINIC_LOCKED = _CLINIC.with_for_update(key_share=True)
_CHANGES = (
    sa.select(
        change.c.id, change.c.changed_at, account.c.name, change.c.setting, change.c.before, change.c.after
    )
    .outerjoin(account, account.c.id == change.c.changed_by_id)
    .where(change.c.clinic_id == given("clinic_id", change.c.clinic_id))
    .order_by(change.c.id.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_CLOSED_DAYS = (
    sa.select(closed_day.c.id, closed_day.c.day, closed_day.c.name)
    .where(
        closed_day.c.clinic_id == given("clinic_id", closed_day.c.clinic_id),
        closed_day.c.withdrawn_at.is_(None),
    )
    .order_by(closed_day.c.day)
)


def settings_of(connection: sa.Connection, clinic_id: int, *, lock: bool = False) -> AnyRow:
    """Give a clinic's row, which with `lock` stays as it is until the transaction ends."""
    return connection.execute(_CLINIC_LOCKED if lock else _CLINIC, {"clinic_id": clinic_id}).one()


def change_settings(connection: sa.Connection, clinic_id: int, values: Mapping[str, object]) -> None:
    """Write settings."""
    connection.execute(sa.update(clinic).where(clinic.c.id == clinic_id).values(**values))


def changes(connection: sa.Connection, clinic_id: int, most: int) -> list[AnyRow]:
    """Give the latest changes with the name of who made them, the newest first."""
    return list(connection.execute(_CHANGES, {"clinic_id": clinic_id, "most": most}))


def closed_days(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give (id, day, name) of a clinic's closed days, the earliest first."""
    return list(connection.execute(_CLOSED_DAYS, {"clinic_id": clinic_id}))


def withdraw_closed_day(connection: sa.Connection, closed_day_id: int, values: Mapping[str, object]) -> None:
    """Take a closed day away; its row stays."""
    connection.execute(sa.update(closed_day).where(closed_day.c.id == closed_day_id).values(**values))
