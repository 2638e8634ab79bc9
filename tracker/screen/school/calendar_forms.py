"""The forms of a school's calendar: its timetable from a day on, and days without school or half days."""

import streamlit as st

from tracker.access.work import Work
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.school.shown import School
from tracker.school.timetable import add_closure, set_timetable
from tracker.screen.dates import weekday_names
from tracker.screen.form_state import begins_with
from tracker.screen.school.fields import (
    ONE_DAY,
    day_in,
    day_or_none_in,
    open_school_form,
    periods_in,
    show_day,
    show_periods,
    show_save,
    show_text,
    text_in,
)
from tracker.screen.words import _

TIMETABLE, CLOSURE = "form-school-timetable", "form-school-closure"
MONDAY_TO_FRIDAY = range(5)
USUAL_PERIODS = 7


def open_timetable(school: School) -> None:
    """Open the form that sets a full timetable from a day on."""
    open_school_form(school, TIMETABLE, _("A full timetable"), _timetable_form)


def open_closure(school: School) -> None:
    """Open the form that adds days without school, or half days."""
    open_school_form(school, CLOSURE, _("Days without school, or half days"), _closure_form)


def _timetable_form(school: School) -> None:
    timetables = school.calendar.timetables
    last = timetables[-1] if timetables else None
    days = list(MONDAY_TO_FRIDAY)
    if last is not None:
        days = [number for number in range(DAYS_IN_WEEK) if last.weekdays >> number & 1]
    begins_with(f"{TIMETABLE}-days", days)
    st.pills(
        _("Days with school"),
        list(range(DAYS_IN_WEEK)),
        selection_mode="multi",
        format_func=weekday_names().__getitem__,
        key=f"{TIMETABLE}-days",
    )
    show_periods(
        f"{TIMETABLE}-periods", _("Periods of a full day"), USUAL_PERIODS if last is None else last.periods
    )
    show_day(f"{TIMETABLE}-first", _("From"), school.today if last is None else school.today + ONE_DAY)
    if last is None:
        st.caption(_("The first one may begin up to a year ago. Later ones begin today or later."))

    def use_case(work: Work) -> None:
        set_timetable(
            work,
            school.child_id,
            first=day_in(f"{TIMETABLE}-first", "valid_from"),
            weekdays=sum(1 << number for number in st.session_state.get(f"{TIMETABLE}-days") or ()),
            periods=periods_in(f"{TIMETABLE}-periods", "full_day"),
            seen=None if last is None else last.id,
        )

    show_save(school.child_id, TIMETABLE, _("Save"), use_case)


def _closure_form(school: School) -> None:
    show_day(f"{CLOSURE}-first", _("First day"), None)
    show_day(f"{CLOSURE}-last", _("Last day (empty for a single day)"), None)
    show_periods(f"{CLOSURE}-periods", _("Periods of a half day (0: no school)"), 0)
    show_text(f"{CLOSURE}-name", _("What for (the family reads this)"))
    st.caption(_("A single day with periods is a day of school also where it is a public holiday."))

    def use_case(work: Work) -> None:
        first = day_in(f"{CLOSURE}-first", "closure_first")
        add_closure(
            work,
            school.child_id,
            first=first,
            last=day_or_none_in(f"{CLOSURE}-last") or first,
            periods=periods_in(f"{CLOSURE}-periods", "closure_periods"),
            name=text_in(f"{CLOSURE}-name"),
        )

    show_save(school.child_id, CLOSURE, _("Save"), use_case)
