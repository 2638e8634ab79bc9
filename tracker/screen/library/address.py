"""What an address of the library asks for: /library, /library?exercise=5, /library?edit=5 or /library?new=1."""

import streamlit as st

from tracker.screen.address import asked_for
from tracker.screen.places import place
from tracker.screen.words import _

EXERCISE, EDIT, NEW = "exercise", "edit", "new"


def asked() -> tuple[str, int] | None:
    """Give what the address asks for, None for the whole library."""
    return asked_for("library", (EXERCISE, EDIT, NEW))


def go_to(exercise_id: int) -> None:
    """Let the next run of the page show an exercise. In a callback."""
    st.query_params.from_dict({EXERCISE: str(exercise_id)})


def show_way_back(exercise_id: int | None = None) -> None:
    """Show the way back from an exercise to all of them, or from its form to the exercise."""
    with st.container(key="exercise-back"):
        st.page_link(
            place("library"),
            label=_("All exercises") if exercise_id is None else _("Back to the exercise"),
            icon=":material/arrow_back:",
            query_params=None if exercise_id is None else {EXERCISE: str(exercise_id)},
        )
