"""What a person sees when a page fails unexpectedly: a sentence and a reference number, never a traceback."""

import streamlit as st

from tracker.errors import TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.web.logs import report


def on_script_error(error: Exception) -> bool:
    """Put an error into words on the page; True tells Streamlit that nothing more is to be shown."""
    if isinstance(error, TrackerError):
        st.error(in_words(error))
        return True
    text = _(
        "Something unexpected happened here. What was shown as saved is saved. Please load the page again; if it "
        "happens again, tell the clinic this number: {reference}"
    )
    st.error(text.format(reference=report(error, "page failed")))
    return True
