"""The same widgets as the form that changes an exercise, without a plan behind them: what Streamlit itself costs."""

from datetime import date

import streamlit as st


def fields() -> None:
    """Show what stands in the form."""
    st.caption("No precautions are noted.")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.pills("Counted in", list("abcdefg"), default="a", required=True, key="kind", wrap=True)
        with st.container(horizontal=True):
            st.number_input("How many times", step=1.0, format="%g", value=10.0, key="total", width=170)
            st.number_input("Hold in seconds", step=1, value=None, key="hold", width=170)
        st.pills("How often", list("abc"), default="a", required=True, key="often", wrap=True)
        st.number_input("Times a day", step=1, value=1, key="times", width=170)
        st.pills("Parts of the day", list("abc"), selection_mode="multi", key="parts", wrap=True)
        st.text_area("For this child", key="instructions", height=104, on_change="ignore")
    with right:
        st.date_input("First day", value=date(2026, 3, 2), format="YYYY-MM-DD", key="day", width=220)
        st.text_input("Reason", key="reason", on_change="ignore", live=True)
        with st.container(border=True):
            st.markdown("**What the family sees**")
            st.markdown("- Now: Stairs\n- From tomorrow: Stairs")
        st.caption("With this: 6 items a day")
        with st.container(horizontal=True):
            st.button("Cancel", key="cancel")
            st.button("Keep as a draft", key="beside")
            st.button("Save", key="save")


# A dialog runs alone at each click, as a form over the plan does.
st.dialog("Change Stairs", width="large", dismissible=False)(fields)()
