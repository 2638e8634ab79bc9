"""An invitation that was just made, as a link and a QR code: here and now, and never again."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import segno
import streamlit as st

from tracker import settings
from tracker.access.actor import Actor
from tracker.access.one_time_links import invitation_address
from tracker.office.people import NewInvitation
from tracker.screen.dates import format_day
from tracker.screen.text import plain
from tracker.screen.words import _

OPEN = "invitation"
QR_WIDTH = 240
QUIET_ZONE = 4  # modules; without them many phones see no code


@dataclass(frozen=True)
class Shown:
    """An invitation as it stands on the screen of whoever made it; `until` is its last day where the clinic is."""

    inviter_id: int
    name: str
    address: str
    until: date


def remember_invitation(invitation: NewInvitation, name: str, actor: Actor) -> None:
    """Keep an invitation in sight, over the page, until it is closed; in this browser's session alone."""
    until = invitation.expires_at.astimezone(ZoneInfo(actor.clinic_time_zone)).date()
    address = invitation_address(invitation.token)
    # By account, so that whoever signs in next in the same tab does not see it.
    st.session_state[OPEN] = Shown(actor.account_id, name, address, until)


def show_invitation(actor: Actor) -> None:
    """Show the invitation that this person has just made. A click beside it does not close it: it would be gone."""
    shown: Shown | None = st.session_state.get(OPEN)
    if shown is not None and shown.inviter_id == actor.account_id:
        title = _("Invitation for {name}").format(name=plain(shown.name))
        st.dialog(title, width="medium", dismissible=False)(_show)(shown)


def qr_code(address: str) -> str:
    """Give the QR code of an address as an SVG in a data address: it passes through no file on the server.

    Dark on white in either theme, since many phones do not read it the other way round.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=QUIET_ZONE, scale=QR_WIDTH // 40, dark="#000", light="#fff")


def _show(shown: Shown) -> None:
    if OPEN not in st.session_state:
        st.rerun()
    name = plain(shown.name)
    code, words = st.columns([2, 3], vertical_alignment="center")
    with code:
        alt = _("QR code of the invitation for {name}: the same address as the link.").format(name=shown.name)
        st.image(qr_code(shown.address), width=QR_WIDTH, alt=alt)
    with words:
        st.markdown(_("Let {name} scan this code, or copy the link and send it:").format(name=name))
        with st.container(key="invitation-address"):
            st.code(shown.address, language=None, wrap_lines=True)
        until = format_day(shown.until)
        st.markdown(
            _("It works once, until {day}. {name} chooses a password with it.").format(day=until, name=name)
        )
    if settings.from_environment().this_machine_only:
        st.warning(
            _(
                "This link opens on this machine only. For other devices, start the server with"
                " `TRACKER_PUBLIC_URL` set to the address by which they reach it."
            )
        )
    st.caption(_("It is shown here only, and only until you close it. You can always make a new one."))
    st.button(_("Close"), key="close-invitation", width="stretch", on_click=_close)


def _close() -> None:
    st.session_state.pop(OPEN, None)
