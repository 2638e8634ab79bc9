"""What was decided at appointments, where the family finds its questions: quietly, below them."""

import streamlit as st

from tracker.access.work import reading
from tracker.appointments.past import appointments_of
from tracker.screen.appointment.told import format_decision
from tracker.screen.context import credential, explained
from tracker.screen.dates import format_full_day
from tracker.screen.text import plain
from tracker.screen.words import _


def show_decided(child_id: int) -> None:
    """Show it by day, the latest first; nothing where nothing was decided yet."""
    with explained(), reading(credential()) as work:
        found = [each for each in appointments_of(work, child_id) if each.decisions]
    if not found:
        return
    with st.expander(_("What was decided at appointments"), key="questions-decided"):
        for each in found:
            with_whom = _("with {people}").format(people=plain(each.people)) if each.people else ""
            st.markdown(f"**{', '.join(filter(None, (format_full_day(each.day), with_whom)))}**")
            st.markdown("\n".join(f"- {format_decision(decision)}" for decision in each.decisions))
