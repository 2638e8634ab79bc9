"""Erase a child's record: what two administrators asked for and did, and the only statements that delete history."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from db.engine import BUSY_SECONDS
from db.guards import ERASES
from db.queries.adherence import hold_tallies
from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import (
    METADATA,
    AccessLog,
    Account,
    Child,
    Erasure,
    OneTimeLink,
    Prescription,
    Relationship,
    SignInSession,
)
from db.types import AccessibleChildId
from db.vocabulary import Access, Role

account = table_of(Account)
child = table_of(Child)
log = table_of(AccessLog)
erasure = table_of(Erasure)
one_time_link = table_of(OneTimeLink)
prescription = table_of(Prescription)
relationship = table_of(Relationship)
session = table_of(SignInSession)

# Those that point at others come first.
ERASED = (
    "week_tally",
    "concern_answer",
    "concern_read",
    "concern",
    "decision",
    "appointment",
    "watch_date",
    "measure",
    "pain_setting",
    "note",
    "completion",
    "day_mark",
    "visit_record",
    "visit",
    "visit_series",
    "school_page_tick",
    "school_page",
    "school_day",
    "school_plan",
    "school_closure",
    "school_timetable",
    "accommodation",
    "milestone_event",
    "milestone_target",
    "milestone",
    "proposal",
    "draft",
    "criterion_finding",
    "discharge_criterion",
    "episode_phase",
    "plan_pause",
    "prescription",
    "line",
    "episode",
    "consent",
    "relationship",
    "child_time_zone",
    "child_body_area",
)
# What is left of the child's own row are its ids and the moments of its making, closing and erasing.
EMPTY: Mapping[str, object] = {
    "chosen_name": "",
    "birth_month": None,
    "amps_type": None,
    "other_conditions": "",
    "precautions": "",
    "supporting_medication": "",
    "school": "",
    "school_class": "",
}

_ALL_ASKED = (
    sa.select(
        erasure.c.id,
        erasure.c.child_id,
        child.c.chosen_name.label("child"),
        erasure.c.asked_at,
        erasure.c.asked_by_id,
        account.c.name.label("asked_by"),
    )
    .join(account, account.c.id == erasure.c.asked_by_id)
    .join(child, child.c.id == erasure.c.child_id)
    .where(
        erasure.c.clinic_id == given("clinic_id", erasure.c.clinic_id),
        erasure.c.done_at.is_(None),
        erasure.c.withdrawn_at.is_(None),
    )
    .order_by(erasure.c.id)
)
_ASKED = _ALL_ASKED.where(erasure.c.child_id == given("child_id", erasure.c.child_id))
# The log grows, so it is asked of no earlier days than matter.
_ADMINISTRATORS = (
    sa.select(
        account.c.id,
        account.c.created_at,
        sa.select(sa.func.max(one_time_link.c.used_at))
        .where(one_time_link.c.account_id == account.c.id)
        .scalar_subquery()
        .label("link_used_at"),
        sa.select(sa.func.max(log.c.at))
        .where(
            log.c.clinic_id == account.c.clinic_id,
            log.c.at >= given("earliest", log.c.at),
            log.c.access == Access.CHANGE,
            log.c.what == "change_role",
            log.c.subject == sa.literal("account ") + sa.cast(account.c.id, sa.String()),
        )
        .scalar_subquery()
        .label("role_changed_at"),
    )
    .where(
        account.c.clinic_id == given("clinic_id", account.c.clinic_id),
        account.c.role == Role.ADMINISTRATOR,
        account.c.disabled_at.is_(None),
        account.c.password_hash != sa.bindparam("no_password"),
    )
    .order_by(account.c.id)
)
_LINKED = sa.exists().where(
    relationship.c.account_id == account.c.id,
    relationship.c.child_id == given("child_id", relationship.c.child_id),
)
_LINKED_ELSEWHERE = sa.exists().where(
    relationship.c.account_id == account.c.id,
    relationship.c.child_id != given("child_id", relationship.c.child_id),
)
_FAMILY = sa.select(account.c.id).where(account.c.role == Role.FAMILY, _LINKED).order_by(account.c.id)
# Also whose links have ended: the only reason to keep a name of the family is another child of theirs.
_FAMILY_OF_NO_OTHER = _FAMILY.where(~_LINKED_ELSEWHERE)


def all_asked(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give (id, child_id, child, asked_at, asked_by_id, asked_by) of a clinic's open requests, the eldest first."""
    return list(connection.execute(_ALL_ASKED, {"clinic_id": clinic_id}))


def asked(connection: sa.Connection, clinic_id: int, child_id: int) -> AnyRow | None:
    """Give the same of the open request to erase one record; None if there is none."""
    return connection.execute(_ASKED, {"clinic_id": clinic_id, "child_id": child_id}).first()


def administrators(
    connection: sa.Connection, clinic_id: int, *, earliest: datetime, no_password: str
) -> list[AnyRow]:
    """Give (id, created_at, link_used_at, role_changed_at) of a clinic's administrators who can sign in.

    The last moment in which a one-time link of theirs was used, or None; and that of a change of their role, None
    where it was before `earliest`.
    """
    values = {"clinic_id": clinic_id, "earliest": earliest, "no_password": no_password}
    return list(connection.execute(_ADMINISTRATORS, values))


def withdraw(connection: sa.Connection, erasure_id: int, by_id: int, now: datetime) -> None:
    """Take a request back."""
    statement = sa.update(erasure).where(erasure.c.id == erasure_id)
    connection.execute(statement.values(withdrawn_at=now, withdrawn_by_id=by_id))


def do(connection: sa.Connection, erasure_id: int, by_id: int, now: datetime) -> None:
    """Write that a request was fulfilled; raises `Refused` for whoever asked for it."""
    change_rows(
        connection,
        sa.update(erasure).where(erasure.c.id == erasure_id).values(done_at=now, done_by_id=by_id),
    )


def erase(connection: sa.Connection, child_id: int, now: datetime) -> None:
    """Delete every row of a child and empty its own, in the caller's transaction. The caller holds its row locked."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    # Whoever was let in before the record was closed has written by now, and sees that there is nothing to count.
    hold_tallies(connection, [AccessibleChildId(child_id)])
    locked = sa.select(prescription.c.id).where(prescription.c.child_id == child_id).with_for_update()
    connection.execute(locked).all()
    for name in ERASED:
        table = METADATA.tables[name]
        of_child = sa.delete(table).where(table.c.child_id == sa.bindparam("erased", type_=sa.Integer()))
        connection.execute(of_child.execution_options(**{ERASES: True}), {"erased": child_id})
    connection.execute(sa.update(child).where(child.c.id == child_id).values(**EMPTY, erased_at=now))


def family(connection: sa.Connection, child_id: int) -> list[int]:
    """Give the family's accounts that have, or had, a link to a child: also the child's own."""
    return list(connection.execute(_FAMILY, {"child_id": child_id}).scalars())


def family_of_no_other(connection: sa.Connection, child_id: int) -> list[int]:
    """Give those of them that have, and had, no other child. The caller holds the accounts, or it may change."""
    return list(connection.execute(_FAMILY_OF_NO_OTHER, {"child_id": child_id}).scalars())


def make_nameless(connection: sa.Connection, account_id: int, now: datetime, *, no_password: str) -> None:
    """Take from an account its names and its password, and from its sessions the devices. The caller ends those."""
    values = {
        "name": "",
        # No sign-in name that somebody chose begins with a blank, so this one is free.
        "sign_in_name": f" erased-{account_id}",
        "password_hash": no_password,
        "disabled_at": sa.func.coalesce(account.c.disabled_at, now),
    }
    connection.execute(sa.update(account).where(account.c.id == account_id).values(values))
    connection.execute(sa.update(session).where(session.c.account_id == account_id).values(device=""))


def clear_traces(engine: sa.Engine) -> bool:
    """Rewrite a SQLite file without what was deleted from it; True on PostgreSQL, which does that by itself.

    False where somebody else read or wrote for too long, or the disk is full: then traces may be left. Deleted rows
    are zeros already, but pages that were split before may hold copies of them, and the log of writes does.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone() or (True,)
    except sqlite3.OperationalError:
        return False
    else:
        return not busy
    finally:
        raw.close()
