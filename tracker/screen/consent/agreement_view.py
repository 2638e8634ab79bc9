"""What a family agreed to, on which day, and the way to take it back."""

import streamlit as st

from db.vocabulary import ConsentAnswer, ConsentKind
from tracker.access.work import writing
from tracker.consent.answers import Agreement, Answer, answer_as_guardian
from tracker.screen.consent.assent_view import show_assent
from tracker.screen.consent.gate import show_guardian_words
from tracker.screen.consent.wording import GUARDIAN_VERSION
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.places import place
from tracker.screen.text import plain
from tracker.screen.words import N_, _

YES, NO = ConsentAnswer.YES, ConsentAnswer.NO
MY_CONSENT = {YES: N_("You agreed on {day}."), NO: N_("You took it back on {day}.")}
A_GUARDIANS = {YES: N_("A guardian agreed on {day}."), NO: N_("A guardian took it back on {day}.")}
MY_ASSENT = {YES: N_("You said yes on {day}."), NO: N_("You said no on {day}.")}
A_CHILDS = {YES: N_("{child} said yes on {day}."), NO: N_("{child} said no on {day}.")}


def show_agreement(child_id: int, found: Agreement) -> None:
    """Show the dated answers of a child's family."""
    st.subheader(_("What was agreed"), anchor=False)
    lines = [_line(found, answer) for answer in found.answers]
    if lines:
        st.markdown("  \n".join(lines))
    part = _part(child_id)
    notice = take_notice(part)
    if notice:
        st.error(notice)
    if found.lacks_guardian:
        st.markdown(_("No guardian agrees right now, so the family cannot log anything."))
        st.page_link(place("today"), label=_("Read what it is about"), query_params={"child": str(child_id)})
    if not found.is_child and found.answers:
        with st.expander(_("What guardians agree to")):
            show_guardian_words(found.child_name)
    if found.can_take_back:
        _take_back(child_id, found)
    if found.can_ask_child:
        _childs_answer(child_id, found)


def _line(found: Agreement, answer: Answer) -> str:
    is_guardians = answer.kind is ConsentKind.GUARDIAN
    if is_guardians:
        words = (MY_CONSENT if answer.is_mine else A_GUARDIANS)[answer.answer]
    else:
        words = (MY_ASSENT if found.is_child else A_CHILDS)[answer.answer]
    return _(words).format(child=plain(found.child_name), day=format_full_day(answer.day))


def _take_back(child_id: int, found: Agreement) -> None:
    with st.popover(_("Take it back"), key=f"take-back-{child_id}"):
        if found.others_agree:
            st.markdown(_("Another guardian agrees as well, so the family can go on logging."))
        else:
            st.markdown(
                _(
                    "Then nobody in the family can log anything until a guardian agrees again. What is written down "
                    "stays, and the care team goes on with the treatment."
                )
            )
        st.button(
            _("Take it back now"),
            key=f"take-back-now-{child_id}",
            type="primary",
            on_click=_no,
            args=(child_id,),
        )


def _no(child_id: int) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            answer_as_guardian(work, child_id, NO, wording=GUARDIAN_VERSION)

    attempt(_part(child_id), use_case)


def _childs_answer(child_id: int, found: Agreement) -> None:
    words = _("Change my answer") if found.is_child else _("Ask {child} again")
    with st.expander(words.format(child=plain(found.child_name))):
        if not found.is_child:
            st.caption(
                _("Please hand this over: what stands below is for {child}.").format(
                    child=plain(found.child_name)
                )
            )
        show_assent(child_id, found.confidentiality, said_no_on=None)


def _part(child_id: int) -> str:
    return f"take-back-{child_id}"
