"""The only module that asks the time. A use case reads it once; rules take dates as arguments."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """Give this moment in UTC."""
    return _set_to.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another moment inside the block and nowhere else. Only the demo, which lives weeks in seconds, may."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Give the moment, in UTC, at which a day begins in a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_today(zones: Iterable[tuple[date, str]], moment: datetime) -> date:
    """Give a child's calendar day at a moment; `zones` as `local_time` takes them."""
    return local_time(zones, moment).date()


def local_time(zones: Iterable[tuple[date, str]], moment: datetime) -> datetime:
    """Give what a child's clocks show at a moment.

    `zones` are (first day in force, IANA name) pairs, earliest first. A zone is in force once its own calendar
    has reached its first day, so a family that flies west never sees a day twice.
    """
    shown = None
    for valid_from, name in zones:
        there = moment.astimezone(ZoneInfo(name))
        if shown is None or there.date() >= valid_from:
            shown = there
    assert shown is not None, "a child always has a time zone"
    return shown
