"""What comes first in a new clinic, and in which order, until all of it is done."""

from collections.abc import Sequence

import streamlit as st

from db.vocabulary import RelationshipKind, Role
from tracker.access.actor import Actor
from tracker.office.children import THERAPISTS, ChildEntry
from tracker.office.people import Person
from tracker.screen.people.address import CHILD
from tracker.screen.people.colleague_form import show_colleague_form
from tracker.screen.places import place
from tracker.screen.text import plain
from tracker.screen.words import N_, _

FORM_WIDTH = 560
STEPS = (
    N_("Invite a therapist."),
    N_("Add a child."),
    N_("Link the therapist: open the child, and choose who treats it."),
    N_("Invite the family: open the child, and invite a guardian."),
)


def show_first_steps(persons: Sequence[Person], entries: Sequence[ChildEntry], actor: Actor) -> bool:
    """Show them; the next one can be taken right here. Gives True when that is the form for colleagues."""
    done = _done(persons, entries)
    if all(done):
        return False
    with st.container(border=True, key="first-steps"):
        st.subheader(_("First steps"), anchor=False)
        steps = enumerate(zip(STEPS, done, strict=True), 1)
        st.markdown("\n".join(_step(n, words, is_done) for n, (words, is_done) in steps))
        match done.index(False):
            case 0:
                with st.container(width=FORM_WIDTH):
                    show_colleague_form(actor)
                return True
            case 1:
                st.page_link(place("new_child"))
            case _:
                show_child_link(entries[0])
    return False


def show_child_link(entry: ChildEntry) -> None:
    """Show the way to a child's page of the office."""
    st.page_link(
        place("people"),
        label=f"**{plain(entry.name)}**",
        icon=":material/child_care:",
        query_params={CHILD: str(entry.id)},
    )


def _done(persons: Sequence[Person], entries: Sequence[ChildEntry]) -> tuple[bool, ...]:
    kinds: set[RelationshipKind] = {link.kind for entry in entries for link in entry.links}
    roles = {person.role for person in persons}
    return Role.CLINICIAN in roles, bool(entries), bool(kinds & set(THERAPISTS)), Role.FAMILY in roles


def _step(number: int, words: str, is_done: bool) -> str:  # noqa: FBT001 - two facts of one line
    if is_done:
        return f"{number}. :material/check_circle: {_(words)} ({_('done')})"
    return f"{number}. :material/radio_button_unchecked: {_(words)}"
