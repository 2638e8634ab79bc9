"""The clinic's access log: when, who, which child and what, a hundred rows a page."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from tracker.access.clinic_log import (
    OPERATOR_OF_SERVER,
    ClinicLog,
    Filters,
    LogKind,
    LogRow,
    Named,
    Place,
    choices,
    clinic_log,
)
from tracker.access.work import reading
from tracker.screen.access_log.log_words import format_access
from tracker.screen.context import credential, explained
from tracker.screen.dates import format_day, format_full_day
from tracker.screen.progress.tables import show_table
from tracker.screen.words import N_, _, ngettext

PAGES = "clinic-log-pages"
WIDTH = 165  # pixels: two of them side by side on a phone
NO_BREAK = "\u00a0"
KINDS: Mapping[LogKind, str] = {
    LogKind.LOOK: N_("Looks"),
    LogKind.CHANGE: N_("Changes"),
    LogKind.SIGN_IN: N_("Sign-ins"),
}


def show_clinic_log() -> None:
    """Show the log of the administrator's clinic."""
    st.header(_("Access log"), anchor=False)
    with explained(), reading(credential()) as work:
        people, children = choices(work)
    filters = _filters(people, children)
    behind: list[Place] = st.session_state.setdefault(PAGES, [])
    with explained(), reading(credential()) as work:
        found = clinic_log(work, filters, behind[-1] if behind else None)
    if not found.rows:
        st.info(_("There is nothing in the log that fits. Choose something else above."))
    else:
        _table(found)
    with st.container(horizontal=True, key="clinic-log-ways"):
        if behind:
            st.button(_("Later"), key=f"later-{len(behind)}", on_click=_back, icon=":material/arrow_back:")
        if found.rest is not None:
            st.button(
                _("Earlier"),
                key=f"earlier-{len(behind)}",
                on_click=_on,
                args=(found.rest,),
                icon=":material/arrow_forward:",
            )


def _filters(people: Sequence[Named], children: Sequence[Named]) -> Filters:
    persons = {person.id: _person(person) for person in people}
    persons[OPERATOR_OF_SERVER] = _person(None)
    named = {child.id: _child(child) for child in children}
    with st.container(horizontal=True, key="clinic-log-filters"):
        person = _choose(_("Person"), persons, "person")
        child = _choose(_("Child"), named, "child")
        kind = st.selectbox(
            _("Kind"),
            list(LogKind),
            index=None,
            format_func=lambda kind: _(KINDS[kind]),
            placeholder=_("All"),
            key=_key("kind"),
            on_change=_begin,
            width=WIDTH,
        )
        first = st.date_input(_("From"), value=None, key=_key("first"), on_change=_begin, width=WIDTH)
        last = st.date_input(_("To"), value=None, key=_key("last"), on_change=_begin, width=WIDTH)
    return Filters(person, child, kind, first, last)


def _choose(label: str, named: Mapping[int, str], field: str) -> int | None:
    return st.selectbox(
        label,
        list(named),
        index=None,
        format_func=named.__getitem__,
        placeholder=_("All"),
        key=_key(field),
        on_change=_begin,
        width=WIDTH,
    )


def _table(found: ClinicLog) -> None:
    columns = (_("When"), _("Who"), _("What"), _("Child"))
    show_table(_("Access log"), columns, (_cells(row, found.today) for row in found.rows))


def _cells(row: LogRow, today: date) -> tuple[str, str, str, str]:
    day = row.at.date()
    named = format_day(day) if day.year == today.year else format_full_day(day)
    # On a phone the day stays on one line, and the time goes below it.
    when = f"{named.replace(' ', NO_BREAK)} {row.at:%H:%M}"
    return when, _person(row.who), format_access(row.access, row.what), _about(row)


def _about(row: LogRow) -> str:
    if row.children:
        return ngettext("{n} child", "{n} children", row.children).format(n=row.children)
    return "" if row.child is None else _child(row.child)


def _person(person: Named | None) -> str:
    if person is None:
        return _("The operator of the server")
    return person.name or _("erased sign-in {number}").format(number=person.id)


def _child(child: Named) -> str:
    return child.name or _("erased record {number}").format(number=child.id)


def _on(rest: Place) -> None:
    st.session_state[PAGES] = [*st.session_state[PAGES], rest]


def _back() -> None:
    st.session_state[PAGES] = st.session_state[PAGES][:-1]


def _begin() -> None:
    """Go back to the first page: the place where another choice's page ended means nothing to this one."""
    st.session_state[PAGES] = []


def _key(field: str) -> str:
    return f"clinic-log-{field}"
