"""Notes beside an occurrence: who may read them, and how their writer changes them."""

from db.queries import plans, record
from db.queries.base import AnyRow, insert_row
from db.tables import Note
from db.types import AccessibleChildId
from db.vocabulary import Readers, RelationshipKind
from tracker.access.work import Work
from tracker.record.occurrence import Occurrence
from tracker.text import checked_text

FAMILY = frozenset({RelationshipKind.GUARDIAN, RelationshipKind.CHILD})


def write_note(
    work: Work, child: AccessibleChildId, occurrence: Occurrence, text: str, readers: Readers
) -> None:
    """Put the actor's own note in place of the one that the actor had there; an empty text takes it away.

    Nobody else's note is touched. Raises `InvalidInput` for an over-long text.
    """
    text = checked_text("note", text)
    place = (occurrence.prescription_id, occurrence.day, occurrence.slot)
    mine = record.note_of(work.connection, child, place, writer_id=work.actor.account_id)
    if mine is not None and (mine.text, mine.readers) == (text, readers):
        return
    if mine is not None:
        record.withdraw_note(work.connection, mine.id, plans.withdrawn(work.now, work.account_id))
        work.log(child, "withdraw_note", f"note {mine.id}")
    if text:
        _insert(work, child, occurrence, text, readers)


def readable(work: Work, child: AccessibleChildId, note: AnyRow) -> bool:
    """Say whether the actor may read a note. Never the other household.

    Its writer and the care team may, and where it says so the household that was the writer's when it was written.
    """
    if note.written_by_id == work.account_id:
        return True
    links = work.links(child)
    if any(link.kind not in FAMILY for link in links):
        return True
    mine = {link.household for link in links} - {""}
    return note.readers == Readers.TEAM_AND_HOUSEHOLD and note.household in mine


def _insert(
    work: Work, child: AccessibleChildId, occurrence: Occurrence, text: str, readers: Readers
) -> None:
    household = next((link.household for link in work.links(child) if link.household), "")
    new_id = insert_row(
        work.connection,
        Note(
            child_id=child,
            prescription_id=occurrence.prescription_id,
            performed_on=occurrence.day,
            slot=occurrence.slot,
            text=text,
            readers=readers,
            household=household,
            written_at=work.now,
            written_by_id=work.actor.account_id,
        ),
    )
    work.log(child, "write_note", f"note {new_id}")
