"""What an import stands on: this moment, and what of the child is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from db.vocabulary import Discipline, MilestoneArea
from tracker.school.calendar import Timetable

NOON = time(12)
Zones = Sequence[tuple[date, str]]


@dataclass(frozen=True)
class DaysThere:
    """What a record has of visits, milestones and school already, as far as the actor may know of it."""

    visits: frozenset[tuple[Discipline, datetime]] = frozenset()
    milestones: frozenset[tuple[MilestoneArea, str]] = frozenset()
    school_days: frozenset[date] = frozenset()
    accommodations: frozenset[tuple[str, date]] = frozenset()
    timetables: tuple[Timetable, ...] = ()
    has_calendar: bool = False
    has_plan: bool = False

    @property
    def has_school(self) -> bool:
        """Whether school days count already, so that more of them would change weeks that are over."""
        return self.has_plan and bool(self.timetables)

    @property
    def has_ladder(self) -> bool:
        """Whether there is any step of school."""
        return any(area is MilestoneArea.SCHOOL for area, _ in self.milestones)


NOTHING_THERE = DaysThere()


@dataclass(frozen=True)
class Ground:
    """What was read before the files are.

    `zone` is the clinic's for a new child; of a child that is there already it is the child's, and `clinic_zone` the
    clinic's, if that is another one. `zones`, the days `[start, end)` of the `episodes`, the `marked` days and the
    `days` are those of such a child; `zones` is None for a new one.
    """

    now: datetime
    zone: str
    zones: Zones | None = None
    episodes: Sequence[tuple[date, date | None]] = ()
    marked: frozenset[date] = frozenset()
    days: DaysThere = NOTHING_THERE
    clinic_zone: str = ""

    @property
    def clock(self) -> str:
        """Give the zone on whose clocks visits are, which is the clinic's."""
        return self.clinic_zone or self.zone

    def is_taken(self, day: date) -> bool:
        """Say whether a day lies in an episode that is there already."""
        return any(start <= day and (end is None or day < end) for start, end in self.episodes)


def zone_on(zones: Zones, day: date) -> str:
    """Give the zone in which a day is counted."""
    in_force = [name for first, name in zones if first <= day]
    return in_force[-1] if in_force else zones[0][1]


class Noons:
    """The noon of a child's days, for what nobody has noted the moment of."""

    def __init__(self, zones: Zones, now: datetime) -> None:
        self._now = now
        self.of = lru_cache(maxsize=10_000)(lambda day: self._noon(zones, day))

    def _noon(self, zones: Zones, day: date) -> datetime:
        noon = datetime.combine(day, NOON, ZoneInfo(zone_on(zones, day))).astimezone(UTC)
        return min(noon, self._now)
