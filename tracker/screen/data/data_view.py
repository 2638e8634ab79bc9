"""Which of the actor's children files can be brought in for, and taken out of."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.screen.context import credential, explained
from tracker.screen.data.import_form import show_import
from tracker.screen.words import _

EXPORTED = "export-child"


def show_data() -> None:
    """Show both halves of the page; a clinician who prescribes for nobody yet can bring in a new child."""
    st.header(_("Data"), anchor=False)
    with explained(), reading(credential()) as work:
        names = dict(work.followed())
        into = {c: name for c, name in names.items() if work.may(work.child(c, Action.SEE), Action.IMPORT)}
        out_of = {
            c: name for c, name in names.items() if work.may(work.child(c, Action.SEE), Action.EXPORT_PLAN)
        }
    show_import(into)
    if out_of:
        _show_export(out_of)


def _show_export(names: Mapping[int, str]) -> None:
    st.subheader(_("Take files out"), anchor=False)
    st.markdown(
        _(
            "Plan, entries, visits, school and milestones of one child as CSV files in a zip, which can be brought in "
            "again. They are health records: keep them where only those find them who may read them."
        )
    )
    child = st.selectbox(_("Whose"), list(names), format_func=names.__getitem__, key=EXPORTED)
    # A plain link, since the file is not one of Streamlit's pages. It is made when somebody asks for it.
    st.html(
        f'<a href="/files/{child}.zip" download style="display: inline-block; padding: 0.625rem 0">'
        f"{escape(_('Take the files'))}</a>"
    )
