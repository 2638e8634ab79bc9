"""Dates and numbers as people read them."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.dates import format_skeleton, get_day_names, get_month_names
from babel.dates import format_time as format_babel_time
from babel.numbers import format_decimal

from tracker.screen.words import _, language

NO_BREAK = "\u00a0"


def format_day(day: date) -> str:
    """Give a day as "Tue 24 Nov"; other languages in their own order."""
    if language() == "en":
        return f"{day:%a} {day.day} {day:%b}"
    return format_skeleton("MMMEd", day, locale=language())


def format_day_named(day: date, today: date) -> str:
    """Give "Today" and "Yesterday" their names, other days their date."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return format_day(day)


def format_weekday(day: date, today: date) -> str:
    """Give "Today", "Yesterday" or the weekday's short name, for the few days before today."""
    if today - day > timedelta(days=1):
        return str(format_skeleton("E", day, locale=language()))
    return format_day_named(day, today)


def format_short_day(day: date) -> str:
    """Give a day without its weekday, as "24 Nov", for the narrow places of a chart."""
    if language() == "en":
        return f"{day.day} {day:%b}"
    return format_skeleton("MMMd", day, locale=language())


def format_dated(day: date) -> str:
    """Give a day with its year and without its weekday, as "24 Nov 2026", for tables that are kept."""
    if language() == "en":
        return f"{format_short_day(day)} {day.year}"
    return str(format_skeleton("yMMMd", day, locale=language()))


def format_month(day: date) -> str:
    """Give the month of a day as "May 2012"."""
    return str(format_skeleton("yMMMM", day, locale=language()))


def format_full_day(day: date) -> str:
    """Give a day with its year, as "Tue 24 Nov 2026", where it may be years away."""
    if language() == "en":
        return f"{format_day(day)} {day.year}"
    return str(format_skeleton("yMMMEd", day, locale=language()))


def format_time(moment: datetime | time) -> str:
    """Give the time of a day as its country writes it, as "9:00 AM"; its parts stay on one line."""
    shown = format_babel_time(moment.replace(tzinfo=None), "short", locale=language())
    return " ".join(shown.split()).replace(" ", NO_BREAK)


def weekday_names() -> list[str]:
    """Give the short names of the weekdays, Monday first."""
    names = get_day_names("abbreviated", locale=language())
    return [str(names[number]) for number in range(len(names))]


def month_names() -> dict[int, str]:
    """Give the names of the months by their numbers."""
    names = get_month_names("wide", context="stand-alone", locale=language())
    return {number: str(names[number]) for number in range(1, 13)}


def format_number(value: float, decimals: int = 1) -> str:
    """Give a number with at most so many decimals, none where it is whole."""
    return _number(value, decimals, language())


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: str) -> str:
    # A page of charts says the same few numbers hundreds of times.
    return format_decimal(value, format=f"#,##0.{'#' * decimals}", locale=locale)


def format_value(value: object) -> str:
    """Give a limit of an error as text."""
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, int | float):
        return format_number(value)
    return str(value)
