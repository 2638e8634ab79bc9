"""Dates and numbers as people read them."""

from datetime import date, timedelta

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from tracker.screen.words import _, language


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


def format_number(value: float) -> str:
    """Give a number with at most one decimal, none where it is whole."""
    return format_decimal(value, format="#,##0.#", locale=language())


def format_value(value: object) -> str:
    """Give a limit of an error as text."""
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, int | float):
        return format_number(value)
    return str(value)
