"""Frames become the tables behind the charts: the same numbers, as text."""

from typing import Any

import pandas as pd

from tracker.charts.frames import rows_of
from tracker.charts.sentences import Voice, format_dated_days, format_part, format_share
from tracker.screen.words import _


def weeks_table(weeks: pd.DataFrame, voice: Voice) -> pd.DataFrame:
    """List a frame of weeks, one row a week, with every figure and its n of m."""
    table: dict[str, Any] = {
        _("Week"): [
            _("{n}, so far").format(n=row.week) if row.running else str(row.week) for row in rows_of(weeks)
        ],
        _("Days"): [format_dated_days(row) for row in rows_of(weeks)],
    }
    return pd.DataFrame(table | _figures(weeks, voice))


def exercises_table(exercises: pd.DataFrame, voice: Voice) -> pd.DataFrame:
    """List a frame of exercises, one row each, in its order."""
    columns: dict[str, Any] = {_("Exercise"): exercises["exercise"]}
    return pd.DataFrame(columns | _figures(exercises, voice))


def _figures(frame: pd.DataFrame, voice: Voice) -> dict[str, Any]:
    rows = rows_of(frame)
    if voice is Voice.FAMILY:
        return {
            _("Due"): frame["due"],
            _("Done"): [_part(row.credit, row.settled) for row in rows],
            _("Logged"): [_part(row.answered, row.settled) for row in rows],
            _("Not needed"): frame["excused"],
            _("No entry"): frame["without_entry"],
        }
    return {
        _("Due"): frame["due"],
        _("Strict"): [_share(row.strict, row.credit, row.settled) for row in rows],
        _("Observed"): [_share(row.observed, row.credit, row.answered) for row in rows],
        _("Coverage"): [_share(row.coverage, row.answered, row.settled) for row in rows],
        _("Full"): [_share(row.full_completion, row.full, row.settled) for row in rows],
        _("Excused"): frame["excused"],
        _("No entry"): frame["without_entry"],
    }


def _part(part: float, whole: int) -> str:
    return format_part(part, whole) if whole else "–"


def _share(ratio: float, part: float, whole: int) -> str:
    return format_share(None if pd.isna(ratio) else ratio, part, whole)
