"""The Measures page of a child, as its family and as the clinic's staff see it. Function first, pain last."""

import streamlit as st

from tracker.access.work import reading
from tracker.measures.measures import Measures, measures_of
from tracker.screen.context import credential, explained
from tracker.screen.measures.enter_form import show_enter_form
from tracker.screen.measures.pain_part import show_pain_settings, show_pain_switch
from tracker.screen.measures.series_view import show_series
from tracker.screen.measures.watch_part import show_watch_dates
from tracker.screen.plan.dialogs import show_dialog, show_said
from tracker.screen.words import _


def show_measures(child_id: int) -> None:
    """Show all of it: what can be entered and what is due beside the scores."""
    with explained(), reading(credential()) as work:
        measures = measures_of(work, child_id)
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_enter_form(measures)
        if measures.may_keep:
            show_pain_settings(measures)
            show_watch_dates(measures)
    with right:
        _show_scores(measures)
        if not measures.may_keep:
            show_pain_switch(measures)
    show_said()
    show_dialog(child_id)


def _show_scores(measures: Measures) -> None:
    st.subheader(_("Scores"), anchor=False)
    if not measures.series:
        st.info(
            _("There are no scores yet. The first ones are entered here, at a visit.")
            if measures.may_keep
            else _("There are no scores yet. Your clinic enters them at a visit; nothing is needed from you.")
        )
    for series in measures.series:
        show_series(measures, series)
