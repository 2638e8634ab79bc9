"""What colleagues propose to change of an exercise, beside it; and the form by which they do."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from db.vocabulary import ProposalOutcome
from tracker.access.work import Work, writing
from tracker.plans.proposals import answer_proposal, propose
from tracker.plans.shown import LineShown, Plan, ProposalShown
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_day
from tracker.screen.plan.dialogs import open_dialog, saving, show_buttons
from tracker.screen.plan.plan_text import format_signed
from tracker.screen.text import plain
from tracker.screen.words import N_, _
from tracker.text import LONGEST_TEXT

NOTICE = "proposals"
OUTCOMES: Mapping[ProposalOutcome, str] = {
    ProposalOutcome.TAKEN_UP: N_("Taken up"),
    ProposalOutcome.NOT_TAKEN_UP: N_("Not for now"),
    ProposalOutcome.TAKEN_BACK: N_("Taken back"),
}


def show_proposals(plan: Plan, line: LineShown) -> None:
    """Show what is proposed for an exercise, with the answers that this person may give."""
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    for found in plan.proposals:
        if found.line_id == line.line_id:
            with st.container(key=f"proposal-{found.id}", horizontal=True, vertical_alignment="center"):
                _show(plan, found)


def _show(plan: Plan, found: ProposalShown) -> None:
    words = _("{name} proposes, {day}: {text}")
    st.markdown(
        ":material/lightbulb: "
        + words.format(name=plain(found.by), day=format_day(found.on), text=plain(found.text))
    )
    if found.outcome is not None and found.answered is not None:
        st.caption(f"{_(OUTCOMES[found.outcome])}: {format_signed(found.answered)}")
    elif plan.may_prescribe:
        _answer(plan, found, ProposalOutcome.TAKEN_UP, _("Mark as taken up"))
        _answer(plan, found, ProposalOutcome.NOT_TAKEN_UP, _("Not for now"))
        st.caption(_("The dose changes by “Change” alone."))
    elif found.is_mine:
        _answer(plan, found, ProposalOutcome.TAKEN_BACK, _("Take it back"))


def _answer(plan: Plan, found: ProposalShown, outcome: ProposalOutcome, words: str) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            answer_proposal(work, plan.child_id, found.id, outcome)

    def answer() -> None:
        attempt(NOTICE, use_case)

    st.button(words, key=f"proposal-{found.id}-{outcome}", on_click=answer)


def open_propose(plan: Plan, line: LineShown) -> None:
    """Open the form for a proposal."""
    title = _("Propose a change of {exercise}").format(exercise=plain(line.exercise))
    key = f"form-propose-{line.line_id}"
    open_dialog(plan, key, title, partial(_form, key, line.line_id))


def _form(key: str, line_id: int, plan: Plan) -> None:
    st.text_area(
        _("What you propose, and why (only the care team reads this)"),
        key=f"{key}-text",
        placeholder=_("At most {limit} characters").format(limit=LONGEST_TEXT),
        on_change="ignore",
    )
    st.caption(_("The plan stays as it is until somebody who prescribes changes it."))

    def use_case(work: Work) -> str:
        propose(work, plan.child_id, line_id, text=st.session_state.get(f"{key}-text") or "")
        return _("Proposed. Whoever prescribes for this child sees it here.")

    show_buttons(plan.child_id, key, _("Propose it"), saving(plan.child_id, key, use_case))
