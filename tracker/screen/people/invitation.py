"""Links that were just made, with which people choose a password: here and now, and never again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import segno
import streamlit as st

from db.vocabulary import LinkPurpose
from tracker import settings
from tracker.access.actor import Actor
from tracker.access.one_time_links import link_address
from tracker.office.people import NewWayIn
from tracker.screen.dates import format_day
from tracker.screen.text import plain
from tracker.screen.words import _

OPEN = "invitation"
QR_WIDTH = 240
QUIET_ZONE = 4  # modules; without them many phones see no code


@dataclass(frozen=True)
class Shown:
    """A link as it stands on the screen of whoever made it; `until` is its last day where the clinic is."""

    name: str
    address: str
    until: date
    purpose: LinkPurpose


@dataclass(frozen=True)
class Open:
    """The links that an administrator has just made, and whose screen they are on."""

    maker_id: int
    links: tuple[Shown, ...]


def remember_invitation(link: NewWayIn, name: str, actor: Actor) -> None:
    """Keep a link in sight, over the page, until it is closed; in this browser's session alone."""
    remember_invitations([(name, link)], actor)


def remember_invitations(links: Sequence[tuple[str, NewWayIn]], actor: Actor) -> None:
    """Keep the links of several people in sight in the same way."""
    zone = ZoneInfo(actor.clinic_time_zone)
    shown = (
        Shown(
            name,
            link_address(link.purpose, link.token),
            link.expires_at.astimezone(zone).date(),
            link.purpose,
        )
        for name, link in links
    )
    # By account, so that whoever signs in next in the same tab does not see it.
    st.session_state[OPEN] = Open(actor.account_id, tuple(shown))


def show_invitation(actor: Actor) -> None:
    """Show what this person has just made. A click beside it does not close it: it would be gone."""
    found: Open | None = st.session_state.get(OPEN)
    if found is None or found.maker_id != actor.account_id:
        return
    if len(found.links) > 1:
        title = _("{n} invitations").format(n=len(found.links))
        st.dialog(title, width="large", dismissible=False)(_show_all)(found.links)
        return
    shown = found.links[0]
    title = _("Reset link for {name}") if shown.purpose is LinkPurpose.RESET else _("Invitation for {name}")
    st.dialog(title.format(name=plain(shown.name)), width="medium", dismissible=False)(_show)(shown)


def qr_code(address: str) -> str:
    """Give the QR code of an address as an SVG in a data address: it passes through no file on the server.

    Dark on white in either theme, since many phones do not read it the other way round.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=QUIET_ZONE, scale=QR_WIDTH // 40, dark="#000", light="#fff")


def _show(shown: Shown) -> None:
    _stay_closed()
    name = plain(shown.name)
    code, words = st.columns([2, 3], vertical_alignment="center")
    with code:
        alt = _("QR code of the invitation for {name}: the same address as the link.")
        if shown.purpose is LinkPurpose.RESET:
            alt = _("QR code of the reset link for {name}: the same address as the link.")
        st.image(qr_code(shown.address), width=QR_WIDTH, alt=alt.format(name=shown.name))
    with words:
        st.markdown(_("Let {name} scan this code, or copy the link and send it:").format(name=name))
        _address(0, shown.address)
        st.markdown(_what_it_does(shown).format(day=format_day(shown.until), name=name))
    _foot()


def _what_it_does(shown: Shown) -> str:
    if shown.purpose is LinkPurpose.RESET:
        return _(
            "It works once, within a day. {name} chooses another password with it, and can sign in as before until"
            " then. {name} is told that you made it."
        )
    return _("It works once, until {day}. {name} chooses a password with it.")


def _show_all(links: Sequence[Shown]) -> None:
    _stay_closed()
    words = _("Each link works once, until {day}. Give each to the person whose name stands above it.")
    st.markdown(words.format(day=format_day(links[0].until)))
    for number, shown in enumerate(links):
        st.markdown(f"**{plain(shown.name)}**")
        _address(number, shown.address)
    st.download_button(
        _("Keep as a text file"),
        "".join(f"{shown.name}\r\n{shown.address}\r\n\r\n" for shown in links),
        file_name="invitations.txt",
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
        key="keep-invitations",
    )
    _foot()


def _stay_closed() -> None:
    if OPEN not in st.session_state:
        st.rerun()


def _address(number: int, address: str) -> None:
    with st.container(key=f"invitation-address-{number}"):
        st.code(address, language=None, wrap_lines=True)


def _foot() -> None:
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
