"""The same widgets as Today, flat, with one SQLite commit a click: what Streamlit itself costs."""

import os
import sqlite3
from datetime import UTC, datetime

import streamlit as st

EXERCISES = 6


def commit(number: int) -> None:
    """Store one row as durably as the product does."""
    connection = sqlite3.connect(os.environ["BENCH_BARE_DATABASE"], isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO tick VALUES (?, ?)", (number, datetime.now(UTC).isoformat()))
    connection.execute("COMMIT")
    connection.close()


st.html("<style>p { margin: 0 }</style>")
st.header("Today")
st.pills("Day", ["Today", "Yesterday", "Friday"], default="Today", label_visibility="collapsed")
st.progress(0.5, text="3 of 6")
for number in range(EXERCISES):
    st.button(f"**Exercise {number}**", key=f"done-{number}", on_click=commit, args=(number,))
    st.button("More", key=f"more-{number}")
st.button("All", key="all")
st.popover("Something extra", on_change="rerun", key="extra")
st.button("Ill", key="ill")
st.button("Away", key="away")
st.markdown("Done")
st.button("Undo", key="undo")
