"""Texts of people and of the record as a screen shows them."""

import re
import unicodedata
from collections.abc import Mapping

from db.vocabulary import Barrier, CompletionState, DoseKind, PartOfDay, Readers, Reporter
from tracker.plans.dose import Dose
from tracker.screen.dates import format_number
from tracker.screen.words import N_, _, ngettext

PARTS: Mapping[PartOfDay, str] = {
    PartOfDay.MORNING: N_("morning"),
    PartOfDay.AFTERNOON: N_("afternoon"),
    PartOfDay.EVENING: N_("evening"),
    PartOfDay.ANY: "",
}

STATES: Mapping[CompletionState, str] = {
    CompletionState.DONE: N_("done"),
    CompletionState.PARTLY: N_("partly"),
    CompletionState.NOT_DONE: N_("not today"),
    CompletionState.EXCUSED: N_("not needed"),
}

BARRIERS: Mapping[Barrier, str] = {
    Barrier.NO_TIME: N_("no time"),
    Barrier.TIRED: N_("tired"),
    Barrier.FORGOT: N_("forgot"),
    Barrier.CHOSE_NOT_TO: N_("chose not to today"),
    Barrier.NO_PLACE: N_("no place or equipment"),
    Barrier.HARD_DAY: N_("a hard day"),
    Barrier.OTHER: N_("something else"),
}

READERS: Mapping[Readers, str] = {
    Readers.TEAM_AND_HOUSEHOLD: N_("My care team and my household"),
    Readers.TEAM_ONLY: N_("My care team only"),
}

REPORTERS: Mapping[Reporter, str] = {
    Reporter.CHILD: "",
    Reporter.PARENT: "",
    Reporter.CLINICIAN: N_("entered by the clinic"),
}

UNITS: Mapping[DoseKind, str] = {
    DoseKind.SETS_REPS: N_("repetitions"),
    DoseKind.MINUTES: N_("minutes"),
    DoseKind.METRES: N_("metres"),
    DoseKind.COUNT: N_("times"),
}

WORD_JOINER, ISOLATE, POP_ISOLATE = "\u2060", "\u2068", "\u2069"
_ADDRESS = re.compile(r"(www(?=\.)|:(?=//)|@)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Make a text stand in Markdown as it was typed, on one line: no link, image, colour or heading comes of it."""
    one_line = " ".join(text.split())
    # Addresses become links after the escapes are gone; a word joiner, which nobody sees, keeps them apart.
    shown = _PUNCTUATION.sub(r"\\\1", _ADDRESS.sub(f"\\1{WORD_JOINER}", one_line))
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in shown):
        # Without the isolate, the numbers of a dose behind a name written from the right change sides.
        return f"{ISOLATE}{shown}{POP_ISOLATE}"
    return shown


def format_dose(dose: Dose) -> str:
    """Give a dose as "2 x 10, hold 5 seconds" or "15 minutes"; empty for an open dose."""
    match dose.kind:
        case DoseKind.SETS_REPS:
            text = _("{sets} × {reps}").format(sets=dose.sets, reps=dose.reps)
        case DoseKind.MINUTES:
            text = ngettext("{n} minute", "{n} minutes", int(dose.total or 0))
        case DoseKind.METRES:
            text = _("{n} m")
        case DoseKind.COUNT:
            text = ngettext("{n} time", "{n} times", int(dose.total or 0))
        case DoseKind.TIMED_TASK:
            text = _("as fast as is comfortable")
        case DoseKind.OPEN:
            text = ""
    text = text.format(n=format_number(dose.total or 0))
    if dose.hold_seconds:
        held = _("hold {n} seconds").format(n=dose.hold_seconds)
        text = f"{text}, {held}" if text else held
    return text


def format_amount(amount: float, kind: DoseKind) -> str:
    """Give an amount in the dose's own unit."""
    return _("{n} {unit}").format(n=format_number(amount), unit=_(UNITS[kind]))


def format_late(days_late: int) -> str:
    """Label an entry made after its day; no clock time, since that is nobody's business at home."""
    if days_late <= 0:
        return ""
    if days_late == 1:
        return _("added the next day")
    return _("added {n} days later").format(n=days_late)


def format_part_of_day(part: PartOfDay) -> str:
    """Give the part of the day, empty for any."""
    return _(PARTS[part]) if PARTS[part] else ""
