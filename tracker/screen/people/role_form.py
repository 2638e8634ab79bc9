"""Making an administrator of a clinician, or the other way round."""

from collections.abc import Sequence

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import writing
from tracker.office.links import LinkEntry
from tracker.office.people import Person
from tracker.office.roles import change_role
from tracker.screen.context import credential
from tracker.screen.form_state import begins_with, turn
from tracker.screen.people.colleague_form import show_role_field
from tracker.screen.people.fields import once, show_outcome
from tracker.screen.text import ROLES, plain
from tracker.screen.words import _, ngettext


def show_role(person: Person, own: Sequence[LinkEntry], actor: Actor) -> None:
    """Show the choice, and what comes of another one; `own` are this person's links."""
    part = f"role-{person.id}"
    now = turn(part)
    key = f"{part}-{now}"
    with st.expander(_("Change the role"), icon=":material/badge:"):
        begins_with(key, person.role)
        show_role_field(key)
        st.markdown(_what_comes_of_it(person, own, actor))
        show_outcome(part)
        st.button(
            _("Change the role now"),
            type="primary",
            key=f"{part}-save-{now}",
            on_click=_change,
            args=(person, now),
        )


def _what_comes_of_it(person: Person, own: Sequence[LinkEntry], actor: Actor) -> str:
    words = [_("{name} is signed out everywhere at once, and told of the new role.")]
    if person.id == actor.account_id:
        words = [_("You are signed out everywhere at once.")]
    if person.role is Role.CLINICIAN and own:
        n = len(own)
        words.append(
            ngettext(
                "As an administrator, {name} loses {n} link.",
                "As an administrator, {name} loses {n} links.",
                n,
            )
        )
    return " ".join(words).format(name=plain(person.name), n=len(own))


def _change(person: Person, now: int) -> None:
    part = f"role-{person.id}"

    def use_case() -> str:
        role = st.session_state[f"{part}-{now}"]
        with writing(credential()) as work:
            change_role(work, person.id, role)
        return _("{name} is now: {role}.").format(name=plain(person.name), role=_(ROLES[role]))

    once(part, now, use_case)
