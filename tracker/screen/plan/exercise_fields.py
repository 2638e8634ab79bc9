"""The fields of an exercise's dose and schedule, and what they say."""

from datetime import date, timedelta
from enum import StrEnum

import streamlit as st

from db.vocabulary import DoseKind, PartOfDay
from tracker.errors import InvalidInput
from tracker.plans.about import LONGEST
from tracker.plans.dose import WITHOUT_TOTAL, Dose, Task, sets_of
from tracker.plans.schedule import DAYS_IN_WEEK, EVERY_DAY, Schedule, on_weekdays, per_week
from tracker.plans.terms import PARTS, Terms
from tracker.screen.dates import format_number, weekday_names
from tracker.screen.form_state import begins_with
from tracker.screen.plan.task_fields import measured_as, read_task, show_task
from tracker.screen.text import DOSE_KINDS, PARTS_AS_HEADINGS
from tracker.screen.words import N_, _

ONE_DAY = timedelta(days=1)
HELD = {DoseKind.SETS_REPS, DoseKind.COUNT, DoseKind.OPEN}


class Often(StrEnum):
    """The three ways to say how often."""

    EVERY_DAY = "every_day"
    WEEKDAYS = "weekdays"
    PER_WEEK = "per_week"


OFTEN = {
    Often.EVERY_DAY: N_("Every day"),
    Often.WEEKDAYS: N_("On certain days"),
    Often.PER_WEEK: N_("A number of times a week"),
}
TOTALS = {
    DoseKind.MINUTES: N_("Minutes"),
    DoseKind.METRES: N_("Metres"),
    DoseKind.TEXTURE_MINUTES: N_("Minutes"),
    DoseKind.COUNT: N_("How many times"),
}


def prefill(key: str, terms: Terms | None) -> None:
    """Put what a revision says into the fields that are not filled in yet."""
    dose = Dose(DoseKind.COUNT, 1) if terms is None else terms.dose
    schedule = Schedule() if terms is None else terms.schedule
    values = {
        "kind": dose.kind,
        "total": None if terms is None else dose.total,
        "sets": dose.sets,
        "reps": dose.reps,
        "hold": dose.hold_seconds,
        "often": _often(schedule),
        "weekdays": [n for n in range(DAYS_IN_WEEK) if (schedule.weekdays or 0) >> n & 1],
        "times": schedule.times_per_day,
        "per-week": schedule.times_per_week,
        "parts": [] if terms is None else list(terms.parts),
        "texture": dose.texture,
        "task": measured_as(dose.task or Task()),
        "best": dose.task is not None and dose.task.best_shown,
        "ceiling": dose.task is not None and dose.task.ceiling_closed,
        "instructions": "" if terms is None else terms.instructions,
    }
    if values["often"] is Often.EVERY_DAY:
        values["weekdays"] = []
    for name, value in values.items():
        begins_with(f"{key}-{name}", value)


def _often(schedule: Schedule) -> Often:
    if schedule.is_weekly:
        return Often.PER_WEEK
    return Often.EVERY_DAY if schedule.weekdays == EVERY_DAY else Often.WEEKDAYS


def show_fields(key: str) -> None:
    """Show the fields of a dose and its schedule."""
    kind = st.pills(
        _("Counted in"),
        list(DOSE_KINDS),
        format_func=lambda kind: _(DOSE_KINDS[kind]),
        key=f"{key}-kind",
        required=True,
        persist_state="page",
        wrap=True,
    )
    _show_amounts(key, DoseKind(kind or DoseKind.COUNT))
    often = st.pills(
        _("How often"),
        list(OFTEN),
        format_func=lambda often: _(OFTEN[often]),
        key=f"{key}-often",
        required=True,
        persist_state="page",
        wrap=True,
    )
    _show_schedule(key, Often(often or Often.EVERY_DAY))
    st.pills(
        _("Parts of the day (none: any time)"),
        PARTS,
        format_func=lambda part: _(PARTS_AS_HEADINGS[part]),
        selection_mode="multi",
        key=f"{key}-parts",
        wrap=True,
    )
    st.text_area(
        _("For this child (the family reads this)"),
        key=f"{key}-instructions",
        placeholder=_("At most {limit} characters").format(limit=format_number(LONGEST)),
        height=104,
        on_change="ignore",
    )


def _show_amounts(key: str, kind: DoseKind) -> None:
    with st.container(horizontal=True):
        if kind is DoseKind.SETS_REPS:
            _whole(key, "sets", _("Sets"))
            _whole(key, "reps", _("Repetitions"))
        elif kind not in WITHOUT_TOTAL:
            if kind is DoseKind.TEXTURE_MINUTES:
                st.text_input(_("Texture"), key=f"{key}-texture", width=260, persist_state="page", live=True)
            st.number_input(
                _(TOTALS[kind]),
                step=1.0,
                format="%g",
                value=None,
                key=f"{key}-total",
                width=170,
                persist_state="page",
            )
        if kind is DoseKind.TIMED_TASK:
            show_task(key)
        if kind in HELD or st.session_state.get(f"{key}-hold"):
            _whole(key, "hold", _("Hold in seconds"))


def _show_schedule(key: str, often: Often) -> None:
    if often is Often.WEEKDAYS:
        names = weekday_names()
        st.pills(
            _("Weekdays"),
            range(DAYS_IN_WEEK),
            format_func=lambda number: names[number],
            selection_mode="multi",
            key=f"{key}-weekdays",
            persist_state="page",
            wrap=True,
        )
    with st.container(horizontal=True):
        if often is Often.PER_WEEK:
            _whole(key, "per-week", _("Times a week"))
        else:
            _whole(key, "times", _("Times a day"))


def _whole(key: str, name: str, label: str) -> None:
    st.number_input(label, step=1, value=None, key=f"{key}-{name}", width=170, persist_state="page")


def read_terms(key: str) -> Terms:
    """Give what the fields say; raises `InvalidInput` for the first that is empty or out of its limits."""
    parts = tuple(PartOfDay(part) for part in st.session_state.get(f"{key}-parts") or ())
    instructions = st.session_state.get(f"{key}-instructions") or ""
    return Terms(_dose(key), _schedule(key), parts, instructions)


def show_first_day(key: str, offered: date) -> None:
    """Show the first day: the one that is offered, until somebody chooses another."""
    field, last_offered = f"{key}-day", f"{key}-offered"
    if st.session_state.get(field) == st.session_state.get(last_offered):
        st.session_state[field] = offered
    st.session_state[last_offered] = offered
    begins_with(field, offered)
    st.date_input(_("First day"), value=None, format="YYYY-MM-DD", key=field, width=220)


def read_day(key: str) -> date:
    """Give the first day; raises `InvalidInput` where there is none."""
    day = st.session_state.get(f"{key}-day")
    if not isinstance(day, date):
        raise InvalidInput("valid_from", "empty")
    return day


def show_last_day(key: str) -> None:
    """Show the last day, which may stay open."""
    st.date_input(
        _("Last day (empty: until it is stopped)"),
        value=None,
        format="YYYY-MM-DD",
        key=f"{key}-last",
        width=260,
    )


def read_end(key: str) -> date | None:
    """Give the first day without the exercise, None where it is open."""
    last = st.session_state.get(f"{key}-last")
    return last + ONE_DAY if isinstance(last, date) else None


def is_weekly(key: str) -> bool:
    """Say whether the fields ask for a number of times a week."""
    return st.session_state.get(f"{key}-often") == Often.PER_WEEK


def _dose(key: str) -> Dose:
    kind = DoseKind(st.session_state[f"{key}-kind"])
    hold = st.session_state.get(f"{key}-hold")
    if kind is DoseKind.SETS_REPS:
        return sets_of(_given(key, "sets", "sets"), _given(key, "reps", "reps"), hold)
    total = None if kind in WITHOUT_TOTAL else st.session_state.get(f"{key}-total")
    if kind is DoseKind.TIMED_TASK:
        return Dose(kind, task=read_task(key))
    texture = st.session_state.get(f"{key}-texture") or ""
    return Dose(kind, total, hold_seconds=hold, texture=texture)


def _schedule(key: str) -> Schedule:
    match Often(st.session_state[f"{key}-often"]):
        case Often.EVERY_DAY:
            return Schedule(times_per_day=_given(key, "times", "times_per_day"))
        case Often.WEEKDAYS:
            days = st.session_state.get(f"{key}-weekdays") or []
            return on_weekdays(days, _given(key, "times", "times_per_day"))
        case Often.PER_WEEK:
            return per_week(_given(key, "per-week", "times_per_week"))


def _given(key: str, name: str, field: str) -> int:
    value = st.session_state.get(f"{key}-{name}")
    if value is None:
        raise InvalidInput(field, "empty")
    return int(value)
