"""What an address of the office asks for: /people, /people?child=7 or /people?person=3."""

import streamlit as st

from tracker.screen.places import place
from tracker.screen.words import _

LAST = "people-asked"
CHILD, PERSON = "child", "person"
NOBODY = 0
LONGEST_NUMBER = 18


def asked() -> tuple[str, int] | None:
    """Give what the address asks for, None for the lists, and put it into the browser's address bar.

    A link within the same page leaves the browser's address as it was, so that it could not be bookmarked. What is no
    number asks for nobody.
    """
    found = next(((name, st.query_params[name]) for name in (CHILD, PERSON) if name in st.query_params), None)
    if st.session_state.get(LAST, found) != found:
        st.query_params.from_dict({} if found is None else dict([found]))
    st.session_state[LAST] = found
    return None if found is None else (found[0], _number(found[1]))


def show_way_back() -> None:
    """Show the way from one of them to the lists."""
    with st.container(key="person-all"):
        st.page_link(place("people"), label=_("All people"), icon=":material/arrow_back:")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else NOBODY
