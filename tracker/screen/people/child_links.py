"""Who is linked to a child, as the office's page of that child shows it: a row for each, with what can be done."""

from collections.abc import Mapping

import streamlit as st

from tracker.access.actor import Actor
from tracker.access.work import writing
from tracker.office.children import ChildEntry
from tracker.office.link_rules import LEVELS_OF
from tracker.office.links import LinkEntry, change_level, end_link
from tracker.office.people import Person
from tracker.screen.context import attempt, credential
from tracker.screen.form_state import begins_with, say
from tracker.screen.messages import FIELDS
from tracker.screen.people.address import PERSON
from tracker.screen.people.fields import show_outcome
from tracker.screen.people.person_rows import show_new_link
from tracker.screen.people.texts import format_kind, format_may, format_state
from tracker.screen.places import place
from tracker.screen.text import KINDS, LEVELS, plain
from tracker.screen.words import _


def show_links(entry: ChildEntry, persons: Mapping[int, Person], actor: Actor) -> None:
    """Show them, and what the last change of one has done."""
    st.subheader(_("Who is linked"), anchor=False)
    if not entry.links:
        words = _("Nobody can open {child}’s record yet. Invite a guardian, and link a therapist.")
        st.info(words.format(child=plain(entry.name)))
    for found in entry.links:
        person = persons.get(found.account_id)
        if person is not None:  # or it is the account of somebody who was erased, whose links open nothing
            _row(entry, found, person, actor)
    show_outcome(_part(entry.id))


def _row(entry: ChildEntry, found: LinkEntry, person: Person, actor: Actor) -> None:
    with st.container(key=f"link-row-{found.id}", horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap="xsmall"):
            st.markdown(
                f"**{plain(found.name)}** · {format_kind(found)} {format_state(person)}"
                f"  \n:small[{format_may(found)}]"
            )
            show_new_link(person, actor, f"link-{found.id}")
        if found.over_since is None:
            with st.popover(_("Change *the link of {name}*").format(name=plain(found.name))):
                _actions(entry, found)


def _actions(entry: ChildEntry, found: LinkEntry) -> None:
    name, child = plain(found.name), plain(entry.name)
    levels = LEVELS_OF[found.kind]
    if len(levels) > 1 and found.covers_id is None and not entry.is_closed:
        key = f"level-{found.id}"
        begins_with(key, found.level)
        st.selectbox(
            _(FIELDS["level"]),
            levels,
            format_func=lambda level: _(LEVELS[level]),
            key=key,
            on_change="ignore",
        )
        st.button(_("Change it now"), key=f"change-{key}", on_click=_change_level, args=(entry.id, found))
        st.divider()
    words = _("{name} can then no longer open {child}’s record as “{kind}”. Everything entered so far stays.")
    st.markdown(words.format(name=name, child=child, kind=_(KINDS[found.kind])))
    st.button(
        _("End it now"),
        key=f"end-link-{found.id}",
        on_click=_end_link,
        args=(entry.id, found),
    )
    with st.container(key=f"person-of-link-{found.id}"):
        st.page_link(
            place("people"),
            label=_("More about {name}").format(name=name),
            query_params={PERSON: str(found.account_id)},
        )


def _change_level(child_id: int, found: LinkEntry) -> None:
    level = st.session_state[f"level-{found.id}"]

    def use_case() -> None:
        with writing(credential()) as work:
            change_level(work, found.id, level)

    if attempt(_part(child_id), use_case):
        words = _("{name} may now {level}.").format(name=plain(found.name), level=_(LEVELS[level]))
        say(_part(child_id), words)


def _end_link(child_id: int, found: LinkEntry) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            end_link(work, found.id)

    if attempt(_part(child_id), use_case):
        say(_part(child_id), _("The link of {name} has ended.").format(name=plain(found.name)))


def _part(child_id: int) -> str:
    return f"links-{child_id}"
