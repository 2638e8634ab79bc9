"""The form that adds a child: the office's facts, and from a therapist the clinical part as well."""

import streamlit as st

from db.vocabulary import RelationshipKind, Role
from tracker.access.actor import Actor
from tracker.access.work import reading, writing
from tracker.office.children import THERAPISTS, NewChild, add_child, birth_months
from tracker.plans.about import About
from tracker.screen.context import attempt, credential, explained
from tracker.screen.form_state import Draft, say
from tracker.screen.messages import FIELDS
from tracker.screen.people.child_fields import facts_of, show_child_fields, values_of
from tracker.screen.people.fields import show_outcome
from tracker.screen.places import place
from tracker.screen.plan.about_fields import show_about_fields, typed_about
from tracker.screen.text import KINDS, plain
from tracker.screen.words import _

PART = "new-child"
ADDED = "added-child"


def show_new_child(actor: Actor) -> None:
    """Show the form, or lead on to the child that it has just added."""
    added = st.session_state.pop(ADDED, None)
    if added is not None:
        home = "people" if actor.role is Role.ADMINISTRATOR else "plan"
        st.switch_page(place(home), query_params={"child": str(added)})
    with explained(), reading(credential()) as work:
        months = birth_months(work)
    treats = actor.role is Role.CLINICIAN
    st.header(_("Add a child"), anchor=False)
    draft = Draft(PART)
    draft.fill(values_of(NewChild("", None, time_zone=actor.clinic_time_zone)))
    with st.container(border=True, key=PART):
        show_child_fields(draft, months)
        if treats:
            _clinical_part()
        else:
            st.caption(_("What is clinical is entered by the child’s therapist."))
        show_outcome(PART)
        st.button(_("Add the child"), type="primary", key=f"{PART}-save", on_click=_add, args=(draft, treats))


def _clinical_part() -> None:
    st.radio(
        _(FIELDS["therapist"]),
        THERAPISTS,
        format_func=lambda kind: _(KINDS[kind]),
        horizontal=True,
        key=f"{PART}-therapist",
        on_change="ignore",
    )
    st.subheader(_("For the plan"), anchor=False)
    show_about_fields(PART, About())


def _add(draft: Draft, treats: bool) -> None:  # noqa: FBT001 - Streamlit passes it on
    if ADDED in st.session_state:
        # A second click on the same button, before the page of the new child has come.
        return
    new = facts_of(draft.typed)
    therapist: RelationshipKind | None = st.session_state[f"{PART}-therapist"] if treats else None

    def use_case() -> None:
        with writing(credential()) as work:
            added = add_child(work, new, therapist=therapist, about=typed_about(PART) if treats else None)
        st.session_state[ADDED] = added
        if not treats:
            words = _("{child} is added. Now invite a guardian, and link those who treat {child}.")
            say(f"child-{added}", words.format(child=plain(new.name)))

    attempt(PART, use_case)
