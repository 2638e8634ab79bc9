"""Who has opened a child's record, day by day, and what its family agreed to."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker.access.access_log import OpenedOn, Who, record_log
from tracker.access.work import reading
from tracker.consent.answers import agreement
from tracker.consent.majority import renewal
from tracker.screen.access_log.log_words import format_access
from tracker.screen.consent.agreement_view import show_agreement
from tracker.screen.consent.renew_form import show_renewal
from tracker.screen.context import credential, explained
from tracker.screen.dates import format_day_named, format_full_day
from tracker.screen.text import KINDS, ROLES, plain
from tracker.screen.words import _


def show_record_log(child_id: int) -> None:
    """Show it, thirty days at a time."""
    before: date | None = st.session_state.get(_key(child_id))
    with explained(), reading(credential()) as work:
        found = record_log(work, child_id, before)
        agreed = agreement(work, child_id)
        renewing = renewal(work, child_id)
    st.subheader(_("Who has opened this record"), anchor=False)
    st.caption(
        _("Every look at this record and every change of it, by whomever, without the time of the day.")
    )
    if before is not None:
        st.button(_("Newest days"), key=f"newest-{child_id}", on_click=_show_before, args=(child_id, None))
    if not found.days:
        st.markdown(_("Nobody has opened it on these days."))
    _days(found.days, found.today)
    if found.earlier is not None:
        st.button(
            _("Earlier days"),
            key=f"earlier-{child_id}-{found.earlier}",
            on_click=_show_before,
            args=(child_id, found.earlier),
        )
    if renewing is not None and renewing.guardians:
        show_renewal(child_id, renewing)
    if agreed is not None:
        show_agreement(child_id, agreed)


def _days(days: Sequence[OpenedOn], today: date) -> None:
    for opened_on in days:
        day = opened_on.day
        name = format_day_named(day, today) if day.year == today.year else format_full_day(day)
        lines = [
            f"- {_who(opened.who)}: " + ", ".join(dict.fromkeys(format_access(*what) for what in opened.what))
            for opened in opened_on.opened
        ]
        st.markdown("\n".join((f"**{name}**", "", *lines)))


def _who(who: Who) -> str:
    if who.role is None:
        return _("The operator of the server")
    if not who.name:
        return _("The clinic’s office")
    if who.is_me:
        return f"**{_('You')}**"
    kind = _(ROLES[who.role]) if who.kind is None else _(KINDS[who.kind])
    return f"**{plain(who.name)}**, {kind.lower()}"


def _show_before(child_id: int, day: date | None) -> None:
    st.session_state[_key(child_id)] = day


def _key(child_id: int) -> str:
    return f"log-before-{child_id}"
