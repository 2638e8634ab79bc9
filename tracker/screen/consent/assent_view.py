"""The child's own question: who sees what, what happens to notes, and that saying no is fine."""

from datetime import date

import streamlit as st

from db.vocabulary import ConsentAnswer
from tracker.access.work import writing
from tracker.consent.answers import answer_as_child
from tracker.screen.clinic.clinic_texts import shown_text
from tracker.screen.consent.wording import ASSENT, ASSENT_VERSION, NOTES
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_day
from tracker.screen.text import plain
from tracker.screen.words import _


def show_assent(child_id: int, confidentiality: str, *, said_no_on: date | None) -> None:
    """Show the question and its two answers, or after a no that it stands and can be changed."""
    if said_no_on is not None:
        st.info(
            _("You said no on {day}. Your care team sees that you said no. You can change this here.").format(
                day=format_day(said_no_on)
            )
        )
    else:
        st.subheader(_("Is this fine with you?"), anchor=False)
    for lead, words in ASSENT:
        st.markdown(f"**{_(lead)}.** {_(words)}")
        if lead == NOTES:
            st.markdown(plain(shown_text("confidentiality_text", confidentiality)))
    show_answers(child_id, with_no=said_no_on is None)


def show_answers(child_id: int, *, with_no: bool) -> None:
    """Show the buttons with which a child answers."""
    notice = take_notice(_part(child_id))
    if notice:
        st.error(notice)
    words = {ConsentAnswer.YES: _("Yes, that is fine"), ConsentAnswer.NO: _("No, not now")}
    with st.container(horizontal=True, key=f"assent-{child_id}"):
        for answer in words if with_no else (ConsentAnswer.YES,):
            st.button(
                words[answer], key=f"assent-{answer}-{child_id}", on_click=_answer, args=(child_id, answer)
            )


def _answer(child_id: int, answer: ConsentAnswer) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            answer_as_child(work, child_id, answer, wording=ASSENT_VERSION)

    attempt(_part(child_id), use_case)


def _part(child_id: int) -> str:
    return f"assent-{child_id}"
