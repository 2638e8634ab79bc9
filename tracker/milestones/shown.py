"""What a screen shows of milestones, as plain values. The rule of the three states is here; no database, no clock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.vocabulary import MilestoneArea, MilestoneEventKind


class State(StrEnum):
    """How a milestone stands: its target is to come, it was reached, or it was reached before and not for now."""

    TARGET = "target"
    REACHED = "reached"
    SET_BACK = "set_back"


@dataclass(frozen=True)
class Target:
    """By when a milestone is to be reached (None where no day was agreed), and with whom that was agreed."""

    id: int
    day: date | None
    agreed_with: str


@dataclass(frozen=True)
class Event:
    """That a milestone was reached, or set back, on a day; `by` is who wrote it down."""

    id: int
    kind: MilestoneEventKind
    day: date
    reason: str
    by: str


@dataclass(frozen=True)
class MilestoneShown:
    """A milestone with its latest target and all its live events, earliest first. `periods` is of a step of school.

    `step` counts the steps of its area from 1, in their order.
    """

    id: int
    area: MilestoneArea
    position: int
    step: int
    name: str
    periods: int | None
    target: Target | None
    events: tuple[Event, ...]

    @property
    def latest(self) -> Event | None:
        """Give the latest event: of one day, the one written down last."""
        return self.events[-1] if self.events else None

    @property
    def state(self) -> State:
        """Give how it stands."""
        return state_of(None if self.latest is None else self.latest.kind)

    def is_overdue(self, today: date) -> bool:
        """Say whether its target's day is over and it is not reached."""
        day = None if self.target is None else self.target.day
        return day is not None and day < today and self.state is not State.REACHED


def state_of(latest: MilestoneEventKind | None) -> State:
    """Give how a milestone stands after its latest event; None where there was none."""
    if latest is None:
        return State.TARGET
    return State.REACHED if latest is MilestoneEventKind.REACHED else State.SET_BACK
