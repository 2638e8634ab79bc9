"""Notes beside an occurrence: who may read them, and how their writer changes them."""

from dataclasses import dataclass

from db.queries import accounts, plans, record
from db.queries.base import AnyRow, insert_row
from db.tables import Note
from db.types import AccessibleChildId
from db.vocabulary import Readers, RelationshipKind
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.record.occurrence import Occurrence
from tracker.text import checked_text


@dataclass(frozen=True)
class NoteTerms:
    """Who can read a note that the actor writes, the usual first; one choice is none.

    `confidentiality` is what the clinic says of its limits, where the child itself chooses; empty if it has no own
    words. None for everybody else. `urgent` is what it says of emergencies and of a crisis to a family, which may
    write what nobody reads at once; None for staff.
    """

    readers: tuple[Readers, ...]
    confidentiality: str | None = None
    urgent: tuple[str, str] | None = None


def note_terms(work: Work, child_id: int) -> NoteTerms:
    """Give the choice of readers that a note's writer has. Nobody without a household can share with one."""
    child = work.child(child_id, Action.RECORD)
    readers, own_words = choice_of_readers(work, child)
    urgent = None
    if not work.is_on_care_team(child):
        urgent = accounts.urgent_texts(work.connection, work.actor.clinic_id)
    return NoteTerms(readers, own_words, urgent)


def choice_of_readers(work: Work, child: AccessibleChildId) -> tuple[tuple[Readers, ...], str | None]:
    """Give who can read what the actor writes, and the clinic's words on confidentiality, as `NoteTerms` has them."""
    with_household = (Readers.TEAM_AND_HOUSEHOLD,) if household_of(work, child) else ()
    is_child = any(link.kind is RelationshipKind.CHILD for link in work.links(child))
    own_words = accounts.confidentiality_text(work.connection, work.actor.clinic_id) if is_child else None
    return (*with_household, Readers.TEAM_ONLY), own_words


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
    """Say whether the actor may read a note, or a concern. Never the other household.

    Its writer and the care team may, and where it says so the household that was the writer's when it was written.
    """
    if note.written_by_id == work.account_id:
        return True
    if work.is_on_care_team(child):
        return True
    mine = {link.household for link in work.links(child)} - {""}
    return note.readers == Readers.TEAM_AND_HOUSEHOLD and note.household in mine


def _insert(
    work: Work, child: AccessibleChildId, occurrence: Occurrence, text: str, readers: Readers
) -> None:
    household = household_of(work, child)
    new_id = insert_row(
        work.connection,
        Note(
            child_id=child,
            prescription_id=occurrence.prescription_id,
            performed_on=occurrence.day,
            slot=occurrence.slot,
            text=text,
            readers=readers if household else Readers.TEAM_ONLY,
            household=household,
            written_at=work.now,
            written_by_id=work.actor.account_id,
        ),
    )
    work.log(child, "write_note", f"note {new_id}")


def household_of(work: Work, child: AccessibleChildId) -> str:
    """Give the household in which the actor lives with the child; empty for staff, and for who shares none."""
    return next((link.household for link in work.links(child) if link.household), "")
