"""Streamlit's entry script: the gate, then the pages that this actor has."""

from pathlib import Path

import streamlit as st

from tracker.screen.context import require_actor
from tracker.screen.footer import show_footer
from tracker.screen.words import _

# A file of ours: for a Material icon as the page's icon, Streamlit sends browsers to another host.
ICON = Path(__file__).parent / "static" / "icon.svg"

st.set_page_config(page_title=_("Today") + " – Stepwise", page_icon=str(ICON), layout="centered")
today = st.Page("../../pages/today.py", title=_("Today"), icon=":material/today:", url_path="today")


def start() -> None:
    """Send "/" on: Streamlit's default page has no address of its own that could be bookmarked."""
    st.switch_page(today)


actor = require_actor()
st.navigation([st.Page(start, title=_("Today"), default=True), today], position="hidden").run()
show_footer(actor)
