"""What a reader of the access log must not learn from it: that there is a text, an answer or a visit for other readers.

Nor that there is anything of pain while its values are off, nor, for a guardian, that the child ever hid them.

A row about it would stand out: "logged exercises" on a day on which nothing was logged that this reader can see.
"""

from db.queries import concerns, export, measures, visits
from db.types import AccessibleChildId
from db.vocabulary import RelationshipKind
from tracker.access.work import Work
from tracker.consent.answers import readable_answers
from tracker.measures.pain import pain_sight_of
from tracker.record.notes import readable
from tracker.visits.sight import sight_of


def hidden_subjects(work: Work, child: AccessibleChildId) -> list[str]:
    """Give the subjects of the log's rows, such as "note 7", that the actor must not read."""
    notes = [row.id for row in export.rows(work.connection, child, "notes") if not readable(work, child, row)]
    mine = {row.id for row in readable_answers(work, child)}
    answers = [row.id for row in export.rows(work.connection, child, "consents") if row.id not in mine]
    kept = [f"{row.name} {row.id}" for row in visits.hidden(work.connection, child, sight_of(work, child))]
    asked = _hidden_concerns(work, child)
    return [
        *(f"note {number}" for number in notes),
        *(f"consent {number}" for number in answers),
        *kept,
        *asked,
        *_hidden_pain(work, child),
    ]


def _hidden_pain(work: Work, child: AccessibleChildId) -> list[str]:
    is_child = any(link.kind is RelationshipKind.CHILD for link in work.links(child))
    rows = measures.hidden(
        work.connection,
        child,
        pain_sight_of(work, child),
        is_childs_word_hidden=not (is_child or work.is_on_care_team(child)),
    )
    return [f"{row.name} {row.id}" for row in rows]


def _hidden_concerns(work: Work, child: AccessibleChildId) -> list[str]:
    hidden = {row.id for row in concerns.whose(work.connection, child) if not readable(work, child, row)}
    answers = concerns.answers(work.connection, child, all_=True) if hidden else ()
    return [
        *(f"concern {number}" for number in hidden),
        *(f"concern_answer {row.id}" for row in answers if row.concern_id in hidden),
    ]
