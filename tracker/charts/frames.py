"""Rows become small typed frames: what is drawn, what is listed and what is read out all come from the same one.

A position is a place on the axis of treatment weeks: week w reaches from w - 0.5 to w + 0.5, its days are sevenths.
"""

from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from html import escape
from textwrap import wrap
from typing import Any

import pandas as pd

from tracker.charts.notes import Note, end_in_words, notes_of, visits_in_words, watched_in_words
from tracker.charts.sentences import Voice, format_days, format_tally, joined, lines_of
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.progress.exercises import Exercise
from tracker.progress.marks import Days, Marks
from tracker.progress.spans import Week
from tracker.progress.weeks import Tally
from tracker.screen.dates import format_short_day
from tracker.screen.words import _

WIDEST_LINE = 38  # letters of a hover's line that fit a phone
LONGEST_NAME = 28  # letters of a name that leave room for its n of m beside it

# The counts of a tally and its four figures; a figure without a value is NaN.
COUNTS = {
    "due": "int64",  # occurrences that are not excused, settled or not
    "settled": "int64",  # D
    "excused": "int64",
    "without_entry": "int64",  # U
    "answered": "int64",  # D - U
    "credit": "float64",  # the sum of c
    "full": "int64",  # occurrences with c = 1
    "strict": "float64",
    "observed": "float64",
    "coverage": "float64",
    "full_completion": "float64",
}
# One row a treatment week, in order.
WEEKS = {
    "week": "int64",
    "first": "object",  # its first day, a date
    "last": "object",
    "tick": "object",  # its first day as text, "16 Mar"
    "running": "bool",  # whether a day of it is still open
    **COUNTS,
    "said": "object",  # the figures in one line
    "hover": "object",  # the figures and the week's marks, as lines of a chart's text
}
# One row an exercise, in the order in which they are given.
EXERCISES = {
    "line_id": "int64",
    "exercise": "object",  # the whole name as it was typed
    "label": "object",  # the name, shortened, as a chart's text
    **COUNTS,
    "said": "object",
    "hover": "object",
}
# One row a change or correction; those of one week share a number.
NOTES = {
    "number": "int64",
    "week": "int64",
    "day": "object",  # a date
    "position": "float64",  # where its day begins
    "text": "object",
}
# One row a stretch of days: a pause of the plan, the days of a corrected prescription, agreed watch dates, or the last
# day of a treatment.
STRETCHES = {
    "kind": "object",  # PAUSED, CORRECTED, WATCHED or ENDED
    "begin": "float64",  # position at which its first day begins
    "until": "float64",  # position at which its last day ends
    "days": "object",  # both as text
}
# One row a day marked by the family, and one a day with visits: of more than one it is whether any took place.
DAYS = {
    "kind": "object",  # ILL, AWAY, CAME or DID_NOT
    "day": "object",  # a date
    "position": "float64",  # its noon
}

PAUSED, CORRECTED, WATCHED, ENDED = "paused", "corrected", "watched", "ended"
ILL, AWAY = "ill", "away"
CAME, DID_NOT = "came", "did_not"
HALF_A_DAY = 1 / (2 * DAYS_IN_WEEK)


def weeks_frame(
    weeks: Sequence[Week], marks: Marks, today: date, voice: Voice, start: date | None = None
) -> pd.DataFrame:
    """Give the frame `WEEKS`; `marks` are those told in each week's hover, numbered from the episode's `start`."""
    notes = notes_of(marks, start or weeks[0].first) if weeks else []
    rows = (
        {
            "week": week.week,
            "first": week.first,
            "last": week.last,
            "tick": format_short_day(week.first),
            "running": week.last >= today,
            **_counts(week.tally),
            "said": format_tally(week.tally, voice),
            "hover": _hover_of_week(week, marks, notes, voice),
        }
        for week in weeks
    )
    return typed(WEEKS, rows)


def exercises_frame(exercises: Sequence[Exercise], voice: Voice) -> pd.DataFrame:
    """Give the frame `EXERCISES`."""
    rows = (
        {
            "line_id": exercise.line_id,
            "exercise": exercise.name,
            "label": chart_text(exercise.name),
            **_counts(exercise.tally),
            "said": format_tally(exercise.tally, voice),
            "hover": joined([f"<b>{chart_text(exercise.name)}</b>", *lines_of(exercise.tally, voice)]),
        }
        for exercise in exercises
    )
    return typed(EXERCISES, rows)


def notes_frame(notes: Sequence[Note], start: date) -> pd.DataFrame:
    """Give the frame `NOTES`."""
    return typed(NOTES, ({**vars(note), "position": position(start, note.day)} for note in notes))


def stretches_frame(marks: Marks, start: date) -> pd.DataFrame:
    """Give the frame `STRETCHES`."""
    pairs = [(PAUSED, pause) for pause in marks.pauses]
    pairs += [(CORRECTED, corrected.days) for corrected in marks.corrected]
    pairs += [(WATCHED, Days(each.first, each.last)) for each in marks.watch]
    if marks.ended is not None:
        pairs.append((ENDED, Days(marks.ended, marks.ended)))
    rows = (
        {
            "kind": kind,
            "begin": position(start, days.first),
            "until": position(start, days.last + timedelta(days=1)),
            "days": format_days(days),
        }
        for kind, days in pairs
    )
    return typed(STRETCHES, rows)


def days_frame(marks: Marks, start: date) -> pd.DataFrame:
    """Give the frame `DAYS`."""
    rows = (
        {"kind": kind, "day": day, "position": position(start, day) + HALF_A_DAY}
        for kind, days in ((ILL, marks.ill), (AWAY, marks.away), *_days_with_visits(marks))
        for day in days
    )
    return typed(DAYS, rows)


def _days_with_visits(marks: Marks) -> list[tuple[str, list[date]]]:
    came = {visit.day for visit in marks.life.visits if visit.attended}
    every = {visit.day for visit in marks.life.visits}
    return [(CAME, sorted(came)), (DID_NOT, sorted(every - came))]


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Give a frame's rows, each with its columns as attributes."""
    columns = [frame[name].tolist() for name in frame.columns]
    return list(map(_row(tuple(frame.columns))._make, zip(*columns, strict=True)))


@cache
def _row(names: tuple[str, ...]) -> Any:
    """Give the kind of row with these columns. Made anew each time, as pandas does, it takes longer than its rows."""
    return namedtuple("Row", names)  # noqa: PYI024 - its columns are known by its frame


def position(start: date, day: date) -> float:
    """Give the place where a day begins on the axis of the treatment weeks of an episode."""
    return 0.5 + (day - start).days / DAYS_IN_WEEK


def chart_text(text: str) -> str:
    """Give a text typed by somebody as a chart shows it: one line, not long, none of it read as markup."""
    line = " ".join(text.split())
    short = line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"
    return in_chart(short)


def in_chart(text: str) -> str:
    """Let nothing of a text be markup, nor what stands between two dollars a formula."""
    return escape(text, quote=False).replace("$", "&#36;")


def _hover_of_week(week: Week, marks: Marks, notes: Sequence[Note], voice: Voice) -> str:
    lines = [
        f"<b>{_('Week {n}').format(n=week.week)}</b> · {format_days(week)}",
        *lines_of(week.tally, voice),
    ]
    inside = Days(week.first, week.last)
    if any(_meet(pause, inside) for pause in marks.pauses):
        lines.append(_("The plan was paused."))
    for words, days in ((_("ill: {days}"), marks.ill), (_("away: {days}"), marks.away)):
        found = [format_short_day(day) for day in days if inside.first <= day <= inside.last]
        if found:
            lines.append(words.format(days=", ".join(found)))
    visits = [visit for visit in marks.life.visits if inside.first <= visit.day <= inside.last]
    lines += visits_in_words(visits)
    lines += watched_in_words(each for each in marks.watch if _meet(Days(each.first, each.last), inside))
    lines += [f"{note.number} · {note.text}" for note in notes if note.week == week.week]
    if marks.ended is not None and inside.first <= marks.ended <= inside.last:
        lines += end_in_words(marks.ended)
    head, *rest = lines
    return joined([head, *(in_chart(part) for line in rest for part in wrap(line, WIDEST_LINE))])


def _meet(one: Days, other: Days) -> bool:
    return one.first <= other.last and other.first <= one.last


def _counts(tally: Tally) -> dict[str, object]:
    return {name: getattr(tally, name) for name in COUNTS}


def typed(columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Give rows as a frame, each column of its type: named beforehand, since guessing it takes ten times as long."""
    every = list(rows)
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in every], dtype=kind) for name, kind in columns.items()}
    )
