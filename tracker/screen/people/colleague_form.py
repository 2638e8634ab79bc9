"""The form that invites a colleague."""

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import writing
from tracker.office.people import invite
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.form_state import next_turn, turn
from tracker.screen.messages import FIELDS
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
    with st.form(key=f"{PART}-{now}", border=False):
        st.radio(
            _("Role"),
            list(WHAT_THEY_DO),
            format_func=lambda role: _(ROLES[role]),
            captions=[_(words) for words in WHAT_THEY_DO.values()],
            key=_key("role", now),
        )
        show_person_fields(PART, now)
        notice = take_notice(PART)
        if notice:
            st.error(notice)
        st.form_submit_button(
            _("Invite"), type="primary", key=_key("invite", now), on_click=_invite, args=(actor, now)
        )


def show_person_fields(part: str, now: int) -> None:
    """Show the fields that name somebody who is to be invited."""
    st.text_input(_(FIELDS["name"]), key=f"{part}-name-{now}", autocomplete="off")
    st.text_input(
        _(FIELDS["sign_in_name"]),
        key=f"{part}-sign-in-name-{now}",
        placeholder=_("For example their e-mail address"),
        autocomplete="off",
    )


def _invite(actor: Actor, now: int) -> None:
    if now != turn(PART):
        return
    values = st.session_state
    name = values[_key("name", now)]

    def use_case() -> None:
        with writing(credential()) as work:
            invitation = invite(work, values[_key("role", now)], name, values[_key("sign-in-name", now)])
        remember_invitation(invitation, name, actor)

    if attempt(PART, use_case):
        next_turn(PART)


def _key(field: str, now: int) -> str:
    return f"{PART}-{field}-{now}"
