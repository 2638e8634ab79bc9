"""The form that plans visits: what for, on which days, at what time and for how long; each visit is shown before."""

from datetime import time
from functools import partial

import streamlit as st

from db.vocabulary import Discipline, Modality, SeriesVisibility
from tracker.access.work import Work, reading, writing
from tracker.errors import InvalidInput, TrackerError
from tracker.screen.context import attempt, credential
from tracker.screen.dates import NO_BREAK, format_day, format_time, weekday_names
from tracker.screen.form_state import begins_with, say, take_said
from tracker.screen.messages import in_words
from tracker.screen.plan.dialogs import place, saving, show_buttons
from tracker.screen.text import plain
from tracker.screen.visits.forms import (
    open_visit_form,
    read_day,
    read_length_and_manner,
    read_time,
    show_day_and_time,
    show_length_and_manner,
    show_number,
)
from tracker.screen.visits.visit_text import DISCIPLINES, VISIBILITIES, format_moment
from tracker.screen.words import N_, _, ngettext
from tracker.visits.planning import MOST_PER_WEEK, MOST_WEEKS, Preview, SeriesPlan, Why
from tracker.visits.series import plan_series, preview_series
from tracker.visits.visits import Visits

KEY = "form-visits"
NINE, LENGTH, WEEKS = time(9), 45, 4
LEFT_OUT = {Why.CLOSED: N_("the clinic is closed"), Why.HOLIDAY: N_("public holiday")}


def open_plan(visits: Visits) -> None:
    """Open the form."""
    open_visit_form(visits, KEY, _("Plan visits"), _form)


def _form(visits: Visits) -> None:
    with place():
        said = take_said(KEY)
        if said:
            st.success(said)
    discipline = st.pills(
        _("What for"),
        visits.may_plan,
        format_func=lambda each: _(DISCIPLINES[each]),
        key=f"{KEY}-discipline",
    )
    weekdays = st.pills(
        _("On"),
        range(len(weekday_names())),
        selection_mode="multi",
        format_func=lambda number: weekday_names()[number],
        key=f"{KEY}-weekdays",
    )
    show_day_and_time(KEY, visits.today, NINE)
    show_length_and_manner(KEY, LENGTH, Modality.IN_PERSON)
    _how_many(discipline, booked_by_itself=not weekdays)
    if discipline is Discipline.COUNSELING:
        _for_whom(visits)
    _preview(visits)
    save, another = saving(visits.child_id, KEY, partial(_save, visits)), partial(_save_and_go_on, visits)
    show_buttons(visits.child_id, KEY, _("Plan them"), save, beside=(_("Plan them, then others"), another))


def _how_many(discipline: Discipline | None, *, booked_by_itself: bool) -> None:
    with st.container(horizontal=True):
        if booked_by_itself:
            show_number(_("Visits a week"), f"{KEY}-per-week", 1, 1, MOST_PER_WEEK)
        show_number(_("Weeks"), _weeks_key(discipline), _weeks(discipline), 1, MOST_WEEKS)


def _weeks_key(discipline: Discipline | None) -> str:
    # A field of its own, since an appointment with a doctor is mostly one.
    return f"{KEY}-weeks-once" if discipline is Discipline.MEDICAL else f"{KEY}-weeks"


def _weeks(discipline: Discipline | None) -> int:
    return 1 if discipline is Discipline.MEDICAL else WEEKS


def _for_whom(visits: Visits) -> None:
    choices = list(SeriesVisibility)
    if not visits.is_counselor:
        choices.remove(SeriesVisibility.COUNSELOR_ONLY)
    begins_with(f"{KEY}-visibility", choices[0 if visits.is_counselor else -1])
    st.radio(
        _("Who may know of these visits"),
        choices,
        format_func=lambda each: _(VISIBILITIES[each]),
        key=f"{KEY}-visibility",
    )
    st.caption(
        _(
            "This holds for all of them and cannot be changed. Everybody else reads that counseling visits are kept by "
            "the counselor. Only that a visit took place is kept, never what was said."
        )
    )
    if visits.is_counselor:
        name = plain(visits.child_name)
        st.checkbox(_("{name} sees them with an own sign-in").format(name=name), key=f"{KEY}-to-child")


def _wanted() -> SeriesPlan:
    discipline = st.session_state.get(f"{KEY}-discipline")
    if discipline is None:
        raise InvalidInput("discipline", "choose")
    weekdays = frozenset(st.session_state.get(f"{KEY}-weekdays") or ())
    minutes, modality = read_length_and_manner(KEY)
    return SeriesPlan(
        Discipline(discipline),
        read_day(f"{KEY}-day", "valid_from"),
        read_time(f"{KEY}-time"),
        minutes,
        weekdays=weekdays,
        per_week=len(weekdays) or _number(f"{KEY}-per-week", "per_week"),
        weeks=_number(_weeks_key(discipline), "weeks"),
        modality=modality,
    )


def _number(key: str, field: str) -> int:
    number = st.session_state.get(key)
    if number is None:
        raise InvalidInput(field, "empty")
    return int(number)


def _on_holidays() -> bool:
    return bool(st.session_state.get(f"{KEY}-on-holidays"))


def _preview(visits: Visits) -> None:
    """Show each visit with its day, and the days that are left out."""
    if st.session_state.get(f"{KEY}-discipline") is None:
        return
    try:
        plan = _wanted()
        with reading(credential()) as work:
            found = preview_series(work, visits.child_id, plan, on_holidays=_on_holidays())
    except TrackerError as error:
        st.info(in_words(error))
        return
    with st.container(border=True):
        _show_preview(found)
        if not plan.weekdays and plan.per_week * plan.weeks > 1:
            st.markdown(
                _(
                    "No days of the week are chosen: this plans the first visit, and the others are added one by one."
                )
            )


def _show_preview(found: Preview) -> None:
    number = len(found.visits)
    said = ngettext("{n} visit", "{n} visits", number).format(n=number)
    if found.visits:
        said += " " + _("at {time}").format(time=format_time(found.visits[0].starts_at))
    st.markdown(f"**{said}**")
    # A day never stands at the end of a line and its month at the beginning of the next.
    st.markdown(" · ".join(format_day(visit.day).replace(" ", NO_BREAK) for visit in found.visits))
    for met in found.meets:
        st.markdown(
            ":material/info: "
            + _("{when} there is already: {what}.").format(
                when=format_moment(met.starts_at), what=_(DISCIPLINES[met.discipline])
            )
        )
    for day in found.left_out:
        name = f" ({plain(day.name)})" if day.name else ""
        st.markdown(
            _("Left out: {day}, {why}").format(day=format_day(day.day), why=_(LEFT_OUT[day.why])) + name
        )
    for visit in found.visits:
        if visit.holiday:
            st.markdown(
                _("{day} is a public holiday: {name}.").format(
                    day=format_day(visit.day), name=plain(visit.holiday)
                )
            )
    if _on_holidays() or any(day.why is Why.HOLIDAY for day in found.left_out):
        st.toggle(_("Plan them on public holidays as well"), key=f"{KEY}-on-holidays")


def _save(visits: Visits, work: Work) -> str:
    plan = _wanted()
    is_counseling = plan.discipline is Discipline.COUNSELING
    visibility = st.session_state.get(f"{KEY}-visibility") if is_counseling else None
    plan_series(
        work,
        visits.child_id,
        plan,
        visibility=SeriesVisibility(visibility or SeriesVisibility.CARE_TEAM_AND_FAMILY),
        shown_to_child=is_counseling and bool(st.session_state.get(f"{KEY}-to-child")),
        on_holidays=_on_holidays(),
    )
    return _("Planned: {what}.").format(what=_(DISCIPLINES[plan.discipline]))


def _save_and_go_on(visits: Visits) -> None:
    """Save, and keep the form open for the next series, with its day, time and length as they stand."""

    def use_case() -> None:
        with writing(credential()) as work:
            said = _save(visits, work)
        say(KEY, said)

    if attempt(visits.child_id, use_case):
        # Without these a second click on the same button plans nothing twice.
        st.session_state[f"{KEY}-discipline"] = None
        st.session_state[f"{KEY}-weekdays"] = []
