"""Forms over the page. A form stays until it is saved or cancelled: a click beside it would lose what was typed.

It also stays when the whole page runs again, as it does when a phone finds its way back to the network.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, Literal

import streamlit as st

from tracker.access.work import Work, reading, writing
from tracker.errors import NotFound
from tracker.plans.plan import exercises_of
from tracker.plans.shown import Plan
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.form_state import AT_EACH_LETTER, tell_again
from tracker.screen.words import _
from tracker.text import LONGEST_TEXT

OPEN = "dialog-open"
SAID = "dialog-said"


@dataclass(frozen=True)
class Dialog:
    """A form: the keys of its widgets begin with `key`, and its body gets what is read at that moment, mostly the plan.

    `read` gets a unit of work, the child and the episode.
    """

    child_id: int
    episode_id: int | None
    key: str
    title: str
    body: Callable[[Any], None]
    width: Literal["medium", "large"]
    is_new: bool = True
    read: Callable[[Work, int, int | None], object] = exercises_of


def chosen_episode(child_id: int) -> str:
    """Name where the page keeps which of a child's episodes is opened."""
    return f"plan-episode-{child_id}"


def open_dialog(
    plan: Plan,
    key: str,
    title: str,
    body: Callable[[Plan], None],
    *,
    width: Literal["medium", "large"] = "medium",
) -> None:
    """Open a form on a plan; what was typed into it before is forgotten."""
    episode_id = None if plan.episode is None else plan.episode.id
    open_form(Dialog(plan.child_id, episode_id, key, title, body, width))


def open_form(dialog: Dialog) -> None:
    """Open any form; what was typed into it before is forgotten."""
    for name in [name for name in st.session_state if str(name).startswith(f"{dialog.key}-")]:
        del st.session_state[name]
    st.session_state[OPEN] = dialog


def show_dialog(child_id: int) -> None:
    """Show the form that is open. One that was left by way of another page is closed."""
    dialog: Dialog | None = st.session_state.get(OPEN)
    if dialog is None:
        return
    was_left = not dialog.is_new and f"{dialog.key}-cancel" not in st.session_state
    if was_left or dialog.child_id != child_id:
        _close()
        return
    if not dialog.is_new:
        tell_again(dialog.key)
    st.session_state[OPEN] = replace(dialog, is_new=False)
    st.dialog(dialog.title, width=dialog.width, dismissible=False)(_frame)(dialog)


def place() -> AbstractContextManager[object]:
    """Keep a place for what comes and goes: without it, all that follows would be made anew and lose the focus."""
    return st.container()


def _frame(dialog: Dialog) -> None:
    if OPEN not in st.session_state:
        st.rerun()
    with explained(), reading(credential()) as work:
        try:
            shown = dialog.read(work, dialog.child_id, dialog.episode_id)
        except NotFound:
            # Of what is not there any more no form can be shown; the page below says how things stand.
            shown = None
    if shown is None:
        _close()
        st.rerun()
    dialog.body(shown)


def _close() -> None:
    st.session_state.pop(OPEN, None)


def show_buttons(
    child_id: int,
    key: str,
    words: str,
    save: Callable[[], None],
    *,
    cancel: str = "",
    beside: tuple[str, Callable[[], None]] | None = None,
) -> None:
    """Show what went wrong with the last attempt, and the ways on; `beside` is another way to save."""
    with place():
        notice = take_notice(child_id)
        if notice:
            st.error(notice)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button(cancel or _("Cancel"), key=f"{key}-cancel", on_click=_close)
        if beside is not None:
            st.button(beside[0], key=f"{key}-beside", on_click=beside[1])
        st.button(words, key=f"{key}-save", type="primary", on_click=save)


def show_reason(key: str, readers: str = "") -> None:
    """Show a field for a reason, which names its readers."""
    st.text_input(
        _("Reason ({readers})").format(readers=readers or _("the family reads this")),
        key=f"{key}-reason",
        placeholder=_("At most {limit} characters").format(limit=LONGEST_TEXT),
        on_change="ignore",
        live=AT_EACH_LETTER,
    )


def reason_in(key: str) -> str:
    """Give what stands in the field for a reason."""
    return st.session_state.get(f"{key}-reason") or ""


def saving(child_id: int, key: str, use_case: Callable[[Work], str]) -> Callable[[], None]:
    """Give the callback that runs a use case, closes the form when it was done and says on the page what was done.

    `use_case` gives the words, in Markdown. When it was refused, `key`-refused holds until the form has seen it.
    """

    def run() -> None:
        with writing(credential()) as work:
            said = use_case(work)
        say(said)

    def save() -> None:
        if OPEN not in st.session_state:
            # A second click on the same button, before the form has gone.
            return
        done = attempt(child_id, run)
        st.session_state[f"{key}-refused"] = not done
        if done:
            _close()

    return save


def say(words: str) -> None:
    """Let the next run of the page say what was done, in Markdown."""
    st.session_state[SAID] = words


def show_said() -> None:
    """Say at the bottom of the screen, in view wherever the page stands, what the last form has done."""
    said = st.session_state.pop(SAID, "")
    if said:
        with st.bottom:
            st.success(said)
