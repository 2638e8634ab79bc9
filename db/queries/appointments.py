"""Appointments that were written down, their decisions, and who of a family could be in the room."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.queries.children import IN_FORCE_FOR_ANYBODY
from db.tables import Account, Appointment, Child, Decision, Milestone, Relationship
from db.types import AccessibleChildId
from db.vocabulary import RelationshipKind

account = table_of(Account)
appointment = table_of(Appointment)
child = table_of(Child)
decision = table_of(Decision)
milestone = table_of(Milestone)
relationship = table_of(Relationship)

_OF_CHILD = appointment.c.child_id == given("child_id", appointment.c.child_id)
_LIVE = appointment.c.withdrawn_at.is_(None)
_APPOINTMENTS = (
    sa.select(
        appointment.c.id,
        appointment.c.on_day,
        appointment.c.people,
        appointment.c.written_at,
        account.c.name.label("writer"),
    )
    .join(account, account.c.id == appointment.c.written_by_id)
    .where(_OF_CHILD, _LIVE)
    .order_by(appointment.c.on_day.desc())
)
_ON_DAY = _APPOINTMENTS.where(appointment.c.on_day == given("on_day", appointment.c.on_day))
_LATEST_BEFORE = sa.select(sa.func.max(appointment.c.on_day)).where(
    _OF_CHILD, _LIVE, appointment.c.on_day < given("day", appointment.c.on_day)
)
_WITHDRAW = sa.update(appointment).where(appointment.c.id == given("appointment_id", appointment.c.id), _LIVE)
_DECISIONS = (
    sa.select(
        decision.c.id,
        decision.c.on_day,
        decision.c.text,
        decision.c.milestone_id,
        decision.c.proposal_id,
        decision.c.withdrawn_at,
        milestone.c.name.label("milestone"),
        milestone.c.withdrawn_at.label("milestone_withdrawn_at"),
        account.c.name.label("writer"),
    )
    .join(account, account.c.id == decision.c.written_by_id)
    .outerjoin(milestone, milestone.c.id == decision.c.milestone_id)
    .where(decision.c.child_id == given("child_id", decision.c.child_id))
)
_LIVE_DECISIONS = _DECISIONS.where(decision.c.withdrawn_at.is_(None)).order_by(
    decision.c.on_day.desc(), decision.c.id
)
_DECISION = _DECISIONS.where(decision.c.id == given("decision_id", decision.c.id))
_WITHDRAW_DECISION = sa.update(decision).where(
    decision.c.id == given("decision_id", decision.c.id), decision.c.withdrawn_at.is_(None)
)
# Under another name: the condition asks for the account by its own.
_PERSON = account.alias("person")
_FAMILY = (
    sa.select(_PERSON.c.id, _PERSON.c.name, relationship.c.kind, relationship.c.household)
    .join(_PERSON, _PERSON.c.id == relationship.c.account_id)
    .join(child, child.c.id == relationship.c.child_id)
    .where(
        relationship.c.child_id == given("child_id", relationship.c.child_id),
        relationship.c.kind.in_([RelationshipKind.CHILD, RelationshipKind.GUARDIAN]),
        *IN_FORCE_FOR_ANYBODY,
    )
    .order_by(_PERSON.c.name, _PERSON.c.id, relationship.c.id)
)


def family_links(
    connection: sa.Connection, child_id: AccessibleChildId, months_to_majority: int | None, today: date
) -> list[AnyRow]:
    """Give (account id, name, kind, household) of the links of a child's family that are in force."""
    values = {"child_id": child_id, "months_to_majority": months_to_majority, "today": today}
    return list(connection.execute(_FAMILY, values))


def appointments(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give a child's live appointments with who wrote each down, the latest first."""
    return list(connection.execute(_APPOINTMENTS, {"child_id": child_id}))


def appointment_on(connection: sa.Connection, child_id: AccessibleChildId, on_day: date) -> AnyRow | None:
    """Give the live appointment of a day."""
    return connection.execute(_ON_DAY, {"child_id": child_id, "on_day": on_day}).first()


def latest_before(connection: sa.Connection, child_id: AccessibleChildId, day: date) -> date | None:
    """Give the day of the latest appointment before a day."""
    return connection.execute(_LATEST_BEFORE, {"child_id": child_id, "day": day}).scalar()


def withdraw(connection: sa.Connection, appointment_id: int, values: Mapping[str, object]) -> None:
    """Withdraw an appointment, so that another can stand for its day."""
    connection.execute(_WITHDRAW, {"appointment_id": appointment_id, **values})


def decisions(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give a child's live decisions with what each became, those of the latest day first."""
    return list(connection.execute(_LIVE_DECISIONS, {"child_id": child_id}))


def decision_of(connection: sa.Connection, child_id: AccessibleChildId, decision_id: int) -> AnyRow | None:
    """Give a decision, live or withdrawn; None if it is not this child's."""
    return connection.execute(_DECISION, {"child_id": child_id, "decision_id": decision_id}).first()


def change_decision(connection: sa.Connection, decision_id: int, values: Mapping[str, object]) -> None:
    """Change what may change of a decision; the guard refuses the rest."""
    connection.execute(sa.update(decision).where(decision.c.id == decision_id).values(**values))


def withdraw_decision(connection: sa.Connection, decision_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a decision."""
    connection.execute(_WITHDRAW_DECISION, {"decision_id": decision_id, **values})
