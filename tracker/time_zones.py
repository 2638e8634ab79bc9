"""The time zones of the world, for a clinic or a child to choose from."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from tracker.errors import InvalidInput

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
# Names in the same list that mean another zone on every machine, or none.
NOWHERE = {"localtime", "Factory"}


def checked_time_zone(name: str) -> str:
    """Give an IANA time zone's name; raises `InvalidInput`."""
    if not name.strip():
        raise InvalidInput("time_zone", "empty")
    if name not in known_time_zones():
        raise InvalidInput("time_zone", "time_zone")
    return name


@cache
def known_time_zones() -> frozenset[str]:
    """Give the names of all zones, old spellings included. Read once: it walks through many folders."""
    return frozenset(available_timezones() - NOWHERE)


@cache
def time_zones_by_region() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give (name, place) of the zones to choose from, by region and in the order of their places.

    Old spellings are among them, since some browsers name their own zone so.
    """
    return {region: tuple(_of(region)) for region in REGIONS}


def _of(region: str) -> list[tuple[str, str]]:
    names = (name for name in known_time_zones() if name.startswith(f"{region}/"))
    return sorted(((name, _place(name)) for name in names), key=lambda zone: zone[1])


def _place(name: str) -> str:
    """Give `Argentina, Salta` for `America/Argentina/Salta`."""
    return name.partition("/")[2].replace("/", ", ").replace("_", " ")
