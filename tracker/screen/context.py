"""Who is looking at this page. Nothing is kept: the session is checked again in every run and every callback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from tracker import settings
from tracker.access.actor import Actor, SessionToken
from tracker.access.cookies import session_cookie_name
from tracker.access.sign_in import is_seen, stay
from tracker.access.work import reading
from tracker.errors import NotFound, SignedOut, TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import _

Shown = TypeVar("Shown")
WHOSE = "whose"


def credential() -> SessionToken:
    """Give the session token that this browser sent; empty if it sent none."""
    name = session_cookie_name(settings.from_environment())
    return SessionToken(st.context.cookies.get(name, ""))


@contextmanager
def explained(said: str = "") -> Iterator[None]:
    """Turn an error into its sentence and end this run there; who is signed out gets a way to sign in.

    `said` is the sentence of what the last tap met with; it stands for what this run meets with as well.
    """
    try:
        yield
    except SignedOut:
        if not said:
            st.info(_("You are signed out. What you saw as logged is saved."))
        else:
            st.error(said)
        # A plain link, since the sign-in page is not one of Streamlit's pages.
        st.html(f'<a href="/sign-in" target="_self">{_("Sign in")}</a>')
        st.stop()
    except TrackerError as error:
        st.error(said or in_words(error))
        st.stop()


def require_actor() -> Actor:
    """Give the signed-in actor, or end the page. Every page begins with this."""
    with explained():
        with reading(credential()) as work:
            actor, seen = work.actor, is_seen(work)
        if not seen:
            stay(credential())
    _forget_others(actor)
    return actor


def _forget_others(actor: Actor) -> None:
    """Empty what a tab remembers of somebody else: one that finds its way back to the network has the new cookie."""
    if st.session_state.get(WHOSE, actor.account_id) != actor.account_id:
        for key in list(st.session_state):
            del st.session_state[key]
    st.session_state[WHOSE] = actor.account_id


def attempt(part: int | str, use_case: Callable[[], object]) -> bool:
    """Run a use case from a callback; keep the sentence of what went wrong for that part of the page.

    A part is a child, or a form by its name. Gives True when it was done.
    """
    try:
        use_case()
    except TrackerError as error:
        st.session_state[_notice(part)] = in_words(error)
        return False
    st.session_state.pop(_notice(part), None)
    return True


def take_notice(part: int | str) -> str:
    """Give what went wrong in the last callback about a part of the page, once; empty if nothing did."""
    return str(st.session_state.pop(_notice(part), ""))


def _notice(part: int | str) -> str:
    return f"notice-{part}"


def remembered(key: str, read: Callable[[int | None], Shown]) -> Shown:
    """Read what was chosen on this page before; what is there no more gives way to what is shown without a choice."""
    chosen: int | None = st.session_state.get(key)
    try:
        return read(chosen)
    except NotFound:
        if chosen is None:
            raise
    del st.session_state[key]
    return read(None)
