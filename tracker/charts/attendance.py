"""The chart of visits by the week: a row for each discipline, never one of all of them together."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from db.vocabulary import Discipline
from tracker.charts.chart import Chart
from tracker.charts.figures import SMALL, figure
from tracker.charts.notes import days_in_words
from tracker.charts.palette import GROUND, INK, MAIN
from tracker.charts.pieces import HOVER, Piece
from tracker.charts.plane import Plane
from tracker.charts.sentences import Voice, format_dated_days, format_days, format_share, joined
from tracker.charts.stage import Stage
from tracker.progress.marks import Days
from tracker.screen.visits.visit_text import DISCIPLINES, format_attended, format_beside
from tracker.screen.words import N_, _
from tracker.visits.attendance import Attendance, AttendanceWeek, VisitTally

ATTENDED, NOT_ATTENDED = "attended", "not_attended"
ROW, AROUND_ROWS = 112, 130  # pixels
HIGHEST = 0.56  # of a row, the column of the week with the most visits
ROW_LABEL = 0.72  # of a row, where its name stands: above the numbers of the highest column
COUNTS = "counts"
# Weeks on the axis whose "2 of 3" does not meet its neighbour's on a phone, and whose "2/3" does not.
MOST_IN_WORDS, MOST_COUNTED = 12, 22
LEGEND = (N_("filled: attended"), N_("empty: not attended"))


def chart_of_attendance(visits: Attendance, stage: Stage, voice: Voice) -> Chart:
    """Chart the weeks of each discipline; there is at least one."""
    rows = list(visits.by)
    return Chart(
        attendance_figure(visits, rows, stage, voice),
        alt_of_attendance(visits, rows, voice),
        attendance_table(visits, rows, voice),
        (*map(_, LEGEND), *stage.legend),
        tuple(stage.notes),
        tuple(days_in_words(stage.marks)),
    )


def attendance_figure(
    visits: Attendance, rows: Sequence[Discipline], stage: Stage, voice: Voice
) -> go.Figure:
    """Draw a row of columns for each discipline, the first on top; a column is as high as its visits are many."""
    weeks = [week for week in visits.weeks if week.week.number is not None]
    most = max((week.by[kind].counted for week in weeks for kind in rows), default=0) or 1
    plane = Plane(0, len(rows))
    return figure(
        [
            _columns(ATTENDED, weeks, rows, most),
            _columns(NOT_ATTENDED, weeks, rows, most),
            *_counts(weeks, rows, most, len(stage.weeks)),
            _hover(weeks, rows, voice),
            *stage.traces(plane),
        ],
        large=stage.large,
        height=AROUND_ROWS + ROW * len(rows),
        hovermode="x",
        barmode="overlay",
        margin={"l": 0, "r": 18, "t": 36 if stage.large else 24, "b": 0},
        shapes=stage.shapes(plane),
        # What the bands are, the legend says: there is no room between the columns.
        annotations=[_heading(), *(_row_label(kind, _foot(rows, kind)) for kind in rows)],
        xaxis=stage.axis,
        yaxis={
            "range": plane.range,
            "tickvals": [_foot(rows, kind) for kind in rows],
            "showticklabels": False,
            "showgrid": True,
            "zeroline": False,
            "fixedrange": True,
        },
    )


def _foot(rows: Sequence[Discipline], kind: Discipline) -> int:
    return len(rows) - 1 - list(rows).index(kind)


def _columns(name: str, weeks: Sequence[AttendanceWeek], rows: Sequence[Discipline], most: int) -> Piece:
    is_attended = name == ATTENDED
    told = [(kind, week, week.by[kind]) for kind in rows for week in weeks if week.by[kind].counted]
    unit = HIGHEST / most
    return {
        "type": "bar",
        "name": name,
        "x": [week.week.number for _kind, week, _tally in told],
        "y": [unit * (t.attended if is_attended else t.counted - t.attended) for _k, _w, t in told],
        "base": [_foot(rows, kind) + (0 if is_attended else unit * t.attended) for kind, _w, t in told],
        "width": 0.6,
        "marker": {
            "color": MAIN if is_attended else "rgba(0,0,0,0)",
            "line": {"color": MAIN, "width": 1.5},
        },
        "hoverinfo": "skip",
    }


def _counts(
    weeks: Sequence[AttendanceWeek], rows: Sequence[Discipline], most: int, on_axis: int
) -> list[Piece]:
    """Write n of m above each column; of very many weeks there is no room for it."""
    if on_axis > MOST_COUNTED:
        return []
    words = _("{n} of {m}") if on_axis <= MOST_IN_WORDS else _("{n}/{m}")
    told = [(kind, week, week.by[kind]) for kind in rows for week in weeks if week.by[kind].counted]
    return [
        {
            "type": "scatter",
            "name": COUNTS,
            "mode": "text",
            "x": [week.week.number for _kind, week, _tally in told],
            "y": [_foot(rows, kind) + HIGHEST / most * tally.counted for kind, _week, tally in told],
            "text": [words.format(n=tally.attended, m=tally.counted) for _kind, _week, tally in told],
            "textposition": "top center",
            "textfont": {"size": 9, "color": INK},
            "hoverinfo": "skip",
        }
    ]


def _hover(weeks: Sequence[AttendanceWeek], rows: Sequence[Discipline], voice: Voice) -> Piece:
    return {
        "type": "scatter",
        "name": HOVER,
        "mode": "markers",
        "marker": {"opacity": 0, "size": 1},
        "x": [week.week.number for week in weeks],
        "y": [len(rows) / 2] * len(weeks),
        "hovertext": [_hover_of(week, rows, voice) for week in weeks],
        "hoverinfo": "text",
    }


def _hover_of(week: AttendanceWeek, rows: Sequence[Discipline], voice: Voice) -> str:
    days = format_days(Days(week.week.first, week.week.last))
    head = f"<b>{_('Week {n}').format(n=week.week.number)}</b> · {days}"
    return joined([head, *(f"{_(DISCIPLINES[kind])}: {_said(week.by[kind], voice)}" for kind in rows)])


def _said(tally: VisitTally, voice: Voice) -> str:
    beside = format_beside(tally, for_staff=voice is Voice.STAFF)
    said = format_attended(tally) if tally.counted else _("no visits to count")
    return f"{said} · {beside}" if beside else said


def _row_label(kind: Discipline, foot: int) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": foot + ROW_LABEL,
        "yanchor": "bottom",
        "text": _(DISCIPLINES[kind]),
        "showarrow": False,
        "bgcolor": GROUND,
        "font": SMALL,
    }


def _heading() -> dict[str, Any]:
    """Say above the rows what is counted: beside them it would run into their names."""
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "text": _("Visits (higher is more)"),
        "showarrow": False,
        "font": SMALL,
    }


def attendance_table(visits: Attendance, rows: Sequence[Discipline], voice: Voice) -> pd.DataFrame:
    """List the weeks, each discipline with its n of m, and what stands beside it."""
    weeks = [week for week in visits.weeks if week.week.number is not None]
    columns: dict[str, Any] = {
        _("Week"): [str(week.week.number) for week in weeks],
        _("Days"): [format_dated_days(Days(week.week.first, week.week.last)) for week in weeks],
    }
    for kind in rows:
        tallies = [week.by[kind] for week in weeks]
        columns[_(DISCIPLINES[kind])] = [format_share(t.share, t.attended, t.counted) for t in tallies]
        beside = [format_beside(tally, for_staff=voice is Voice.STAFF) for tally in tallies]
        columns[_("{discipline}: not counted").format(discipline=_(DISCIPLINES[kind]))] = beside
    return pd.DataFrame(columns)


def alt_of_attendance(visits: Attendance, rows: Sequence[Discipline], voice: Voice) -> str:
    """Describe the chart: each discipline by itself, over all weeks."""
    each = (
        _("{discipline}: {said}.").format(discipline=_(DISCIPLINES[kind]), said=_said(visits.by[kind], voice))
        for kind in rows
    )
    return " ".join((_("Visits by the week, each discipline by itself, higher is more."), *each))
