"""Caseload: who of a clinician's children needs a look today, and why."""

from pathlib import Path

import streamlit as st

import tracker.screen
from tracker.screen.caseload_view import show_caseload
from tracker.screen.context import require_actor

require_actor()
st.html(Path(tracker.screen.__file__).with_name("caseload.css"))
show_caseload()
