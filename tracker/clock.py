"""The only module that asks the time. A use case reads it once; rules take dates as arguments."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Give this moment in UTC."""
    return datetime.now(UTC)


def local_today(zones: Iterable[tuple[date, str]], moment: datetime) -> date:
    """Give a child's calendar day at a moment.

    `zones` are (first day in force, IANA name) pairs, earliest first. A zone is in force once its own calendar
    has reached its first day, so a family that flies west never sees a day twice.
    """
    today = None
    for valid_from, name in zones:
        there = moment.astimezone(ZoneInfo(name)).date()
        if today is None or there >= valid_from:
            today = there
    assert today is not None, "a child always has a time zone"
    return today
