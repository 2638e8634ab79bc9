"""The forms that move a visit, cancel it, add one to a series, and end a series."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

import streamlit as st

from db.vocabulary import CancelReason, VisitOutcome
from tracker.access.work import Work
from tracker.errors import InvalidInput, NotFound
from tracker.screen.dates import format_day
from tracker.screen.form_state import begins_with
from tracker.screen.plan.dialogs import saving, show_buttons
from tracker.screen.text import plain
from tracker.screen.visits.forms import (
    open_visit_form,
    read_day,
    read_day_and_time,
    read_length_and_manner,
    show_day,
    show_day_and_time,
    show_length_and_manner,
)
from tracker.screen.visits.visit_text import (
    DISCIPLINES,
    REASONS,
    format_moment,
    format_schedule_of,
)
from tracker.screen.words import N_, _, ngettext
from tracker.visits.marking import mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.outcomes import CANCELLED
from tracker.visits.series import add_visit, end_series
from tracker.visits.shown import SeriesShown, VisitShown
from tracker.visits.visits import Visits

BY_WHOM: Mapping[VisitOutcome, str] = {
    VisitOutcome.CANCELLED_BY_FAMILY: N_("The family"),
    VisitOutcome.CANCELLED_BY_CLINIC: N_("The clinic"),
}
WIDE = 240  # pixels


def open_cancel(visits: Visits, visit: VisitShown) -> None:
    """Open the form that says who cancelled a visit, and why."""
    open_visit_form(
        visits, f"form-cancel-{visit.id}", _("This visit was cancelled"), partial(_cancel_form, visit)
    )


def open_move(visits: Visits, visit: VisitShown) -> None:
    """Open the form that moves a visit."""
    open_visit_form(visits, f"form-move-{visit.id}", _("Move a visit"), partial(_move_form, visit))


def open_add(visits: Visits, series: SeriesShown) -> None:
    """Open the form that adds a visit to a series."""
    open_visit_form(visits, f"form-add-{series.id}", _("Add a visit"), partial(_add_form, series))


def open_end(visits: Visits, series: SeriesShown) -> None:
    """Open the form that ends a series."""
    open_visit_form(visits, f"form-end-series-{series.id}", _("End these visits"), partial(_end_form, series))


def _named(visit: VisitShown) -> str:
    return f"**{_(DISCIPLINES[visit.discipline])}** · {format_moment(visit.starts_at)}"


def _cancel_form(visit: VisitShown, visits: Visits) -> None:
    key = f"form-cancel-{visit.id}"
    st.markdown(_named(visit))
    begins_with(f"{key}-who", visit.outcome if visit.outcome in CANCELLED else None)
    st.segmented_control(
        _("Who cancelled it"),
        list(BY_WHOM),
        format_func=lambda each: _(BY_WHOM[each]),
        key=f"{key}-who",
    )
    st.pills(_("Reason"), list(CancelReason), format_func=lambda each: _(REASONS[each]), key=f"{key}-reason")

    def use_case(work: Work) -> str:
        outcome, reason = st.session_state.get(f"{key}-who"), st.session_state.get(f"{key}-reason")
        if outcome is None:
            raise InvalidInput("cancelled_by", "choose")
        mark_visit(
            work,
            visits.child_id,
            visit.id,
            VisitOutcome(outcome),
            seen=visit.mark_id,
            reason=None if reason is None else CancelReason(reason),
        )
        return _("Saved.")

    # Beside it stands the way out of every form, "Cancel": this one must not be taken for what was meant.
    words = _("Save as cancelled")
    show_buttons(visits.child_id, key, words, saving(visits.child_id, key, use_case))


def _move_form(visit: VisitShown, visits: Visits) -> None:
    key = f"form-move-{visit.id}"
    st.markdown(_named(visit))
    show_day_and_time(key, visit.day, visit.starts_at.time())
    show_length_and_manner(key, visit.minutes, visit.modality)
    _name_holiday(visits, key)
    st.caption(_("The visit stays where it is, marked as moved, and another stands in its place."))

    def use_case(work: Work) -> str:
        (day, begins_at), (minutes, modality) = read_day_and_time(key), read_length_and_manner(key)
        move_visit(
            work,
            visits.child_id,
            visit.id,
            day=day,
            begins_at=begins_at,
            seen=visit.mark_id,
            minutes=minutes,
            modality=modality,
        )
        return _("Moved to {day}.").format(day=format_day(day))

    show_buttons(visits.child_id, key, _("Move it"), saving(visits.child_id, key, use_case))


def _add_form(series: SeriesShown, visits: Visits) -> None:
    key = f"form-add-{series.id}"
    st.markdown(f"**{_(DISCIPLINES[series.discipline])}**")
    show_day_and_time(key, visits.today, series.begins_at)
    show_length_and_manner(key, series.minutes, series.modality)
    _name_holiday(visits, key)

    def use_case(work: Work) -> str:
        (day, begins_at), (minutes, modality) = read_day_and_time(key), read_length_and_manner(key)
        add_visit(
            work,
            visits.child_id,
            series.id,
            day=day,
            begins_at=begins_at,
            minutes=minutes,
            modality=modality,
        )
        return _("Added on {day}.").format(day=format_day(day))

    show_buttons(visits.child_id, key, _("Add it"), saving(visits.child_id, key, use_case))


def _end_form(series: SeriesShown, visits: Visits) -> None:
    key = f"form-end-series-{series.id}"
    now = visits.one_series(series.id)
    if now is None:
        raise NotFound
    st.markdown(" · ".join(filter(None, (f"**{_(DISCIPLINES[now.discipline])}**", format_schedule_of(now)))))
    show_day(_("End (the first day without them)"), f"{key}-day", visits.today + timedelta(days=1), WIDE)
    st.caption(
        _("Visits from that day on leave the calendar and count nowhere. What was attended stays as it is.")
    )

    def use_case(work: Work) -> str:
        day = read_day(f"{key}-day", "end")
        gone = end_series(work, visits.child_id, series.id, on=day, seen=series.ends_on)
        said = ngettext("{n} visit left the calendar.", "{n} visits left the calendar.", gone)
        return said.format(n=gone)

    show_buttons(visits.child_id, key, _("End them"), saving(visits.child_id, key, use_case))


def _name_holiday(visits: Visits, key: str) -> None:
    """Say that the chosen day is a public holiday; it can be chosen all the same."""
    day = st.session_state.get(f"{key}-day")
    if isinstance(day, date) and (holiday := visits.clinic.off(day, day).holidays.get(day)):
        st.caption(_("{day} is a public holiday: {name}.").format(day=format_day(day), name=plain(holiday)))
