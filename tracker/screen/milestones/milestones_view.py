"""The page of all milestones of a child: what is to come, and a timeline of what was reached and is back for now."""

from functools import partial

import streamlit as st

from db.vocabulary import MilestoneArea
from tracker.access.work import reading
from tracker.milestones.events import withdraw_event
from tracker.milestones.shown import MilestoneShown, State
from tracker.milestones.timeline import Happened, Milestones, milestones_of
from tracker.screen.context import credential, explained, take_notice
from tracker.screen.milestones.forms import open_change, open_new, open_reached, open_set_back
from tracker.screen.milestones.texts import AREAS, ICONS, format_event, format_target
from tracker.screen.plan.dialogs import show_dialog, show_said
from tracker.screen.school.fields import change
from tracker.screen.text import plain
from tracker.screen.words import _

NOTICE = "milestones"


def show_milestones(child_id: int) -> None:
    """Show them: by area what is to come, and beside it what happened, the latest first."""
    with explained(), reading(credential()) as work:
        found = milestones_of(work, child_id)
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_areas(found)
        if found.may_plan and st.button(_("Add a milestone"), key="add-milestone", icon=":material/add:"):
            open_new(child_id)
    with right:
        _show_timeline(found)
    show_said()
    show_dialog(child_id)


def _show_areas(found: Milestones) -> None:
    if not found.milestones:
        st.info(
            _("There are no milestones yet. Add the first one here, and the steps back to school on School.")
            if found.may_plan
            else _("There are no milestones yet. Your clinic will add them with you.")
        )
    for area in MilestoneArea:
        of_area = found.of_area(area)
        if of_area:
            st.subheader(_(AREAS[area]), anchor=False)
            for milestone in of_area:
                _show(found, milestone)


def _show(found: Milestones, milestone: MilestoneShown) -> None:
    head = f"{ICONS[milestone.state]} **{plain(milestone.name)}**"
    latest = milestone.latest
    facts = [] if latest is None else [format_event(latest, found.today)]
    if milestone.state is not State.REACHED:
        facts.append(format_target(milestone, found.today))
    said = "  \n".join(filter(None, (head, " · ".join(filter(None, facts)))))
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"milestone-{milestone.id}", gap="xsmall"
    ):
        st.markdown(said, width="stretch")
        _ways(found, milestone)


def _ways(found: Milestones, milestone: MilestoneShown) -> None:
    child_id, unheard = found.child_id, f" *{plain(milestone.name)}*"
    reached = milestone.state is State.REACHED
    if found.may_record and not reached and st.button(_("Reached") + unheard, key=f"reach-{milestone.id}"):
        open_reached(child_id, milestone)
    if not found.may_plan:
        return
    # A step of school goes back together with its plan, on School.
    may_go_back = reached and milestone.area is not MilestoneArea.SCHOOL
    if may_go_back and st.button(_("Back for now") + unheard, key=f"set-back-{milestone.id}"):
        open_set_back(child_id, milestone)
    if not reached and st.button(_("Target") + unheard, key=f"target-{milestone.id}"):
        open_change(child_id, milestone)


def _show_timeline(found: Milestones) -> None:
    dated = [each for each in found.to_come if each.target is not None and each.target.day is not None]
    if not dated and not found.happened:
        return
    st.subheader(_("Timeline"), anchor=False)
    for milestone in reversed(dated):
        said = f"{ICONS[State.TARGET]} {format_target(milestone, found.today)}"
        st.markdown(f"{said}  \n**{plain(milestone.name)}** · {_(AREAS[milestone.area])}")
    for one in found.happened:
        _show_event(found, one)


def _show_event(found: Milestones, one: Happened) -> None:
    milestone, event = one.milestone, one.event
    state = State(event.kind)
    by = _("by {name}").format(name=plain(event.by)) if event.by else ""
    said = f"{ICONS[state]} {format_event(event, found.today)}  \n"
    said += " · ".join(filter(None, (f"**{plain(milestone.name)}**", _(AREAS[milestone.area]), by)))
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"milestone-event-{event.id}", gap="xsmall"
    ):
        st.markdown(said, width="stretch")
        may_take_back = found.may_plan or (found.may_record and state is State.REACHED)
        if may_take_back:
            take_back = partial(withdraw_event, child_id=found.child_id, event_id=event.id)
            st.button(
                f"{_('Entered wrongly')} *{plain(milestone.name)}*",
                key=f"withdraw-event-{event.id}",
                type="tertiary",
                on_click=change,
                args=(NOTICE, take_back),
            )
