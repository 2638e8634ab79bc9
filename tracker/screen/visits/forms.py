"""What the forms on visits share: they are over the page Visits, and read it anew each time they are shown."""

from collections.abc import Callable
from datetime import date, time

import streamlit as st

from db.vocabulary import Modality
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.screen.form_state import begins_with
from tracker.screen.plan.dialogs import Dialog, open_form
from tracker.screen.visits.visit_text import MODALITIES
from tracker.screen.words import _
from tracker.visits.planning import LONGEST, SHORTEST
from tracker.visits.visits import Visits, visits_of

FIELD = 170  # pixels: two of them side by side on a phone
STEP = 15


def open_visit_form(visits: Visits, key: str, title: str, body: Callable[[Visits], None]) -> None:
    """Open a form that gets the visits of the days that the page shows."""

    def read(work: Work, child_id: int, _episode: int | None) -> object:
        return visits_of(work, child_id, around=visits.first, span=visits.span, screen="")

    open_form(Dialog(visits.child_id, None, key, title, body, "medium", read=read))


def show_day_and_time(key: str, day: date, begins_at: time) -> None:
    """Show fields for a day and for a time on the clinic's clocks."""
    with st.container(horizontal=True):
        show_day(_("Day"), f"{key}-day", day)
        begins_with(f"{key}-time", begins_at)
        st.time_input(
            _("Time at the clinic"),
            value=None,
            key=f"{key}-time",
            format="localized",
            width=FIELD,
        )


def show_day(label: str, key: str, day: date, width: int = FIELD) -> None:
    """Show a field for a day."""
    begins_with(key, day)
    st.date_input(label, value=None, format="YYYY-MM-DD", key=key, width=width)


def read_day_and_time(key: str) -> tuple[date, time]:
    """Give what stands in these fields; raises `InvalidInput` where one is empty."""
    return read_day(f"{key}-day", "visit_day"), read_time(f"{key}-time")


def read_day(key: str, field: str) -> date:
    """Give the day in a field; raises `InvalidInput` where it is empty."""
    day = st.session_state.get(key)
    if not isinstance(day, date):
        raise InvalidInput(field, "empty")
    return day


def read_time(key: str) -> time:
    """Give the time in a field; raises `InvalidInput` where it is empty."""
    chosen = st.session_state.get(key)
    if not isinstance(chosen, time):
        raise InvalidInput("visit_time", "empty")
    return chosen


def show_length_and_manner(key: str, minutes: int, modality: Modality) -> None:
    """Show fields for the length of a visit and how its people meet."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show_number(_("Minutes"), f"{key}-minutes", minutes, SHORTEST, LONGEST, step=STEP)
        begins_with(f"{key}-modality", modality)
        st.segmented_control(
            _("How"),
            list(Modality),
            format_func=lambda each: _(MODALITIES[each]),
            required=True,
            key=f"{key}-modality",
        )


def show_number(label: str, key: str, value: int, low: int, high: int, *, step: int = 1) -> None:
    """Show a field for a whole number."""
    begins_with(key, value)
    st.number_input(label, min_value=low, max_value=high, value=None, step=step, key=key, width=FIELD)


def read_length_and_manner(key: str) -> tuple[int, Modality]:
    """Give what stands in these fields; raises `InvalidInput` where there is no number."""
    minutes = st.session_state.get(f"{key}-minutes")
    if minutes is None:
        raise InvalidInput("minutes", "empty")
    return int(minutes), Modality(st.session_state[f"{key}-modality"])
