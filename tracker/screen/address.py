"""What the address of a page with several screens asks for, such as /people?person=3."""

from collections.abc import Iterable

import streamlit as st

NOBODY = 0
LONGEST_NUMBER = 18


def asked_for(page: str, names: Iterable[str]) -> tuple[str, int] | None:
    """Give the first of some names that stands in the address, with its number; None if none does.

    Also puts it into the browser's address bar: a link within the same page leaves that as it was, so that it could
    not be bookmarked. What is no number asks for nobody.
    """
    last = f"{page}-asked"
    found = next(((name, st.query_params[name]) for name in names if name in st.query_params), None)
    if st.session_state.get(last, found) != found:
        st.query_params.from_dict({} if found is None else dict([found]))
    st.session_state[last] = found
    return None if found is None else (found[0], _number(found[1]))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else NOBODY
