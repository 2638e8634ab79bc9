"""What the forms of school and milestones share: days, with whom something was agreed, and how a form is opened."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

import streamlit as st

from tracker.access.work import Work, writing
from tracker.errors import InvalidInput
from tracker.school.school import school_of
from tracker.school.shown import School
from tracker.screen.context import attempt, credential
from tracker.screen.form_state import AT_EACH_LETTER, begins_with
from tracker.screen.plan.dialogs import Dialog, open_form, saving, show_buttons
from tracker.screen.words import _

ONE_DAY = timedelta(days=1)


def open_school_form(
    school: School,
    key: str,
    title: str,
    body: Callable[..., None],
    *args: Any,
    width: Literal["medium", "large"] = "medium",
) -> None:
    """Open a form over the School page; its body gets `args`, and school as it is at that moment."""
    filled = partial(body, *args)
    open_form(Dialog(school.child_id, None, key, title, filled, width, read=_school_now))


def _school_now(work: Work, child_id: int, _episode: int | None) -> School:
    return school_of(work, child_id)


def show_day(key: str, label: str, offered: date | None) -> None:
    """Show a field for a day, with the one offered in it."""
    begins_with(key, offered)
    st.date_input(label, value=None, format="YYYY-MM-DD", key=key, width=240)


def day_in(key: str, field: str) -> date:
    """Give the day that stands in a field; raises `InvalidInput` naming it where there is none."""
    found = st.session_state.get(key)
    if not isinstance(found, date):
        raise InvalidInput(field, "empty")
    return found


def day_or_none_in(key: str) -> date | None:
    """Give the day that stands in a field that may be empty."""
    found = st.session_state.get(key)
    return found if isinstance(found, date) else None


def show_agreed_with(key: str, offered: str = "") -> None:
    """Show the field that says with whom something was agreed, which names its readers."""
    show_text(f"{key}-agreed", _("Agreed with (the family reads this)"), offered)


def agreed_with_in(key: str) -> str:
    """Give what stands in that field."""
    return text_in(f"{key}-agreed")


def show_text(key: str, label: str, offered: str = "") -> None:
    """Show a field for a line of text, with the one offered in it."""
    begins_with(key, offered)
    st.text_input(label, key=key, on_change="ignore", live=AT_EACH_LETTER)


def text_in(key: str) -> str:
    """Give what stands in a field for text."""
    return st.session_state.get(key) or ""


def show_periods(key: str, label: str, offered: int | None) -> None:
    """Show a field for a number of periods, with one offered in it."""
    # No limits here: a browser would put back the last number that fits, and what was typed is gone.
    begins_with(key, offered)
    st.number_input(label, value=None, step=1, key=key, on_change="ignore", width=240)


def periods_in(key: str, field: str) -> int:
    """Give the number that stands in a field; raises `InvalidInput` naming it where there is none."""
    found = st.session_state.get(key)
    if found is None:
        raise InvalidInput(field, "empty")
    return int(found)


def show_save(
    child_id: int,
    key: str,
    words: str,
    use_case: Callable[[Work], object],
    *,
    beside: tuple[str, Callable[[Work], object]] | None = None,
) -> None:
    """Show the ways out of a form; `beside` is another way to save. What a use case gives as text is said of it."""

    def save(do: Callable[[Work], object]) -> Callable[[], None]:
        def run(work: Work) -> str:
            said = do(work)
            return said if isinstance(said, str) else _("Saved.")

        return saving(child_id, key, run)

    other = None if beside is None else (beside[0], save(beside[1]))
    show_buttons(child_id, key, words, save(use_case), beside=other)


def change(notice: str, use_case: Callable[[Work], object]) -> None:
    """Run a use case in the callback of a button; its part of the page says what went wrong, if anything did."""

    def run() -> None:
        with writing(credential()) as work:
            use_case(work)

    attempt(notice, run)
