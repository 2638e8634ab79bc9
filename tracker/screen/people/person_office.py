"""One person as the office sees them: whether they can sign in, whom they are linked to, and what can be changed."""

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import reading
from tracker.office.links import LinkEntry, links_with
from tracker.office.people import Person, PersonState, people, person_of
from tracker.screen.context import credential, explained
from tracker.screen.people.address import CHILD, show_way_back
from tracker.screen.people.cover_form import show_cover
from tracker.screen.people.fields import show_outcome
from tracker.screen.people.invitation import show_invitation
from tracker.screen.people.leaving_form import show_leaving
from tracker.screen.people.role_form import show_role
from tracker.screen.people.sign_in_part import show_sign_in
from tracker.screen.people.texts import format_kind, format_may, format_person
from tracker.screen.places import place
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext

FEW = 6


def show_person_of_clinic(account_id: int, actor: Actor) -> None:
    """Show the person of the administrator's clinic that an address asks for."""
    with explained(), reading(credential()) as work:
        person = person_of(work, account_id)
        found = links_with(work, account_id)
        colleagues = [
            other
            for other in people(work)
            if other.role is Role.CLINICIAN
            and other.state is not PersonState.CLOSED
            and other.id != account_id
        ]
    show_way_back()
    st.header(plain(person.name), anchor=False)
    st.markdown(f"{format_person(person)} :small[{plain(person.sign_in_name)}]")
    show_outcome(f"person-{person.id}")
    show_invitation(actor)
    own = [link for link in found if link.account_id == person.id]
    left, right = st.columns(2, gap="large")
    with left:
        if person.role is not Role.ADMINISTRATOR:
            _links(person, [link for link in own if link.covers_id is None])
        if person.role is Role.CLINICIAN:
            show_cover(person, found, colleagues)
    with right:
        show_sign_in(person, actor)
        if person.state is not PersonState.CLOSED:
            if person.role is not Role.FAMILY:
                show_role(person, own, actor)
            show_leaving(person, own, colleagues, actor)


def _links(person: Person, own: list[LinkEntry]) -> None:
    st.subheader(_("Linked to"), anchor=False)
    if not own:
        st.markdown(_("{name} is linked to no child.").format(name=plain(person.name)))
        return
    if len(own) <= FEW:
        _rows(own)
        return
    n = len(own)
    with st.expander(ngettext("{n} child", "{n} children", n).format(n=n)):
        _rows(own)


def _rows(own: list[LinkEntry]) -> None:
    for link in own:
        with st.container(key=f"child-of-link-{link.id}", gap=None):
            st.page_link(
                place("people"),
                label=f"**{plain(link.child)}**",
                icon=":material/child_care:",
                query_params={CHILD: str(link.child_id)},
            )
            st.caption(f"{format_kind(link)}  \n{format_may(link)}")
