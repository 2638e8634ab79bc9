"""What the clinic explains, as its clinicians keep it: read, edited and approved, each with name and date."""

import streamlit as st

from db.vocabulary import Audience
from tracker.access.work import reading, writing
from tracker.errors import Conflict
from tracker.library.explanations import (
    LONGEST,
    Explained,
    Kept,
    approve_explanation,
    explanation_to_keep,
    write_explanation,
)
from tracker.screen.about.about_view import AUDIENCES, choose_audience, format_approved, keep_chosen
from tracker.screen.about.explained_text import show_text
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_full_day, format_number
from tracker.screen.form_state import Draft, say, take_said
from tracker.screen.text import plain
from tracker.screen.words import _

EDITING = "about-editing"


def show_about_to_clinician() -> None:
    """Show both texts to a clinician, with what can be done with them."""
    st.header(_("About the treatment"), anchor=False)
    edited: Audience | None = st.session_state.get(EDITING)
    audience = choose_audience(Audience.CHILD) if edited is None else edited
    with explained(), reading(credential()) as work:
        kept = explanation_to_keep(work, audience)
    _show_outcome(_part(audience))
    if edited is None:
        _show_kept(audience, kept)
    else:
        _show_form(audience, kept.latest)


def _show_outcome(part: str) -> None:
    notice, said = take_notice(part), take_said(part)
    if notice:
        st.error(" ".join(filter(None, (notice, said))))
    elif said:
        st.success(said)


def _show_kept(audience: Audience, kept: Kept) -> None:
    part = _part(audience)
    st.markdown(_format_state(kept))
    with st.container(horizontal=True):
        if kept.latest.approved_on is None:
            st.button(
                _("Approve with my name"),
                type="primary",
                key=f"{part}-approve",
                on_click=_approve,
                args=(audience, kept.latest.id),
            )
        if st.button(_("Edit"), icon=":material/edit:", key=f"{part}-edit"):
            st.session_state[EDITING] = audience
            st.rerun()
    with st.container(border=True):
        show_text(kept.latest.text)
    if kept.released is not None and kept.released != kept.latest:
        with st.expander(_("What families read now"), key=f"{part}-released"):
            show_text(kept.released.text)
            st.caption(format_approved(kept.released))


def _format_state(kept: Kept) -> str:
    latest = kept.latest
    if latest.approved_on is not None:
        return f"{_('Families read this.')} {format_approved(latest)}"
    if latest.written_on is None:
        first = _("This text came with the product, and waits for approval.")
    else:
        words = _("{who} wrote this on {day}. It waits for approval.")
        first = words.format(who=plain(latest.written_by), day=format_full_day(latest.written_on))
    if kept.released is None:
        return f"{first} {_('Until then families read that the clinic has not released its text yet.')}"
    return f"{first} {_('Until then families read the earlier text.')}"


def _show_form(audience: Audience, latest: Explained) -> None:
    part = _part(audience)
    draft = Draft(part)
    draft.fill(_values(latest))
    st.subheader(_(AUDIENCES[audience]), anchor=False)
    st.text_area(
        _("Text (at most {limit} characters)").format(limit=format_number(LONGEST)),
        key=draft.key("text"),
        height=420,
        on_change="ignore",
    )
    st.caption(
        _(
            "Families read this once it is approved. A line that begins with “# ” is a heading, one that begins with "
            "“- ” a part of a list. An empty line ends a paragraph."
        )
    )
    with st.container(horizontal=True):
        for key, approve, label in (
            ("release", True, _("Save and approve with my name")),
            ("save", False, _("Save, approve later")),
        ):
            st.button(
                label,
                type="primary" if approve else "secondary",
                key=f"{part}-{key}",
                on_click=_save,
                args=(audience, approve),
            )
        st.button(_("Cancel"), key=f"{part}-cancel", on_click=_stop_editing, args=(audience,))


def _save(audience: Audience, approve: bool) -> None:  # noqa: FBT001 - Streamlit passes it on
    part = _part(audience)
    draft = Draft(part)

    def use_case() -> None:
        typed = draft.typed["text"] or ""
        with writing(credential()) as work:
            try:
                write_explanation(work, audience, typed, seen=draft.seen["id"], approve=approve)
            except Conflict:
                draft.catch_up(_values(explanation_to_keep(work, audience).latest))
                say(part, _("Save once more to put yours in its place."))
                raise
        say(part, _("Saved and approved.") if approve else _("Saved. It waits for approval."))

    if attempt(part, use_case):
        _stop_editing(audience)


def _approve(audience: Audience, seen: int | None) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            approve_explanation(work, audience, seen=seen)
        say(_part(audience), _("Saved and approved."))

    attempt(_part(audience), use_case)


def _stop_editing(audience: Audience) -> None:
    st.session_state.pop(EDITING, None)
    keep_chosen(audience)


def _values(latest: Explained) -> dict[str, object]:
    return {"text": latest.text, "id": latest.id}


def _part(audience: Audience) -> str:
    return f"about-{list(Audience).index(audience)}"
