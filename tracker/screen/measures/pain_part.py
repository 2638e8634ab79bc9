"""Pain on the Measures page: how often and for whom, as a clinician sets it; and the child's own switch."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from tracker.access.work import Work, writing
from tracker.measures.due import MOST_WEEKS
from tracker.measures.measures import Measures
from tracker.measures.pain_settings import PainNow, PainOvertaken, hide_pain, set_pain, show_pain
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.form_state import Draft, Fields, say, take_said
from tracker.screen.school.fields import change
from tracker.screen.text import plain
from tracker.screen.words import _

SWITCH = "pain-switch"


def show_pain_settings(measures: Measures) -> None:
    """Show the clinician how often pain is asked for and whether the family sees its values, to be changed."""
    now = measures.pain
    if now is None:
        return
    st.subheader(_("Pain"), anchor=False)
    part = f"pain-{measures.child_id}"
    draft = Draft(part)
    draft.fill(_fields(now))
    with st.container(key=part, border=True):
        st.caption(
            _("It stays in the background: nothing asks about it from day to day, and Today never does.")
        )
        label = _("Weeks between (1 to {high}; empty: at visits)").format(high=MOST_WEEKS)
        st.number_input(label, value=None, step=1, key=draft.key("weeks"), on_change="ignore", width=320)
        st.toggle(_("Show pain values on the family’s accounts"), key=draft.key("shown"))
        if now.set_on is not None and now.set_by:
            said = _("Set on {day} by {who}.")
            st.caption(said.format(day=format_full_day(now.set_on), who=plain(now.set_by)))
        if now.hidden_on is not None:
            said = _("{name} has hidden them since {day}, and that stays so while they are turned on.")
            day = format_full_day(now.hidden_on)
            st.caption(said.format(name=plain(measures.child_name), day=day))
        notice, done = take_notice(part), take_said(part)
        if notice:
            st.error(notice)
        if done:
            st.success(done)
        save = partial(_save, measures.child_id, part, draft)
        st.button(f"{_('Save')} *{_('Pain')}*", key=f"{part}-save", on_click=save)


def _fields(now: PainNow) -> Fields:
    return {"id": now.id, "weeks": now.every_weeks, "shown": now.is_turned_on}


def _save(child_id: int, part: str, draft: Draft) -> None:
    def use_case() -> None:
        typed, seen = draft.typed, draft.seen["id"]
        try:
            with writing(credential()) as work:
                now = set_pain(
                    work,
                    child_id,
                    every_weeks=typed["weeks"],
                    is_turned_on=bool(typed["shown"]),
                    seen=seen,
                )
        except PainOvertaken as told:
            draft.catch_up(_fields(told.now))
            raise
        draft.refill(_fields(now))
        say(part, _("Saved."))

    attempt(part, use_case)


def show_pain_switch(measures: Measures) -> None:
    """Show the child its own switch, where a clinician has turned pain values on."""
    now = measures.pain
    if now is None:
        return
    with st.container(key=SWITCH, border=True):
        notice = take_notice(SWITCH)
        if notice:
            st.error(notice)
        if now.is_hidden:
            st.markdown(
                _("Pain values are hidden, for you and for your family. Your care team still has them.")
            )
            _button(_("Show them again"), "show", partial(show_pain, child_id=measures.child_id))
        else:
            st.markdown(
                _("You can hide pain values, for you and for your family, and show them again later.")
            )
            _button(_("Hide pain values"), "hide", partial(hide_pain, child_id=measures.child_id))


def _button(words: str, kind: str, use_case: Callable[[Work], object]) -> None:
    st.button(words, key=f"{SWITCH}-{kind}", on_click=change, args=(SWITCH, use_case))
