"""The form that lays down the ladder for school: the usual one, adapted before it is saved."""

import streamlit as st

from tracker.access.work import Work
from tracker.milestones.ladder import NewStep, lay_down_ladder, usual_ladder
from tracker.school.shown import School
from tracker.screen.school.fields import (
    open_school_form,
    periods_in,
    show_periods,
    show_save,
    show_text,
    text_in,
)
from tracker.screen.words import _

KEY = "form-ladder"
MORE = 2  # empty lines below the usual steps


def open_ladder(school: School) -> None:
    """Open it. The school's timetable says how many periods a full day has."""
    open_school_form(school, KEY, _("The ladder for school"), _form, width="large")


def _form(school: School) -> None:
    full_day = max((timetable.periods for timetable in school.calendar.timetables), default=0)
    usual = usual_ladder(full_day)
    st.caption(
        _(
            "Change what does not fit. A step whose name is empty is left out. Lowest step first; a target comes later."
        )
    )
    lines = range(len(usual) + MORE)
    for number in lines:
        step = usual[number] if number < len(usual) else NewStep("", full_day)
        left, right = st.columns([3, 1], gap="small")
        with left:
            label = _("Step {n} (the family reads this)").format(n=number + 1)
            show_text(f"{KEY}-name-{number}", label, step.name)
        with right:
            show_periods(f"{KEY}-periods-{number}", _("Periods a day"), step.periods)

    def use_case(work: Work) -> None:
        names = {number: text_in(f"{KEY}-name-{number}") for number in lines}
        steps = [
            NewStep(name, periods_in(f"{KEY}-periods-{number}", "periods"))
            for number, name in names.items()
            if name.strip()
        ]
        lay_down_ladder(work, school.child_id, steps)

    show_save(school.child_id, KEY, _("Lay it down"), use_case)
