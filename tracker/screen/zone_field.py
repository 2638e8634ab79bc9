"""The field in which a time zone is chosen."""

import streamlit as st

from tracker.screen.messages import FIELDS
from tracker.screen.words import _
from tracker.time_zones import time_zones_by_region


def show_zone_field(key: str) -> None:
    """Show it; the zone that stands in it can always be kept, also one of an old spelling."""
    names = [name for zones in time_zones_by_region().values() for name, _place in zones]
    now = st.session_state.get(key)
    if now is not None and now not in names:
        names.insert(0, now)
    st.selectbox(
        _(FIELDS["time_zone"]),
        names,
        format_func=format_zone,
        filter_mode="contains",
        key=key,
        on_change="ignore",
    )


def format_zone(name: str) -> str:
    """Give a zone as people read it: `America/New_York` without the underscore."""
    return name.replace("_", " ")
