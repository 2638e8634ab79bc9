"""What guardians and children answered, and who stands how to a child when that is asked."""

from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, table_of
from db.tables import Account, Child, Consent, Relationship
from db.types import AccessibleChildId
from db.vocabulary import Level, RelationshipKind

child = table_of(Child)
consent = table_of(Consent)
account = table_of(Account)
relationship = table_of(Relationship)
later = consent.alias("later")

_OF_CHILD = relationship.c.child_id == given("child_id", relationship.c.child_id)
_TODAY = given("today", relationship.c.starts_on)
_IN_FORCE = (
    relationship.c.starts_on <= _TODAY,
    sa.or_(relationship.c.ends_on.is_(None), relationship.c.ends_on > _TODAY),
    relationship.c.revoked_at.is_(None),
)
_IS_GUARDIAN = (relationship.c.kind == RelationshipKind.GUARDIAN, relationship.c.level != Level.SEE)
_GIVER_IS_GUARDIAN = (
    sa.exists()
    .where(
        relationship.c.child_id == consent.c.child_id,
        relationship.c.account_id == consent.c.given_by_id,
        *_IS_GUARDIAN,
        *_IN_FORCE,
    )
    .correlate(consent)
)
_GIVER_IS_CHILD = (
    sa.exists()
    .where(
        relationship.c.child_id == consent.c.child_id,
        relationship.c.account_id == consent.c.given_by_id,
        relationship.c.kind == RelationshipKind.CHILD,
    )
    .correlate(consent)
)
_HAS_OWN_ACCOUNT = (
    sa.exists()
    .where(relationship.c.child_id == child.c.id, relationship.c.kind == RelationshipKind.CHILD, *_IN_FORCE)
    .correlate(child)
)
_STANDING = (
    sa.select(
        child.c.birth_month,
        _HAS_OWN_ACCOUNT.label("has_own_account"),
        consent.c.id,
        consent.c.kind,
        consent.c.answer,
        consent.c.wording,
        consent.c.given_at,
        consent.c.given_by_id,
        _GIVER_IS_GUARDIAN.label("by_guardian"),
        _GIVER_IS_CHILD.label("by_child"),
    )
    .select_from(child)
    .outerjoin(
        consent,
        sa.and_(
            consent.c.child_id == child.c.id,
            ~sa.exists()
            .where(
                later.c.child_id == consent.c.child_id,
                later.c.kind == consent.c.kind,
                later.c.given_by_id == consent.c.given_by_id,
                later.c.id > consent.c.id,
            )
            .correlate(consent),
        ),
    )
    .where(child.c.id == given("child_id", child.c.id))
    .order_by(consent.c.id)
)
_ANSWERS = (
    sa.select(
        consent.c.id,
        consent.c.kind,
        consent.c.answer,
        consent.c.given_at,
        consent.c.given_by_id,
        _GIVER_IS_CHILD.label("by_child"),
    )
    .where(consent.c.child_id == given("child_id", consent.c.child_id))
    .order_by(consent.c.id)
)
_WHO_CAN_AGREE = (
    sa.select(account.c.name)
    .join(relationship, relationship.c.account_id == account.c.id)
    .where(_OF_CHILD, *_IS_GUARDIAN, *_IN_FORCE, account.c.disabled_at.is_(None))
    .group_by(account.c.name)
    .order_by(account.c.name)
)
_BIRTH_MONTH = sa.select(child.c.birth_month).where(child.c.id == given("child_id", child.c.id))
_GUARDIANS = (
    sa.select(
        relationship.c.id,
        relationship.c.account_id,
        account.c.name,
        relationship.c.level,
        relationship.c.household,
        relationship.c.starts_on,
        relationship.c.ends_on,
    )
    .join(account, account.c.id == relationship.c.account_id)
    .where(
        _OF_CHILD,
        relationship.c.kind == RelationshipKind.GUARDIAN,
        relationship.c.revoked_at.is_(None),
        account.c.disabled_at.is_(None),
    )
    .order_by(account.c.name, relationship.c.id)
)


def standing(connection: sa.Connection, child_id: int, today: date) -> list[AnyRow]:
    """Give the latest answer of each kind and giver, in order; one row without an answer where there is none.

    Each says as well when the child was born, whether it has a sign-in of its own, whether the giver is a guardian who
    may agree on this day, and whether the giver is or was the child itself.
    """
    return list(connection.execute(_STANDING, {"child_id": child_id, "today": today}))


def answers(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give (id, kind, answer, given_at, given_by_id, by_child) of every answer, in order."""
    return list(connection.execute(_ANSWERS, {"child_id": child_id}))


def who_can_agree(connection: sa.Connection, child_id: AccessibleChildId, today: date) -> list[str]:
    """Give the names of the guardians who may agree on this day."""
    return list(connection.execute(_WHO_CAN_AGREE, {"child_id": child_id, "today": today}).scalars())


def birth_month(connection: sa.Connection, child_id: AccessibleChildId) -> date | None:
    """Give the first day of the month in which a child was born; None where it is not known."""
    found: date | None = connection.execute(_BIRTH_MONTH, {"child_id": child_id}).scalar_one()
    return found


def guardian_links(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give (id, account_id, name, level, household, starts_on, ends_on) of the links that nobody has revoked.

    By name, and those of one person in order; links that have run out are among them.
    """
    return list(connection.execute(_GUARDIANS, {"child_id": child_id}))
