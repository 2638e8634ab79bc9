"""The School page of a child, as its family and as the clinic's staff see it."""

import streamlit as st

from tracker.access.work import reading
from tracker.charts.figures import CONFIG
from tracker.charts.school import chart_of_school
from tracker.school.attendance import Sight
from tracker.school.school import school_of
from tracker.school.shown import School, SchoolDayShown
from tracker.screen.context import credential, explained, take_notice
from tracker.screen.dates import format_day, format_weekday
from tracker.screen.plan.dialogs import show_dialog, show_said
from tracker.screen.progress.tables import show_table
from tracker.screen.school.accommodation_view import show_accommodations
from tracker.screen.school.calendar_view import show_calendar
from tracker.screen.school.day_card import show_other_ways, show_school_card
from tracker.screen.school.day_sheet import open_late_days
from tracker.screen.school.ladder_view import show_ladder
from tracker.screen.school.page_view import show_page
from tracker.screen.school.texts import format_week
from tracker.screen.today.foot import show_foot
from tracker.screen.words import _


def show_school(child_id: int) -> None:
    """Show all of it: the day first, then the week and the ladder, and the page for the school last."""
    notice = take_notice(child_id)
    with explained(notice), reading(credential(), hurried=bool(notice)) as work:
        school = school_of(work, child_id)
    # Two rows of columns: on a phone the ladder comes right after the week.
    left, right = st.columns(2, gap="large")
    with left:
        _show_day(school)
        _show_late_days(school)
        _show_weeks(school)
    with right:
        show_ladder(school)
    left, right = st.columns(2, gap="large")
    with left:
        show_page(school)
    with right:
        show_accommodations(school)
        show_calendar(school)
    show_foot(child_id, notice)
    show_said()
    show_dialog(child_id)


def _show_day(school: School) -> None:
    days = [day for day in school.days if day.is_asked]
    if school.closed or not days:
        _say_what_is_missing(school)
        return
    shown = _choose_day(school, days)
    show_school_card(shown)
    show_other_ways(shown)
    if school.days[-1] not in days:
        # Today is no school day, and an earlier one still open.
        show_school_card(school.days[-1])


def _say_what_is_missing(school: School) -> None:
    if school.closed or school.may_plan:
        return
    if school.step is None:
        st.info(_("School is not planned yet. Your clinic will add it; nothing is needed from you."))
    else:
        st.info(_("There is no school today, and nothing to fill in."))
        show_school_card(school.days[-1])


def _choose_day(school: School, days: list[SchoolDayShown]) -> SchoolDayShown:
    named = {day.day: day for day in reversed(days)}
    if len(named) == 1:
        return days[0]
    key = f"school-day-{school.child_id}-{school.today}"
    st.session_state.setdefault(key, days[-1].day)
    st.pills(
        _("Day"),
        list(named),
        format_func=lambda that: _day_chip(school, named[that]),
        key=key,
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    return named.get(st.session_state[key], days[-1])


def _day_chip(school: School, day: SchoolDayShown) -> str:
    name = format_weekday(day.day, school.today)
    if day.entry is not None or not day.planned:
        return name
    return _("{day} · open").format(day=name)


def _show_late_days(school: School) -> None:
    """Let whoever may enter with a reason what a family cannot fill in any more choose its day."""
    if school.closed or not school.late_days:
        return
    if st.button(_("An earlier day"), key=f"late-school-{school.child_id}", icon=":material/history:"):
        open_late_days(school.late_days)


def _show_weeks(school: School) -> None:
    weeks = school.weeks
    if not weeks or all(week.sight is Sight.NO_SCHOOL for week in weeks):
        return
    running = weeks[-1]
    # Not always from Monday on: it is a week of treatment where there is a treatment.
    days = _("{first} to {last}").format(first=format_day(running.first), last=format_day(running.last))
    st.subheader(_("This week, {days}").format(days=days), anchor=False)
    st.markdown(format_week(running).capitalize() + ".")
    chart = chart_of_school(weeks, school.today)
    st.subheader(_("School by the week"), anchor=False)
    st.plotly_chart(chart.figure, config=CONFIG, alt=chart.alt)
    st.caption(" · ".join(chart.legend))
    st.caption(
        _(
            "A day that is over counts as not attended until it is logged. Days without school count nowhere; more "
            "than was planned counts of a full timetable only."
        )
    )
    label = _("Every week of school as a table")
    with st.expander(label, key=f"table-of-school-{school.child_id}"):
        show_table(label, list(chart.table.columns), chart.table.itertuples(index=False))
