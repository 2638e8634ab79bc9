"""What a clinic explains to families, edit by edit."""

from collections.abc import Mapping

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Explanation
from db.vocabulary import Audience

account = table_of(Account)
explanation = table_of(Explanation)

_WRITER, _APPROVER = (account.alias(name) for name in ("writer", "approver"))
_LATEST = (
    sa.select(explanation, _WRITER.c.name.label("writer"), _APPROVER.c.name.label("approver"))
    .outerjoin(_WRITER, _WRITER.c.id == explanation.c.written_by_id)
    .outerjoin(_APPROVER, _APPROVER.c.id == explanation.c.approved_by_id)
    .where(
        explanation.c.clinic_id == given("clinic_id", explanation.c.clinic_id),
        explanation.c.audience == given("audience", explanation.c.audience),
    )
    .order_by(explanation.c.id.desc())
    .limit(1)
)
_LATEST_APPROVED = _LATEST.where(explanation.c.approved_at.is_not(None))


def latest(connection: sa.Connection, clinic_id: int, audience: Audience, *, approved: bool) -> AnyRow | None:
    """Give what a clinic wrote last for an audience, or last approved; None if there is nothing such."""
    query = _LATEST_APPROVED if approved else _LATEST
    return connection.execute(query, {"clinic_id": clinic_id, "audience": audience}).first()


def approve(connection: sa.Connection, explanation_id: int, values: Mapping[str, object]) -> None:
    """Write by whom and when a text was approved."""
    change_rows(connection, sa.update(explanation).where(explanation.c.id == explanation_id).values(**values))
