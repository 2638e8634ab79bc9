"""The marks of a chart of weeks, numbered and in words: what changed, what was reached, and what became of visits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from db.vocabulary import Discipline
from tracker.charts.sentences import (
    Voice,
    format_change,
    format_correction,
    format_days,
    format_phase,
    format_school_step,
    format_step,
)
from tracker.measures.watch_dates import WatchDates
from tracker.plans.schedule import week_of
from tracker.progress.marks import Days, Marks, VisitMark
from tracker.progress.weeks import Tally
from tracker.screen.dates import format_day, format_short_day
from tracker.screen.visits.visit_text import DISCIPLINES
from tracker.screen.words import _


@dataclass(frozen=True)
class Note:
    """A change, a correction or a step. Those of one treatment week share a number, for which the chart has room."""

    number: int
    week: int
    day: date
    text: str


def notes_of(marks: Marks, start: date) -> list[Note]:
    """Give what happened in an episode that begins on `start`, by day, numbered from 1."""
    told = [(change.day, format_change(change)) for change in marks.changes]
    told += [(corrected.days.first, format_correction(corrected)) for corrected in marks.corrected]
    told += [(begun.day, format_phase(begun)) for begun in marks.life.phases]
    told += [(step.day, format_school_step(step)) for step in marks.life.school]
    told += [(step.day, format_step(step)) for step in marks.life.steps]
    told.sort(key=lambda note: note[0])
    groups = groupby(told, key=lambda note: week_of(start, note[0]))
    return [
        Note(number, week, day, text)
        for number, (week, notes) in enumerate(groups, start=1)
        for day, text in notes
    ]


def days_in_words(marks: Marks) -> list[str]:
    """Name the days of pauses, those marked ill or away, the visits, watch dates and the end: each kind by itself."""
    named = (
        (_("Paused: {days}"), marks.pauses),
        (_("Ill: {days}"), _together(marks.ill)),
        (_("Away: {days}"), _together(marks.away)),
    )
    said = [words.format(days=", ".join(map(format_days, found))) for words, found in named if found]
    return [
        *said,
        *visits_in_words(marks.life.visits),
        *watched_in_words(marks.watch),
        *end_in_words(marks.ended),
    ]


def end_in_words(ended: date | None) -> list[str]:
    """Give the last day of a treatment that has ended."""
    return [] if ended is None else [_("Treatment ended: {day}").format(day=format_day(ended))]


def watched_in_words(watched: Iterable[WatchDates]) -> list[str]:
    """Name agreed watch dates, what they are about, and with whom they were agreed."""
    return [
        ", ".join(
            filter(
                None,
                (
                    _("Watch dates {days}: {about}").format(
                        days=format_days(Days(each.first, each.last)), about=" ".join(each.about.split())
                    ),
                    _("agreed with {names}").format(names=" ".join(each.agreed_with.split()))
                    if each.agreed_with
                    else "",
                ),
            )
        )
        for each in watched
    ]


def visits_in_words(visits: Sequence[VisitMark]) -> list[str]:
    """Say how many visits took place, and on which days others did not."""
    attended = [
        f"{_(DISCIPLINES[kind])} {sum(visit.attended for visit in of_kind)}"
        for kind, of_kind in _by_discipline(visits)
        if any(visit.attended for visit in of_kind)
    ]
    missed = [
        _("{kind} on {days}").format(
            kind=_(DISCIPLINES[kind]),
            days=", ".join(format_short_day(visit.day) for visit in of_kind if not visit.attended),
        )
        for kind, of_kind in _by_discipline(visits)
        if not all(visit.attended for visit in of_kind)
    ]
    told = (
        (_("Visits that took place: {visits}"), attended),
        (_("Visits that did not take place: {visits}"), missed),
    )
    return [words.format(visits="; ".join(found)) for words, found in told if found]


def _by_discipline(visits: Sequence[VisitMark]) -> list[tuple[Discipline, list[VisitMark]]]:
    found = [(kind, [visit for visit in visits if visit.discipline is kind]) for kind in Discipline]
    return [(kind, of_kind) for kind, of_kind in found if of_kind]


def _together(days: Sequence[date]) -> list[Days]:
    """Give days that follow one another as one stretch."""
    found: list[Days] = []
    for day in days:
        if found and found[-1].last == day - timedelta(days=1):
            found[-1] = Days(found[-1].first, day)
        else:
            found.append(Days(day, day))
    return found


def legend_of(tallies: Iterable[Tally], voice: Voice, line_percent: int | None) -> list[str]:
    """Say what each sign of what is drawn of these tallies means; `line_percent` None if there is no line."""
    if voice is Voice.FAMILY:
        said = [_("● done, of all that was due"), _("◇ done, of what was logged")]
        said.append(_("bar between them: not logged"))
        line = _("- - the clinic's line for ◇, {percent} %")
    else:
        said = [_("● strict"), _("◇ observed"), _("bar between them: without an entry")]
        line = _("- - the clinic's line for observed ◇, {percent} %")
    if line_percent is not None:
        said.append(line.format(percent=line_percent))
    if any(tally.settled and not tally.answered for tally in tallies):
        said.append(_("– no entries"))
    return said


def legend_of_frame() -> str:
    """Say what the frame around the running week means."""
    return _("dotted frame: this week, still open")


def legend_of_marks(marks: Marks) -> list[str]:
    """Say what the marks mean that every chart of weeks has."""
    life = marks.life
    notes = marks.changes or marks.corrected or life.phases or life.school or life.steps
    kinds = (
        (notes, _("① and so on: told in \u201cWhat happened\u201d")),
        (marks.pauses, _("grey: the plan was paused")),
        (marks.watch, _("hatched: agreed watch dates")),
        (marks.ill, _("■ a day ill")),
        (marks.away, _("△ a day away")),
        (any(visit.attended for visit in marks.life.visits), _("▼ a visit that took place")),
        (any(not visit.attended for visit in marks.life.visits), _("▽ a visit that did not")),
    )
    return [words for there, words in kinds if there]
