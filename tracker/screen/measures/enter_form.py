"""Entering scores: all that can be entered on one form of one day, and what is asked for by its interval."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from db.vocabulary import Instrument, Reporter
from tracker.access.work import writing
from tracker.errors import InvalidInput
from tracker.measures.due import Due
from tracker.measures.entering import Entry, enter_scores
from tracker.measures.instruments import SCALES, Scale
from tracker.measures.measures import Measures, Place
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_number
from tracker.screen.form_state import begins_with, next_turn, say, take_said, turn
from tracker.screen.measures.instrument_text import (
    ABOUT,
    UNIT_NAMES,
    format_instrument,
    format_reporter,
    format_short,
)
from tracker.screen.milestones.texts import format_near
from tracker.screen.school.fields import day_in
from tracker.screen.words import _


def show_enter_form(measures: Measures) -> None:
    """Show what is due, and the form with a field for each score that can be entered now."""
    places = _offered(measures)
    if not places and not measures.due:
        return
    st.subheader(_("Enter scores"), anchor=False)
    for due in measures.due:
        st.markdown(_format_due(measures, due))
    if places:
        _show_form(measures, places)
    else:
        said = take_said(_part(measures))
        if said:
            st.success(said)


def _offered(measures: Measures) -> list[Place]:
    """Give what the form asks for: a family is asked for nothing before it is due."""
    to_come = {(due.instrument, due.reporter) for due in measures.due if not due.is_due(measures.today)}
    if measures.may_keep:
        return list(measures.places)
    return [place for place in measures.places if (place.instrument, place.reporter) not in to_come]


def _format_due(measures: Measures, due: Due) -> str:
    name = _named(measures, due.instrument, due.reporter)
    if due.is_due(measures.today):
        said = _("due now")
        if due.last is not None:
            said = _("due now, last on {day}").format(day=format_near(due.last, measures.today))
    else:
        said = _("next from {day}").format(day=format_near(due.day, measures.today))
    return f"{name}: {said}"


def _named(measures: Measures, instrument: Instrument, reporter: Reporter) -> str:
    """Name an instrument: in full for a family, and for staff shortly, with whose word it is."""
    if not measures.may_keep:
        return f"**{format_instrument(instrument)}**"
    name = f"**{format_short(instrument)}**"
    return name if reporter is Reporter.CLINICIAN else f"{name}, {format_reporter(reporter)}"


def _show_form(measures: Measures, places: Sequence[Place]) -> None:
    part = _part(measures)
    now = turn(part)
    with st.container(key=f"{part}-{now}", border=True):
        begins_with(f"{part}-day-{now}", measures.today)
        st.date_input(_("Day"), value=None, format="YYYY-MM-DD", key=f"{part}-day-{now}", width=240)
        for instrument, of_instrument in groupby(places, key=lambda place: place.instrument):
            _show_fields(part, now, SCALES[instrument], list(of_instrument))
        named = {_key(place): _format_place(place) for place in places}
        st.multiselect(
            _("Begun and left incomplete (kept as “not scored”)"),
            list(named),
            format_func=named.__getitem__,
            key=f"{part}-incomplete-{now}",
            placeholder=_("None"),
        )
        notice, said = take_notice(part), take_said(part)
        if notice:
            st.error(notice)
        if said:
            st.success(said)
        save = partial(_save, measures.child_id, part, now, list(places))
        st.button(_("Save the scores"), type="primary", key=f"{part}-save-{now}", on_click=save)


def _show_fields(part: str, now: int, scale: Scale, places: Sequence[Place]) -> None:
    low, high = (format_number(value) for value in (scale.low, scale.high))
    unit = _(UNIT_NAMES[scale.unit])
    with st.container(gap="xxsmall"):
        st.markdown(f"**{format_instrument(scale.instrument)}**")
        st.caption(
            " ".join(
                (
                    _(ABOUT[scale.instrument]),
                    _("{low} to {high} {unit}.").format(low=low, high=high, unit=unit),
                )
            )
        )
        with st.container(horizontal=True, gap="small"):
            for place in places:
                # No limits here: a browser would put back the last number that fits, and what was typed is gone.
                st.number_input(
                    _format_place(place),
                    value=None,
                    step=1.0,
                    format="%g",
                    key=f"{part}-{_key(place)}-{now}",
                    on_change="ignore",
                    width=150,
                )


def _format_place(place: Place) -> str:
    name = format_short(place.instrument, place.side)
    if place.reporter is Reporter.CLINICIAN:
        return name
    return f"{name}, {format_reporter(place.reporter)}"


def _save(child_id: int, part: str, now: int, places: Sequence[Place]) -> None:
    if now != turn(part):
        return

    def use_case() -> None:
        day = day_in(f"{part}-day-{now}", "day")
        entries = list(_typed(part, now, places))
        with writing(credential()) as work:
            enter_scores(work, child_id, day, entries)

    if attempt(part, use_case):
        next_turn(part)
        say(part, _("Saved."))


def _typed(part: str, now: int, places: Sequence[Place]) -> Iterator[Entry]:
    incomplete = st.session_state.get(f"{part}-incomplete-{now}") or []
    for place in places:
        value = st.session_state.get(f"{part}-{_key(place)}-{now}")
        is_incomplete = _key(place) in incomplete
        if value is not None and is_incomplete:
            raise InvalidInput(str(place.instrument), "score_twice")
        if value is not None or is_incomplete:
            yield Entry(place.instrument, place.reporter, value, place.side)


def _key(place: Place) -> str:
    return f"{place.instrument}-{place.reporter}-{place.side}"


def _part(measures: Measures) -> str:
    return f"measures-{measures.child_id}"
