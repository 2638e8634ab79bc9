"""Cover for a colleague: who covers now and on days to come, and the form that arranges it."""

from collections.abc import Sequence

import streamlit as st

from tracker.access.work import writing
from tracker.errors import InvalidInput
from tracker.office.cover import NewCover, cover, end_cover
from tracker.office.links import LinkEntry
from tracker.office.people import Person, PersonState
from tracker.screen.context import attempt, credential
from tracker.screen.form_state import say, turn
from tracker.screen.messages import FIELDS
from tracker.screen.people.cover_text import Covering, coverings, format_covering
from tracker.screen.people.fields import once, show_outcome
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext

ALL = 0
DAY_WIDTH = 200


def show_cover(person: Person, found: Sequence[LinkEntry], colleagues: Sequence[Person]) -> None:
    """Show it; `found` are the links of this clinician and of those who cover, `colleagues` who could."""
    part = f"cover-{person.id}"
    st.subheader(_("Cover"), anchor=False)
    for number, (covering, n) in enumerate(coverings(found).items()):
        with st.container(key=f"cover-row-{number}", horizontal=True, vertical_alignment="center"):
            st.markdown(format_covering(covering, n), width="stretch")
            with st.popover(_("End *the cover by {name}*").format(name=plain(covering.by))):
                _end(part, covering, number)
    own = [link for link in found if link.account_id == person.id and link.covers_id is None]
    if person.state is PersonState.CLOSED or not own:
        st.markdown(_("There is nothing to cover."))
    elif not colleagues:
        st.markdown(_("There is no other clinician yet who could cover."))
    else:
        with st.expander(
            _("Let somebody cover for {name}").format(name=plain(person.name)), icon=":material/event_repeat:"
        ):
            _form(part, person, own, colleagues)
    show_outcome(f"{part}-ended")


def _form(part: str, person: Person, own: Sequence[LinkEntry], colleagues: Sequence[Person]) -> None:
    now = turn(part)
    names = {one.id: one.name for one in colleagues}
    children = {
        ALL: _("all children of {name}").format(name=person.name),
        **{x.child_id: x.child for x in own},
    }
    st.selectbox(
        _(FIELDS["cover_by"]),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Please choose"),
        key=f"{part}-by-{now}",
        on_change="ignore",
    )
    st.selectbox(
        _("With"),
        list(children),
        format_func=children.__getitem__,
        key=f"{part}-child-{now}",
        on_change="ignore",
    )
    with st.container(horizontal=True):
        for field in ("cover_from", "cover_to"):
            st.date_input(
                _(FIELDS[field]),
                value=None,
                format="YYYY-MM-DD",
                width=DAY_WIDTH,
                key=f"{part}-{field}-{now}",
                on_change="ignore",
            )
    words = _("Whoever covers may do what {name} may, on these days only. It begins and ends by itself.")
    st.caption(words.format(name=plain(person.name)))
    show_outcome(part)
    st.button(
        _("Arrange the cover"),
        type="primary",
        key=f"{part}-save-{now}",
        on_click=_save,
        args=(part, person, now),
    )


def _save(part: str, person: Person, now: int) -> None:
    values = st.session_state

    def use_case() -> str:
        by = values[f"{part}-by-{now}"]
        if by is None:
            raise InvalidInput("cover_by", "choose")
        days = (values[f"{part}-cover_from-{now}"], values[f"{part}-cover_to-{now}"])
        child = values[f"{part}-child-{now}"] or None
        with writing(credential()) as work:
            n = cover(work, NewCover(person.id, by, *days, child))
        words = ngettext("Cover is arranged for {n} child.", "Cover is arranged for {n} children.", n)
        return words.format(n=n)

    once(part, now, use_case)


def _end(part: str, covering: Covering, number: int) -> None:
    words = _("{by} then no longer covers for {colleague}, today or on days to come. What was entered stays.")
    st.markdown(words.format(by=plain(covering.by), colleague=plain(covering.colleague)))
    st.button(_("End it now"), key=f"{part}-end-{number}", on_click=_end_now, args=(part, covering))


def _end_now(part: str, covering: Covering) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            end_cover(work, covering.colleague_id, covering.by_id)
        say(f"{part}-ended", _("The cover by {name} has ended.").format(name=plain(covering.by)))

    attempt(f"{part}-ended", use_case)
