"""Proposals: whoever may not prescribe suggests a change of an exercise; whoever prescribes answers it.

A proposal changes nothing by itself. Only the care team reads it.
"""

from datetime import timedelta

from db.queries import proposals
from db.queries.base import insert_row
from db.tables import Proposal
from db.vocabulary import ProposalOutcome
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound, NotPermitted
from tracker.plans.shown import ProposalShown, Signed
from tracker.text import checked_text

ANSWER_SHOWN = timedelta(days=14)


def propose(work: Work, child_id: int, line_id: int, *, text: str) -> int:
    """Suggest a change of an exercise, in at most 500 characters, and give the proposal's id.

    Raises `InvalidInput` for the text and `NotFound` for a line that is not this child's.
    """
    child = work.child(child_id, Action.PROPOSE)
    episode_id = proposals.episode_of_line(work.connection, child, line_id)
    if episode_id is None:
        raise NotFound
    row = Proposal(
        child_id=child,
        episode_id=episode_id,
        line_id=line_id,
        text=checked_text("proposal", text, required=True),
        proposed_at=work.now,
        proposed_by_id=work.actor.account_id,
    )
    new_id = insert_row(work.connection, row)
    work.log(child, "propose", f"proposal {new_id}")
    return new_id


def answer_proposal(work: Work, child_id: int, proposal_id: int, outcome: ProposalOutcome) -> None:
    """Settle a proposal: whoever prescribes takes it up or not, its writer takes it back.

    Raises `NotFound`, `NotPermitted` for anybody else, and `Conflict` when it was settled already.
    """
    child = work.child(child_id, Action.PROPOSE)
    row = proposals.proposal_of(work.connection, child, proposal_id)
    if row is None:
        raise NotFound
    is_writer = row.proposed_by_id == work.account_id
    if not (is_writer if outcome is ProposalOutcome.TAKEN_BACK else work.may(child, Action.PRESCRIBE)):
        raise NotPermitted
    values = {"outcome": outcome, "settled_at": work.now, "settled_by_id": work.account_id}
    if not proposals.settle(work.connection, proposal_id, values):
        raise Conflict("settled")
    work.log(child, "answer_proposal", f"proposal {proposal_id}")


def proposals_of(work: Work, child_id: int, episode_id: int) -> tuple[ProposalShown, ...]:
    """Give what is proposed in an episode, in order, and for two weeks how it was answered; nothing for a family."""
    child = work.child(child_id, Action.SEE)
    if not work.is_on_care_team(child):
        return ()
    rows = proposals.shown_proposals(work.connection, child, episode_id, work.now - ANSWER_SHOWN)
    return tuple(
        ProposalShown(
            row.id,
            row.line_id,
            row.text,
            row.who,
            work.day_of(child, row.proposed_at),
            is_mine=row.proposed_by_id == work.account_id,
            outcome=None if row.outcome is None else ProposalOutcome(row.outcome),
            answered=None
            if row.settled_at is None
            else Signed(row.settler or "", work.day_of(child, row.settled_at)),
        )
        for row in rows
    )
