"""The ladder on the School page: where the child is, what is planned next, and each step with what became of it."""

from functools import partial

import streamlit as st

from db.vocabulary import MilestoneArea
from tracker.milestones.shown import MilestoneShown, State
from tracker.school.calendar import PlannedStep
from tracker.school.plan import withdraw_step
from tracker.school.shown import School
from tracker.screen.context import take_notice
from tracker.screen.dates import format_day
from tracker.screen.milestones.forms import open_change, open_new, open_reached
from tracker.screen.milestones.texts import ICONS, format_event, format_target
from tracker.screen.school.fields import change
from tracker.screen.school.ladder_form import open_ladder
from tracker.screen.school.plan_forms import open_back, open_go_on, open_plan
from tracker.screen.school.texts import format_a_day, format_step, format_where
from tracker.screen.text import plain
from tracker.screen.words import _

NOTICE = "ladder"


def show_ladder(school: School) -> None:
    """Show it; whoever plans milestones can change it."""
    may_plan = school.may_plan and bool(school.calendar.timetables)
    if not school.ladder and not may_plan:
        return
    st.subheader(_("Steps back to school"), anchor=False)
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    _show_plan(school)
    if may_plan:
        _ways_to_plan(school)
    with st.container(gap="xsmall"):
        for rung in school.ladder:
            _show_rung(school, rung)
    if may_plan and school.ladder and st.button(_("Add a step"), key="add-step", icon=":material/add:"):
        open_new(school.child_id, MilestoneArea.SCHOOL)


def _show_plan(school: School) -> None:
    where = format_where(school)
    if where:
        facts = _agreed(school.step)
        st.info("  \n".join(filter(None, (where, facts))))
    for step in school.to_come:
        _show_planned(school, step)
    _show_next(school)


def _show_next(school: School) -> None:
    """Name the step that comes next, where none is planned from a day on yet."""
    now = None if school.step is None else school.rung(school.step.milestone_id)
    if now is None or school.to_come:
        return
    later = (rung for rung in school.ladder if rung.step > now.step and rung.state is not State.REACHED)
    rung = next(later, None)
    if rung is not None:
        said = f"**{rung.step}. {plain(rung.name)}** · {format_a_day(rung.periods or 0)}"
        target = format_target(rung, school.today)
        st.markdown(_("Next: {step}").format(step=" · ".join(filter(None, (said, target)))))


def _show_planned(school: School, step: PlannedStep) -> None:
    rung = school.rung(step.milestone_id)
    said = _("From {day}: {step}").format(
        day=format_day(step.first), step=format_step(step, None if rung is None else rung.step)
    )
    facts = _agreed(step)
    with st.container(horizontal=True, vertical_alignment="center", key=f"planned-{step.id}"):
        st.markdown("  \n".join(filter(None, (said, facts))), width="stretch")
        if school.may_plan:
            words = f"{_('Take back')} *{format_day(step.first)}*"
            st.button(
                words, key=f"withdraw-step-{step.id}", on_click=_take_back, args=(school.child_id, step.id)
            )


def _agreed(step: PlannedStep | None) -> str:
    if step is None:
        return ""
    agreed = _("agreed with {who}").format(who=plain(step.agreed_with)) if step.agreed_with else ""
    return " · ".join(filter(None, (agreed, plain(step.reason))))


def _ways_to_plan(school: School) -> None:
    with st.container(horizontal=True, key="ways-to-plan-school"):
        if not school.ladder:
            if st.button(_("Set up the ladder"), key="lay-down-ladder", type="primary"):
                open_ladder(school)
            return
        begun = school.step is not None
        if begun and st.button(_("Reached, go on"), key="go-on", type="primary"):
            open_go_on(school)
        if begun and st.button(_("Back for now"), key="step-back"):
            open_back(school)
        if st.button(_("Plan attendance"), key="plan-step", type="secondary" if begun else "primary"):
            open_plan(school)


def _show_rung(school: School, rung: MilestoneShown) -> None:
    now = school.step is not None and school.step.milestone_id == rung.id
    name = f"**{rung.step}. {plain(rung.name)}**"
    head = f"{ICONS[rung.state]} {name} · {format_a_day(rung.periods or 0)}"
    if now:
        head += f" :blue-badge[{_('now')}]"
    happened = " · ".join(format_event(event, school.today) for event in rung.events)
    target = "" if rung.state is State.REACHED else format_target(rung, school.today)
    with st.container(horizontal=True, vertical_alignment="center", key=f"rung-{rung.id}", gap="xsmall"):
        st.markdown("  \n".join(filter(None, (head, happened, target))), width="stretch")
        _ways(school, rung)


def _ways(school: School, rung: MilestoneShown) -> None:
    unheard = f" *{plain(rung.name)}*"
    may_reach = school.may_record and rung.state is not State.REACHED
    if may_reach and st.button(_("Reached") + unheard, key=f"reach-{rung.id}"):
        open_reached(school.child_id, rung)
    may_aim = school.may_plan and rung.state is not State.REACHED
    if may_aim and st.button(_("Target") + unheard, key=f"target-{rung.id}"):
        open_change(school.child_id, rung)


def _take_back(child_id: int, plan_id: int) -> None:
    change(NOTICE, partial(withdraw_step, child_id=child_id, plan_id=plan_id))
