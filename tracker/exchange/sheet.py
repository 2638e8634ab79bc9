"""A treatment week for the fridge, on paper: made without a browser, from a template and plain data."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

import typst

from db.queries import accounts
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import NotFound
from tracker.plans.about import about_of
from tracker.plans.terms import Terms
from tracker.progress.paper import PaperDay, PaperExercise, PaperWeek, read_week
from tracker.screen.clinic.clinic_texts import shown_text
from tracker.screen.dates import format_day, format_full_day, format_short_day, weekday_names
from tracker.screen.text import format_dose, format_parts, format_schedule
from tracker.screen.words import _, language, ngettext

TEMPLATE = Path(__file__).with_name("sheet.typ")
NOT_NEEDED = -1
LONG_WORD, A_BIT = re.compile(r"\S{25,}"), re.compile(r".{8}(?=.)")
MAY_BREAK = "\u200b"
# The dot stays with what stands before it.
BETWEEN = "\u00a0· "


class Paper(StrEnum):
    """The paper that a sheet is made for, by the name that its address gives it."""

    A4 = "a4"
    LETTER = "letter"


PAPERS = {Paper.A4: "a4", Paper.LETTER: "us-letter"}


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper beside the week: what to be careful of, and whom to call."""

    week: PaperWeek
    precautions: str
    urgent: tuple[str, str]


def sheet_of(work: Work, child_id: int, day: date | None = None) -> Sheet:
    """Read the treatment week of a day, today without one, and log the look.

    Raises as `Work.child` does, and `NotFound` where there is no plan of which to print a week.
    """
    child = work.child(child_id, Action.SEE, screen="sheet")
    week = read_week(work, child, day)
    if week.week is None:
        raise NotFound
    emergency, crisis = accounts.urgent_texts(work.connection, work.actor.clinic_id)
    urgent = shown_text("emergency_text", emergency), shown_text("crisis_text", crisis)
    return Sheet(week, about_of(work, child).precautions, urgent)


def printed(sheet: Sheet, paper: Paper = Paper.A4) -> bytes:
    """Give the PDF: a page, or more where the exercises need them."""
    data = json.dumps(_data(sheet, paper))
    # The template is ours; all that people have typed is in the data.
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"sheet": data}, font_paths=fonts())


@cache
def fonts() -> typst.Fonts:
    """Give the fonts in the package, and this machine's for scripts that those do not know."""
    return typst.Fonts()


def _data(sheet: Sheet, paper: Paper) -> dict[str, object]:
    week = sheet.week
    first, last = format_day(week.days[0].day), format_full_day(week.days[-1].day)
    days = _("{first} to {last}").format(first=first, last=last)
    number = _("Week {n}").format(n=week.week)
    return {
        "paper": PAPERS[paper],
        "language": language().partition("_")[0],
        "title": f"{number}: {days}",
        "name": breakable(week.child_name),
        "week": f"{number} · {days}",
        "careful": _("Precautions:"),
        "precautions": [breakable(sheet.precautions)] if sheet.precautions else [],
        "head": _("Tick what is done"),
        "not-needed": _("not needed"),
        "nothing": _("Nothing is asked for in this week."),
        "urgent": [breakable(text) for text in sheet.urgent],
        "days": [_day(day) for day in week.days],
        "rows": [
            _row(list(revisions), week)
            for _line, revisions in groupby(week.exercises, key=lambda each: each.exercise.line_id)
        ],
    }


def _day(day: PaperDay) -> dict[str, object]:
    name = weekday_names()[day.day.weekday()]
    return {
        "name": name,
        "date": format_short_day(day.day),
        "needed": day.is_needed or not day.in_episode,
    }


def _row(revisions: Sequence[PaperExercise], week: PaperWeek) -> dict[str, object]:
    return {
        "name": breakable(revisions[0].exercise.name),
        "doses": [{"text": _dose(each), "days": _days(each, week)} for each in revisions],
        "times": [_times(revisions, day) for day in week.days],
    }


def _times(revisions: Sequence[PaperExercise], day: PaperDay) -> int:
    if not day.in_episode:
        return 0
    return sum(each.slots_on(day.day) for each in revisions) if day.is_needed else NOT_NEEDED


def _dose(each: PaperExercise) -> str:
    exercise = each.exercise
    terms = Terms(exercise.dose, exercise.schedule, exercise.parts)
    often = format_schedule(terms.schedule)
    if each.due is not None:
        often = ngettext("{n} time this week", "{n} times this week", each.due).format(n=each.due)
    facts = (breakable(format_dose(terms.dose)), format_parts(terms.parts), often)
    return BETWEEN.join(filter(None, facts))


def breakable(text: str) -> str:
    """Let a word without an end go on below, instead of over the boxes beside it."""
    return LONG_WORD.sub(lambda word: A_BIT.sub(rf"\g<0>{MAY_BREAK}", word[0]), text)


def _days(each: PaperExercise, week: PaperWeek) -> str:
    """Name the days of a dose that is not in force all week."""
    inside = [day.day for day in week.days if day.in_episode]
    starts, ends = each.first == inside[0], each.last == inside[-1]
    first, last = format_short_day(each.first), format_short_day(each.last)
    if starts and ends:
        return ""
    if starts:
        return _("until {day}").format(day=last)
    if ends:
        return _("from {day}").format(day=first)
    return _("{first} to {last}").format(first=first, last=last)
