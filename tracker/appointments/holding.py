"""Use cases that write an appointment down: who was there, what was decided, and what a decision becomes.

A day has one appointment. Who was there is corrected by a row in place of the one that was seen; a decision is taken
back and written anew.
"""

from datetime import date

from db.queries import appointments, children, plans
from db.queries.base import AnyRow, insert_row
from db.tables import Appointment, Decision
from db.types import AccessibleChildId
from db.vocabulary import MilestoneArea
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.milestones.ladder import add_milestone
from tracker.plans.episodes import FURTHEST
from tracker.plans.proposals import propose
from tracker.text import checked_text

LONGEST = 2000


def hold_appointment(work: Work, child_id: int, *, day: date, people: str, seen: int | None) -> int:
    """Write down who was at the appointment of a day, today or up to a year ago, in place of the one `seen`.

    The same again is the one that stands. Raises `InvalidInput`, and `Conflict` when another was written meanwhile.
    """
    child = work.child(child_id, Action.HOLD_APPOINTMENT)
    _check_day(work, child, day)
    people = checked_text("people_there", people, required=True, limit=LONGEST)
    # Locked before the look, so that of two who write at once the second is told.
    children.lock(work.connection, child)
    live = appointments.appointment_on(work.connection, child, day)
    if live is not None and live.people == people:
        return int(live.id)
    if (None if live is None else live.id) != seen:
        raise (
            Conflict("appointment_gone")
            if live is None
            else Conflict("appointment_written", name=live.writer)
        )
    if live is not None:
        appointments.withdraw(work.connection, live.id, plans.withdrawn(work.now, work.account_id))
    row = Appointment(
        child_id=child,
        on_day=day,
        people=people,
        replaces_id=None if live is None else live.id,
        written_at=work.now,
        written_by_id=work.actor.account_id,
    )
    new_id = insert_row(work.connection, row)
    work.log(child, "hold_appointment", f"appointment {new_id}")
    return new_id


def decide(work: Work, child_id: int, *, day: date, text: str) -> int:
    """Write down a decision of a day, today or up to a year ago, in at most 2,000 characters, and give its id.

    The same words of the same day are one decision. Raises `InvalidInput`.
    """
    child = work.child(child_id, Action.HOLD_APPOINTMENT)
    _check_day(work, child, day)
    text = checked_text("decision", text, required=True, limit=LONGEST)
    children.lock(work.connection, child)
    for standing in appointments.decisions(work.connection, child):
        if (standing.on_day, standing.text) == (day, text):
            return int(standing.id)
    row = Decision(
        child_id=child, on_day=day, text=text, written_at=work.now, written_by_id=work.actor.account_id
    )
    new_id = insert_row(work.connection, row)
    work.log(child, "decide", f"decision {new_id}")
    return new_id


def withdraw_decision(work: Work, child_id: int, decision_id: int) -> None:
    """Take a decision back; it stays on the record, and so does what it became. Once is enough."""
    child, row = _decision(work, child_id, decision_id)
    if row.withdrawn_at is None:
        values = plans.withdrawn(work.now, work.account_id)
        appointments.withdraw_decision(work.connection, decision_id, values)
        work.log(child, "withdraw_decision", f"decision {decision_id}")


def make_milestone(
    work: Work,
    child_id: int,
    decision_id: int,
    *,
    area: MilestoneArea,
    name: str,
    periods: int | None = None,
    target_on: date | None = None,
    agreed_with: str = "",
) -> int:
    """Let a decision become a milestone with its agreed day, and give the milestone's id.

    Raises as `add_milestone` does, and `Conflict` where the decision has become something or was taken back meanwhile.
    """
    child, row = _decision(work, child_id, decision_id)
    _check_unused(row)
    milestone_id = add_milestone(
        work, child_id, area=area, name=name, periods=periods, target_on=target_on, agreed_with=agreed_with
    )
    appointments.change_decision(work.connection, decision_id, {"milestone_id": milestone_id})
    work.log(child, "use_decision", f"decision {decision_id}")
    return milestone_id


def make_proposal(work: Work, child_id: int, decision_id: int, line_id: int, *, text: str) -> int:
    """Let a decision become a proposal for an exercise, for whoever prescribes it, and give the proposal's id.

    Raises as `propose` does, and `Conflict` where the decision has become something or was taken back meanwhile.
    """
    child, row = _decision(work, child_id, decision_id)
    _check_unused(row)
    proposal_id = propose(work, child_id, line_id, text=text)
    appointments.change_decision(work.connection, decision_id, {"proposal_id": proposal_id})
    work.log(child, "use_decision", f"decision {decision_id}")
    return proposal_id


def _decision(work: Work, child_id: int, decision_id: int) -> tuple[AccessibleChildId, AnyRow]:
    child = work.child(child_id, Action.HOLD_APPOINTMENT)
    children.lock(work.connection, child)
    row = appointments.decision_of(work.connection, child, decision_id)
    if row is None:
        raise NotFound
    return child, row


def _check_unused(row: AnyRow) -> None:
    if row.withdrawn_at is not None or row.milestone_id is not None or row.proposal_id is not None:
        raise Conflict("decision_used")


def _check_day(work: Work, child: AccessibleChildId, day: date) -> None:
    today = work.today_of(child)
    if day > today:
        raise InvalidInput("appointment_day", "future", day=day, today=today)
    if day < today - FURTHEST:
        raise InvalidInput("appointment_day", "before", earliest=today - FURTHEST)
