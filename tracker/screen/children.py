"""Which of the actor's children a page is about. A page's address names a child: /today?child=7."""

import streamlit as st

from db.vocabulary import Role
from tracker.access.work import reading
from tracker.errors import NotFound
from tracker.progress.header import Header, header_of
from tracker.screen.closed_line import show_closed
from tracker.screen.consent.gate import let_in, tell_team
from tracker.screen.context import credential, explained
from tracker.screen.messages import in_words
from tracker.screen.navigation import show_pages_of_child
from tracker.screen.text import AMPS_TYPES, plain
from tracker.screen.words import _

ALL = 0
FEW = 4
LIST_WIDTH = 260  # pixels


def choose_child(*, asks_first: bool = True) -> int | None:
    """Show the head that a child's pages share, and give the child; None for an address of anybody else's.

    None as well where its family is asked something first, unless this page is open to it all the same.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="head-of-child"):
        title = st.container(width="content")
        chosen = _choose(with_all=False)
    if not chosen:
        return None
    child_id = chosen[0]
    if asks_first and not let_in(child_id):
        return None
    with explained(), reading(credential()) as work:
        header = header_of(work, child_id)
        is_family = work.actor.role is Role.FAMILY
    title.header(_title(header, with_type=not is_family), anchor=False)
    if not is_family:
        show_pages_of_child(child_id)
        tell_team(child_id)
    show_closed([child_id])
    return child_id


def choose_children() -> list[int]:
    """Give the child or all the children of Today, without those about whom its family is asked something first.

    None for an address of anybody else's.
    """
    chosen = [child_id for child_id in _choose(with_all=True) if let_in(child_id)]
    if len(chosen) == 1:
        with explained(), reading(credential()) as work:
            is_family = work.actor.role is Role.FAMILY
        if not is_family:
            show_pages_of_child(chosen[0])
            tell_team(chosen[0])
    show_closed(chosen)
    return chosen


def _title(header: Header, *, with_type: bool) -> str:
    week = "" if header.week is None else _("Week {n}").format(n=header.week)
    # A family knows the type, and would read it on every page, with whoever looks along.
    kind = "" if header.amps_type is None or not with_type else _(AMPS_TYPES[header.amps_type])
    return " · ".join(filter(None, (plain(header.name), week, kind)))


def _choose(*, with_all: bool) -> list[int]:
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
        return [_choose_from_list(names, asked)]
    return _choose_from_chips(names, asked, with_all=with_all)


def _choose_from_list(names: dict[int, str], asked: str | None) -> int:
    key = _follow_address("child", int(asked) if asked else next(iter(names)))
    st.selectbox(
        _("Child"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        width=LIST_WIDTH,
        on_change=_change_address,
        args=(key,),
    )
    return int(st.session_state[key])


def _choose_from_chips(names: dict[int, str], asked: str | None, *, with_all: bool) -> list[int]:
    words = {child: plain(name) for child, name in names.items()}
    if with_all:
        words = {ALL: _("All my children"), **words}
    key = _follow_address("child-or-all" if with_all else "child", int(asked) if asked else next(iter(words)))
    st.segmented_control(
        _("Child"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        label_visibility="collapsed",
        required=True,
        on_change=_change_address,
        args=(key,),
    )
    chosen = int(st.session_state[key])
    return list(names) if chosen == ALL else [chosen]


def _follow_address(key: str, child: int) -> str:
    """Set the choice to what the address says, which is another one after the browser's way back."""
    # Also where the state says so already: it may be another page's, and this page's new widget begins at its default.
    st.session_state[key] = child
    return key


def _change_address(key: str) -> None:
    """Name the chosen child in the address before the page runs, so that every link on it leads to that child."""
    chosen = st.session_state[key]
    if chosen:
        st.query_params["child"] = str(chosen)
    else:
        st.query_params.pop("child", None)
