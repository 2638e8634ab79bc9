"""The frame of school by the week as a table and as a sentence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tracker.charts.frames import rows_of
from tracker.charts.pieces import ABOVE_A_MARK, FOOT
from tracker.charts.sentences import format_share
from tracker.school.attendance import Sight
from tracker.screen.words import N_, _

# What a week without a value is called, and where on the chart that stands.
MISSING: Mapping[Sight, tuple[str, int]] = {
    Sight.NO_SCHOOL: (N_("no school planned"), FOOT),
    Sight.NOTHING_OVER: (N_("nothing logged yet"), ABOVE_A_MARK),
    Sight.NOTHING_LOGGED: (N_("nothing logged"), ABOVE_A_MARK),
}


def weeks_table(weeks: pd.DataFrame, *, in_treatment: bool) -> pd.DataFrame:
    """List the weeks, each with its two shares and their n of m."""
    rows = rows_of(weeks)
    columns: dict[str, Any] = {}
    if in_treatment:
        so_far = _("{n}, so far")
        columns[_("Week")] = [so_far.format(n=row.week) if row.running else str(row.week) for row in rows]
    columns[_("Days")] = weeks["days"]
    columns[_("Of planned")] = [_share(row, row.of_planned, row.as_planned, row.planned) for row in rows]
    columns[_("Of a full timetable")] = [_share(row, row.of_full, row.attended, row.full) for row in rows]
    columns[_("Days not logged")] = weeks["not_logged"]
    return pd.DataFrame(columns)


def alt_of_school(weeks: pd.DataFrame) -> str:
    """Describe the chart from its own frame: what it shows, its first and its latest week."""
    rows = rows_of(weeks)
    told = [rows[0]] if len(rows) == 1 else [rows[0], rows[-1]]
    return " ".join((_("School by the week, higher is more."), *map(_told, told)))


def _told(row: Any) -> str:
    head = _("{week} so far").format(week=row.name) if row.running else row.name
    return _("{head}: {said}.").format(head=head, said=row.said)


def _share(row: Any, ratio: float, part: int, whole: int) -> str:
    if row.sight in MISSING:
        return _(MISSING[row.sight][0])
    return format_share(ratio, part, whole)
