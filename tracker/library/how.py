"""How an exercise is done, as the family reads it: the words that its prescription was written with."""

from db.queries import library as rows
from db.queries import plans
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import NotFound
from tracker.library.words import Words, words_of


def how_of(work: Work, child_id: int, prescription_id: int) -> Words | None:
    """Give the words of the version that a prescription of this child was written with.

    None if it was written without the library. Raises `NotFound` for a prescription that is not this child's.
    """
    child = work.child(child_id, Action.SEE)
    prescription = plans.prescription_of(work.connection, child, prescription_id)
    if prescription is None:
        raise NotFound
    if prescription.exercise_version_id is None:
        return None
    row = rows.version_of_child(work.connection, child, prescription.exercise_version_id)
    return None if row is None else words_of(row)
