"""The form that goes on with an exercise which has an end, or has ended."""

from datetime import date
from functools import partial

import streamlit as st

from tracker.access.work import Work
from tracker.plans.news import Stand, stand_of
from tracker.plans.prescriptions import renew
from tracker.plans.shown import LineShown, Plan, first_day_offered
from tracker.screen.plan.about_view import show_precautions
from tracker.screen.plan.dialogs import open_dialog, reason_in, saving, show_buttons, show_reason
from tracker.screen.plan.exercise_fields import read_day, read_end, show_first_day, show_last_day
from tracker.screen.plan.load_line import format_load
from tracker.screen.plan.plan_text import format_from, format_terms
from tracker.screen.plan.revise_form import show_news
from tracker.screen.text import plain
from tracker.screen.words import _


def open_renew(plan: Plan, line: LineShown) -> None:
    """Open the form with the first day on which the exercise can go on."""
    stand = stand_of(line)
    if stand is not None:
        title = _("Renew {exercise}").format(exercise=plain(line.exercise))
        key = f"form-renew-{line.line_id}"
        open_dialog(plan, key, title, partial(_form, key, line.line_id, stand))


def _form(key: str, line_id: int, base: Stand, plan: Plan) -> None:
    line = plan.line(line_id)
    assert line is not None
    show_precautions(plan.about)
    stand = show_news(key, line, base)
    if line.last is None:
        return
    terms = line.last.terms
    st.markdown(f"**{plain(line.exercise)}** · {format_terms(terms)}")
    show_first_day(key, _offered(plan, line))
    show_last_day(key)
    show_reason(key)
    st.caption(_("With this: {load}").format(load=format_load(plan.load(line_id=line_id, terms=terms))))

    def use_case(work: Work) -> str:
        first, reason = read_day(key), reason_in(key)
        renew(
            work,
            plan.child_id,
            stand.prescription_id,
            first=first,
            end=read_end(key),
            reason=reason,
            seen=stand.seen,
        )
        said = f"{format_from(first, plan.today)}: **{plain(line.exercise)}** · {format_terms(terms)}"
        return "  \n".join((_("Saved. The family sees:"), said))

    show_buttons(plan.child_id, key, _("Renew it"), saving(plan.child_id, key, use_case))


def _offered(plan: Plan, line: LineShown) -> date:
    assert plan.episode is not None
    assert line.last is not None
    earliest = max(filter(None, (plan.today, line.last.valid_to)))
    return first_day_offered(plan.episode, earliest, weekly=line.last.terms.schedule.is_weekly)
