"""The marks of a chart of weeks, numbered and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tracker.charts.sentences import Voice, format_change, format_correction, format_days
from tracker.plans.schedule import week_of
from tracker.progress.marks import Days, Marks
from tracker.progress.spans import Week
from tracker.screen.words import _


@dataclass(frozen=True)
class Note:
    """A change or correction. Those of one treatment week share a number, for which the chart has room."""

    number: int
    week: int
    day: date
    text: str


def notes_of(marks: Marks, start: date) -> list[Note]:
    """Give the changes and corrections of an episode that begins on `start`, by day, numbered from 1."""
    told = [(change.day, format_change(change)) for change in marks.changes]
    told += [(corrected.days.first, format_correction(corrected)) for corrected in marks.corrected]
    told.sort(key=lambda note: note[0])
    groups = groupby(told, key=lambda note: week_of(start, note[0]))
    return [
        Note(number, week, day, text)
        for number, (week, notes) in enumerate(groups, start=1)
        for day, text in notes
    ]


def days_in_words(marks: Marks) -> list[str]:
    """Name the days of pauses, and those marked ill or away."""
    named = (
        (_("Paused: {days}"), marks.pauses),
        (_("Ill: {days}"), _together(marks.ill)),
        (_("Away: {days}"), _together(marks.away)),
    )
    return [words.format(days=", ".join(map(format_days, found))) for words, found in named if found]


def _together(days: Sequence[date]) -> list[Days]:
    """Give days that follow one another as one stretch."""
    found: list[Days] = []
    for day in days:
        if found and found[-1].last == day - timedelta(days=1):
            found[-1] = Days(found[-1].first, day)
        else:
            found.append(Days(day, day))
    return found


def legend_of(
    weeks: Sequence[Week], marks: Marks, today: date, voice: Voice, line_percent: int | None
) -> list[str]:
    """Say what each mark means that the chart of these weeks holds; `line_percent` None if it has no line."""
    if voice is Voice.FAMILY:
        said = [_("● done, of all that was due"), _("◇ done, of what was logged")]
        said.append(_("bar between them: not logged"))
    else:
        said = [_("● strict"), _("◇ observed"), _("bar between them: without an entry")]
    if line_percent is not None:
        said.append(_("- - the clinic's line, {percent} %").format(percent=line_percent))
    kinds = (
        (any(week.last >= today for week in weeks), _("dotted frame: this week, still open")),
        (marks.changes or marks.corrected, _("① and so on: a change, told below")),
        (marks.pauses, _("grey: the plan was paused")),
        (marks.ill, _("■ a day ill")),
        (marks.away, _("△ a day away")),
    )
    return [*said, *(words for there, words in kinds if there)]
