"""What a reader of the access log must not learn from it: that there is a text, an answer or a visit for other readers.

A row about it would stand out: "logged exercises" on a day on which nothing was logged that this reader can see.
"""

from db.queries import export, visits
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.consent.answers import readable_answers
from tracker.record.notes import readable
from tracker.visits.sight import sight_of


def hidden_subjects(work: Work, child: AccessibleChildId) -> list[str]:
    """Give the subjects of the log's rows, such as "note 7", that the actor must not read."""
    notes = [row.id for row in export.rows(work.connection, child, "notes") if not readable(work, child, row)]
    mine = {row.id for row in readable_answers(work, child)}
    answers = [row.id for row in export.rows(work.connection, child, "consents") if row.id not in mine]
    kept = [f"{row.name} {row.id}" for row in visits.hidden(work.connection, child, sight_of(work, child))]
    return [*(f"note {number}" for number in notes), *(f"consent {number}" for number in answers), *kept]
