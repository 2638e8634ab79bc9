"""The small forms that stop an exercise, take back what has not begun, or mark what was entered in error."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import streamlit as st

from tracker.access.work import Work
from tracker.errors import InvalidInput, NotFound
from tracker.plans.changeable import Seen
from tracker.plans.news import Stand, stand_of
from tracker.plans.prescriptions import enter_in_error, stop, withdraw
from tracker.plans.shown import LineShown, Plan
from tracker.screen.dates import format_day
from tracker.screen.form_state import begins_with
from tracker.screen.plan.dialogs import open_dialog, reason_in, saving, show_buttons, show_reason
from tracker.screen.plan.plan_text import format_from, format_last_day, format_span, format_terms
from tracker.screen.plan.revise_form import show_news
from tracker.screen.text import plain
from tracker.screen.words import _

ONE_DAY = timedelta(days=1)


def open_stop(plan: Plan, line: LineShown) -> None:
    """Open the form that stops an exercise."""
    _open(_("Stop {exercise}"), "stop", plan, line, _stop_form)


def open_withdraw(plan: Plan, line: LineShown) -> None:
    """Open the form that takes back a revision, or an exercise, that has not begun."""
    is_change = line.now is not None and line.now != line.last
    title = _("Withdraw a change of {exercise}") if is_change else _("Withdraw {exercise}")
    _open(title, "withdraw", plan, line, _withdraw_form)


def open_error(plan: Plan, line: LineShown) -> None:
    """Open the form that marks a revision as entered in error."""
    _open(_("{exercise} was entered in error"), "error", plan, line, _error_form)


Form = Callable[[str, Plan, LineShown, Stand], None]


def _open(title: str, kind: str, plan: Plan, line: LineShown, form: Form) -> None:
    assert line.shown is not None
    key = f"form-{kind}-{line.line_id}"
    shown = line.shown
    newest = max(revision.prescription_id for revision in line.revisions)
    base = stand_of(line) or Stand(shown.prescription_id, Seen(shown.valid_to), newest)
    title = title.format(exercise=plain(line.exercise))
    open_dialog(plan, key, title, partial(_form, key, line.line_id, base, form))


def _form(key: str, line_id: int, base: Stand, form: Form, plan: Plan) -> None:
    line = plan.line(line_id)
    assert line is not None
    form(key, plan, line, show_news(key, line, base))


def _stop_form(key: str, plan: Plan, line: LineShown, stand: Stand) -> None:
    offered = max(plan.today + ONE_DAY, line.earliest)
    if line.last is not None:
        offered = max(offered, line.last.first + ONE_DAY)
        if line.last.first > plan.today:
            day = format_day(line.last.first)
            st.info(
                _("A change is planned from {day}. To stop before that, withdraw it first.").format(day=day)
            )
    begins_with(f"{key}-day", offered)
    st.date_input(
        _("End (the first day without it)"), value=None, format="YYYY-MM-DD", key=f"{key}-day", width=240
    )
    show_reason(key)

    def use_case(work: Work) -> str:
        day = st.session_state.get(f"{key}-day")
        if not isinstance(day, date):
            raise InvalidInput("end", "empty")
        stop(work, plan.child_id, stand.prescription_id, on=day, reason=reason_in(key), seen=stand.seen)
        return " ".join((_("Saved."), f"**{plain(line.exercise)}**:", format_last_day(day)))

    show_buttons(plan.child_id, key, _("Stop it"), saving(plan.child_id, key, use_case))


def _withdraw_form(key: str, plan: Plan, line: LineShown, stand: Stand) -> None:
    standing = [r for r in (line.now, *line.to_come) if r is not None and r != line.last]
    exercise = f"**{plain(line.exercise)}**"
    if standing:
        stays = _("The family keeps seeing {exercise} · {terms}.")
        stays = stays.format(exercise=exercise, terms=format_terms(standing[-1].terms))
    else:
        stays = _("{exercise} leaves the plan. Nothing of it has been asked for yet.").format(
            exercise=exercise
        )
    if line.last is not None:
        st.markdown(f"{format_from(line.last.first, plan.today)}: {format_terms(line.last.terms)}")
    st.markdown(stays)

    def use_case(work: Work) -> str:
        withdraw(work, plan.child_id, stand.prescription_id, seen=stand.seen)
        return _("Withdrawn.") + " " + stays

    show_buttons(plan.child_id, key, _("Withdraw it"), saving(plan.child_id, key, use_case))


def _error_form(key: str, plan: Plan, line: LineShown, _stand: Stand) -> None:
    revisions = {r.prescription_id: r for r in (line.now, *line.to_come, *line.earlier) if r is not None}
    chosen = st.selectbox(
        _("Which"),
        list(revisions),
        format_func=lambda number: (
            f"{format_terms(revisions[number].terms)} ({format_span(revisions[number])})"
        ),
        key=f"{key}-which",
    )
    st.markdown(
        _(
            "It leaves the plan and every figure, also those of past weeks, which get a mark. What was logged for it "
            "is kept, but counts no more. This cannot be taken back."
        )
    )
    show_reason(key, _("only the care team reads this"))

    def use_case(work: Work) -> str:
        if chosen is None:
            raise NotFound
        enter_in_error(work, plan.child_id, chosen, reason=reason_in(key))
        return _("{exercise} is marked as entered in error.").format(exercise=f"**{plain(line.exercise)}**")

    show_buttons(plan.child_id, key, _("Mark as entered in error"), saving(plan.child_id, key, use_case))
