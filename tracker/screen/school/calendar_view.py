"""The school's calendar on the School page: the timetable, days without school, and half days."""

from functools import partial

import streamlit as st

from tracker.school.calendar import Closure, Timetable
from tracker.school.shown import School
from tracker.school.timetable import withdraw_closure, withdraw_timetable
from tracker.screen.context import take_notice
from tracker.screen.dates import format_day
from tracker.screen.milestones.texts import format_near
from tracker.screen.school.calendar_forms import open_closure, open_timetable
from tracker.screen.school.fields import change
from tracker.screen.school.texts import format_periods, format_timetable
from tracker.screen.text import plain
from tracker.screen.words import _

NOTICE = "school-calendar"


def show_calendar(school: School) -> None:
    """Show it; whoever plans milestones can change it."""
    timetables = school.calendar.timetables
    if not timetables and not school.may_plan:
        return
    st.subheader(_("The school’s calendar"), anchor=False)
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    if not timetables:
        st.info(_("Begin with a full timetable: on which days there is school, and how many periods a day."))
    now = school.calendar.timetable(school.today)
    for timetable in timetables:
        if timetable == now or timetable.first > school.today:
            _show_timetable(school, timetable)
    for closure in _coming(school):
        _show_closure(school, closure)
    if school.may_plan:
        _ways_to_change(school)
    if timetables and school.may_plan and not school.calendar.region:
        st.caption(_("Public holidays are not known: the clinic has not chosen a region on its page Clinic."))


def _ways_to_change(school: School) -> None:
    has_timetable = bool(school.calendar.timetables)
    with st.container(horizontal=True, key="ways-to-change-calendar"):
        words = _("Another timetable") if has_timetable else _("Set the timetable")
        if st.button(words, key="set-timetable", type="secondary" if has_timetable else "primary"):
            open_timetable(school)
        if has_timetable and st.button(_("Days without school"), key="add-closure"):
            open_closure(school)


def _show_timetable(school: School, timetable: Timetable) -> None:
    said = _("From {day}: {timetable}").format(
        day=format_near(timetable.first, school.today), timetable=format_timetable(timetable)
    )
    may_withdraw = school.may_plan and (timetable.first >= school.today or not school.calendar.steps)
    with st.container(horizontal=True, vertical_alignment="center", key=f"timetable-{timetable.id}"):
        st.markdown(said, width="stretch")
        if may_withdraw:
            take_back = partial(withdraw_timetable, child_id=school.child_id, timetable_id=timetable.id)
            words = f"{_('Take back')} *{said}*"
            st.button(
                words,
                key=f"withdraw-timetable-{timetable.id}",
                on_click=change,
                args=(NOTICE, take_back),
            )


def _coming(school: School) -> list[Closure]:
    """Give the closures of this month and later; earlier ones are over and stand in the weeks."""
    since = min(week.first for week in school.weeks[-4:])
    return [closure for closure in school.calendar.closures if closure.last >= since]


def _show_closure(school: School, closure: Closure) -> None:
    days = format_near(closure.first, school.today)
    if closure.last > closure.first:
        days = _("{first} to {last}").format(
            first=format_day(closure.first), last=format_near(closure.last, school.today)
        )
    what = (
        _("half day, {periods}").format(periods=format_periods(closure.periods))
        if closure.periods
        else _("no school")
    )
    said = " · ".join(filter(None, (f"**{days}**", what, plain(closure.name))))
    with st.container(horizontal=True, vertical_alignment="center", key=f"closure-{closure.id}"):
        st.markdown(said, width="stretch")
        if school.may_plan:
            take_back = partial(withdraw_closure, child_id=school.child_id, closure_id=closure.id)
            st.button(
                f"{_('Take back')} *{days}*",
                key=f"withdraw-closure-{closure.id}",
                on_click=change,
                args=(NOTICE, take_back),
            )
