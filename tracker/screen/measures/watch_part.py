"""Agreed watch dates on the Measures page, for the care team: the list, and the form that adds some."""

from functools import partial

import streamlit as st

from tracker.access.work import writing
from tracker.measures.measures import Measures
from tracker.measures.watch_dates import WatchDates, add_watch_dates, withdraw_watch_dates
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.form_state import next_turn, turn
from tracker.screen.milestones.texts import format_near
from tracker.screen.school.fields import change, day_in, show_agreed_with, show_text, text_in
from tracker.screen.text import plain
from tracker.screen.words import _

LIST = "watch-list"


def show_watch_dates(measures: Measures) -> None:
    """Show them, each with a way to take it away."""
    st.subheader(_("Agreed watch dates"), anchor=False)
    st.caption(
        _(
            "Days on which you and the family look more closely. They stand as a band in the clinic’s charts, and "
            "silence nothing."
        )
    )
    notice = take_notice(LIST)
    if notice:
        st.error(notice)
    for watched in measures.watched:
        _show(measures, watched)
    with st.expander(_("Add watch dates"), key=f"watch-{measures.child_id}", icon=":material/add:"):
        _form(measures)


def _show(measures: Measures, watched: WatchDates) -> None:
    days = _("{first} to {last}").format(
        first=format_near(watched.first, measures.today), last=format_near(watched.last, measures.today)
    )
    agreed = _("agreed with {who}").format(who=plain(watched.agreed_with)) if watched.agreed_with else ""
    said = " · ".join(filter(None, (f"**{days}**", plain(watched.about), agreed)))
    with st.container(horizontal=True, vertical_alignment="center", key=f"watched-{watched.id}"):
        st.markdown(said, width="stretch")
        remove = partial(withdraw_watch_dates, child_id=measures.child_id, watch_id=watched.id)
        words = f"{_('Remove')} *{days}*"
        st.button(words, key=f"unwatch-{watched.id}", type="tertiary", on_click=change, args=(LIST, remove))


def _form(measures: Measures) -> None:
    part = f"form-watch-{measures.child_id}"
    key = f"{part}-{turn(part)}"
    with st.container(horizontal=True):
        for name, label in (("from", _("From")), ("to", _("To"))):
            st.date_input(label, value=None, format="YYYY-MM-DD", key=f"{key}-{name}", width=160)
    show_text(f"{key}-about", _("What to watch (the family reads this)"))
    show_agreed_with(key)
    notice = take_notice(part)
    if notice:
        st.error(notice)
    st.button(_("Add them"), key=f"{part}-save", on_click=_add, args=(measures.child_id, part, key))


def _add(child_id: int, part: str, key: str) -> None:
    if key != f"{part}-{turn(part)}":
        return

    def use_case() -> None:
        first, last = day_in(f"{key}-from", "from"), day_in(f"{key}-to", "to")
        with writing(credential()) as work:
            add_watch_dates(
                work,
                child_id,
                first=first,
                last=last,
                about=text_in(f"{key}-about"),
                agreed_with=text_in(f"{key}-agreed"),
            )

    if attempt(part, use_case):
        next_turn(part)
