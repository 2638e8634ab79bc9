"""Texts of people and of the record as a screen shows them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from db.vocabulary import (
    AmpsType,
    Barrier,
    Better,
    BodyArea,
    Category,
    CompletionState,
    DoseKind,
    EpisodeEnd,
    Level,
    PartOfDay,
    Phase,
    Readers,
    RelationshipKind,
    Reporter,
    Role,
    Setting,
    TaskUnit,
)
from tracker.plans.dose import Dose, Task
from tracker.plans.schedule import DAYS_IN_WEEK, Schedule
from tracker.screen.dates import format_number, weekday_names
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

AMPS_TYPES: Mapping[AmpsType, str] = {
    AmpsType.COMPLEX_REGIONAL: N_("Complex regional"),
    AmpsType.DIFFUSE: N_("Diffuse"),
    AmpsType.INTERMITTENT: N_("Intermittent"),
    AmpsType.LOCALIZED: N_("Localized"),
}

ROLES: Mapping[Role, str] = {
    Role.FAMILY: N_("Family"),
    Role.CLINICIAN: N_("Clinician"),
    Role.ADMINISTRATOR: N_("Administrator"),
}

KINDS: Mapping[RelationshipKind, str] = {
    RelationshipKind.GUARDIAN: N_("Guardian"),
    RelationshipKind.CHILD: N_("The child"),
    RelationshipKind.PHYSICAL_THERAPIST: N_("Physical therapist"),
    RelationshipKind.OCCUPATIONAL_THERAPIST: N_("Occupational therapist"),
    RelationshipKind.COUNSELOR: N_("Counselor"),
    RelationshipKind.CARE_TEAM: N_("Care team"),
}

LEVELS: Mapping[Level, str] = {
    Level.SEE: N_("see"),
    Level.RECORD: N_("see and log"),
    Level.PROPOSE: N_("see, log and propose"),
    Level.PRESCRIBE: N_("see, log and change the plan"),
}

PHASES: Mapping[Phase, str] = {
    Phase.INTENSIVE: N_("Intensive"),
    Phase.HOME: N_("At home"),
    Phase.MAINTENANCE: N_("Keeping it up"),
}

REPORTERS: Mapping[Reporter, str] = {
    Reporter.CHILD: "",
    Reporter.PARENT: "",
    Reporter.CLINICIAN: N_("entered by the clinic"),
}

UNITS: Mapping[DoseKind, str] = {
    DoseKind.SETS_REPS: N_("repetitions"),
    DoseKind.MINUTES: N_("minutes"),
    DoseKind.TEXTURE_MINUTES: N_("minutes"),
    DoseKind.METRES: N_("metres"),
    DoseKind.COUNT: N_("times"),
}

BODY_AREAS: Mapping[BodyArea, str] = {
    BodyArea.HEAD: N_("Head"),
    BodyArea.NECK: N_("Neck"),
    BodyArea.BACK: N_("Back"),
    BodyArea.CHEST: N_("Chest"),
    BodyArea.ABDOMEN: N_("Belly"),
    BodyArea.SHOULDER: N_("Shoulder"),
    BodyArea.ARM: N_("Arm"),
    BodyArea.HAND: N_("Hand"),
    BodyArea.HIP: N_("Hip"),
    BodyArea.LEG: N_("Leg"),
    BodyArea.KNEE: N_("Knee"),
    BodyArea.FOOT: N_("Foot"),
    BodyArea.WHOLE_BODY: N_("Whole body"),
}

SETTINGS: Mapping[Setting, str] = {
    Setting.HOME: N_("At home"),
    Setting.OUTPATIENT: N_("Outpatient"),
    Setting.DAY_PROGRAMME: N_("Day programme"),
    Setting.INPATIENT: N_("Inpatient"),
}

END_REASONS: Mapping[EpisodeEnd, str] = {
    EpisodeEnd.GOALS_REACHED: N_("Goals reached"),
    EpisodeEnd.INSURANCE: N_("Insurance"),
    EpisodeEnd.DISTANCE: N_("Distance"),
    EpisodeEnd.FAMILY_CHOICE: N_("The family's choice"),
    EpisodeEnd.OTHER_CARE: N_("Other care"),
    EpisodeEnd.OTHER: N_("Something else"),
}

CATEGORIES: Mapping[Category, str] = {
    Category.AEROBIC: N_("Aerobic"),
    Category.STRENGTH: N_("Strength"),
    Category.FUNCTIONAL: N_("Function"),
    Category.BALANCE: N_("Balance"),
    Category.FLEXIBILITY: N_("Flexibility"),
    Category.DESENSITIZATION: N_("Desensitization"),
    Category.RELAXATION: N_("Relaxation"),
}

DOSE_KINDS: Mapping[DoseKind, str] = {
    DoseKind.COUNT: N_("Times"),
    DoseKind.SETS_REPS: N_("Sets"),
    DoseKind.MINUTES: N_("Minutes"),
    DoseKind.METRES: N_("Metres"),
    DoseKind.TEXTURE_MINUTES: N_("Minutes with a texture"),
    DoseKind.TIMED_TASK: N_("Timed task"),
    DoseKind.OPEN: N_("No amount"),
}

PARTS_AS_HEADINGS: Mapping[PartOfDay, str] = {
    PartOfDay.MORNING: N_("Morning"),
    PartOfDay.AFTERNOON: N_("Afternoon"),
    PartOfDay.EVENING: N_("Evening"),
    PartOfDay.ANY: N_("Any time"),
}

WORD_JOINER, ISOLATE, POP_ISOLATE = "\u2060", "\u2068", "\u2069"
# What becomes something else after the escapes are gone: addresses, Streamlit's icons and logo, and arrows that stand
# by themselves.
_READ_LATE = re.compile(
    r"(www(?=\.)|:(?=//|material_|streamlit:)|@|(?<!\S)[-<>~](?=-?[->=](?!\S)))", re.IGNORECASE
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Make a text stand in Markdown as it was typed, on one line: no link, image, colour or heading comes of it."""
    one_line = " ".join(text.split())
    # A word joiner, which nobody sees, keeps the parts of it from each other.
    shown = _PUNCTUATION.sub(r"\\\1", _READ_LATE.sub(f"\\1{WORD_JOINER}", one_line))
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in shown):
        # Without the isolate, the numbers of a dose behind a name written from the right change sides.
        return f"{ISOLATE}{shown}{POP_ISOLATE}"
    return shown


def format_dose(dose: Dose, *, escape: Callable[[str], str] = str) -> str:
    """Give a dose as "2 x 10, hold 5 seconds" or "15 minutes"; empty for an open dose.

    What somebody typed in it is escaped by `escape`: in Markdown that is `plain`.
    """
    match dose.kind:
        case DoseKind.SETS_REPS:
            text = _("{sets} × {reps}").format(sets=dose.sets, reps=dose.reps)
        case DoseKind.MINUTES:
            text = ngettext("{n} minute", "{n} minutes", int(dose.total or 0))
        case DoseKind.TEXTURE_MINUTES:
            text = ngettext("{n} minute with: {texture}", "{n} minutes with: {texture}", int(dose.total or 0))
        case DoseKind.METRES:
            text = _("{n} m")
        case DoseKind.COUNT:
            text = ngettext("{n} time", "{n} times", int(dose.total or 0))
        case DoseKind.TIMED_TASK:
            text = _format_task(dose.task or Task())
        case DoseKind.OPEN:
            text = ""
    text = text.format(n=format_number(dose.total or 0), texture=escape(dose.texture))
    if dose.hold_seconds:
        held = _("hold {n} seconds").format(n=dose.hold_seconds)
        text = f"{text}, {held}" if text else held
    return text


def _format_task(task: Task) -> str:
    if task.ceiling_closed:
        return _("at the level you have reached")
    if task.unit is TaskUnit.COUNT:
        return _("as many as is comfortable")
    return _("as fast as is comfortable") if task.better is Better.LOWER else _("as long as is comfortable")


def format_schedule(schedule: Schedule) -> str:
    """Give a schedule as "every day", "Mon, Wed, 2 times a day" or "3 times a week"."""
    if schedule.times_per_week is not None:
        return ngettext("{n} time a week", "{n} times a week", schedule.times_per_week).format(
            n=schedule.times_per_week
        )
    names = [name for number, name in enumerate(weekday_names()) if (schedule.weekdays or 0) >> number & 1]
    days = _("every day") if len(names) == DAYS_IN_WEEK else ", ".join(names)
    if schedule.times_per_day == 1:
        return days
    return f"{days}, " + _("{n} times a day").format(n=schedule.times_per_day)


def format_card(name: str, dose: Dose, parts: Iterable[PartOfDay], *more: str) -> str:
    """Give an exercise as a family's card names it, in Markdown: "**Stairs** · 10 times · evening"."""
    facts = (f"**{plain(name)}**", format_dose(dose, escape=plain), format_parts(parts), *more)
    return " · ".join(filter(None, facts))


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


def format_parts(parts: Iterable[PartOfDay]) -> str:
    """Give parts of the day as "morning, evening"; empty for any."""
    return ", ".join(_(PARTS[part]) for part in parts if PARTS[part])
