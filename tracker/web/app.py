"""Streamlit's entry script: the gate, then the pages that this actor has."""

from pathlib import Path

import streamlit as st

import tracker.screen
from db.vocabulary import Role
from tracker.screen.account.notices_view import show_notices
from tracker.screen.context import require_actor
from tracker.screen.draft import keep_watch, put_back
from tracker.screen.footer import show_footer
from tracker.screen.navigation import show_navigation
from tracker.screen.places import WIDE, places, ways_home

# A file of ours: for a Material icon as the page's icon, Streamlit sends browsers to another host.
ICON = Path(__file__).parent / "static" / "icon.svg"
STYLE = Path(tracker.screen.__file__).with_name("stepwise.css")

# No layout yet: of two in one run, a browser drops the second when it is the one that the last page had.
st.set_page_config(page_title="Stepwise", page_icon=str(ICON))
actor = require_actor()
pages = places(actor.role)
home = next(iter(pages.values()))


def start() -> None:
    """Send "/" on: Streamlit's default page has no address of its own that could be bookmarked."""
    st.switch_page(home)


page = st.navigation([*ways_home(actor.role, start), *pages.values()], position="hidden")
st.set_page_config(
    page_title=f"{page.title} – Stepwise", layout="wide" if page.url_path in WIDE else "centered"
)
st.html(STYLE)
if actor.role is not Role.FAMILY:
    put_back(actor, page.url_path)
    keep_watch(actor, page.url_path)
# Before the page, so that it is there as well when an error ends the page half-way.
show_navigation(actor)
show_notices(actor)
page.run()
show_footer(actor)
