"""The decisions of an appointment: the forms by which they are written down, and become a milestone or a proposal."""

from functools import partial

import streamlit as st

from db.tables.base import NAME
from db.vocabulary import MilestoneArea
from tracker.access.work import Work
from tracker.appointments.appointment import AppointmentPage, appointment_of
from tracker.appointments.holding import (
    LONGEST,
    decide,
    hold_appointment,
    make_milestone,
    make_proposal,
    withdraw_decision,
)
from tracker.appointments.shown import AppointmentShown, DecisionShown
from tracker.errors import InvalidInput
from tracker.screen.appointment.choices import room_chosen
from tracker.screen.appointment.told import format_decision
from tracker.screen.dates import format_day, format_full_day, format_number
from tracker.screen.form_state import begins_with
from tracker.screen.milestones.texts import AREAS
from tracker.screen.places import place
from tracker.screen.plan.dialogs import Dialog, open_form, saving, show_buttons
from tracker.screen.school.fields import (
    agreed_with_in,
    change,
    day_in,
    day_or_none_in,
    periods_in,
    show_agreed_with,
    show_day,
    show_periods,
    show_text,
    text_in,
)
from tracker.screen.text import plain
from tracker.screen.words import _
from tracker.text import LONGEST_TEXT

NOTICE = "appointment"
FORM = "form-decision"


def show_appointments(page: AppointmentPage) -> None:
    """Show today's decisions with their ways on, and those of the last appointment below."""
    today = page.on(page.today)
    if not today.decisions and not today.people:
        st.markdown(_("Nothing is written down for today yet."))
    else:
        _show_day(page, today)
    before = next((each for each in page.appointments if each.day < page.today), None)
    if before is not None:
        _show_day(page, before)
    if page.may_hold and st.button(
        _("Write down a decision"), key="write-decision", icon=":material/edit_note:", type="primary"
    ):
        open_form(Dialog(page.child_id, None, FORM, _("Write down a decision"), _form, "medium", read=_now))


def _show_day(page: AppointmentPage, found: AppointmentShown) -> None:
    day = format_day(found.day) if found.day.year == page.today.year else format_full_day(found.day)
    with_whom = _("with {people}").format(people=plain(found.people)) if found.people else ""
    st.markdown("**" + ", ".join(filter(None, (day, with_whom))) + "**")
    for decision in found.decisions:
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"decision-{decision.id}", gap="xsmall"
        ):
            st.markdown(f"- {format_decision(decision)}", width="stretch")
            if page.may_hold:
                _show_ways(page, found, decision)


def _show_ways(page: AppointmentPage, found: AppointmentShown, decision: DecisionShown) -> None:
    unheard = f" *{plain(decision.text)}*"
    may_plan = page.may_plan and not decision.is_used
    may_propose = page.may_propose and not decision.is_used and page.progress.exercises
    if may_plan and st.button(_("Make it a milestone") + unheard, key=f"to-milestone-{decision.id}"):
        _open_milestone(page, found, decision)
    if may_propose and st.button(_("Propose a change") + unheard, key=f"to-proposal-{decision.id}"):
        _open_proposal(page, decision)
    st.button(
        _("Take it back") + unheard,
        key=f"withdraw-decision-{decision.id}",
        type="tertiary",
        on_click=change,
        args=(NOTICE, partial(withdraw_decision, child_id=page.child_id, decision_id=decision.id)),
    )


def _now(work: Work, child_id: int, _episode: int | None) -> AppointmentPage:
    return appointment_of(work, child_id, room=room_chosen(child_id))


def _form(page: AppointmentPage) -> None:
    show_day(f"{FORM}-day", _("Day of the appointment"), page.today)
    day = day_or_none_in(f"{FORM}-day")
    standing = page.on(day) if day is not None else None
    people, seen = f"{FORM}-people-{day}", f"{FORM}-seen-{day}"
    st.session_state.setdefault(seen, None if standing is None else standing.id)
    if st.session_state.pop(f"{FORM}-refused", False):
        # What stands there now is shown below: who saves once more has seen it.
        st.session_state[seen] = None if standing is None else standing.id
    show_text(people, _("Who is here (the family and the care team read this)"), _people(page, standing))
    with st.container():  # always there, or all that follows would lose the focus when it comes
        if standing is not None and standing.people not in {"", text_in(people)}:
            _show_what_stands(standing, is_seen=st.session_state[seen] == standing.id)
    st.text_area(
        _("What we decide (the family and the care team read this)"),
        key=f"{FORM}-text",
        placeholder=_("At most {limit} characters").format(limit=format_number(LONGEST)),
        on_change="ignore",
    )
    st.caption(
        _(
            "All of the family can read it, in both homes. Please write nothing of what was said in counseling."
        )
    )

    def use_case(work: Work) -> str:
        # Its own day's words, should another day have been chosen in the moment of the click.
        day = day_in(f"{FORM}-day", "appointment_day")
        people, text = text_in(f"{FORM}-people-{day}"), text_in(f"{FORM}-text")
        seen = st.session_state.get(f"{FORM}-seen-{day}")
        hold_appointment(work, page.child_id, day=day, people=people, seen=seen)
        if text.strip() or page.on(day).people in {"", people.strip()}:
            decide(work, page.child_id, day=day, text=text)
        return _("Written down.")

    show_buttons(page.child_id, FORM, _("Write it down"), saving(page.child_id, FORM, use_case))


def _show_what_stands(standing: AppointmentShown, *, is_seen: bool) -> None:
    said = _("{name} wrote: {people}").format(name=plain(standing.by), people=plain(standing.people))
    replaced = _("Writing it down puts what you typed in place of that.")
    st.caption(f"{said}  \n{replaced}" if is_seen else said)


def _people(page: AppointmentPage, standing: AppointmentShown | None) -> str:
    if standing is not None and standing.people:
        return standing.people
    return ", ".join([*(person.name for person in page.room.people), page.me])


def _open_milestone(page: AppointmentPage, found: AppointmentShown, decision: DecisionShown) -> None:
    key = f"{FORM}-milestone-{decision.id}"
    open_form(
        Dialog(
            page.child_id,
            None,
            key,
            _("Make it a milestone"),
            partial(_milestone_form, key, decision, found.people),
            "medium",
            read=_now,
        )
    )


def _milestone_form(key: str, decision: DecisionShown, people: str, page: AppointmentPage) -> None:
    area = st.pills(
        _("Area"), list(MilestoneArea), format_func=lambda each: _(AREAS[each]), key=f"{key}-area"
    )
    show_text(f"{key}-name", _("Name (the family reads this)"), " ".join(decision.text.split())[:NAME])
    if area is MilestoneArea.SCHOOL:
        show_periods(f"{key}-periods", _("Planned periods a day"), None)
    show_day(f"{key}-day", _("To be reached by (empty for no day)"), None)
    show_agreed_with(key, people[:NAME])

    def use_case(work: Work) -> str:
        chosen = st.session_state.get(f"{key}-area")
        if chosen is None:
            raise InvalidInput("area", "choose")
        is_step = chosen is MilestoneArea.SCHOOL
        make_milestone(
            work,
            page.child_id,
            decision.id,
            area=MilestoneArea(chosen),
            name=text_in(f"{key}-name"),
            periods=periods_in(f"{key}-periods", "periods") if is_step else None,
            target_on=day_or_none_in(f"{key}-day"),
            agreed_with=agreed_with_in(key),
        )
        return _("It is a milestone now.")

    show_buttons(page.child_id, key, _("Add it"), saving(page.child_id, key, use_case))


def _open_proposal(page: AppointmentPage, decision: DecisionShown) -> None:
    key = f"{FORM}-proposal-{decision.id}"
    body = partial(_proposal_form, key, decision)
    open_form(Dialog(page.child_id, None, key, _("Propose a change"), body, "medium", read=_now))


def _proposal_form(key: str, decision: DecisionShown, page: AppointmentPage) -> None:
    begins_with(f"{key}-text", decision.text[:LONGEST_TEXT])
    named = {exercise.line_id: exercise.name for exercise in page.progress.exercises}
    st.selectbox(
        _("Exercise"), list(named), index=None, format_func=lambda each: named[each], key=f"{key}-line"
    )
    st.text_area(
        _("What you propose, and why (only the care team reads this)"), key=f"{key}-text", on_change="ignore"
    )
    st.caption(_("The plan stays as it is until somebody who prescribes changes it."))
    if page.may_prescribe:
        child = {"child": str(page.child_id)}
        st.page_link(place("plan"), label=_("Change it on Plan yourself"), query_params=child)

    def use_case(work: Work) -> str:
        line = st.session_state.get(f"{key}-line")
        if line is None:
            raise InvalidInput("exercise", "choose")
        make_proposal(work, page.child_id, decision.id, line, text=text_in(f"{key}-text"))
        return _("Proposed. Whoever prescribes for this child sees it on Plan.")

    show_buttons(page.child_id, key, _("Propose it"), saving(page.child_id, key, use_case))
