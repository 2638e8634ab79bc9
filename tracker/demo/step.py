"""A step of the demo: what somebody does at a moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tracker.access.work import Work
from tracker.demo.people import CLINIC

ZONE = ZoneInfo(CLINIC.time_zone)


@dataclass(frozen=True)
class Step:
    """What somebody does at a moment, in one unit of work."""

    planned: datetime
    who: str
    do: Callable[[Work], object]


def step_on(day: date, at: time, who: str, do: Callable[[Work], object]) -> Step:
    """Give a step that somebody takes on a day, by the clock where the clinic is."""
    return Step(datetime.combine(day, at, ZONE), who, do)
