"""What staff were typing when their screen cleared itself: put on the shelf while they type, and put back afterwards.

A small part of each page runs by itself every few seconds, which is no use of the session, and takes along what stands
in the fields. After the next sign-in the first run of the same page begins with it. Families' screens stay, so nothing
of theirs is kept.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from enum import Enum
from functools import partial
from html import escape
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker.access.actor import STAFF_IDLE, Actor
from tracker.access.devices import devices
from tracker.access.shelf import SHELF, Draft
from tracker.access.sign_in import SEEN_WITHIN
from tracker.access.work import reading
from tracker.errors import SignedOut, TrackerError
from tracker.screen.context import WHOSE, credential
from tracker.screen.plan.dialogs import Dialog
from tracker.screen.words import _

EVERY = timedelta(seconds=20)
TAB = "tab"
NOT_TYPED = (WHOSE, TAB)
# What a page was just about to say of what had been done; said once more after the next sign-in it would not be true.
SAID_ONCE = re.compile(r"(?:said|notice|added)-.*|.*-(?:said|refused)")
PLAIN = (str, int, float, bool, date, time, Enum, type(None))


def put_back(actor: Actor, page: str) -> None:
    """Fill the fields of a page with what its account had typed there before. Before any widget of the page."""
    with reading(credential()) as work:
        now, live = work.now, {device.session_id for device in devices(work)}
    kept = SHELF.take(actor.account_id, _place(page), live=live, now=now)
    for key, value in kept.items():
        # Or the form over the page would be taken for one that was left by way of another page.
        st.session_state[key] = replace(value, is_new=True) if isinstance(value, Dialog) else value


def keep_watch(actor: Actor, page: str) -> None:
    """Keep what is typed on this page, and let the page clear itself once nobody uses it."""
    with st.container(key="watch"):
        st.fragment(partial(_watch, actor.account_id, _place(page)), run_every=EVERY)()
        st.html(_script(), unsafe_allow_javascript=True)


def _watch(account_id: int, place: str) -> None:
    try:
        with reading(credential()) as work:
            actor, now = work.actor, work.now
    except SignedOut:
        st.rerun()
    except TrackerError:
        return
    if actor.account_id != account_id:
        st.rerun()
    tab = st.session_state.setdefault(TAB, secrets.token_hex(8))
    SHELF.keep(account_id, tab, Draft(actor.session_id, place, dict(_typed()), now))


def _place(page: str) -> str:
    child = st.query_params.get("child", "")
    return f"{page}?child={child}"


def _typed() -> Iterator[tuple[str, Any]]:
    buttons = _buttons()
    for key in st.session_state:
        value = st.session_state[key]
        if key in buttons or key in NOT_TYPED or SAID_ONCE.fullmatch(str(key)):
            continue
        if _is_plain(value):
            yield str(key), value


def _buttons() -> set[str]:
    """Name the widgets that hold nothing but a click, which Streamlit lets nobody put back."""
    context = get_script_run_ctx()
    assert context is not None
    state = context.session_state._state  # noqa: SLF001 - only there it says which widgets are buttons
    widgets = state._new_widget_state.widget_metadata  # noqa: SLF001
    clicks = {number for number, widget in widgets.items() if "trigger" in str(widget.value_type)}
    return {key for number, key in state._key_id_mapper.id_key_mapping.items() if number in clicks}  # noqa: SLF001


def _is_plain(value: object) -> bool:
    """Say whether a value is one that a field or a form of ours holds.

    Nothing of Streamlit's own, and no other value of ours: an invitation's token is shown once and kept nowhere.
    """
    if isinstance(value, Mapping):
        return all(_is_plain(each) for each in (*value, *value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(_is_plain(each) for each in value)
    return isinstance(value, (*PLAIN, Dialog))


def _script() -> str:
    facts = {
        "idle": int(STAFF_IDLE.total_seconds()),
        "seen": int(SEEN_WITHIN.total_seconds()),
        # So long before the end that what stands in a field is taken along once more.
        "commit": int(STAFF_IDLE.total_seconds() - 2 * EVERY.total_seconds()),
        "said": _("This screen was cleared because nobody used it. What you typed is kept."),
        "sign-in": _("Sign in"),
    }
    data = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in facts.items())
    return f'<script src="/app/static/idle.js" {data}></script>'
