"""The forms by which attendance is planned: by a step of the ladder, on to the next one, or back for now."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.milestones.shown import MilestoneShown
from tracker.school.plan import go_on, plan_step, step_back
from tracker.school.shown import School
from tracker.screen.form_state import begins_with
from tracker.screen.plan.dialogs import reason_in, show_reason
from tracker.screen.school.fields import (
    ONE_DAY,
    agreed_with_in,
    day_in,
    open_school_form,
    show_agreed_with,
    show_day,
    show_save,
)
from tracker.screen.school.texts import format_a_day, format_where
from tracker.screen.text import plain
from tracker.screen.words import _

PLAN, ON, BACK = "form-school-plan", "form-school-on", "form-school-back"


def open_plan(school: School) -> None:
    """Open the form that plans any step from a day on."""
    open_school_form(school, PLAN, _("Plan attendance"), _plan_form)


def open_go_on(school: School) -> None:
    """Open the form that says a step is reached, and goes on to the next."""
    open_school_form(school, ON, _("Reached, go on"), _go_on_form)


def open_back(school: School) -> None:
    """Open the form that goes back to a lower step for now."""
    open_school_form(school, BACK, _("Back to an earlier step for now"), _back_form)


def _plan_form(school: School) -> None:
    _show_now(school)
    _show_steps(PLAN, _("Step"), school.ladder, None)
    # The very first one tells how it has been, others begin once today is over.
    _show_first(PLAN, school.today if school.last_planned is None else school.today + ONE_DAY)
    show_agreed_with(PLAN)
    show_reason(PLAN)

    def use_case(work: Work) -> None:
        plan_step(
            work,
            school.child_id,
            _chosen(PLAN),
            first=_first(PLAN),
            agreed_with=agreed_with_in(PLAN),
            reason=reason_in(PLAN),
            seen=school.last_planned,
        )

    show_save(school.child_id, PLAN, _("Plan it"), use_case)


def _go_on_form(school: School) -> None:
    now = None if school.step is None else school.rung(school.step.milestone_id)
    if now is None:
        return
    _show_now(school)
    show_day(f"{ON}-reached", _("Reached on"), school.today)
    above = [rung for rung in school.ladder if rung.position > now.position]
    _show_steps(ON, _("Next step"), above, above[0].id if above else None)
    _show_first(ON, school.today + ONE_DAY)
    show_agreed_with(ON)

    def use_case(work: Work) -> None:
        go_on(
            work,
            school.child_id,
            _chosen(ON),
            reached_id=now.id,
            reached_on=day_in(f"{ON}-reached", "day"),
            first=_first(ON),
            agreed_with=agreed_with_in(ON),
            seen=school.last_planned,
        )

    show_save(school.child_id, ON, _("Reached, go on"), use_case)


def _back_form(school: School) -> None:
    step = school.step
    if step is None:
        return
    _show_now(school)
    below = [rung for rung in school.ladder if rung.position < step.position]
    _show_steps(BACK, _("Back to"), below, below[-1].id if below else None)
    _show_first(BACK, school.today + ONE_DAY)
    show_agreed_with(BACK)
    show_reason(BACK)
    st.caption(
        _("What was reached stays reached. What was planned from that day on is taken back with this.")
    )

    def use_case(work: Work) -> None:
        step_back(
            work,
            school.child_id,
            _chosen(BACK),
            first=_first(BACK),
            agreed_with=agreed_with_in(BACK),
            reason=reason_in(BACK),
            seen=school.last_planned,
        )

    show_save(school.child_id, BACK, _("Back for now"), use_case)


def _show_now(school: School) -> None:
    said = format_where(school)
    if said:
        st.markdown(f"{_('Now:')} {said}")


def _show_steps(key: str, label: str, steps: Sequence[MilestoneShown], offered: int | None) -> None:
    named = {rung.id: rung for rung in steps}
    begins_with(f"{key}-step", offered)
    chosen = st.selectbox(
        label,
        list(named),
        index=None,
        format_func=lambda number: f"{named[number].step}. {named[number].name}",
        placeholder=_("Choose a step"),
        key=f"{key}-step",
    )
    step = named.get(chosen) if chosen is not None else None
    if step is not None:
        st.caption(f"{plain(step.name)}: {format_a_day(step.periods or 0)}")


def _show_first(key: str, offered: date) -> None:
    show_day(f"{key}-first", _("From"), offered)


def _first(key: str) -> date:
    return day_in(f"{key}-first", "valid_from")


def _chosen(key: str) -> int:
    chosen = st.session_state.get(f"{key}-step")
    if chosen is None:
        raise InvalidInput("step", "choose")
    return int(chosen)
