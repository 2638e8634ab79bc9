"""The form that brings somebody to a child: a new person by an invitation, or one who is here already."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from db.vocabulary import RelationshipKind, Role
from tracker.access.actor import Actor
from tracker.access.policy import FAMILY
from tracker.access.work import writing
from tracker.office.children import ChildEntry
from tracker.office.link_rules import LEVELS_OF, ROLE_OF
from tracker.office.links import NewRelationship, invite_and_link, link
from tracker.office.people import Person, PersonState
from tracker.screen.context import credential
from tracker.screen.form_state import turn
from tracker.screen.messages import FIELDS
from tracker.screen.people.fields import once, show_outcome, show_person_fields, show_text_field
from tracker.screen.people.invitation import remember_invitation
from tracker.screen.text import KINDS, LEVELS, plain
from tracker.screen.words import _

NEW, KNOWN = "new", "known"
ANOTHER = ""
BOTH = 2  # the one household, and none
ALL_KINDS: tuple[RelationshipKind, ...] = tuple(RelationshipKind)


def show_link_form(entry: ChildEntry, persons: Sequence[Person], actor: Actor) -> None:
    """Show it. What is chosen above the fields decides which there are."""
    part = f"link-{entry.id}"
    now = turn(part)
    with st.container(border=True, key=f"{part}-box"):
        kind = st.selectbox(
            _(FIELDS["kind"]),
            ALL_KINDS,
            format_func=lambda kind: _(KINDS[kind]),
            key=f"{part}-kind",
        )
        known = _could_be(kind, entry, persons)
        who = _who(known, f"{part}-who-{ROLE_OF[kind]}", ROLE_OF[kind])
        household = _household(entry, part, kind)
        is_new_home = kind is RelationshipKind.GUARDIAN and household == ANOTHER
        if kind is RelationshipKind.GUARDIAN and any(found.over_since for found in entry.links):
            words = _("{child} is of age. Please link a guardian only if {child} asks for it.")
            st.caption(words.format(child=plain(entry.name)))
        _person(part, now, known if who == KNOWN else None)
        if is_new_home:
            _new_household(entry, f"{part}-household-{now}")
        _level(part, now, kind)
        st.date_input(
            _("Last day (empty: until somebody ends it)"),
            value=None,
            format="YYYY-MM-DD",
            key=f"{part}-last-day-{now}",
            on_change="ignore",
        )
        show_outcome(part)
        st.button(
            _("Link") if who == KNOWN else _("Invite and link"),
            type="primary",
            key=f"{part}-save-{now}",
            on_click=_save,
            args=(
                entry,
                actor,
                now,
                kind,
                None if is_new_home else household,
                known if who == KNOWN else None,
            ),
        )


def _new_household(entry: ChildEntry, key: str) -> None:
    label = _("Name of the other household") if entry.households else _("Name of the household")
    show_text_field(label, key, _("For example: Robin’s home"))
    st.caption(_("Guardians of one household can read each other’s notes."))


def _could_be(kind: RelationshipKind, entry: ChildEntry, persons: Sequence[Person]) -> dict[int, Person]:
    linked = {
        found.account_id
        for found in entry.links
        if found.kind is kind and found.covers_id is None and found.over_since is None
    }
    return {
        person.id: person
        for person in persons
        if person.role is ROLE_OF[kind] and person.state is not PersonState.CLOSED and person.id not in linked
    }


def _who(known: dict[int, Person], key: str, role: Role) -> str:
    if not known:
        return NEW
    words = {NEW: _("Somebody new"), KNOWN: _("Somebody who is here already")}
    chosen = st.radio(
        _("Who"),
        list(words),
        # Families come with the child; the team is mostly there before it.
        index=0 if role is Role.FAMILY else 1,
        format_func=words.__getitem__,
        horizontal=True,
        key=key,
    )
    return str(chosen)


def _household(entry: ChildEntry, part: str, kind: RelationshipKind) -> str:
    """Let a household that is there be chosen; give an empty text for another one, and for none."""
    if kind not in FAMILY or not entry.households:
        return ANOTHER
    is_child = kind is RelationshipKind.CHILD
    names = [*entry.households, ANOTHER]
    neither = _("None: its notes go to the care team") if is_child else _("Another household")
    chosen = st.radio(
        _("Shares notes with") if is_child else _(FIELDS["household"]),
        names,
        # A child of one home lives there; of two, somebody has to say.
        index=0 if is_child and len(names) == BOTH else len(names) - 1,
        format_func=lambda name: plain(name) or neither,
        horizontal=True,
        key=f"{part}-which-household-{kind}-{len(names)}",
    )
    return str(chosen)


def _person(part: str, now: int, known: dict[int, Person] | None) -> None:
    if known is None:
        show_person_fields(part, now)
        return
    st.selectbox(
        _("Person"),
        list(known),
        format_func=lambda account_id: f"{known[account_id].name} · {known[account_id].sign_in_name}",
        key=f"{part}-person-{now}",
        on_change="ignore",
    )


def _level(part: str, now: int, kind: RelationshipKind) -> None:
    levels = LEVELS_OF[kind]
    st.selectbox(
        _(FIELDS["level"]),
        levels,
        index=len(levels) - 1,
        format_func=lambda level: _(LEVELS[level]),
        # A kind has its own levels, and its own usual one.
        key=f"{part}-level-{kind}-{now}",
        on_change="ignore",
    )


def _save(
    entry: ChildEntry,
    actor: Actor,
    now: int,
    kind: RelationshipKind,
    household: str | None,
    known: dict[int, Person] | None,
) -> None:
    part, values = f"link-{entry.id}", st.session_state

    def typed() -> NewRelationship:
        home = values[f"{part}-household-{now}"] if household is None else household
        last = values.get(f"{part}-last-day-{now}")
        last_day = last if isinstance(last, date) else None
        return NewRelationship(kind, values[f"{part}-level-{kind}-{now}"], home, last_day)

    def link_somebody() -> str:
        account_id, new = values[f"{part}-person-{now}"], typed()
        with writing(credential()) as work:
            link(work, entry.id, account_id, new.kind, new.level, new.household, last_day=new.last_day)
        names = {"name": plain((known or {})[account_id].name), "child": plain(entry.name)}
        return _("{name} is linked to {child}.").format(**names)

    def invite_somebody() -> str:
        name, sign_in_name = values[f"{part}-name-{now}"], values[f"{part}-sign-in-name-{now}"]
        with writing(credential()) as work:
            invitation = invite_and_link(work, entry.id, name, sign_in_name, typed())
        remember_invitation(invitation, name, actor)
        return ""

    once(part, now, invite_somebody if known is None else link_somebody)
