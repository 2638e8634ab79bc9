"""One child as the office sees it: who is linked, who is to be invited, and what is to be put right."""

from datetime import date

import streamlit as st

from tracker.access.actor import Actor
from tracker.access.work import Work, reading, writing
from tracker.consent.majority import soon_of_age
from tracker.errors import Conflict
from tracker.office.children import NewChild, birth_months, change_child, child_of_clinic, look_at_child
from tracker.office.people import people
from tracker.screen.consent.majority_line import tell_of_majority
from tracker.screen.context import attempt, credential, explained
from tracker.screen.dates import format_full_day
from tracker.screen.form_state import Draft, say
from tracker.screen.people.address import show_way_back
from tracker.screen.people.child_fields import Months, facts_of, show_child_fields, values_of
from tracker.screen.people.child_links import show_links
from tracker.screen.people.closing_view import show_closing
from tracker.screen.people.fields import show_outcome
from tracker.screen.people.invitation import show_invitation
from tracker.screen.people.link_form import show_link_form
from tracker.screen.people.texts import format_born
from tracker.screen.text import plain
from tracker.screen.words import _
from tracker.screen.zone_field import format_zone

SCREEN = "people"


def show_child_of_clinic(child_id: int, actor: Actor) -> None:
    """Show the child of the administrator's clinic that an address asks for; the look is logged."""
    with explained(), reading(credential()) as work:
        entry, facts = look_at_child(work, child_id, screen=SCREEN)
        persons = people(work)
        months = birth_months(work)
        of_age_on = soon_of_age(work, facts.birth_month)
    show_way_back()
    st.header(plain(entry.name), anchor=False)
    st.caption(_about(facts))
    tell_of_majority(entry.name, of_age_on)
    show_outcome(_part(entry.id))
    show_invitation(actor)
    left, right = st.columns(2, gap="large")
    with left:
        show_links(entry, {person.id: person for person in persons}, actor)
    with right:
        st.subheader(_("Invite or link somebody"), anchor=False)
        if entry.is_closed:
            st.markdown(_("The record is closed, so nobody new is linked."))
        else:
            show_link_form(entry, persons, actor)
        show_closing(entry)
    with left:
        if not entry.is_closed:
            _facts(entry.id, facts, months)


def _about(facts: NewChild) -> str:
    words = (
        format_born(facts.birth_month),
        plain(facts.school),
        plain(facts.school_class),
        plain(format_zone(facts.time_zone)),
    )
    return " · ".join(filter(None, words))


def _facts(child_id: int, facts: NewChild, months: Months) -> None:
    part = f"facts-{child_id}"
    draft = Draft(part)
    with st.expander(_("Change name, birth month, school or time zone"), icon=":material/edit:"):
        draft.fill(values_of(facts))
        show_child_fields(draft, months)
        st.caption(_("A new time zone counts from today on. Earlier days stay as they were."))
        show_outcome(part)
        st.button(_("Save"), type="primary", key=f"{part}-save", on_click=_change, args=(child_id,))


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
