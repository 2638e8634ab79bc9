"""The opened course of treatment: its phases, and what is to be reached before it ends."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import streamlit as st

from db.vocabulary import CriterionKind, Phase
from tracker.access.work import Work, writing
from tracker.errors import InvalidInput
from tracker.plans.criteria import CriterionShown, add_criterion, find, withdraw_criterion
from tracker.plans.phases import PhaseShown, begin_phase, withdraw_phase
from tracker.plans.shown import Plan, Signed
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_day
from tracker.screen.form_state import begins_with
from tracker.screen.plan.dialogs import open_dialog, saving, show_buttons
from tracker.screen.plan.plan_text import format_signed
from tracker.screen.text import PHASES, plain
from tracker.screen.words import N_, _

NOTICE = "course"
CRITERIA: Mapping[CriterionKind, str] = {
    CriterionKind.FUNCTION: N_("Daily life"),
    CriterionKind.SCHOOL: N_("School"),
}


def show_course(plan: Plan) -> None:
    """Show phases and criteria; whoever prescribes can change them."""
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    may_change = plan.may_prescribe and plan.episode is not None and not plan.episode.is_over
    if plan.phases or may_change:
        st.markdown(f"**{_('Phases')}**")
    for phase in plan.phases:
        _show_phase(plan, phase, may_change=may_change)
    if may_change and st.button(_("Begin a phase"), key="begin-phase"):
        open_dialog(plan, "form-phase", _("Begin a phase"), _phase_form)
    if plan.criteria or may_change:
        st.markdown(f"**{_('To be reached before the treatment ends')}**")
    for criterion in plan.criteria:
        _show_criterion(plan, criterion, may_change=may_change)
    if may_change and st.button(_("Add what is to be reached"), key="add-criterion"):
        open_dialog(plan, "form-criterion", _("What is to be reached"), _criterion_form)


def _show_phase(plan: Plan, phase: PhaseShown, *, may_change: bool) -> None:
    since = _("{phase} from {day}").format(phase=_(PHASES[phase.phase]), day=format_day(phase.first))
    with st.container(horizontal=True, vertical_alignment="center", key=f"phase-{phase.id}"):
        st.markdown(f"**{since}**" if phase == plan.phase else since, width="stretch")
        if may_change:
            assert plan.episode is not None
            take_back = partial(
                withdraw_phase, child_id=plan.child_id, episode_id=plan.episode.id, phase_id=phase.id
            )
            _button(f"{_('Take back')} *{since}*", f"withdraw-phase-{phase.id}", take_back)


def _show_criterion(plan: Plan, criterion: CriterionShown, *, may_change: bool) -> None:
    icon = ":material/check_circle:" if criterion.is_met else ":material/radio_button_unchecked:"
    state = _("met") if criterion.is_met else _("open")
    text = plain(criterion.text)
    said = f"{icon} {text}  \n{_(CRITERIA[criterion.kind])} · {state}"
    if criterion.found_on is not None:
        said += f" · {format_signed(Signed(criterion.found_by, criterion.found_on))}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"criterion-{criterion.id}"):
        st.markdown(said, width="stretch")
        if may_change:
            words = _("Open again") if criterion.is_met else _("Met")
            change = partial(
                find,
                child_id=plan.child_id,
                criterion_id=criterion.id,
                is_met=not criterion.is_met,
                seen=criterion.finding_id,
            )
            _button(f"{words} *{text}*", f"find-{criterion.id}", change)
            take_back = partial(withdraw_criterion, child_id=plan.child_id, criterion_id=criterion.id)
            _button(f"{_('Take back')} *{text}*", f"withdraw-criterion-{criterion.id}", take_back)


def _button(words: str, key: str, change: Callable[[Work], object]) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            change(work)

    def do() -> None:
        attempt(NOTICE, use_case)

    st.button(words, key=key, on_click=do)


def _phase_form(plan: Plan) -> None:
    st.pills(
        _("Phase"),
        list(Phase),
        format_func=lambda phase: _(PHASES[phase]),
        key="form-phase-which",
        wrap=True,
    )
    begins_with("form-phase-day", plan.today)
    st.date_input(_("First day"), value=None, format="YYYY-MM-DD", key="form-phase-day", width=220)
    st.caption(_("A phase names a part of the treatment. It changes no exercise and no figure."))

    def use_case(work: Work) -> str:
        assert plan.episode is not None
        phase, day = st.session_state.get("form-phase-which"), st.session_state.get("form-phase-day")
        if phase is None:
            raise InvalidInput("phase", "choose")
        if not isinstance(day, date):
            raise InvalidInput("phase_day", "empty")
        begin_phase(work, plan.child_id, plan.episode.id, phase=Phase(phase), first=day)
        return _("Saved.")

    show_buttons(plan.child_id, "form-phase", _("Save"), saving(plan.child_id, "form-phase", use_case))


def _criterion_form(plan: Plan) -> None:
    st.pills(
        _("About"),
        list(CriterionKind),
        format_func=lambda kind: _(CRITERIA[kind]),
        default=CriterionKind.FUNCTION,
        required=True,
        key="form-criterion-kind",
    )
    st.text_input(_("What is to be reached (the family reads this)"), key="form-criterion-text", live=True)
    st.caption(_("You say what is met. Nothing is counted together, and nobody is called ready by it."))

    def use_case(work: Work) -> str:
        assert plan.episode is not None
        kind = CriterionKind(st.session_state["form-criterion-kind"])
        text = st.session_state.get("form-criterion-text") or ""
        add_criterion(work, plan.child_id, plan.episode.id, kind=kind, text=text)
        return _("Saved.")

    show_buttons(
        plan.child_id, "form-criterion", _("Save"), saving(plan.child_id, "form-criterion", use_case)
    )
