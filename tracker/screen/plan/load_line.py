"""How much a plan asks for on a day, in a line that stands beside whoever prescribes."""

import streamlit as st

from tracker.errors import InvalidInput
from tracker.plans.load import DayLoad, Load
from tracker.plans.shown import Plan
from tracker.screen.dates import format_number
from tracker.screen.plan.exercise_fields import read_terms
from tracker.screen.words import _, ngettext


def show_load(plan: Plan, key: str, *, line_id: int | None = None) -> None:
    """Show what the plan asks for with what stands in a form, or without it while that is not filled in."""
    try:
        load = plan.load(line_id=line_id, terms=read_terms(key))
    except InvalidInput:
        st.caption(_("Now: {load}").format(load=format_load(plan.load())))
    else:
        st.caption(_("With this: {load}").format(load=format_load(load)))


def format_load(load: Load) -> str:
    """Give a load as "4 to 6 items and at least 35 minutes a day, and 3 times a week on any days"."""
    days = _format_day(load.most) if load.is_even else _format_days(load)
    if not load.any_days:
        return days
    weekly = ngettext("{n} time a week on any day", "{n} times a week on any days", load.any_days)
    return _("{days}, and {weekly}").format(days=days, weekly=weekly.format(n=load.any_days))


def _format_day(day: DayLoad) -> str:
    items = ngettext("{n} item a day", "{n} items a day", day.items).format(n=day.items)
    if not day.minutes:
        return items
    return _("{items}, {minutes}").format(items=items, minutes=_format_minutes(day))


def _format_days(load: Load) -> str:
    items = _("{least} to {most} items a day").format(least=load.least.items, most=load.most.items)
    if not load.most.minutes:
        return items
    fullest = _("{minutes} on the fullest").format(minutes=_format_minutes(load.most))
    return _("{items}, {minutes}").format(items=items, minutes=fullest)


def _format_minutes(day: DayLoad) -> str:
    minutes = format_number(round(day.minutes))
    words = _("at least {n} minutes") if day.untimed else _("{n} minutes")
    return words.format(n=minutes)
