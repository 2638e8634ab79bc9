"""The care team's use cases: read, answer in writing or say that it was talked about, and take an answer back."""

from collections.abc import Iterable

from db.queries import children, concerns, plans
from db.queries.base import AnyRow, insert_row, insert_unless_there
from db.tables import ConcernAnswer, ConcernRead
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.concerns.asking import LONGEST
from tracker.errors import Conflict, NotFound, NotPermitted
from tracker.text import checked_text


def read_concerns(work: Work, child_id: int, shown: Iterable[int]) -> None:
    """Note that the actor, of the care team, has read what a screen showed; once for each. A family is no such reader.

    What is not this child's is left out.
    """
    child = work.child(child_id, Action.SEE)
    if work.account_id is None or not work.is_on_care_team(child):
        return
    known = {row.id for row in concerns.concerns(work.connection, child)}
    for concern_id in sorted(known & set(shown)):
        row = ConcernRead(child_id=child, concern_id=concern_id, read_at=work.now, read_by_id=work.account_id)
        if insert_unless_there(work.connection, row) is not None:
            work.log(child, "read_concern", f"concern {concern_id}")


def answer_concern(
    work: Work, child_id: int, concern_id: int, *, text: str, in_person: bool, seen: int | None
) -> int:
    """Answer a concern in place of nobody, or after the answer `seen` (None: there was none), and give the answer's id.

    What was talked about in person needs no text. The same again is one answer. Raises `InvalidInput`, `NotFound`, and
    `Conflict` where it was taken back or somebody else has answered meanwhile.
    """
    child = work.child(child_id, Action.ANSWER)
    children.lock(work.connection, child)
    row = concerns.concern_of(work.connection, child, concern_id)
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None:
        raise Conflict("concern_taken_back")
    text = checked_text("concern_answer", text, required=not in_person, limit=LONGEST)
    latest = _latest(work, child, concern_id)
    if latest is not None and latest.id != seen:
        if (latest.text, latest.in_person, latest.written_by_id) == (text, in_person, work.account_id):
            return int(latest.id)
        raise Conflict("concern_answered_by", name=latest.writer)
    new = ConcernAnswer(
        child_id=child,
        concern_id=concern_id,
        text=text,
        in_person=in_person,
        written_at=work.now,
        written_by_id=work.actor.account_id,
    )
    new_id = insert_row(work.connection, new)
    work.log(child, "answer_concern", f"concern_answer {new_id}")
    return new_id


def take_back_answer(work: Work, child_id: int, answer_id: int) -> None:
    """Withdraw the actor's own answer, so that the concern may be open again; once is enough.

    Raises `NotFound`, and `NotPermitted` for a colleague's answer.
    """
    child = work.child(child_id, Action.ANSWER)
    children.lock(work.connection, child)
    row = concerns.answer_of(work.connection, child, answer_id)
    if row is None:
        raise NotFound
    if row.written_by_id != work.account_id:
        raise NotPermitted
    if row.withdrawn_at is None:
        concerns.withdraw_answer(work.connection, answer_id, plans.withdrawn(work.now, work.account_id))
        work.log(child, "take_back_answer", f"concern_answer {answer_id}")


def _latest(work: Work, child: AccessibleChildId, concern_id: int) -> AnyRow | None:
    rows = [row for row in concerns.answers(work.connection, child) if row.concern_id == concern_id]
    return rows[-1] if rows else None
