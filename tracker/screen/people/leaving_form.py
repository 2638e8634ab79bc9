"""Closing a sign-in: for staff with the caseload handed over in the same step."""

from collections.abc import Sequence

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import writing
from tracker.errors import InvalidInput
from tracker.office.leaving import Left, close_sign_in
from tracker.office.links import LinkEntry
from tracker.office.people import Person
from tracker.screen.context import attempt, credential
from tracker.screen.form_state import begins_with, say
from tracker.screen.messages import FIELDS
from tracker.screen.people.fields import show_outcome
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext

NOBODY = 0


def show_leaving(
    person: Person, own: Sequence[LinkEntry], colleagues: Sequence[Person], actor: Actor
) -> None:
    """Show the form; `own` are this person's links, `colleagues` who could take them over."""
    part = _part(person)
    title = _("Close this sign-in") if person.role is Role.FAMILY else _("Leaving the clinic")
    with st.expander(title, icon=":material/logout:"):
        st.markdown(_what_comes_of_it(person, own, actor))
        hands_over = person.role is Role.CLINICIAN and any(link.covers_id is None for link in own)
        if hands_over:
            _successor(part, colleagues)
        show_outcome(part)
        st.button(
            _("Hand over and close the sign-in") if hands_over else _("Close the sign-in now"),
            type="primary",
            key=f"{part}-close",
            on_click=_close,
            args=(person,),
        )


def _successor(part: str, colleagues: Sequence[Person]) -> None:
    names = {NOBODY: _("Nobody for now"), **{one.id: one.name for one in colleagues}}
    key = f"{part}-successor"
    begins_with(key, None)
    st.selectbox(
        _(FIELDS["successor"]),
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder=_("Please choose"),
        key=key,
        on_change="ignore",
    )


def _what_comes_of_it(person: Person, own: Sequence[LinkEntry], actor: Actor) -> str:
    words = [_("{name} is signed out everywhere at once and cannot sign in any more.")]
    if person.id == actor.account_id:
        words = [_("You are signed out everywhere at once and cannot sign in any more.")]
    if own:
        n = len(own)
        words.append(ngettext("{n} link to a child ends.", "{n} links to children end.", n))
    words.append(_("Everything entered so far stays."))
    return " ".join(words).format(name=plain(person.name), n=len(own))


def _close(person: Person) -> None:
    part = _part(person)
    key = f"{part}-successor"

    def use_case() -> None:
        successor: int | None = st.session_state.get(key, NOBODY)
        if successor is None:
            raise InvalidInput("successor", "choose")
        with writing(credential()) as work:
            left = close_sign_in(work, person.id, successor_id=successor or None)
        say(f"person-{person.id}", _said(person, left))

    attempt(part, use_case)


def _said(person: Person, left: Left) -> str:
    words = [_("The sign-in of {name} is closed.").format(name=plain(person.name))]
    if left.handed_over:
        n = left.handed_over
        words.append(ngettext("{n} child was handed over.", "{n} children were handed over.", n).format(n=n))
    return " ".join(words)


def _part(person: Person) -> str:
    return f"leaving-{person.id}"
