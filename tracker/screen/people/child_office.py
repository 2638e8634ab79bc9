"""One child as the office sees it: who is linked, who is to be invited, and what is to be put right."""

from datetime import date

import streamlit as st

from tracker.access.actor import Actor
from tracker.access.work import Work, reading, writing
from tracker.errors import Conflict
from tracker.office.children import ChildEntry, NewChild, birth_months, change_child, child_of_clinic
from tracker.office.links import LinkEntry, end_link
from tracker.office.people import people
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_full_day, format_month
from tracker.screen.form_state import Draft, say, take_said
from tracker.screen.people.child_fields import Months, facts_of, show_child_fields, values_of
from tracker.screen.people.invitation import show_invitation
from tracker.screen.people.link_form import show_link_form
from tracker.screen.places import place
from tracker.screen.text import KINDS, LEVELS, plain
from tracker.screen.words import _
from tracker.screen.zone_field import format_zone

NOBODY = 0
LONGEST_NUMBER = 18


def show_child_of_clinic(asked: str, actor: Actor) -> None:
    """Show the child of the administrator's clinic that an address asks for."""
    with explained(), reading(credential()) as work:
        entry, facts = child_of_clinic(work, _number(asked))
        persons = people(work)
        months = birth_months(work)
    st.page_link(place("people"), label=_("All people"), icon=":material/arrow_back:")
    st.header(plain(entry.name), anchor=False)
    st.caption(_about(facts))
    said = take_said(_part(entry.id))
    if said:
        st.success(said)
    show_invitation(actor)
    left, right = st.columns(2, gap="large")
    with left:
        _links(entry)
    with right:
        st.subheader(_("Invite or link somebody"), anchor=False)
        show_link_form(entry, persons, actor)
    with left:
        _facts(entry.id, facts, months)


def _number(asked: str) -> int:
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else NOBODY


def _about(facts: NewChild) -> str:
    born = (
        "" if facts.birth_month is None else _("born {month}").format(month=format_month(facts.birth_month))
    )
    words = (born, plain(facts.school), plain(facts.school_class), plain(format_zone(facts.time_zone)))
    return " · ".join(filter(None, words))


def _links(entry: ChildEntry) -> None:
    st.subheader(_("Who is linked"), anchor=False)
    name = plain(entry.name)
    if not entry.links:
        st.info(
            _("Nobody can open {child}’s record yet. Invite a guardian, and link a therapist.").format(
                child=name
            )
        )
    for found in entry.links:
        with st.container(key=f"link-row-{found.id}", horizontal=True, vertical_alignment="center"):
            st.markdown(_line(found))
            with st.popover(_("End link of {name}").format(name=plain(found.name))):
                _end(entry, found)
    notice = take_notice(_part(entry.id))
    if notice:
        st.error(notice)


def _line(found: LinkEntry) -> str:
    words = (f"**{plain(found.name)}**", _(KINDS[found.kind]), plain(found.household))
    may = _("May {level}, since {day}.").format(
        level=_(LEVELS[found.level]), day=format_full_day(found.starts_on)
    )
    return " · ".join(filter(None, words)) + f"  \n:small[{may}]"


def _end(entry: ChildEntry, found: LinkEntry) -> None:
    name, child = plain(found.name), plain(entry.name)
    st.markdown(
        _(
            "{name} can then no longer open {child}’s record as “{kind}”. Everything entered so far stays."
        ).format(name=name, child=child, kind=_(KINDS[found.kind]))
    )
    st.button(
        _("End it now"),
        key=f"end-link-{found.id}",
        type="primary",
        on_click=_end_link,
        args=(entry.id, found),
    )


def _end_link(child_id: int, found: LinkEntry) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            end_link(work, found.id)

    if attempt(_part(child_id), use_case):
        say(_part(child_id), _("The link of {name} has ended.").format(name=plain(found.name)))


def _facts(child_id: int, facts: NewChild, months: Months) -> None:
    part = f"facts-{child_id}"
    draft = Draft(part)
    with (
        st.expander(_("Change name, birth month, school or time zone"), icon=":material/edit:"),
        st.form(key=part, border=False),
    ):
        draft.fill(values_of(facts))
        show_child_fields(draft, months)
        st.caption(_("A new time zone counts from today on. Earlier days stay as they were."))
        notice = take_notice(part)
        if notice:
            st.error(notice)
        said = take_said(part)
        if said:
            st.success(said)
        st.form_submit_button(
            _("Save"), type="primary", key=f"{part}-save", on_click=_change, args=(child_id,)
        )


def _change(child_id: int) -> None:
    part = f"facts-{child_id}"
    draft = Draft(part)

    def use_case() -> None:
        with writing(credential()) as work:
            first_day = _write(work, child_id, draft)
            stored = child_of_clinic(work, child_id)[1]
        draft.refill(values_of(stored))
        say(part, _changed(first_day))

    attempt(part, use_case)


def _write(work: Work, child_id: int, draft: Draft) -> date | None:
    try:
        return change_child(work, child_id, facts_of(draft.typed), seen=facts_of(draft.seen))
    except Conflict:
        draft.catch_up(values_of(child_of_clinic(work, child_id)[1]))
        raise


def _changed(first_day: date | None) -> str:
    if first_day is None:
        return _("Saved.")
    day = format_full_day(first_day)
    return _("Saved. The new time zone counts from {day} on.").format(day=day)


def _part(child_id: int) -> str:
    return f"child-{child_id}"
