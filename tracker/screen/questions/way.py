"""The way to Questions from the pages that a family opens every day: who worries should not have to look for it."""

import streamlit as st

from tracker.screen.places import place
from tracker.screen.words import _


def show_way_to_questions(child_id: int) -> None:
    """Show it, for families."""
    st.page_link(
        place("questions"),
        label=_("A question or a worry? Write to your care team"),
        icon=":material/forum:",
        query_params={"child": str(child_id)},
    )
