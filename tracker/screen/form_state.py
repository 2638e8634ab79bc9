"""What a form remembers between two runs of its page: its turn, what it last achieved, and what it was filled with.

A form is named by its part of the page. Its widgets' keys hold the turn: once a form is done with, the next turn has
new, empty widgets, and a second click on the old button is known to be one.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Fields = Mapping[str, Any]

# How soon a field whose text makes no rerun (`on_change="ignore"`) counts as filled in. Later, and a connection that is
# lost at the next moment would take the last words with it; nothing is sent for it before the next click.
AT_EACH_LETTER = "0ms"
# What buttons and files have for a value, which is the browser's alone to give.
_ONLY_GIVEN = {"trigger_value", "string_trigger_value", "json_trigger_value", "file_uploader_state_value"}


def turn(part: str) -> int:
    """Give the number of the turn that this form is in."""
    return int(st.session_state.get(f"turn-{part}", 0))


def next_turn(part: str) -> None:
    """Begin with an empty form."""
    st.session_state[f"turn-{part}"] = turn(part) + 1


def say(part: str, words: str) -> None:
    """Keep a sentence (Markdown) on what was achieved, for this part of the page."""
    st.session_state[f"said-{part}"] = words


def take_said(part: str) -> str:
    """Give that sentence, once; empty if there is none."""
    return str(st.session_state.pop(f"said-{part}", ""))


def begins_with(key: str, value: object) -> None:
    """Let a field begin with a value, unless something stands in it. Before its widget, which gets no default.

    A field that has a default cannot be emptied: the browser puts the default back. What stands in the session instead
    is told to the browser a single time, and a click may come before it has drawn the field; so until then it is told
    with every run. The same holds for what was put back into the field after a sign-in.
    """
    if key not in st.session_state:
        st.session_state[key] = value
    elif not _is_drawn(key):
        st.session_state[key] = st.session_state[key]


def tell_again(part: str) -> None:
    """Tell the browser what stands in a form's fields. Before its widgets, when the whole page runs again.

    A connection that is lost in the midst of a run, and found again, makes Streamlit's page drop the form that was
    running, with what was typed into it, and draw it anew, empty. What is typed while that very run is on its way to
    the browser, a few hundredths of a second, gives way to what is told.
    """
    context = get_script_run_ctx()
    assert context is not None
    state = context.session_state._state  # noqa: SLF001 - only there it says what is a field
    for key in [str(key) for key in st.session_state if str(key).startswith(f"{part}-")]:
        known = state._new_widget_state.widget_metadata.get(state.get_widget_id_from_key(key) or "")  # noqa: SLF001
        if known is not None and known.value_type not in _ONLY_GIVEN:
            st.session_state[key] = st.session_state[key]


def _is_drawn(key: str) -> bool:
    """Say whether the browser has drawn a field: then it sends along with each click what stands in it."""
    context = get_script_run_ctx()
    assert context is not None
    state = context.session_state._state  # noqa: SLF001 - only there it says what the browser has sent
    return state.get_widget_id_from_key(key) in state._new_widget_state.states  # noqa: SLF001


class Draft:
    """A form filled with values that somebody else may change before it is saved."""

    def __init__(self, part: str) -> None:
        self._part = part

    def key(self, name: str) -> str:
        """Give the key of a field's widget."""
        return f"{self._part}-{name}"

    def fill(self, values: Fields) -> None:
        """Fill the form, unless it stands on the page already with what was typed into it. Before its widgets."""
        if any(self.key(name) not in st.session_state for name in values):
            self.refill(values)
        for name, value in values.items():
            begins_with(self.key(name), value)

    def refill(self, values: Fields) -> None:
        """Put these values in place of whatever was typed; in a callback, or before the form's widgets."""
        for name, value in values.items():
            st.session_state[self.key(name)] = value
        st.session_state[self._seen] = dict(values)

    @property
    def seen(self) -> Fields:
        """Give the values that the form was filled with."""
        return dict(st.session_state[self._seen])

    @property
    def typed(self) -> Fields:
        """Give what stands in the form."""
        return {name: st.session_state[self.key(name)] for name in self.seen}

    def catch_up(self, now: Fields) -> None:
        """Show what is stored now where nothing was typed; what was typed stays. In a callback."""
        seen = self.seen
        typed = {name: value for name, value in self.typed.items() if value != seen[name]}
        self.refill(now)
        for name, value in typed.items():
            st.session_state[self.key(name)] = value

    @property
    def _seen(self) -> str:
        return f"{self._part}-seen"
