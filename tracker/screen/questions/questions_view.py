"""The page Questions: whom to call, the two doors, and the messages with what became of each."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import streamlit as st

from db.vocabulary import ConcernKind
from tracker.access.work import reading, writing
from tracker.concerns.answering import read_concerns, take_back_answer
from tracker.concerns.asking import take_back
from tracker.concerns.concerns import concerns_of
from tracker.concerns.shown import IN_ORDER, AnswerShown, Concerns, ConcernShown
from tracker.errors import Busy, Unwritable
from tracker.screen.context import credential, explained, take_notice
from tracker.screen.plan.dialogs import show_dialog, show_said
from tracker.screen.questions.decided import show_decided
from tracker.screen.questions.forms import open_answer, open_ask
from tracker.screen.questions.texts import (
    KINDS,
    format_answered,
    format_head,
    format_lines,
    format_read_by,
    format_received,
    format_who_reads,
    show_whom_to_call,
)
from tracker.screen.school.fields import change
from tracker.screen.text import plain
from tracker.screen.words import N_, _

NOTICE = "questions"
ANSWERED_SHOWN = 3
DOORS = {
    ConcernKind.MORE_OF_THE_SAME: (
        ":material/chat:",
        N_("A question or a worry about what you know already."),
    ),
    ConcernKind.SOMETHING_NEW: (
        ":material/add_comment:",
        N_("Fever, an injury, a new kind of symptom, mood, or anything else that is new."),
    ),
}


def show_questions(child_id: int) -> None:
    """Show the messages of a child that the actor may read; who is of the care team is noted as having read them."""
    found, new = _read(child_id)
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    if found.terms is not None:
        show_whom_to_call(found.terms)
        if found.may_ask:
            _show_doors(child_id)
    _show_open(found, new)
    _show_answered(found, new)
    show_decided(child_id)
    show_said()
    show_dialog(child_id)


def _read(child_id: int) -> tuple[Concerns, Sequence[int]]:
    """Give what is shown, and which of it is new to this reader of the care team."""
    with explained(), reading(credential()) as work:
        found = concerns_of(work, child_id)
    if not found.unread:
        return found, ()
    # Only what this screen shows now: what comes in meanwhile stays unread.
    with explained(), suppress(Busy, Unwritable), writing(credential(), hurried=True) as work:
        read_concerns(work, child_id, found.unread)
        return concerns_of(work, child_id), found.unread
    return found, found.unread


def _show_doors(child_id: int) -> None:
    for kind, (icon, words) in DOORS.items():
        if st.button(_(KINDS[kind]), key=f"ask-{kind}", icon=icon, width="stretch"):
            open_ask(child_id, kind)
        st.caption(_(words))
    kind = ConcernKind.FOR_APPOINTMENT
    if st.button(
        _("A question or a note for the next appointment"),
        key=f"ask-{kind}",
        type="tertiary",
        icon=":material/event_note:",
    ):
        open_ask(child_id, kind)


def _show_open(found: Concerns, new: Sequence[int]) -> None:
    by_kind = {kind: found.open_of(kind) for kind in IN_ORDER}
    if not any(by_kind.values()):
        st.markdown(
            _("No question is open. What a family writes will stand here.")
            if found.terms is None
            else _("You have no open question. What you write will stand here, with who has read it.")
        )
    for kind, concerns in by_kind.items():
        if concerns:
            st.subheader(_(KINDS[kind]), anchor=False)
        for concern in concerns:
            _show(found, concern, is_new=concern.id in new)


def _show_answered(found: Concerns, new: Sequence[int]) -> None:
    answered = found.answered
    if answered:
        st.subheader(_("Answered"), anchor=False)
    for concern in answered[:ANSWERED_SHOWN]:
        _show(found, concern, is_new=concern.id in new)
    if answered[ANSWERED_SHOWN:]:
        with st.expander(_("Earlier ones"), key="questions-earlier"):
            for concern in answered[ANSWERED_SHOWN:]:
                _show(found, concern, is_new=concern.id in new)


def _show(found: Concerns, concern: ConcernShown, *, is_new: bool) -> None:
    with_time, today = found.terms is None, found.today
    with st.container(border=True, gap="xsmall", key=f"concern-{concern.id}"):
        new = f":material/mark_chat_unread: {_('New to you')}" if is_new else ""
        head = " · ".join(filter(None, (format_head(concern, with_kind=not concern.is_open), new)))
        if head:
            st.markdown(head)
        st.markdown(format_lines(concern.text))
        said = (
            format_received(concern, today, with_time=with_time),
            format_read_by(concern, today, with_time=with_time),
        )
        st.caption("  \n".join((*said, format_who_reads(concern))))
        for answer in concern.answers:
            _show_answer(found, answer)
        _show_ways(found, concern)


def _show_answer(found: Concerns, answer: AnswerShown) -> None:
    head = format_answered(answer, found.today, with_time=found.terms is None)
    st.markdown(f":material/reply: **{head}**")
    if answer.text:
        st.markdown(format_lines(answer.text))
    if answer.by.is_me and found.may_answer:
        st.button(
            _("Take this answer back"),
            key=f"take-back-answer-{answer.id}",
            type="tertiary",
            on_click=change,
            args=(NOTICE, partial(take_back_answer, child_id=found.child_id, answer_id=answer.id)),
        )


def _show_ways(found: Concerns, concern: ConcernShown) -> None:
    unheard = f" *{plain(concern.by.name)}*"
    if concern.may_take_back:
        st.button(
            _("Take it back"),
            key=f"take-back-{concern.id}",
            type="tertiary",
            on_click=change,
            args=(NOTICE, partial(take_back, child_id=found.child_id, concern_id=concern.id)),
        )
    if found.may_answer:
        words = _("Answer") if concern.is_open else _("Add an answer")
        if st.button(words + unheard, key=f"answer-{concern.id}"):
            open_answer(found.child_id, concern)
