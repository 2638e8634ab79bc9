"""The way to a copy of a record, for those who may take one."""

from html import escape

import streamlit as st

from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.screen.context import credential, explained
from tracker.screen.words import _


def show_export(child_id: int) -> None:
    """Offer the copy; nothing is shown to whoever may not take it."""
    with explained(), reading(credential()) as work:
        may_export = work.may(work.child(child_id, Action.SEE), Action.EXPORT)
    if not may_export:
        return
    st.subheader(_("A copy of this record"), anchor=False)
    st.markdown(
        _(
            "All of it that you can read, as one file: the plan, what was logged, the weeks, and who has opened it. "
            "Open “index.html” in it first. It is a health record: keep it where only those find it who may read it."
        )
    )
    # A plain link, since the file is not one of Streamlit's pages. It is made when somebody asks for it.
    st.html(
        f'<a href="/record/{child_id}.zip" download style="display: inline-block; padding: 0.625rem 0">'
        f"{escape(_('Take a copy'))}</a>"
    )
