"""Which of the actor's children a page is about. A page's address names a child: /today?child=7."""

import streamlit as st

from tracker.access.work import reading
from tracker.errors import NotFound
from tracker.screen.context import credential, explained
from tracker.screen.messages import in_words
from tracker.screen.text import plain
from tracker.screen.words import _

ALL = 0
FEW = 4


def choose_children() -> list[int]:
    """Offer the children whom the actor follows and give the chosen ones; none for an address of anybody else's."""
    with explained(), reading(credential()) as work:
        names = dict(work.followed())
    asked = st.query_params.get("child")
    if asked is not None and asked not in {str(child_id) for child_id in names}:
        st.error(in_words(NotFound()))
        return []
    if not names:
        st.info(_("No child is linked to your sign-in. Your clinic can do that."))
        return []
    if len(names) == 1:
        return list(names)
    if len(names) > FEW:
        return [_choose_one(names, asked)]
    return _choose_any(names, asked)


def _choose_one(names: dict[int, str], asked: str | None) -> int:
    ids = list(names)
    chosen = st.selectbox(
        _("Child"),
        ids,
        index=ids.index(int(asked)) if asked else 0,
        format_func=names.__getitem__,
        key="child",
    )
    return int(chosen)


def _choose_any(names: dict[int, str], asked: str | None) -> list[int]:
    words = {ALL: _("All my children"), **{child: plain(name) for child, name in names.items()}}
    chosen = st.segmented_control(
        _("Child"),
        list(words),
        default=int(asked) if asked else ALL,
        format_func=words.__getitem__,
        key="child",
        label_visibility="collapsed",
        required=True,
    )
    if chosen:
        st.query_params["child"] = str(chosen)
    elif asked:
        del st.query_params["child"]
    return list(names) if not chosen else [int(chosen)]
