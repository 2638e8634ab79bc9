"""The visits of one child: those that come next, a week or a month of them, what is planned, and how it went."""

import streamlit as st

from tracker.access.work import reading
from tracker.screen.context import credential, explained, take_notice
from tracker.screen.plan.dialogs import show_dialog, show_said
from tracker.screen.visits.calendar_view import chosen_span, show_calendar
from tracker.screen.visits.plan_form import open_plan
from tracker.screen.visits.series_view import show_attendance, show_prescribed
from tracker.screen.visits.visit_card import show_visit
from tracker.screen.words import _
from tracker.visits.visits import Visits, visits_of


def show_visits(child_id: int, *, for_staff: bool) -> None:
    """Show the visits of a child, as its family or as the clinic's staff reads them."""
    notice = take_notice(child_id)
    span, around = chosen_span(child_id)
    with explained(notice), reading(credential(), hurried=bool(notice)) as work:
        visits = visits_of(work, child_id, around=around, span=span)
    if notice:
        st.error(notice)
    if visits.may_plan and st.button(_("Plan visits"), key="plan-visits", icon=":material/add:"):
        open_plan(visits)
    _show_next(visits, for_staff=for_staff)
    show_calendar(visits, for_staff=for_staff)
    left, right = st.columns(2, gap="large")
    with left:
        show_prescribed(visits, for_staff=for_staff)
    with right:
        show_attendance(visits, for_staff=for_staff)
    show_said()
    show_dialog(child_id)


def _show_next(visits: Visits, *, for_staff: bool) -> None:
    st.subheader(_("Next"), anchor=False)
    if not visits.to_come:
        st.markdown(_("No visit is planned from now on."))
    with st.container(key="visits-next"):
        for visit in visits.to_come:
            show_visit(visits, visit, with_day=True, for_staff=for_staff)
