"""The ways between pages: above the page for staff, at the bottom within a thumb's reach for families."""

from collections.abc import Iterable

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import reading
from tracker.screen.context import credential, explained
from tracker.screen.places import IN_FOOTER, IN_FOOTER_OF_FAMILIES, OF_A_CHILD, PAGES, place


def show_navigation(actor: Actor) -> None:
    """Show an actor's pages: a family's for the child that is chosen now, staff's without those of a single child."""
    if actor.role is Role.FAMILY:
        child = _child_of_links()
        with st.bottom, st.container(horizontal=True, wrap=False, gap=None, key="navigation"):
            below = (*IN_FOOTER, *IN_FOOTER_OF_FAMILIES)
            _links((name for name in PAGES[actor.role] if name not in below), child=child)
    else:
        with st.container(horizontal=True, key="navigation"):
            others = (name for name in PAGES[actor.role] if name not in (*OF_A_CHILD, *IN_FOOTER))
            _links(others, child=None, role=actor.role)


def show_ways_at_foot(actor: Actor) -> None:
    """Show a family the pages that find no room in its bar, for the child that is chosen now."""
    if actor.role is Role.FAMILY:
        _links(IN_FOOTER_OF_FAMILIES, child=_child_of_links())


def show_pages_of_child(child_id: int) -> None:
    """Show a clinician the pages of one child."""
    with st.container(horizontal=True, key="pages-of-child"):
        _links(OF_A_CHILD, child=str(child_id))


def _child_of_links() -> str | None:
    """Give the child that the address names, or the only one; never one that would lead on to nothing."""
    with explained(), reading(credential()) as work:
        followed = [str(child_id) for child_id, _name in work.followed()]
    asked = st.query_params.get("child")
    if asked in followed:
        return asked
    return followed[0] if len(followed) == 1 else None


def _links(names: Iterable[str], child: str | None, role: Role | None = None) -> None:
    for name in names:
        st.page_link(place(name, role), query_params={"child": child} if child else None)
