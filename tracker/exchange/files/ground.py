"""What an import stands on: this moment, and what of the child is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

NOON = time(12)
Zones = Sequence[tuple[date, str]]


@dataclass(frozen=True)
class Ground:
    """What was read before the files are.

    `zone` is the clinic's; `zones`, the days `[start, end)` of the `episodes` and the `marked` days are those of a
    child that is there already. `zones` is None for a new one.
    """

    now: datetime
    zone: str
    zones: Zones | None = None
    episodes: Sequence[tuple[date, date | None]] = ()
    marked: frozenset[date] = frozenset()

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
