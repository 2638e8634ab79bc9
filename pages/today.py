"""Today: a family ticks off the day's exercises."""

from pathlib import Path

import streamlit as st

import tracker.screen
from tracker.screen.children import choose_children
from tracker.screen.context import require_actor
from tracker.screen.day_view import show_day

require_actor()
st.html(Path(tracker.screen.__file__).with_name("today.css"))
children = choose_children()
for child_id in children:
    show_day(child_id, with_name=len(children) > 1)
