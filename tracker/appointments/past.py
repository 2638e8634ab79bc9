"""Read what was decided at a child's appointments: for the team, and for all of its family."""

from db.queries import appointments as rows
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.appointments.shown import AppointmentShown, DecisionShown, by_day


def appointments_of(work: Work, child_id: int) -> tuple[AppointmentShown, ...]:
    """Give a child's appointments with their decisions, the latest first. The look is logged by what shows them.

    All of the family reads them. That one was proposed is part of it; the words and the answer are the team's own.
    """
    return read_appointments(work, work.child(child_id, Action.SEE))


def read_appointments(work: Work, child: AccessibleChildId) -> tuple[AppointmentShown, ...]:
    """Give the same of a child whose record was opened."""
    held = [(row.id, row.on_day, row.people, row.writer) for row in rows.appointments(work.connection, child)]
    decided = [
        DecisionShown(
            id=row.id,
            day=row.on_day,
            text=row.text,
            by=row.writer,
            milestone_id=row.milestone_id,
            milestone=row.milestone or "" if row.milestone_withdrawn_at is None else "",
            is_proposed=row.proposal_id is not None,
        )
        for row in rows.decisions(work.connection, child)
    ]
    return by_day(held, decided)
