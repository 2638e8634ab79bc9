"""The form that invites a colleague."""

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import writing
from tracker.office.people import invite
from tracker.screen.context import credential
from tracker.screen.form_state import turn
from tracker.screen.messages import FIELDS
from tracker.screen.people.fields import once, show_outcome, show_person_fields
from tracker.screen.people.invitation import remember_invitation
from tracker.screen.text import ROLES
from tracker.screen.words import N_, _

PART = "colleague"
WHAT_THEY_DO = {
    Role.CLINICIAN: N_("Clinicians treat the children that they are linked to."),
    Role.ADMINISTRATOR: N_("Administrators manage people and settings, and see nothing clinical."),
}


def show_colleague_form(actor: Actor) -> None:
    """Show it; the invitation itself is shown by the page."""
    now = turn(PART)
    show_role_field(_key("role", now))
    show_person_fields(PART, now)
    show_outcome(PART)
    st.button(_("Invite"), type="primary", key=_key("invite", now), on_click=_invite, args=(actor, now))


def show_role_field(key: str) -> None:
    """Show the choice between the roles of colleagues, each with what it is for."""
    st.radio(
        _(FIELDS["role"]),
        list(WHAT_THEY_DO),
        format_func=lambda role: _(ROLES[role]),
        captions=[_(words) for words in WHAT_THEY_DO.values()],
        key=key,
        on_change="ignore",
    )


def _invite(actor: Actor, now: int) -> None:
    values = st.session_state

    def use_case() -> str:
        name = values[_key("name", now)]
        with writing(credential()) as work:
            invitation = invite(work, values[_key("role", now)], name, values[_key("sign-in-name", now)])
        remember_invitation(invitation, name, actor)
        return ""

    once(PART, now, use_case)


def _key(field: str, now: int) -> str:
    return f"{PART}-{field}-{now}"
