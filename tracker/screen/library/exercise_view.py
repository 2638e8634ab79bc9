"""One exercise of the library: its words, who approved them, what can be done with it, and its earlier versions."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from tracker.access.work import Work, reading, writing
from tracker.library.exercises import approve_version, bring_back, retire
from tracker.library.shelves import Shelved, exercise_of
from tracker.library.words import Entry
from tracker.screen.context import attempt, credential, explained
from tracker.screen.form_state import say
from tracker.screen.library.address import EDIT, show_way_back
from tracker.screen.library.how_view import show_how
from tracker.screen.library.library_text import (
    format_approved,
    format_kind,
    format_state,
    format_written,
)
from tracker.screen.people.fields import show_outcome
from tracker.screen.places import place
from tracker.screen.text import plain
from tracker.screen.words import _


def show_exercise(exercise_id: int) -> None:
    """Show an exercise of the clinic to a clinician."""
    show_way_back()
    with explained(), reading(credential()) as work:
        shelf = exercise_of(work, exercise_id)
    exercise = shelf.exercise
    st.header(plain(exercise.words.name), anchor=False)
    st.caption(format_kind(exercise.words))
    show_outcome(part_of(exercise_id))
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_how(exercise.words)
    with right:
        st.markdown(format_state(exercise))
        st.caption(
            _("Version {number}, {written}").format(
                number=exercise.latest.number, written=format_written(exercise.latest)
            )
        )
        _show_actions(exercise)
        _show_earlier(shelf.versions[1:])


def part_of(exercise_id: int) -> str:
    """Name the part of the page on which it is said what was done with an exercise."""
    return f"exercise-{exercise_id}"


def _show_actions(exercise: Shelved) -> None:
    number = exercise.exercise_id
    if exercise.is_retired:
        _button(number, "back", _("Bring back"), bring_back, number)
        return
    if exercise.waits:
        # The version that was read is the one that is approved.
        label = _("Approve with my name")
        _button(number, "approve", label, approve_version, exercise.latest.version_id, is_main=True)
    edit = {EDIT: str(number)}
    with st.container(key=f"exercise-edit-{number}", horizontal=True, vertical_alignment="center"):
        st.page_link(place("library"), label=_("Edit"), icon=":material/edit:", query_params=edit)
        _button(number, "retire", _("Retire"), retire, number)


def _button(
    exercise_id: int,
    name: str,
    label: str,
    use_case: Callable[[Work, int], None],
    number: int,
    *,
    is_main: bool = False,
) -> None:
    st.button(
        label,
        type="primary" if is_main else "secondary",
        key=f"exercise-{name}-{exercise_id}",
        on_click=_do,
        args=(exercise_id, partial(_run, use_case, number)),
    )


def _run(use_case: Callable[[Work, int], None], number: int) -> None:
    with writing(credential()) as work:
        use_case(work, number)


def _do(exercise_id: int, run: Callable[[], None]) -> None:
    if attempt(part_of(exercise_id), run):
        say(part_of(exercise_id), _("Saved."))


def _show_earlier(versions: Sequence[Entry]) -> None:
    if not versions:
        return
    with st.expander(_("Earlier versions ({n})").format(n=len(versions)), key="exercise-earlier"):
        for version in versions:
            st.markdown(f"**{plain(version.name)}**")
            st.caption(
                _("Version {number}, {written}, {approved}").format(
                    number=version.number,
                    written=format_written(version),
                    approved=format_approved(version) if version.approved_on else _("was never approved"),
                )
            )
            show_how(version.words)
