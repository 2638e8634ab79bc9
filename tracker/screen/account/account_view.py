"""Account: who I am here, my password, and the browsers in which I am signed in."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from tracker.access.actor import Actor
from tracker.access.devices import Device, devices, own_account, sign_out_device, sign_out_elsewhere
from tracker.access.notices import lately
from tracker.access.work import Work, reading, writing
from tracker.screen.account.notices_view import format_notice
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_day
from tracker.screen.form_state import say, take_said
from tracker.screen.text import plain
from tracker.screen.words import _

PART = "account"


def show_account(actor: Actor) -> None:
    """Show all of it."""
    with explained(), reading(credential()) as work:
        account, found, told = own_account(work), devices(work), lately(work)
    st.header(_("Account"), anchor=False)
    lines = (
        _("You are **{name}** at {clinic}.").format(name=plain(account.name), clinic=plain(account.clinic)),
        _("You sign in as {name}.").format(name=plain(account.sign_in_name)),
    )
    st.markdown("  \n".join(lines))
    # A plain link, since the form is not one of Streamlit's pages.
    st.html(f'<a href="/password" target="_self">{_("Change the password")}</a>')
    st.subheader(_("Where you are signed in"), anchor=False)
    _show_result()
    for device in found:
        _show_device(device)
    if len(found) > 1:
        st.button(_("Sign out everywhere else"), key="sign-out-elsewhere", on_click=_sign_out_elsewhere)
    if told:
        st.subheader(_("What happened to this sign-in"), anchor=False)
        st.caption(_("In the last thirty days."))
        st.markdown("\n".join(f"- {format_notice(one, actor.clinic_time_zone)}" for one in told))


def _show_result() -> None:
    notice, said = take_notice(PART), take_said(PART)
    if notice:
        st.error(notice)
    if said:
        st.success(said)


def _show_device(device: Device) -> None:
    name = device.device or _("A browser")
    first, last = format_day(device.first_day), format_day(device.last_day)
    used = _("signed in {first}, last used {last}").format(first=first, last=last)
    with st.container(key=f"device-{device.session_id}", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(name)}** · {used}")
        if device.is_this:
            st.markdown(_("this browser"))
        else:
            words = _("Sign out {device}").format(device=plain(name))
            end = partial(_change, partial(_sign_out, device.session_id), _("That browser is signed out."))
            st.button(words, key=f"sign-out-{device.session_id}", on_click=end)


def _sign_out(session_id: int, work: Work) -> None:
    sign_out_device(work, session_id)


def _sign_out_elsewhere() -> None:
    _change(sign_out_elsewhere, _("All other browsers are signed out."))


def _change(use_case: Callable[[Work], object], said: str) -> None:
    def run() -> None:
        with writing(credential()) as work:
            use_case(work)
        say(PART, said)

    attempt(PART, run)
