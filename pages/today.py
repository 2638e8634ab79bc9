"""Today: a family ticks off the day's exercises."""

from pathlib import Path

import streamlit as st

import tracker.screen
from tracker.access.work import reading
from tracker.errors import TrackerError
from tracker.progress.day import day_of
from tracker.screen.card import show_undo
from tracker.screen.children import choose_children
from tracker.screen.context import credential, require_actor, take_notice
from tracker.screen.day_view import days_back, show_day
from tracker.screen.messages import in_words

require_actor()
st.html(Path(tracker.screen.__file__).with_name("today.css"))
notice = take_notice()
if notice:
    st.error(notice)
try:
    with reading(credential()) as work:
        children = choose_children(work.followed())
        days = [day_of(work, child_id, back=days_back(child_id)) for child_id in children]
except TrackerError as error:
    st.error(in_words(error))
    st.stop()
for day in days:
    show_day(day, with_name=len(days) > 1)
show_undo()
