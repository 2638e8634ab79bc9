"""The regions of the world whose public holidays are known: a country, or a part of one, as `US` or `US-PA`."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays

from tracker.errors import InvalidInput

LONGEST = 16


def checked_region(code: str) -> str:
    """Give a region's code as it is stored, empty for none; raises `InvalidInput` for one that is not known."""
    code = code.strip()
    if code and code not in known_regions():
        raise InvalidInput("region", "region")
    return code


@cache
def known_regions() -> Mapping[str, tuple[str, str]]:
    """Give (country, name of its part) by code; a country by itself has no part."""
    found = {}
    for country, parts in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        found[country] = (country, "")
        named = _names_of_parts(country)
        for part in parts:
            code = f"{country}-{part}"
            if len(code) <= LONGEST:
                found[code] = (country, named.get(part, part))
    return found


def _names_of_parts(country: str) -> dict[str, str]:
    names: Mapping[str, str] = getattr(holidays.country_holidays(country), "subdivisions_aliases", {})
    # Some parts have a name in each of several languages; the first one named is the country's usual one.
    return {part: name for name, part in reversed(list(names.items()))}


@cache
def holidays_of_year(region: str, year: int) -> Mapping[date, str]:
    """Give the public holidays of a region in a year; none for a region that is not known (any more)."""
    country, _, part = region.partition("-")
    try:
        # Asked for by itself: reading the whole list loads the module of every country.
        found = holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        return {}
    return dict(found.items())
