"""What was proposed to change of a plan."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Line, Proposal
from db.types import AccessibleChildId

proposal = table_of(Proposal)
account = table_of(Account)
line = table_of(Line)

_EPISODE_OF_LINE = sa.select(line.c.episode_id).where(
    line.c.child_id == given("child_id", line.c.child_id), line.c.id == given("line_id", line.c.id)
)
settler = account.alias("settler")
_SHOWN = (
    sa.select(
        proposal.c.id,
        proposal.c.line_id,
        proposal.c.text,
        proposal.c.proposed_at,
        proposal.c.proposed_by_id,
        account.c.name.label("who"),
        proposal.c.outcome,
        proposal.c.settled_at,
        settler.c.name.label("settler"),
    )
    .join(account, account.c.id == proposal.c.proposed_by_id)
    .outerjoin(settler, settler.c.id == proposal.c.settled_by_id)
    .where(
        proposal.c.child_id == given("child_id", proposal.c.child_id),
        proposal.c.episode_id == given("episode_id", proposal.c.episode_id),
        sa.or_(proposal.c.outcome.is_(None), proposal.c.settled_at > given("since", proposal.c.proposed_at)),
    )
    .order_by(proposal.c.id)
)
_PROPOSAL = sa.select(proposal.c.id, proposal.c.proposed_by_id, proposal.c.outcome).where(
    proposal.c.child_id == given("child_id", proposal.c.child_id),
    proposal.c.id == given("proposal_id", proposal.c.id),
)


def episode_of_line(connection: sa.Connection, child_id: AccessibleChildId, line_id: int) -> int | None:
    """Give the episode of a line of this child; None if it is not this child's."""
    return connection.execute(_EPISODE_OF_LINE, {"child_id": child_id, "line_id": line_id}).scalar()


def shown_proposals(
    connection: sa.Connection, child_id: AccessibleChildId, episode_id: int, since: datetime
) -> list[AnyRow]:
    """Give the proposals of an episode that nobody has settled, or that were after a moment, in order."""
    values = {"child_id": child_id, "episode_id": episode_id, "since": since}
    return list(connection.execute(_SHOWN, values))


def proposal_of(connection: sa.Connection, child_id: AccessibleChildId, proposal_id: int) -> AnyRow | None:
    """Give (id, proposed_by_id, outcome) of a proposal of this child; None if it is not this child's."""
    return connection.execute(_PROPOSAL, {"child_id": child_id, "proposal_id": proposal_id}).first()


def settle(connection: sa.Connection, proposal_id: int, values: Mapping[str, object]) -> bool:
    """Settle an open proposal; False for whoever comes second."""
    statement = sa.update(proposal).where(proposal.c.id == proposal_id, proposal.c.outcome.is_(None))
    return change_rows(connection, statement.values(**values)) == 1
