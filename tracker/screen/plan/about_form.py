"""The form for what is said of a child beside every prescription."""

from functools import partial

import streamlit as st

from tracker.access.work import Work
from tracker.plans.about import About, change_about
from tracker.plans.shown import Plan
from tracker.screen.plan.about_fields import show_about_fields, typed_about
from tracker.screen.plan.about_view import show_about, show_precautions
from tracker.screen.plan.dialogs import open_dialog, place, saving, show_buttons
from tracker.screen.text import plain
from tracker.screen.words import _

KEY = "form-about"


def open_about(plan: Plan) -> None:
    """Open the form with what is noted now."""
    title = _("About {name}").format(name=plain(plan.child_name))
    open_dialog(plan, KEY, title, partial(_form, plan.about))


def _form(base: About, plan: Plan) -> None:
    now = plan.about
    seen: About = st.session_state.setdefault(f"{KEY}-seen", base)
    if st.session_state.pop(f"{KEY}-refused", False):
        seen = st.session_state[f"{KEY}-seen"] = now
    with place():
        if now != base:
            _show_what_stands(now, is_seen=seen == now)
    show_about_fields(KEY, base)

    def use_case(work: Work) -> str:
        change_about(work, plan.child_id, typed_about(KEY), seen=seen)
        return _("Saved.")

    show_buttons(plan.child_id, KEY, _("Save"), saving(plan.child_id, KEY, use_case))


def _show_what_stands(now: About, *, is_seen: bool) -> None:
    st.warning(
        _("A colleague changed this while the form was open. What stands now:"), icon=":material/sync:"
    )
    with st.container(border=True):
        show_precautions(now)
        show_about(now)
    if is_seen:
        st.caption(_("What you typed is kept. Saving again puts it in place of that."))
