"""The forms of Questions: a message through one of the doors, and an answer. Whom to call stands before a message."""

from datetime import date
from functools import partial

import streamlit as st

from db.vocabulary import ConcernKind, ConcernTopic, Readers
from tracker.access.work import Work
from tracker.concerns.answering import answer_concern
from tracker.concerns.asking import LONGEST, ask
from tracker.concerns.concerns import concerns_of
from tracker.concerns.shown import Concerns, ConcernShown, Terms
from tracker.screen.clinic.clinic_texts import shown_text
from tracker.screen.dates import format_number
from tracker.screen.plan.dialogs import Dialog, open_form, saving, show_buttons
from tracker.screen.questions.texts import (
    KINDS,
    TOPICS,
    format_answered,
    format_lines,
    format_who_reads,
    show_whom_to_call,
)
from tracker.screen.text import READERS, plain
from tracker.screen.words import _

IN_WRITING, IN_PERSON = "in_writing", "in_person"


def open_ask(child_id: int, kind: ConcernKind) -> None:
    """Open the form behind a door."""
    key = f"form-ask-{kind}"
    body = partial(_ask_form, key, kind)
    open_form(Dialog(child_id, None, key, _(KINDS[kind]), body, "medium", read=_now))


def open_answer(child_id: int, concern: ConcernShown) -> None:
    """Open the form that answers a message."""
    key = f"form-answer-{concern.id}"
    body = partial(_answer_form, key, concern.id)
    title = _("Answer {name}").format(name=plain(concern.by.name))
    open_form(Dialog(child_id, None, key, title, body, "medium", read=_now))


def _now(work: Work, child_id: int, _episode: int | None) -> Concerns:
    return concerns_of(work, child_id)


def _ask_form(key: str, kind: ConcernKind, now: Concerns) -> None:
    terms = now.terms
    if terms is None:
        return
    show_whom_to_call(terms)
    if kind is ConcernKind.FOR_APPOINTMENT:
        st.caption(_("Your care team may read this only at the appointment."))
    if kind is ConcernKind.SOMETHING_NEW:
        st.pills(
            _("What is it about?"),
            list(ConcernTopic),
            format_func=lambda topic: _(TOPICS[topic]),
            key=f"{key}-topic",
        )
    _show_readers(key, terms)
    _show_text(f"{key}-text", _("Your question, worry or note"))

    def use_case(work: Work) -> str:
        values = st.session_state
        ask(
            work,
            now.child_id,
            kind,
            text=values.get(f"{key}-text") or "",
            topic=values.get(f"{key}-topic"),
            readers=values.get(f"{key}-readers", terms.readers[0]),
        )
        return _("Sent. You will see here who has read it.")

    show_buttons(now.child_id, key, _("Send"), saving(now.child_id, key, use_case))


def _show_readers(key: str, terms: Terms) -> None:
    """Say, and where there is a choice let choose, who can read what is about to be written."""
    chosen = terms.readers[0]
    if len(terms.readers) > 1:
        chosen = st.radio(
            _("Who can read it"),
            terms.readers,
            format_func=lambda who: _(READERS[who]),
            key=f"{key}-readers",
        )
    if chosen is Readers.TEAM_ONLY:
        said = [_("Only the care team can read this, and you.")]
        if terms.confidentiality is not None:
            said.append(format_lines(shown_text("confidentiality_text", terms.confidentiality)))
        st.caption("  \n".join(said))


def _show_text(key: str, label: str) -> None:
    st.text_area(
        label,
        key=key,
        placeholder=_("At most {limit} characters").format(limit=format_number(LONGEST)),
        on_change="ignore",
    )


def _answer_form(key: str, concern_id: int, now: Concerns) -> None:
    concern = now.one(concern_id)
    latest = None if concern is None else concern.latest_answer
    if concern is not None:
        _show_asked(concern, now.today)
    seen = f"{key}-seen"
    st.session_state.setdefault(seen, latest)
    if st.session_state.pop(f"{key}-refused", False):
        # What stands there now is on the screen: who saves once more has seen it.
        st.session_state[seen] = latest
    how = st.segmented_control(
        _("How"),
        [IN_WRITING, IN_PERSON],
        format_func=lambda each: _("In writing") if each == IN_WRITING else _("We talked about it in person"),
        key=f"{key}-how",
        default=IN_WRITING,
        required=True,
    )
    label = _("A few words on it, if you like") if how == IN_PERSON else _("Your answer")
    _show_text(f"{key}-text", " ".join((label, _("(whoever can read the question reads this)"))))
    st.caption(_("Please write nothing here of what was said in counseling."))

    def use_case(work: Work) -> str:
        values = st.session_state
        answer_concern(
            work,
            now.child_id,
            concern_id,
            text=values.get(f"{key}-text") or "",
            in_person=values.get(f"{key}-how") == IN_PERSON,
            seen=values[seen],
        )
        return _("Answered.")

    show_buttons(now.child_id, key, _("Answer"), saving(now.child_id, key, use_case))


def _show_asked(concern: ConcernShown, today: date) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(format_lines(concern.text))
        for answer in concern.answers:
            st.caption(format_answered(answer, today, with_time=True))
            st.markdown(format_lines(answer.text))
    st.caption(format_who_reads(concern))
