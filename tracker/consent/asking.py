"""Which question a family finds in place of a child's record, and what the care team is told of the answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.queries import accounts, children
from db.queries import consents as rows
from db.types import AccessibleChildId
from db.vocabulary import ConsentAnswer, ConsentKind, RelationshipKind
from tracker.access.consents import Standing, asks_anything
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.consent.majority import coming_of_age, is_to_renew


class Step(StrEnum):
    """What stands between a family and the record: a question to the actor, one to somebody else, or nothing."""

    NONE = "none"
    AGREE = "agree"
    WAIT = "wait"
    HAND_OVER = "hand_over"
    ASSENT = "assent"
    SAID_NO = "said_no"
    RENEW = "renew"


@dataclass(frozen=True)
class Question:
    """A step, with what its page says.

    `guardians` are those who can agree, where somebody else has to; `said_no_on` is when the child said no;
    `confidentiality` is what the clinic says of its limits, empty if it has no own words; `of_age_on` is when the
    child comes of age, where that is less than a month away.
    """

    step: Step
    child_name: str = ""
    guardians: tuple[str, ...] = ()
    said_no_on: date | None = None
    confidentiality: str = ""
    of_age_on: date | None = None


@dataclass(frozen=True)
class ToldToTeam:
    """What the care team reads of the family's answers on a child's pages."""

    child_name: str
    said_no_on: date | None
    lacks_guardian: bool


def question(work: Work, child_id: int) -> Question:
    """Give what the actor is asked before seeing a child's pages. It is no look at the record, and not logged.

    Nobody is asked in a closed record: nothing is written there any more.
    """
    child = work.child(child_id, Action.SEE)
    asks_nothing = work.actor.majority_age is None and not asks_anything(work.actor)
    if asks_nothing or work.is_on_care_team(child):
        return Question(Step.NONE)
    name = children.chosen_name(work.connection, child)
    asked = None if work.is_closed(child) else _consent(work, child, name)
    if asked is not None:
        return asked
    if is_to_renew(work, child):
        return Question(Step.RENEW, name)
    return Question(Step.NONE, name, of_age_on=coming_of_age(work, child))


def told_to_team(work: Work, child_id: int) -> ToldToTeam | None:
    """Give what a clinician is told beside a child's record; None if there is nothing, and for the family."""
    child = work.child(child_id, Action.SEE)
    if not work.is_on_care_team(child) or not asks_anything(work.actor) or work.is_closed(child):
        return None
    standing = work.consents(child)
    said_no_on = _said_no_on(work, child, standing) if standing.asks_child else None
    if said_no_on is None and not standing.lacks_guardian:
        return None
    name = children.chosen_name(work.connection, child)
    return ToldToTeam(name, said_no_on, standing.lacks_guardian)


def _consent(work: Work, child: AccessibleChildId, name: str) -> Question | None:
    if not asks_anything(work.actor):
        return None
    standing = work.consents(child)
    if standing.lacks_guardian:
        if work.may(child, Action.CONSENT):
            return Question(Step.AGREE, name)
        can_agree = rows.who_can_agree(work.connection, child, work.today_of_clinic)
        return Question(Step.WAIT, name, guardians=tuple(can_agree))
    step = _assent_step(work, child, standing)
    if step is Step.NONE:
        return None
    own_words = accounts.confidentiality_text(work.connection, work.actor.clinic_id)
    said_no_on = _said_no_on(work, child, standing)
    return Question(step, name, said_no_on=said_no_on, confidentiality=own_words)


def _assent_step(work: Work, child: AccessibleChildId, standing: Standing) -> Step:
    if not standing.asks_child or not work.may(child, Action.ASSENT):
        return Step.NONE
    if all(link.kind is not RelationshipKind.CHILD for link in work.links(child)):
        nobody_answered = standing.childs_word is None
        return Step.HAND_OVER if nobody_answered and not standing.has_own_account else Step.NONE
    mine = standing.by(work.account_id, ConsentKind.ASSENT)
    if mine is None:
        return Step.ASSENT
    return Step.SAID_NO if mine.answer is ConsentAnswer.NO else Step.NONE


def _said_no_on(work: Work, child: AccessibleChildId, standing: Standing) -> date | None:
    word = standing.childs_word
    if word is None or word.answer is ConsentAnswer.YES:
        return None
    return work.day_of(child, word.given_at)
