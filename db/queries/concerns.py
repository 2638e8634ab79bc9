"""What families ask and worry about, who read it, and the answers. Who may read which is not decided here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from db.queries.base import AnyRow, given, given_any, table_of
from db.tables import Account, Clinic, Concern, ConcernAnswer, ConcernRead
from db.types import AccessibleChildId
from db.vocabulary import ConcernKind

account = table_of(Account)
clinic = table_of(Clinic)
concern = table_of(Concern)
read = table_of(ConcernRead)
answer = table_of(ConcernAnswer)

_WHOSE = (
    concern.c.id,
    concern.c.written_by_id,
    concern.c.readers,
    concern.c.household,
    concern.c.withdrawn_at,
)
_OF_CHILD = concern.c.child_id == given("child_id", concern.c.child_id)
_LIVE = concern.c.withdrawn_at.is_(None)
_CONCERNS = (
    sa.select(
        *_WHOSE,
        concern.c.kind,
        concern.c.topic,
        concern.c.text,
        concern.c.written_at,
        account.c.name.label("writer"),
    )
    .join(account, account.c.id == concern.c.written_by_id)
    .where(_OF_CHILD, _LIVE)
    .order_by(concern.c.written_at.desc(), concern.c.id.desc())
)
_CONCERN = sa.select(*_WHOSE).where(_OF_CHILD, concern.c.id == given("concern_id", concern.c.id))
_WHOSE_ALL = sa.select(*_WHOSE).where(_OF_CHILD)
_WITHDRAW = sa.update(concern).where(concern.c.id == given("concern_id", concern.c.id), _LIVE)
_READS = (
    sa.select(read.c.concern_id, read.c.read_by_id, read.c.read_at, account.c.name.label("reader"))
    .join(account, account.c.id == read.c.read_by_id)
    .where(read.c.child_id == given("child_id", read.c.child_id))
    .order_by(read.c.read_at, read.c.id)
)
_ANSWERS = (
    sa.select(
        answer.c.id,
        answer.c.concern_id,
        answer.c.text,
        answer.c.in_person,
        answer.c.written_at,
        answer.c.written_by_id,
        answer.c.withdrawn_at,
        account.c.name.label("writer"),
    )
    .join(account, account.c.id == answer.c.written_by_id)
    .where(answer.c.child_id == given("child_id", answer.c.child_id))
    .order_by(answer.c.id)
)
_LIVE_ANSWERS = _ANSWERS.where(answer.c.withdrawn_at.is_(None))
_ANSWER = _ANSWERS.where(answer.c.id == given("answer_id", answer.c.id))
_WITHDRAW_ANSWER = sa.update(answer).where(
    answer.c.id == given("answer_id", answer.c.id), answer.c.withdrawn_at.is_(None)
)
_TEXTS = sa.select(clinic.c.emergency_text, clinic.c.phone_text, clinic.c.crisis_text).where(
    clinic.c.id == given("clinic_id", clinic.c.id)
)
_UNREAD = sa.not_(sa.exists().where(read.c.concern_id == concern.c.id).correlate(concern))
_UNANSWERED = sa.not_(
    sa.exists().where(answer.c.concern_id == concern.c.id, answer.c.withdrawn_at.is_(None)).correlate(concern)
)
_WAITS = sa.and_(
    concern.c.kind != ConcernKind.FOR_APPOINTMENT,
    _UNREAD,
    concern.c.written_at < given("before", concern.c.written_at),
)
_OPEN_OF_MANY = (
    sa.select(
        concern.c.child_id,
        concern.c.kind,
        concern.c.topic,
        sa.func.count().label("open"),
        sa.func.sum(sa.case((_WAITS, 1), else_=0)).label("waiting"),
        sa.func.min(sa.case((_WAITS, concern.c.written_at))).label("since"),
    )
    .where(concern.c.child_id.in_(given_any("children", concern.c.child_id)), _LIVE, _UNANSWERED)
    .group_by(concern.c.child_id, concern.c.kind, concern.c.topic)
)


def concerns(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give a child's live concerns with their writers' names, the latest first."""
    return list(connection.execute(_CONCERNS, {"child_id": child_id}))


def concern_of(connection: sa.Connection, child_id: AccessibleChildId, concern_id: int) -> AnyRow | None:
    """Give whose a concern is and who may read it, live or withdrawn; None if it is not this child's."""
    return connection.execute(_CONCERN, {"child_id": child_id, "concern_id": concern_id}).first()


def whose(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give the same of all concerns of a child, withdrawn or not."""
    return list(connection.execute(_WHOSE_ALL, {"child_id": child_id}))


def withdraw(connection: sa.Connection, concern_id: int, values: Mapping[str, object]) -> None:
    """Withdraw a concern."""
    connection.execute(_WITHDRAW, {"concern_id": concern_id, **values})


def reads(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give (concern_id, read_by_id, read_at, reader) of all concerns of a child, the earliest first."""
    return list(connection.execute(_READS, {"child_id": child_id}))


def answers(connection: sa.Connection, child_id: AccessibleChildId, *, all_: bool = False) -> list[AnyRow]:
    """Give the live answers to a child's concerns with their writers' names, in order; withdrawn ones with `all_`."""
    return list(connection.execute(_ANSWERS if all_ else _LIVE_ANSWERS, {"child_id": child_id}))


def answer_of(connection: sa.Connection, child_id: AccessibleChildId, answer_id: int) -> AnyRow | None:
    """Give an answer, live or withdrawn; None if it is not this child's."""
    return connection.execute(_ANSWER, {"child_id": child_id, "answer_id": answer_id}).first()


def withdraw_answer(connection: sa.Connection, answer_id: int, values: Mapping[str, object]) -> None:
    """Withdraw an answer."""
    connection.execute(_WITHDRAW_ANSWER, {"answer_id": answer_id, **values})


def texts(connection: sa.Connection, clinic_id: int) -> AnyRow:
    """Give (emergency_text, phone_text, crisis_text) of a clinic, each empty where it has no words of its own."""
    return connection.execute(_TEXTS, {"clinic_id": clinic_id}).one()


def open_of_many(
    connection: sa.Connection, children: Sequence[AccessibleChildId], before: datetime
) -> list[AnyRow]:
    """Give (child_id, kind, topic, open, waiting, since) of the children with concerns that nobody has answered.

    `waiting` are those of them that came through one of the two doors before a moment and that nobody of the team has
    read; `since` is when the first of them was written.
    """
    return list(connection.execute(_OPEN_OF_MANY, {"children": children, "before": before}))
