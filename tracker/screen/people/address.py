"""What an address of the office asks for: /people, /people?child=7 or /people?person=3."""

import streamlit as st

from tracker.screen.address import asked_for
from tracker.screen.places import place
from tracker.screen.words import _

CHILD, PERSON = "child", "person"


def asked() -> tuple[str, int] | None:
    """Give what the address asks for, None for the lists."""
    return asked_for("people", (CHILD, PERSON))


def show_way_back() -> None:
    """Show the way from one of them to the lists."""
    with st.container(key="person-all"):
        st.page_link(place("people"), label=_("All people"), icon=":material/arrow_back:")
