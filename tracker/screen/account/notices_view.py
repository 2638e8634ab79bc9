"""What the owner of an account is told at the top of every page, until they say that they have read it."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import streamlit as st

from db.vocabulary import Notice
from tracker.access.actor import Actor
from tracker.access.notices import Told, put_away, unread
from tracker.access.work import reading, writing
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_day
from tracker.screen.text import plain
from tracker.screen.words import N_, _

PART = "notices"
NOTICES: Mapping[Notice, str] = {
    Notice.SIGN_IN_RESET: N_(
        "{day}: {who} made a link with which your password can be chosen anew. If you did not ask for it, please tell "
        "the clinic."
    ),
    Notice.PASSWORD_CHANGED: N_(
        "{day}: your password was changed. If that was not you, please tell the clinic."
    ),
    Notice.ROLE_CHANGED: N_("{day}: {who} changed what you can do here."),
}


def show_notices(actor: Actor) -> None:
    """Show what is unread, with the way to put it away."""
    with explained(), reading(credential()) as work:
        found = unread(work)
    if not found:
        return
    lines = "  \n".join(format_notice(told, actor.clinic_time_zone) for told in found)
    with st.container(key=PART):
        st.info(lines, icon=":material/info:")
        notice = take_notice(PART)
        if notice:
            st.error(notice)
        st.button(_("OK, I have read this"), key=f"{PART}-ok", on_click=_put_away)


def format_notice(told: Told, zone: str) -> str:
    """Say what happened, on which day where the clinic is, and who did it."""
    who = plain(told.who) if told.who else _("the clinic’s server")
    day = format_day(told.at.astimezone(ZoneInfo(zone)).date())
    return _(NOTICES[told.what]).format(day=day, who=who)


def _put_away() -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            put_away(work)

    attempt(PART, use_case)
