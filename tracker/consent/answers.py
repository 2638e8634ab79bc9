"""Answers to the two questions, and the dated record of them. An answer is added, and never changed."""

from dataclasses import dataclass
from datetime import date

from db.queries import accounts, children
from db.queries import consents as rows
from db.queries.base import AnyRow, insert_row
from db.tables import Consent
from db.types import AccessibleChildId
from db.vocabulary import ConsentAnswer, ConsentKind, RelationshipKind
from tracker.access.consents import asks_anything
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import NotPermitted


@dataclass(frozen=True)
class Answer:
    """One answer as the actor may read it, with its day where the child lives; `is_mine` if the actor gave it."""

    kind: ConsentKind
    answer: ConsentAnswer
    day: date
    is_mine: bool


@dataclass(frozen=True)
class Agreement:
    """All answers that the actor may read, in order, and what the actor can do about them.

    `others_agree` says that another guardian's consent stands; `confidentiality` is what the clinic says of its
    limits, empty if it has no own words.
    """

    child_name: str
    answers: tuple[Answer, ...]
    lacks_guardian: bool
    others_agree: bool
    can_take_back: bool
    can_ask_child: bool
    is_child: bool
    confidentiality: str


def answer_as_guardian(work: Work, child_id: int, answer: ConsentAnswer, *, wording: str) -> None:
    """Agree to a child's record, or take that back. `wording` is the version of the words that were on the screen.

    The same answer twice is one answer.
    """
    child = work.child(child_id, Action.CONSENT)
    new_id = _add(work, child, ConsentKind.GUARDIAN, answer, wording)
    if new_id is not None:
        work.log(child, "consent", f"consent {new_id}")


def answer_as_child(work: Work, child_id: int, answer: ConsentAnswer, *, wording: str) -> None:
    """Say yes or no as the child, through its own sign-in or, where it has none, through a guardian's.

    Raises `NotPermitted` for a guardian of a child who has a sign-in: nobody answers in its place.
    """
    child = work.child(child_id, Action.ASSENT)
    if not _is_child(work, child) and work.consents(child).has_own_account:
        raise NotPermitted
    new_id = _add(work, child, ConsentKind.ASSENT, answer, wording)
    if new_id is not None:
        work.log(child, "assent", f"consent {new_id}")


def agreement(work: Work, child_id: int) -> Agreement | None:
    """Give the dated answers of a child's family; None where nobody is asked and nobody has answered.

    What a child says through its own sign-in is for the care team (`readable_answers`).
    """
    child = work.child(child_id, Action.SEE_ACCESS_LOG)
    found = rows.answers(work.connection, child)
    if not found and not asks_anything(work.actor):
        return None
    standing = work.consents(child)
    if not found and not standing.asks_guardian and not standing.asks_child:
        return None
    is_child = _is_child(work, child)
    mine = standing.by(work.account_id, ConsentKind.GUARDIAN)
    agreed = mine is not None and mine.answer is ConsentAnswer.YES
    may_assent = work.may(child, Action.ASSENT)
    return Agreement(
        children.chosen_name(work.connection, child),
        tuple(_answer(work, child, row) for row in readable_answers(work, child)),
        lacks_guardian=standing.lacks_guardian,
        others_agree=any(
            one.by_guardian and one.kind is ConsentKind.GUARDIAN and one.answer is ConsentAnswer.YES
            for one in standing.given
            if one.given_by_id != work.account_id
        ),
        can_take_back=agreed and work.may(child, Action.CONSENT),
        can_ask_child=may_assent and standing.asks_child and (is_child or not standing.has_own_account),
        is_child=is_child,
        confidentiality=accounts.confidentiality_text(work.connection, work.actor.clinic_id),
    )


def readable_answers(work: Work, child: AccessibleChildId) -> list[AnyRow]:
    """Give the answers that the actor may read, in order.

    A guardian reads the guardians' answers, and the child's only where it was given through a guardian's sign-in.
    """
    found = rows.answers(work.connection, child)
    return found if _is_child(work, child) else [row for row in found if not _is_own_word(row)]


def _is_child(work: Work, child: AccessibleChildId) -> bool:
    return any(link.kind is RelationshipKind.CHILD for link in work.links(child))


def _is_own_word(row: AnyRow) -> bool:
    return row.kind == ConsentKind.ASSENT and bool(row.by_child)


def _add(
    work: Work, child: AccessibleChildId, kind: ConsentKind, answer: ConsentAnswer, wording: str
) -> int | None:
    """Add an answer and give its id; None where it is the one that stands."""
    last = work.consents(child).by(work.account_id, kind)
    if last is not None and (last.answer, last.wording) == (answer, wording):
        return None
    row = Consent(
        child_id=child,
        kind=kind,
        answer=answer,
        wording=wording,
        given_at=work.now,
        given_by_id=work.actor.account_id,
    )
    return insert_row(work.connection, row)


def _answer(work: Work, child: AccessibleChildId, row: AnyRow) -> Answer:
    return Answer(
        ConsentKind(row.kind),
        ConsentAnswer(row.answer),
        work.day_of(child, row.given_at),
        row.given_by_id == work.account_id,
    )
