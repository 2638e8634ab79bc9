"""People as rows of the office's lists: who, what they are, whether they can sign in, and the way to more."""

from collections.abc import Iterable, Sequence

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import writing
from tracker.office.links import LinkEntry
from tracker.office.people import Person, PersonState, invite_again
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.people.address import PERSON
from tracker.screen.people.cover_text import format_covers
from tracker.screen.people.invitation import remember_invitation
from tracker.screen.people.texts import format_person
from tracker.screen.places import place
from tracker.screen.text import plain
from tracker.screen.words import _

ICONS = {
    Role.FAMILY: ":material/family_restroom:",
    Role.CLINICIAN: ":material/stethoscope:",
    Role.ADMINISTRATOR: ":material/badge:",
}


def show_person(person: Person, covers: Sequence[LinkEntry], actor: Actor) -> None:
    """Show one; `covers` are the links by which this person covers for somebody, or somebody for this person."""
    with st.container(key=f"person-{person.id}", horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width="stretch"):
            st.page_link(
                place("people"),
                label=f"**{plain(person.name)}**",
                icon=ICONS[person.role],
                query_params={PERSON: str(person.id)},
            )
            st.markdown(f"{format_person(person)} :small[{plain(person.sign_in_name)}]")
            for words in _covers(person, covers):
                st.caption(words)
        show_new_link(person, actor, "list")


def show_new_link(person: Person, actor: Actor, where: str) -> None:
    """Show the button that makes a new invitation, if that would help; `where` tells several on a page apart."""
    part = f"new-link-{person.id}-{where}"
    if person.state in {PersonState.INVITED, PersonState.EXPIRED}:
        st.button(
            _("New link for {name}").format(name=plain(person.name)),
            key=part,
            on_click=_invite_again,
            args=(person, actor, part),
        )
    notice = take_notice(part)
    if notice:
        st.error(notice)


def _covers(person: Person, covers: Iterable[LinkEntry]) -> list[str]:
    return format_covers([link for link in covers if person.id in {link.account_id, link.covers_id}])


def _invite_again(person: Person, actor: Actor, part: str) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            invitation = invite_again(work, person.id)
        remember_invitation(invitation, person.name, actor)

    attempt(part, use_case)
