"""Read the page for an appointment: everything that everybody in the room may see, and what changed since last time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from db.queries import appointments as rows
from db.queries import visits
from db.types import AccessibleChildId
from db.vocabulary import Discipline, VisitOutcome
from tracker import clock
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.appointments.past import read_appointments
from tracker.appointments.room import Room, all_may_read, room_of, sights_in
from tracker.appointments.shown import AppointmentShown
from tracker.concerns.concerns import read_concerns_of
from tracker.concerns.shown import ConcernShown
from tracker.errors import NotPermitted
from tracker.milestones.shown import MilestoneShown
from tracker.milestones.timeline import read_milestones
from tracker.progress.progress import Progress, progress_of
from tracker.progress.sights import Sights
from tracker.visits.shown import VisitShown, shown_visit

NEXT = 3


@dataclass(frozen=True)
class AppointmentPage:
    """What is told at an appointment. `progress` is of the whole episode, as the room may see it.

    `since` is the day of the last appointment before today, None where there was none: the later of the latest that was
    written down and the latest medical visit that was attended. `may_hold` says that the actor writes it down,
    `may_propose` and `may_prescribe` what may become of a decision.
    """

    child_id: int
    child_name: str
    today: date
    me: str
    room: Room
    since: date | None
    progress: Progress
    to_come: tuple[VisitShown, ...]
    milestones: tuple[MilestoneShown, ...]
    concerns: tuple[ConcernShown, ...]
    appointments: tuple[AppointmentShown, ...]
    may_hold: bool
    may_propose: bool
    may_plan: bool
    may_prescribe: bool

    @property
    def unread(self) -> list[int]:
        """Give the concerns on it that the actor has not been seen to read."""
        return [concern.id for concern in self.concerns if not concern.is_read_by_me]

    def on(self, day: date) -> AppointmentShown:
        """Give the appointment of a day, an empty one where nothing is written down yet."""
        empty = AppointmentShown(None, day, "", "", ())
        return next((each for each in self.appointments if each.day == day), empty)


def appointment_of(
    work: Work, child_id: int, *, room: Iterable[int] | None = None, screen: str = "appointment"
) -> AppointmentPage:
    """Give what can be shown to a room of these accounts, all of the family for None; logs the look.

    For the care team alone: raises `NotPermitted` for a family, which has all of it on pages of its own.
    """
    child = work.child(child_id, Action.SEE)
    if not work.is_on_care_team(child):
        raise NotPermitted
    work.child(child_id, Action.SEE, screen=screen)
    present = room_of(work, child, room)
    sights = sights_in(work, child, present.people)
    progress = progress_of(work, child_id, sights=sights, screen="")
    since = last_appointment(work, child, sights)
    return AppointmentPage(
        child_id=child_id,
        child_name=progress.child_name,
        today=progress.today,
        me=work.actor.name,
        room=present,
        since=since,
        progress=progress,
        to_come=_to_come(work, child, sights),
        milestones=tuple(read_milestones(work, child)),
        concerns=_concerns(work, child, present, since),
        appointments=read_appointments(work, child),
        may_hold=work.may(child, Action.HOLD_APPOINTMENT),
        may_propose=work.may(child, Action.PROPOSE),
        may_plan=work.may(child, Action.PLAN_MILESTONES),
        may_prescribe=work.may(child, Action.PRESCRIBE),
    )


def last_appointment(work: Work, child: AccessibleChildId, sights: Sights) -> date | None:
    """Give the day of the last appointment before today: one that was written down, or a medical visit attended."""
    now_there = work.clocks_of(child, work.now)
    assert now_there.tzinfo is not None
    today = now_there.date()
    attended = visits.latest(
        work.connection,
        child,
        sights.visits,
        Discipline.MEDICAL,
        VisitOutcome.ATTENDED,
        clock.midnight(today, now_there.tzinfo),
    )
    visited = None if attended is None else work.day_of(child, attended)
    written = rows.latest_before(work.connection, child, today)
    return max((day for day in (written, visited) if day is not None), default=None)


def _to_come(work: Work, child: AccessibleChildId, sights: Sights) -> tuple[VisitShown, ...]:
    found = visits.visits_from(work.connection, child, sights.visits, work.now, work.now, NEXT)
    zone = ZoneInfo(work.actor.clinic_time_zone)
    return tuple(shown_visit(work, child, row, zone, may_change=False) for row in found)


def _concerns(
    work: Work, child: AccessibleChildId, room: Room, since: date | None
) -> tuple[ConcernShown, ...]:
    """Give what everybody in the room may read: what is open, and what was asked since the last appointment."""
    return tuple(
        concern
        for concern in read_concerns_of(work, child)
        if (concern.is_open or since is None or concern.by.day >= since)
        and all_may_read(
            room.people,
            writer_id=concern.writer_id,
            readers=concern.readers,
            household=concern.household,
        )
    )
