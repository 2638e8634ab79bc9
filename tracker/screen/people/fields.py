"""What the office's forms share: fields whose text is not lost when the screen changes, and what a form last did."""

from collections.abc import Callable

import streamlit as st

from tracker.screen.context import attempt, take_notice
from tracker.screen.form_state import AT_EACH_LETTER, next_turn, say, take_said, turn
from tracker.screen.messages import FIELDS
from tracker.screen.words import _


def show_text_field(label: str, key: str, placeholder: str = "") -> None:
    """Show a line to type in. No rerun comes of it; but no browser's form keeps it back until it is sent either."""
    st.text_input(
        label,
        key=key,
        placeholder=placeholder or None,
        autocomplete="off",
        on_change="ignore",
        live=AT_EACH_LETTER,
    )


def show_person_fields(part: str, now: int) -> None:
    """Show the fields that name somebody who is to be invited."""
    show_text_field(_(FIELDS["name"]), f"{part}-name-{now}")
    hint = _("For example their e-mail address")
    show_text_field(_(FIELDS["sign_in_name"]), f"{part}-sign-in-name-{now}", hint)


def show_outcome(part: str) -> None:
    """Show what went wrong with the last attempt of a form, or what it has done."""
    notice = take_notice(part)
    if notice:
        st.error(notice)
    said = take_said(part)
    if said:
        st.success(said)


def once(part: str, now: int, use_case: Callable[[], str]) -> None:
    """Run a form's use case in its turn: a second click on the same button, before the page has run again, is none.

    `use_case` gives the sentence (Markdown) on what was done, for this part of the page; it may be empty.
    """
    if now != turn(part):
        return

    def run() -> None:
        said = use_case()
        if said:
            say(part, said)

    if attempt(part, run):
        next_turn(part)
