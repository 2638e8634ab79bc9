"""The office's lists: children with those who are linked to them, colleagues, and families."""

from collections.abc import Sequence

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import reading, writing
from tracker.office.children import ChildEntry, children_of_clinic
from tracker.office.people import Person, PersonState, invite_again, people
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_day, format_month
from tracker.screen.people.colleague_form import show_colleague_form
from tracker.screen.people.invitation import remember_invitation, show_invitation
from tracker.screen.places import place
from tracker.screen.text import KINDS, ROLES, plain
from tracker.screen.words import N_, _

MANY = 12
SHOWN = 50
FORM_WIDTH = 560
LAST = "people-child"
STEPS = (
    N_("Invite a therapist."),
    N_("Add a child."),
    N_("Invite the family: open the child, and invite a guardian."),
)
STATES = {
    PersonState.ACTIVE: (N_("can sign in"), "green"),
    PersonState.INVITED: (N_("invited until {day}"), "blue"),
    PersonState.EXPIRED: (N_("invitation expired"), "orange"),
    PersonState.CLOSED: (N_("sign-in closed"), "gray"),
}


def asked_child() -> str | None:
    """Give the child that the address asks for, and put it into the browser's address bar.

    A link within the same page leaves the browser's address as it was, so that it could not be bookmarked.
    """
    asked = st.query_params.get("child")
    if st.session_state.get(LAST, asked) != asked:
        st.query_params.from_dict({} if asked is None else {"child": asked})
    st.session_state[LAST] = asked
    return asked


def show_people(actor: Actor) -> None:
    """Show everybody of the administrator's clinic."""
    with explained(), reading(credential()) as work:
        persons, entries = people(work), children_of_clinic(work)
    st.header(_("People"), anchor=False)
    show_invitation(actor)
    invites_above = _first_steps(persons, entries, actor)
    part = _part_of_a_name(len(persons) + len(entries))
    left, right = st.columns(2, gap="large")
    with left:
        _children([entry for entry in entries if part in entry.name.casefold()], part)
    found = [person for person in persons if part in person.name.casefold()]
    with right:
        st.subheader(_("Colleagues"), anchor=False)
        if not invites_above:
            with st.expander(_("Invite a colleague"), icon=":material/person_add:"):
                show_colleague_form(actor)
        _persons([person for person in found if person.role is not Role.FAMILY], actor)
        _families([person for person in found if person.role is Role.FAMILY], actor, part)


def _first_steps(persons: Sequence[Person], entries: Sequence[ChildEntry], actor: Actor) -> bool:
    """Say what comes first in a new clinic, and in which order, until all of it is done.

    The next step can be taken right here. Gives True when that is the form for colleagues.
    """
    roles = {person.role for person in persons}
    done = (Role.CLINICIAN in roles, bool(entries), Role.FAMILY in roles)
    if all(done):
        return False
    with st.container(border=True, key="first-steps"):
        st.subheader(_("First steps"), anchor=False)
        st.markdown(
            "\n".join(
                _step(n, words, is_done)
                for n, (words, is_done) in enumerate(zip(STEPS, done, strict=True), 1)
            )
        )
        match done.index(False):
            case 0:
                with st.container(width=FORM_WIDTH):
                    show_colleague_form(actor)
                return True
            case 1:
                st.page_link(place("new_child"))
            case _:
                _open(entries[0])
    return False


def _step(number: int, words: str, is_done: bool) -> str:  # noqa: FBT001 - two facts of one line
    if is_done:
        return f"{number}. :material/check_circle: {_(words)} ({_('done')})"
    return f"{number}. :material/radio_button_unchecked: {_(words)}"


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
            _open(entry)
            st.caption(_about(entry))
    _more(entries)


def _open(entry: ChildEntry) -> None:
    st.page_link(
        place("people"),
        label=f"**{plain(entry.name)}**",
        icon=":material/child_care:",
        query_params={"child": str(entry.id)},
    )


def _about(entry: ChildEntry) -> str:
    born = (
        "" if entry.birth_month is None else _("born {month}").format(month=format_month(entry.birth_month))
    )
    facts = " · ".join(filter(None, (born, plain(entry.school), plain(entry.school_class))))
    linked = ", ".join(f"{plain(link.name)} ({_(KINDS[link.kind]).lower()})" for link in entry.links)
    return "  \n".join(
        filter(None, (facts, linked or _("Nobody is linked yet: open it and invite a guardian.")))
    )


def _families(found: Sequence[Person], actor: Actor, part: str) -> None:
    st.subheader(_("Families"), anchor=False)
    if not found:
        st.markdown(
            _nobody(part) or _("No family has been invited yet. Open a child to invite its guardians.")
        )
    _persons(found, actor)


def _persons(found: Sequence[Person], actor: Actor) -> None:
    for person in found[:SHOWN]:
        _person(person, actor)
    _more(found)


def _nobody(part: str) -> str:
    return _("Nobody here has this in their name.") if part else ""


def _more(found: Sequence[object]) -> None:
    if len(found) > SHOWN:
        st.caption(_("And {n} more: search by name to see them.").format(n=len(found) - SHOWN))


def _person(person: Person, actor: Actor) -> None:
    words, colour = STATES[person.state]
    state = _(words).format(day="" if person.until is None else format_day(person.until))
    notice = take_notice(_part(person.id))
    with st.container(key=f"person-{person.id}", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(person.name)}** · {_(ROLES[person.role])} :{colour}-badge[{state}]"
            f"  \n:small[{plain(person.sign_in_name)}]"
        )
        if person.state in {PersonState.INVITED, PersonState.EXPIRED}:
            st.button(
                _("New link for {name}").format(name=plain(person.name)),
                key=f"new-link-{person.id}",
                on_click=_invite_again,
                args=(person, actor),
            )
    if notice:
        st.error(notice)


def _invite_again(person: Person, actor: Actor) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            invitation = invite_again(work, person.id)
        remember_invitation(invitation, person.name, actor)

    attempt(_part(person.id), use_case)


def _part(account_id: int) -> str:
    return f"person-{account_id}"
