"""The field in which the region is chosen whose public holidays are days without school."""

import streamlit as st
from babel import Locale

from tracker.regions import known_regions
from tracker.screen.messages import FIELDS
from tracker.screen.words import _, language


def show_region_field(key: str) -> None:
    """Show it; the region that stands in it can always be kept, also one that is not known any more."""
    codes = ["", *sorted(known_regions(), key=format_region)]
    now = st.session_state.get(key)
    if now is not None and now not in codes:
        codes.insert(1, now)
    st.selectbox(
        _(FIELDS["region"]),
        codes,
        format_func=format_region,
        filter_mode="contains",
        key=key,
        on_change="ignore",
    )


def format_region(code: str) -> str:
    """Give a region as people know it: "United States, Pennsylvania" for US-PA; "none" for none."""
    if not code:
        return _("none")
    country, part = known_regions().get(code, (code, ""))
    name = Locale.parse(language()).territories.get(country, country)
    return f"{name}, {part}" if part else name
