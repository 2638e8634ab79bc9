"""Read a child's milestones of all areas, with their targets and what became of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from db.queries import children
from db.queries import milestones as rows
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import MilestoneArea, MilestoneEventKind
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.milestones.shown import Event, MilestoneShown, State, Target


@dataclass(frozen=True)
class Happened:
    """One event in the timeline, with the milestone that it is of."""

    milestone: MilestoneShown
    event: Event


@dataclass(frozen=True)
class Milestones:
    """All milestones of a child, and what the actor may do about them.

    `to_come` are those that wait for their target's day, or for their turn: those with a day first, the earliest ahead.
    """

    child_id: int
    child_name: str
    today: date
    milestones: tuple[MilestoneShown, ...]
    may_record: bool
    may_plan: bool
    closed: bool

    def of_area(self, area: MilestoneArea) -> tuple[MilestoneShown, ...]:
        """Give those of one area, lowest step first."""
        return tuple(each for each in self.milestones if each.area is area)

    @property
    def to_come(self) -> tuple[MilestoneShown, ...]:
        """Give those not reached as it stands."""
        found = [each for each in self.milestones if each.state is not State.REACHED]
        far = date.max
        return tuple(
            sorted(found, key=lambda each: ((each.target.day if each.target else None) or far, each.position))
        )

    @property
    def happened(self) -> tuple[Happened, ...]:
        """Give all events, the latest first."""
        found = [Happened(each, event) for each in self.milestones for event in each.events]
        return tuple(sorted(found, key=lambda one: (one.event.day, one.event.id), reverse=True))


def milestones_of(work: Work, child_id: int) -> Milestones:
    """Read a child's milestones for their own page, and log the look."""
    child = work.child(child_id, Action.SEE, screen="milestones")
    return Milestones(
        child_id,
        children.chosen_name(work.connection, child),
        work.today_of(child),
        read_milestones(work, child),
        may_record=work.may(child, Action.RECORD),
        may_plan=work.may(child, Action.PLAN_MILESTONES),
        closed=work.is_closed(child),
    )


def read_milestones(
    work: Work, child: AccessibleChildId, area: MilestoneArea | None = None
) -> tuple[MilestoneShown, ...]:
    """Read a child's milestones, by area and step, in two statements."""
    found = rows.milestones(work.connection, child, area)
    events: dict[int, list[Event]] = defaultdict(list)
    for row in rows.events(work.connection, child) if found else ():
        event = Event(row.id, MilestoneEventKind(row.kind), row.on_day, row.reason, row.writer or "")
        events[row.milestone_id].append(event)
    return tuple(
        MilestoneShown(
            row.id,
            MilestoneArea(row.area),
            row.position,
            step,
            row.name,
            row.periods,
            None if row.target_id is None else Target(row.target_id, row.target_on, row.agreed_with),
            tuple(events.get(row.id, ())),
        )
        for step, row in _numbered(found)
    )


def _numbered(found: Iterable[AnyRow]) -> Iterable[tuple[int, AnyRow]]:
    for _area, of_area in groupby(found, key=lambda row: row.area):
        yield from enumerate(of_area, start=1)
