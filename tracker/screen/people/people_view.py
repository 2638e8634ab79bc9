"""The office's lists: children with those who are linked to them, colleagues, and families."""

from collections.abc import Sequence

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import reading
from tracker.office.children import ChildEntry, children_of_clinic
from tracker.office.links import LinkEntry
from tracker.office.people import Person, people
from tracker.screen.context import credential, explained
from tracker.screen.people.bulk_form import show_bulk_form
from tracker.screen.people.closing_view import show_erased, show_records_to_erase
from tracker.screen.people.colleague_form import show_colleague_form
from tracker.screen.people.first_steps import show_child_link, show_first_steps
from tracker.screen.people.invitation import show_invitation
from tracker.screen.people.person_rows import show_person
from tracker.screen.people.texts import format_born
from tracker.screen.places import place
from tracker.screen.text import KINDS, plain
from tracker.screen.words import _

MANY = 12
SHOWN = 50


def show_people(actor: Actor) -> None:
    """Show everybody of the administrator's clinic."""
    with explained(), reading(credential()) as work:
        persons, entries = people(work), children_of_clinic(work)
    st.header(_("People"), anchor=False)
    show_erased()
    show_records_to_erase()
    show_invitation(actor)
    invites_above = show_first_steps(persons, entries, actor)
    part = _part_of_a_name(len(persons) + len(entries))
    covers = [link for entry in entries for link in entry.links if link.covers_id is not None]
    left, right = st.columns(2, gap="large")
    with left:
        _children([entry for entry in entries if part in entry.name.casefold()], part)
    found = [person for person in persons if part in person.name.casefold()]
    with right:
        st.subheader(_("Colleagues"), anchor=False)
        if not invites_above:
            with st.expander(_("Invite a colleague"), icon=":material/person_add:"):
                show_colleague_form(actor)
        with st.expander(_("Invite several colleagues"), icon=":material/group_add:"):
            show_bulk_form(actor)
        _persons([person for person in found if person.role is not Role.FAMILY], covers, actor)
        _families([person for person in found if person.role is Role.FAMILY], actor, part)


def _part_of_a_name(count: int) -> str:
    if count <= MANY:
        return ""
    typed = st.text_input(
        _("Search by name"),
        type="search",
        live="200ms",
        placeholder=_("Search by name"),
        label_visibility="collapsed",
        key="people-name",
    )
    return (typed or "").strip().casefold()


def _children(entries: Sequence[ChildEntry], part: str) -> None:
    st.subheader(_("Children"), anchor=False)
    if not entries:
        st.markdown(_nobody(part) or _("No child has been added yet."))
        st.page_link(place("new_child"))
    for entry in entries[:SHOWN]:
        with st.container(key=f"child-{entry.id}", gap=None):
            show_child_link(entry)
            st.caption(_about(entry))
    _more(entries)


def _about(entry: ChildEntry) -> str:
    facts = (
        format_born(entry.birth_month),
        plain(entry.school),
        plain(entry.school_class),
        _("record closed") if entry.is_closed else "",
    )
    # Cover comes and goes; the row of the colleague says so.
    linked = ", ".join(
        f"{plain(link.name)} ({_(KINDS[link.kind]).lower()})"
        for link in entry.links
        if link.covers_id is None and link.over_since is None
    )
    return "  \n".join(
        filter(
            None,
            (
                " · ".join(filter(None, facts)),
                linked or _("Nobody is linked yet: open it and invite a guardian."),
            ),
        )
    )


def _families(found: Sequence[Person], actor: Actor, part: str) -> None:
    st.subheader(_("Families"), anchor=False)
    if not found:
        st.markdown(
            _nobody(part) or _("No family has been invited yet. Open a child to invite its guardians.")
        )
    _persons(found, (), actor)


def _persons(found: Sequence[Person], covers: Sequence[LinkEntry], actor: Actor) -> None:
    for person in found[:SHOWN]:
        show_person(person, covers, actor)
    _more(found)


def _nobody(part: str) -> str:
    return _("Nobody here has this in their name.") if part else ""


def _more(found: Sequence[object]) -> None:
    if len(found) > SHOWN:
        st.caption(_("And {n} more: search by name to see them.").format(n=len(found) - SHOWN))
