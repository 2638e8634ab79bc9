"""The rows of a week on paper: an exercise, one of its times of the day, and the days that can be ticked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from db.vocabulary import CompletionState, Reporter
from tracker.plans.terms import part_of_slot
from tracker.progress.paper import PaperDay, PaperExercise, PaperWeek
from tracker.record.occurrence import Occurrence
from tracker.screen.dates import weekday_names
from tracker.screen.text import REPORTERS, format_card
from tracker.screen.today.entry_text import format_entry
from tracker.screen.words import _, ngettext

# Escapes of what makes nothing of a text, and a name is likely to have.
_READ_ALOUD = re.compile(r"\\([,.()'%;?/])")


@dataclass(frozen=True)
class Row:
    """One row. `ticks` are the days that can be ticked, with the entry that stands there; `others` say the rest.

    `label` is Markdown; `heard` is the same for those who listen to the screen.
    """

    key: str
    prescription_id: int
    slot: int
    label: str
    heard: str
    ticks: dict[date, int | None]
    others: tuple[str, ...]

    @property
    def ticked(self) -> list[date]:
        """Give the days that are done already."""
        return [day for day, entry in self.ticks.items() if entry is not None]

    def at(self, day: date) -> Occurrence:
        """Give the occurrence behind a tick."""
        return Occurrence(self.prescription_id, day, self.slot)


def rows_of(week: PaperWeek) -> Iterator[Row]:
    """Give the rows of a week, in the order of its sheet."""
    for each in week.exercises:
        for slot in each.slots:
            days = [day for day in week.days if each.slots_on(day.day) >= slot]
            if days:
                yield _row(week, each, slot, days)


def format_tick(day: date) -> str:
    """Give a day as short as a week needs it: "Tue 24"."""
    return f"{weekday_names()[day.weekday()]} {day.day}"


def _row(week: PaperWeek, each: PaperExercise, slot: int, days: list[PaperDay]) -> Row:
    exercise = each.exercise
    ticks: dict[date, int | None] = {}
    others: dict[str, list[str]] = {}
    for day in days:
        entry = week.entry(exercise, day.day, slot)
        is_done = entry is not None and entry.state is CompletionState.DONE
        if day.is_open and not day.paused and (entry is None or is_done):
            ticks[day.day] = None if entry is None else entry.id
        said = _said(week, each, slot, day)
        if said and (day.day not in ticks or (entry and entry.reporter is Reporter.CLINICIAN)):
            others.setdefault(said, []).append(format_tick(day.day))
    number = f"{exercise.prescription_id}-{slot}-{days[0].day}"
    told = tuple(f"{', '.join(on)}: {said}" for said, on in others.items())
    label = _label(each, slot)
    return Row(number, exercise.prescription_id, slot, label, _heard(label), ticks, told)


def _said(week: PaperWeek, each: PaperExercise, slot: int, day: PaperDay) -> str:
    """Say what stands at a day that is not there to be ticked, and that an answer is the clinic's."""
    entry = week.entry(each.exercise, day.day, slot)
    if entry is not None:
        reporter = REPORTERS[entry.reporter]
        return " · ".join(filter(None, (format_entry(entry, each.exercise.dose), reporter and _(reporter))))
    if not day.is_needed:
        return _("not needed")
    # A weekly count asks for no day in particular.
    if day.day > week.today or each.exercise.schedule.is_weekly:
        return ""
    return _("not logged yet")


def _heard(label: str) -> str:
    """Give a label without the signs of its Markdown that would be read aloud and are not needed."""
    return _READ_ALOUD.sub(r"\1", label.replace("**", ""))


def _label(each: PaperExercise, slot: int) -> str:
    exercise, times = each.exercise, each.exercise.schedule.times_per_day
    part = part_of_slot(exercise.parts, exercise.schedule, slot)
    often = _("{n} of {m}").format(n=slot, m=times) if times > 1 else ""
    if each.due is not None:
        often = ngettext("{n} time this week", "{n} times this week", each.due).format(n=each.due)
    return format_card(exercise.name, exercise.dose, (part,), often)
