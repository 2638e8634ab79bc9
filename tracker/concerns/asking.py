"""A family's own use cases: ask, and take back what nobody has answered."""

from db.queries import children, concerns, plans
from db.queries.base import insert_row
from db.tables import Concern
from db.types import AccessibleChildId
from db.vocabulary import ConcernKind, ConcernTopic, Readers
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.concerns.shown import Terms
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.record.notes import choice_of_readers, household_of, readable
from tracker.text import checked_text

LONGEST = 2000


def terms_of(work: Work, child: AccessibleChildId) -> Terms:
    """Give what a family reads before its form."""
    texts = concerns.texts(work.connection, work.actor.clinic_id)
    readers, confidentiality = choice_of_readers(work, child)
    return Terms(readers, confidentiality, texts.emergency_text, texts.phone_text, texts.crisis_text)


def ask(
    work: Work,
    child_id: int,
    kind: ConcernKind,
    *,
    text: str,
    topic: ConcernTopic | None = None,
    readers: Readers = Readers.TEAM_AND_HOUSEHOLD,
) -> int:
    """Send a question or worry to the care team, in at most 2,000 characters, and give its id.

    Something new names its topic, nothing else has one. Who shares no household with the child writes for the care
    team alone. Raises `InvalidInput`.
    """
    child = work.child(child_id, Action.ASK)
    if kind is ConcernKind.SOMETHING_NEW and topic is None:
        raise InvalidInput("concern_topic", "choose")
    household = household_of(work, child)
    row = Concern(
        child_id=child,
        kind=kind,
        topic=topic if kind is ConcernKind.SOMETHING_NEW else None,
        text=checked_text("concern", text, required=True, limit=LONGEST),
        readers=readers if household else Readers.TEAM_ONLY,
        household=household,
        written_at=work.now,
        written_by_id=work.actor.account_id,
    )
    new_id = insert_row(work.connection, row)
    work.log(child, "ask", f"concern {new_id}")
    return new_id


def take_back(work: Work, child_id: int, concern_id: int) -> None:
    """Withdraw the actor's own concern; it stays on the record, and on no screen. Once is enough.

    Raises `NotFound` for one that the actor may not read, `NotPermitted` for somebody else's, and `Conflict` once it
    was answered.
    """
    child = work.child(child_id, Action.ASK)
    # Locked before the look, so that an answer written in this moment is seen.
    children.lock(work.connection, child)
    row = concerns.concern_of(work.connection, child, concern_id)
    if row is None or not readable(work, child, row):
        raise NotFound
    if row.written_by_id != work.account_id:
        raise NotPermitted
    if row.withdrawn_at is not None:
        return
    if any(answer.concern_id == concern_id for answer in concerns.answers(work.connection, child)):
        raise Conflict("concern_answered")
    concerns.withdraw(work.connection, concern_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "take_back_concern", f"concern {concern_id}")
