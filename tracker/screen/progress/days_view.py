"""The calendar of days: a row for each week, a sign and a count for each day."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby

import streamlit as st

from tracker.exchange.table_csv import table_csv
from tracker.plans.schedule import DAYS_IN_WEEK, week_of
from tracker.progress.days import DayShown, DayState
from tracker.progress.progress import Progress
from tracker.screen.dates import format_dated, weekday_names
from tracker.screen.progress.tables import show_table
from tracker.screen.words import N_, _

# Told apart by shape and letter, never by colour.
SIGNS: Mapping[DayState, str] = {
    DayState.ALL: "●",
    DayState.SOME: "◐",
    DayState.NONE: "○",
    DayState.OPEN: "…",
    DayState.ILL: N_("I"),
    DayState.AWAY: N_("A"),
    DayState.PAUSED: N_("P"),
    DayState.NOTHING_DUE: "–",
}
NAMES: Mapping[DayState, str] = {
    DayState.ALL: N_("answered"),
    DayState.SOME: N_("partly answered"),
    DayState.NONE: N_("no entries"),
    DayState.OPEN: N_("still open"),
    DayState.ILL: N_("ill"),
    DayState.AWAY: N_("away"),
    DayState.PAUSED: N_("paused"),
    DayState.NOTHING_DUE: N_("nothing due"),
}
COUNTED = {DayState.ALL, DayState.SOME, DayState.NONE, DayState.OPEN}


def show_days(progress: Progress) -> None:
    """Show what became of each day, the latest week first."""
    assert progress.episode is not None
    label = _("Day by day")
    columns, rows = days_table(progress.days)
    st.subheader(label, anchor=False)
    show_table(label, columns, rows)
    st.caption(" · ".join(f"{_(SIGNS[state])} {_(NAMES[state])}" for state in DayState))
    st.download_button(
        _("As a CSV file: {table}").format(table=label),
        table_csv(columns, rows),
        file_name="days.csv",
        mime="text/csv",
        key=f"csv-days-{progress.child_id}",
        on_click="ignore",
        icon=":material/download:",
    )


def days_table(days: Sequence[DayShown]) -> tuple[list[str], list[list[str]]]:
    """Give the heads and the rows of the calendar, the latest week first; its weeks begin with the treatment's."""
    start = days[0].day
    names = weekday_names()
    heads = [names[(start + timedelta(days=n)).weekday()] for n in range(DAYS_IN_WEEK)]
    weeks = [list(week) for _week, week in groupby(days, key=lambda day: week_of(start, day.day))]
    rows = [
        [format_dated(week[0].day), *map(format_sign, week), *[""] * (DAYS_IN_WEEK - len(week))]
        for week in reversed(weeks)
    ]
    return [_("Week from"), *heads], rows


def format_sign(day: DayShown) -> str:
    """Give "◐ 3/6", or the sign alone where nothing is counted."""
    sign = _(SIGNS[day.state])
    return f"{sign} {day.answered}/{day.due}" if day.state in COUNTED and day.due else sign
