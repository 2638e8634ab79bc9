"""Which of the actor's children a page is about. A page's address names a child: /today?child=7."""

import streamlit as st

from tracker.errors import NotFound
from tracker.screen.text import plain
from tracker.screen.words import _

ALL = 0
FEW = 4


def choose_children(followed: list[tuple[int, str]]) -> list[int]:
    """Offer the children the actor follows and give the chosen ones; raises `NotFound` for anybody else's."""
    if not followed:
        st.info(_("No child is linked to your sign-in. Your clinic can do that."))
        return []
    asked = st.query_params.get("child")
    names = dict(followed)
    if asked is not None and (not asked.isdecimal() or int(asked) not in names):
        raise NotFound
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
    return list(names) if not chosen else [int(chosen)]
