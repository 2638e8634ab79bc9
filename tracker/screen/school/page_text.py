"""The lines of the page for the school in words, as they stand on the screen and on paper. Nothing here is Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.vocabulary import AmpsType, SchoolPageLine
from tracker.school.calendar import Calendar
from tracker.school.shown import PageShown
from tracker.school.ticks import LineTicks
from tracker.screen.dates import format_full_day
from tracker.screen.school.texts import format_periods, format_weekdays
from tracker.screen.text import AMPS_TYPES
from tracker.screen.words import N_, _

HEADS: Mapping[SchoolPageLine, str] = {
    SchoolPageLine.PLANNED_PERIODS: N_("Planned periods"),
    SchoolPageLine.CONTACT: N_("Contact person"),
    SchoolPageLine.BREAK_PLACE: N_("Break place"),
    SchoolPageLine.BEFORE_HOME: N_("Before sending home"),
    SchoolPageLine.WHEN_TO_CALL: N_("When to call"),
    SchoolPageLine.DIAGNOSIS: N_("Diagnosis"),
}


@dataclass(frozen=True)
class PageLine:
    """A line of the page: its head, its text, and who agrees that it goes to the school."""

    line: SchoolPageLine
    head: str
    text: str
    ticks: LineTicks


def lines_of_page(
    page: PageShown, calendar: Calendar, today: date, amps_type: AmpsType | None
) -> tuple[PageLine, ...]:
    """Give the lines that have a text, in their order."""
    words = page.words
    texts = {
        SchoolPageLine.PLANNED_PERIODS: _planned(calendar, today, words.valid_until),
        SchoolPageLine.CONTACT: words.contact,
        SchoolPageLine.BREAK_PLACE: words.break_place,
        SchoolPageLine.BEFORE_HOME: words.before_home,
        SchoolPageLine.WHEN_TO_CALL: words.when_to_call,
        SchoolPageLine.DIAGNOSIS: _diagnosis(amps_type),
    }
    return tuple(
        PageLine(ticks.line, _(HEADS[ticks.line]), texts[ticks.line], ticks)
        for ticks in page.ticks
        if texts[ticks.line]
    )


def _planned(calendar: Calendar, today: date, valid_until: date) -> str:
    """Give "2 of 7 periods on Mon, Tue, Wed, Thu, Fri" and what is planned after that, while the page is valid."""
    from_then = _("From {day}: {periods}")
    tables = {each.first for each in calendar.timetables}
    changes = sorted(
        day for day in tables | {each.first for each in calendar.steps} if today < day <= valid_until
    )
    said = [_on_weekdays(calendar, today)]
    for day in changes:
        periods = _on_weekdays(calendar, day) if day in tables else _a_day(calendar, day)
        said.append(periods and from_then.format(day=format_full_day(day), periods=periods))
    return "\n".join(filter(None, said))


def _on_weekdays(calendar: Calendar, day: date) -> str:
    step, timetable = calendar.step(day), calendar.timetable(day)
    if step is None or timetable is None:
        return ""
    planned, days = min(step.periods, timetable.periods), format_weekdays(timetable.weekdays)
    return _("{n} of {m} periods on {days}").format(n=planned, m=timetable.periods, days=days)


def _a_day(calendar: Calendar, day: date) -> str:
    step, timetable = calendar.step(day), calendar.timetable(day)
    if step is None or timetable is None:
        return ""
    return format_periods(min(step.periods, timetable.periods))


def _diagnosis(amps_type: AmpsType | None) -> str:
    name = _("Amplified musculoskeletal pain syndrome")
    if amps_type is None:
        return name
    return _("{name}, type: {kind}").format(name=name, kind=_(AMPS_TYPES[amps_type]).lower())
