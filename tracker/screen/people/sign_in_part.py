"""Whether a person can sign in, and the link that helps where they cannot."""

from collections.abc import Callable

import streamlit as st

from tracker.access.actor import Actor
from tracker.access.work import Work, writing
from tracker.office.leaving import open_again
from tracker.office.people import NewWayIn, Person, PersonState, reset_sign_in
from tracker.screen.context import credential
from tracker.screen.form_state import turn
from tracker.screen.people.fields import once, show_outcome
from tracker.screen.people.invitation import remember_invitation
from tracker.screen.people.person_rows import show_new_link
from tracker.screen.text import plain
from tracker.screen.words import _

WayIn = Callable[[Work, int], NewWayIn]


def show_sign_in(person: Person, actor: Actor) -> None:
    """Show it."""
    st.subheader(_("Sign-in"), anchor=False)
    name = plain(person.name)
    match person.state:
        case PersonState.ACTIVE if person.id == actor.account_id:
            st.markdown(_("This is you."))
        case PersonState.ACTIVE:
            words = _(
                "If {name} forgot the password: a reset link lets {name} choose another one, within a day. {name} is"
                " told that you made it, and can sign in as before until it is used."
            )
            st.markdown(words.format(name=name))
            _button(person, actor, _("Make a reset link"), reset_sign_in)
        case PersonState.INVITED:
            st.markdown(_("{name} has not chosen a password yet.").format(name=name))
        case PersonState.EXPIRED:
            st.markdown(_("{name} did not use the invitation in time.").format(name=name))
        case PersonState.CLOSED:
            words = _(
                "{name} cannot sign in any more. You can open the sign-in again: {name} then chooses a new password by"
                " an invitation. Links to children do not come back."
            )
            st.markdown(words.format(name=name))
            _button(person, actor, _("Open the sign-in again"), open_again)
    show_new_link(person, actor, "sign-in")


def _button(person: Person, actor: Actor, words: str, make: WayIn) -> None:
    part = f"way-in-{person.id}"
    now = turn(part)
    st.button(words, key=f"{part}-{now}", on_click=_make, args=(part, now, person, actor, make))
    show_outcome(part)


def _make(part: str, now: int, person: Person, actor: Actor, make: WayIn) -> None:
    def use_case() -> str:
        with writing(credential()) as work:
            link = make(work, person.id)
        remember_invitation(link, person.name, actor)
        return ""

    once(part, now, use_case)
