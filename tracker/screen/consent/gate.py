"""What a family finds in place of a child's pages until it is answered, and what the care team reads of it."""

import streamlit as st

from db.vocabulary import ConsentAnswer
from tracker.access.work import reading, writing
from tracker.consent.answers import answer_as_guardian
from tracker.consent.asking import Question, Step, question, told_to_team
from tracker.consent.majority import renewal
from tracker.screen.consent.assent_view import show_assent
from tracker.screen.consent.majority_line import tell_of_majority
from tracker.screen.consent.renew_form import renewal_part, show_renewal
from tracker.screen.consent.wording import GUARDIAN, GUARDIAN_VERSION
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_day
from tracker.screen.form_state import take_said
from tracker.screen.text import plain
from tracker.screen.words import _


def let_in(child_id: int) -> bool:
    """Say whether a child's page may follow; show in its place what the actor, or somebody else, is asked first."""
    with explained(), reading(credential()) as work:
        asked = question(work, child_id)
        renewing = renewal(work, child_id) if asked.step is Step.RENEW else None
    match asked.step:
        case Step.AGREE:
            _agree(child_id, asked)
        case Step.WAIT:
            _wait(asked)
        case Step.HAND_OVER if st.session_state.get(_later(child_id)):
            return True
        case Step.HAND_OVER:
            _hand_over(child_id, asked)
        case Step.ASSENT | Step.SAID_NO:
            st.header(plain(asked.child_name), anchor=False)
            show_assent(child_id, asked.confidentiality, said_no_on=asked.said_no_on)
        case Step.RENEW if renewing is not None:
            st.header(plain(asked.child_name), anchor=False)
            show_renewal(child_id, renewing)
        case _:
            _tell_renewed(child_id)
            tell_of_majority(asked.child_name, asked.of_age_on)
            return True
    return False


def tell_team(child_id: int) -> None:
    """Tell a clinician, beside a child's record, that the child said no, or that no guardian agrees."""
    with explained(), reading(credential()) as work:
        told = told_to_team(work, child_id)
    if told is None:
        return
    name = plain(told.child_name)
    if told.lacks_guardian:
        st.info(
            _("No guardian of {child} has agreed yet, so the family cannot log anything.").format(child=name)
        )
    if told.said_no_on is not None:
        words = _("{child} said no to this on {day}. Please talk with {child}.")
        st.info(words.format(child=name, day=format_day(told.said_no_on)))


def show_guardian_words(child_name: str) -> None:
    """Show what a guardian agrees to."""
    for lead, words in GUARDIAN:
        st.markdown(f"**{_(lead)}.** {_(words).format(child=plain(child_name))}")


def _agree(child_id: int, asked: Question) -> None:
    st.header(_("Before you start: {child}").format(child=plain(asked.child_name)), anchor=False)
    show_guardian_words(asked.child_name)
    part = _part(child_id)
    notice = take_notice(part)
    if notice:
        st.error(notice)
    with st.container(horizontal=True, key=f"answers-{child_id}"):
        st.button(_("I agree"), key=f"agree-{child_id}", type="primary", on_click=_yes, args=(child_id,))
        later = st.button(_("Not now"), key=f"not-now-{child_id}")
    if later:
        st.info(
            _("That is fine. Until a guardian agrees, nobody at home logs anything. This page stays here.")
        )


def _yes(child_id: int) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            answer_as_guardian(work, child_id, ConsentAnswer.YES, wording=GUARDIAN_VERSION)

    attempt(_part(child_id), use_case)


def _wait(asked: Question) -> None:
    child = plain(asked.child_name)
    st.header(child, anchor=False)
    st.info(_("A guardian is asked first what may be written down here about {child}.").format(child=child))
    if asked.guardians:
        names = ", ".join(map(plain, asked.guardians))
        st.markdown(_("One of these can agree, with their own sign-in: {names}.").format(names=names))
    else:
        st.markdown(_("Nobody who could agree has a sign-in here yet. Your clinic can change that."))


def _hand_over(child_id: int, asked: Question) -> None:
    child = plain(asked.child_name)
    st.header(_("Now {child}").format(child=child), anchor=False)
    st.info(
        _("Please hand this over: what stands below is for {child} to read and to answer.").format(
            child=child
        )
    )
    show_assent(child_id, asked.confidentiality, said_no_on=None)
    st.button(
        _("{child} is not here: ask later").format(child=child),
        key=f"ask-later-{child_id}",
        on_click=st.session_state.update,
        args=({_later(child_id): True},),
    )


def _tell_renewed(child_id: int) -> None:
    said = take_said(renewal_part(child_id))
    if said:
        st.success(said)


def _later(child_id: int) -> str:
    return f"assent-later-{child_id}"


def _part(child_id: int) -> str:
    return f"consent-{child_id}"
