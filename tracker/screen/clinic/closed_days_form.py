"""The days on which the clinic is closed: the list, and the form that adds one."""

from collections.abc import Sequence

import streamlit as st

from tracker.access.work import writing
from tracker.office.closed_days import Closed, add_closed_day, remove_closed_day
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.form_state import next_turn, turn
from tracker.screen.messages import FIELDS
from tracker.screen.people.fields import show_text_field
from tracker.screen.text import plain
from tracker.screen.words import _

PART = "closed-day"
LIST = "closed-days"


def show_closed_days(closed: Sequence[Closed]) -> None:
    """Show them, each with a way to take it away."""
    st.subheader(_("Closed days"), anchor=False)
    st.caption(_("They touch visits and school. Home exercise goes on."))
    if not closed:
        st.markdown(_("No closed day has been entered yet."))
    for day in closed:
        with st.container(key=f"closed-{day.id}", horizontal=True, vertical_alignment="center"):
            words = format_full_day(day.day)
            st.markdown(" · ".join(filter(None, (f"**{words}**", plain(day.name)))))
            st.button(
                _("Remove {day}").format(day=words), key=f"remove-{day.id}", on_click=_remove, args=(day.id,)
            )
    notice = take_notice(LIST)
    if notice:
        st.error(notice)
    _form()


def _form() -> None:
    now = turn(PART)
    with st.container(key=f"{PART}-{now}", border=True):
        st.date_input(
            _(FIELDS["closed_day"]), value=None, key=f"{PART}-day-{now}", width=320, on_change="ignore"
        )
        show_text_field(
            _("{field} (if you like)").format(field=_(FIELDS["closed_day_name"])), f"{PART}-name-{now}"
        )
        notice = take_notice(PART)
        if notice:
            st.error(notice)
        st.button(_("Add"), key=f"{PART}-add-{now}", on_click=_add, args=(now,))


def _add(now: int) -> None:
    if now != turn(PART):
        return

    def use_case() -> None:
        values = st.session_state
        with writing(credential()) as work:
            add_closed_day(work, values[f"{PART}-day-{now}"], values[f"{PART}-name-{now}"])

    if attempt(PART, use_case):
        next_turn(PART)


def _remove(closed_day_id: int) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            remove_closed_day(work, closed_day_id)

    attempt(LIST, use_case)
