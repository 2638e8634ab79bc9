"""The phases of an episode, and what has to be reached before it ends."""

from collections.abc import Mapping

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, CriterionFinding, DischargeCriterion, EpisodePhase
from db.types import AccessibleChildId

account = table_of(Account)
criterion = table_of(DischargeCriterion)
finding = table_of(CriterionFinding)
phase = table_of(EpisodePhase)

_WRITER, _FINDER = account.alias("writer"), account.alias("finder")
_PHASES = (
    sa.select(
        phase.c.id, phase.c.phase, phase.c.starts_on, phase.c.created_at, _WRITER.c.name.label("writer")
    )
    .outerjoin(_WRITER, _WRITER.c.id == phase.c.created_by_id)
    .where(
        phase.c.child_id == given("child_id", phase.c.child_id),
        phase.c.episode_id == given("episode_id", phase.c.episode_id),
        phase.c.withdrawn_at.is_(None),
    )
    .order_by(phase.c.starts_on)
)
_ANY = finding.alias("any_finding")
_LATEST = sa.select(sa.func.max(_ANY.c.id)).where(_ANY.c.criterion_id == criterion.c.id).scalar_subquery()
_CRITERIA = (
    sa.select(
        criterion.c.id,
        criterion.c.episode_id,
        criterion.c.kind,
        criterion.c.text,
        finding.c.id.label("finding_id"),
        finding.c.is_met,
        finding.c.found_at,
        _FINDER.c.name.label("finder"),
    )
    .select_from(criterion)
    .outerjoin(finding, finding.c.id == _LATEST)
    .outerjoin(_FINDER, _FINDER.c.id == finding.c.found_by_id)
    .where(
        criterion.c.child_id == given("child_id", criterion.c.child_id),
        criterion.c.withdrawn_at.is_(None),
    )
    .order_by(criterion.c.kind, criterion.c.id)
)
_OF_EPISODE = _CRITERIA.where(criterion.c.episode_id == given("episode_id", criterion.c.episode_id))
_ONE = _CRITERIA.where(criterion.c.id == given("criterion_id", criterion.c.id))


def phases(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give (id, phase, starts_on, created_at, writer) of an episode's phases, earliest first."""
    return list(connection.execute(_PHASES, {"child_id": child_id, "episode_id": episode_id}))


def withdraw_phase(connection: sa.Connection, phase_id: int, values: Mapping[str, object]) -> None:
    """Withdraw the beginning of a phase."""
    change_rows(connection, sa.update(phase).where(phase.c.id == phase_id).values(**values))


def criteria(connection: sa.Connection, child_id: AccessibleChildId, episode_id: int) -> list[AnyRow]:
    """Give an episode's criteria, each with its latest finding, whose columns are None where there is none."""
    return list(connection.execute(_OF_EPISODE, {"child_id": child_id, "episode_id": episode_id}))


def criterion_of(connection: sa.Connection, child_id: AccessibleChildId, criterion_id: int) -> AnyRow | None:
    """Give the same of one criterion; None if it is not this child's or is withdrawn."""
    return connection.execute(_ONE, {"child_id": child_id, "criterion_id": criterion_id}).first()


def withdraw_criterion(connection: sa.Connection, criterion_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a criterion; its findings stay."""
    change_rows(connection, sa.update(criterion).where(criterion.c.id == criterion_id).values(**values))
