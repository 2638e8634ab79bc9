"""The foot of a child's day, in reach of a thumb: what went wrong, or for ten seconds a way to undo."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from tracker import clock
from tracker.access.work import Work, writing
from tracker.record.completions import Recorded, undo
from tracker.screen.context import attempt, credential
from tracker.screen.words import _

UNDO_FOR = timedelta(seconds=10)
UNDO = "undo"


@dataclass(frozen=True)
class Last:
    """What was recorded last, so that it can be taken back by `take_back`; `words` are Markdown."""

    child_id: int
    ids: tuple[int, ...]
    words: str
    at: datetime
    take_back: Callable[[Work, int, int], None]


def show_foot(child_id: int, notice: str) -> None:
    """Show at the bottom of the screen, in reach and in view, what went wrong, or for ten seconds a way to undo."""
    last = st.session_state.get(UNDO)
    with st.bottom:
        if notice:
            st.error(notice)
        elif last is None or last.child_id != child_id or clock.now() - last.at > UNDO_FOR:
            # A fragment may only write to a place outside of itself to which it wrote in the full run, too.
            st.empty()
        else:
            _offer(last)


def remember_undo(
    child_id: int,
    entries: Iterable[Recorded],
    words: str,
    take_back: Callable[[Work, int, int], None] = undo,
) -> None:
    """Offer to take these entries back, or withdraw the last offer where none of them is new.

    Somebody else's tick that says the same is not ours to undo.
    """
    ids = tuple(entry.id for entry in entries if entry.is_new)
    st.session_state[UNDO] = Last(child_id, ids, words, clock.now(), take_back) if ids else None


def forget_undo() -> None:
    """Withdraw the offer: what was done last is something else now."""
    st.session_state[UNDO] = None


def _offer(last: Last) -> None:
    key = "-".join(map(str, last.ids[-1:]))
    with st.container(key=f"undo-{key}", horizontal=True, wrap=False, vertical_alignment="center"):
        st.markdown(last.words)
        st.button(_("Undo"), key=f"undo-button-{key}", on_click=_undo, args=(last,))


def _undo(last: Last) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            for entry_id in last.ids:
                last.take_back(work, last.child_id, entry_id)

    forget_undo()
    attempt(last.child_id, use_case)
