"""The form that revises an exercise, and tells of what a colleague changed meanwhile."""

from datetime import timedelta
from functools import partial

import streamlit as st

from tracker.access.work import Work
from tracker.plans.drafts import Prepared, draft_revision
from tracker.plans.news import Stand, news_of, stand_of
from tracker.plans.prescriptions import revise
from tracker.plans.preview import preview_of
from tracker.plans.shown import EpisodeShown, LineShown, Plan, first_day_offered
from tracker.screen.plan.about_view import show_precautions
from tracker.screen.plan.dialogs import open_dialog, place, reason_in, saving, show_buttons, show_reason
from tracker.screen.plan.exercise_fields import (
    is_weekly,
    prefill,
    read_day,
    read_terms,
    show_fields,
    show_first_day,
)
from tracker.screen.plan.load_line import show_load
from tracker.screen.plan.plan_text import format_news, format_steps
from tracker.screen.plan.preview_view import show_preview
from tracker.screen.text import plain
from tracker.screen.words import _

ONE_DAY = timedelta(days=1)


def open_revise(plan: Plan, line: LineShown) -> None:
    """Open the form with what the exercise's last revision says."""
    stand = stand_of(line)
    if stand is not None:
        title = _("Change {exercise}").format(exercise=plain(line.exercise))
        key = f"form-revise-{line.line_id}"
        open_dialog(plan, key, title, partial(_form, key, line.line_id, stand), width="large")


def show_news(key: str, line: LineShown, base: Stand) -> Stand:
    """Tell what colleagues have done to an exercise since the form was opened, and give how it stands for Save.

    The first attempt after such a change is refused; the next one, with the news in view, goes on top of it.
    """
    stand: Stand = st.session_state.setdefault(f"{key}-stand", base)
    if st.session_state.pop(f"{key}-refused", False):
        stand = st.session_state[f"{key}-stand"] = stand_of(line) or stand
    news = news_of(line, base)
    with place():
        if news:
            said = "\n".join(f"- {format_news(each)}" for each in news)
            st.warning(f"{_('Changed while this form was open:')}\n{said}", icon=":material/sync:")
        if stand != base:
            st.caption(_("What you typed is kept. Saving again puts it on top of that."))
    return stand


def _form(key: str, line_id: int, base: Stand, plan: Plan) -> None:
    line = plan.line(line_id)
    assert line is not None
    assert plan.episode is not None
    prefill(key, None if line.last is None else line.last.terms)
    show_precautions(plan.about)
    stand = show_news(key, line, base)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_fields(key)
    with right:
        _show_when(key, plan, plan.episode, line)
        latest = stand_of(line) or stand
        show_preview(key, plan.child_id, line.exercise, of=latest.prescription_id)
        show_load(plan, key, line_id=line_id)
        save = saving(plan.child_id, key, partial(_revise, key, plan.child_id, line, stand))
        draft = saving(plan.child_id, key, partial(_draft, key, plan.child_id, stand))
        show_buttons(plan.child_id, key, _("Save"), save, beside=(_("Keep as a draft"), draft))


def _show_when(key: str, plan: Plan, episode: EpisodeShown, line: LineShown) -> None:
    was_weekly = line.last is not None and line.last.terms.schedule.is_weekly
    earliest = max(line.earliest, plan.today + ONE_DAY)
    show_first_day(key, first_day_offered(episode, earliest, weekly=was_weekly or is_weekly(key)))
    show_reason(key)


def _draft(key: str, child_id: int, stand: Stand, work: Work) -> str:
    prepared = Prepared(read_terms(key), read_day(key), reason=reason_in(key))
    draft_revision(work, child_id, stand.prescription_id, prepared=prepared)
    return _("Kept as a draft. The family does not see it yet.")


def _revise(key: str, child_id: int, line: LineShown, stand: Stand, work: Work) -> str:
    terms, day, old = read_terms(key), read_day(key), stand.prescription_id
    seen = stand.seen
    preview = preview_of(work, child_id, terms=terms, valid_from=day, prescription_id=old, seen=seen)
    revise(work, child_id, old, terms=terms, valid_from=day, reason=reason_in(key), seen=seen)
    return "  \n".join((_("Saved. The family sees:"), *format_steps(line.exercise, preview)))
