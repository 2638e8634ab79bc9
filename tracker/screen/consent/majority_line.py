"""The line that tells family and office, a month before, when a child comes of age."""

from datetime import date

import streamlit as st

from tracker.screen.dates import format_full_day
from tracker.screen.text import plain
from tracker.screen.words import _


def tell_of_majority(child_name: str, day: date | None) -> None:
    """Say when a child is of age, and what happens then; nothing where that is not soon."""
    if day is not None:
        words = _(
            "{child} is of age here on {day}. Guardians’ links end that day, unless {child} renews them."
        )
        st.caption(words.format(child=plain(child_name), day=format_full_day(day)))
