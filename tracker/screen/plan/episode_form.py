"""The forms of a course of treatment: start it, end it, take it back before it has begun, pause it and resume."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import streamlit as st

from db.vocabulary import EpisodeEnd, Setting
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.plans.episodes import end_episode, pause, resume, start_episode, withdraw_episode
from tracker.plans.shown import EpisodeShown, PauseShown, Plan
from tracker.screen.dates import format_day
from tracker.screen.form_state import AT_EACH_LETTER, begins_with
from tracker.screen.plan.about_view import show_precautions
from tracker.screen.plan.dialogs import (
    chosen_episode,
    open_dialog,
    reason_in,
    saving,
    show_buttons,
    show_reason,
)
from tracker.screen.plan.plan_text import format_episode, format_last_day, format_long_day
from tracker.screen.text import END_REASONS, SETTINGS, plain
from tracker.screen.words import _
from tracker.text import LONGEST_TEXT


def open_start(plan: Plan) -> None:
    """Open the form that starts a course of treatment."""
    open_dialog(plan, "form-start", _("Start a course of treatment"), _start_form)


def open_end(plan: Plan) -> None:
    """Open the form that ends the opened one."""
    open_dialog(plan, "form-end", _("End the course of treatment"), _end_form)


def open_withdraw_episode(plan: Plan) -> None:
    """Open the form that takes the opened one back before it has begun."""
    open_dialog(plan, "form-withdraw-episode", _("Withdraw the course of treatment"), _withdraw_form)


def open_pause(plan: Plan) -> None:
    """Open the form that pauses the plan."""
    open_dialog(plan, "form-pause", _("Pause the plan"), _pause_form)


def open_resume(plan: Plan, of: PauseShown) -> None:
    """Open the form that ends a pause early, or withdraws one to come."""
    title = _("End the pause") if of == plan.pause else _("Shorten or withdraw the pause")
    open_dialog(plan, "form-resume", title, partial(_resume_form, of))


def _start_form(plan: Plan) -> None:
    show_precautions(plan.about)
    st.pills(
        _("Setting"),
        list(Setting),
        format_func=lambda setting: _(SETTINGS[setting]),
        default=Setting.HOME,
        required=True,
        key="form-start-setting",
        wrap=True,
    )
    with st.container(horizontal=True):
        _day("form-start-day", _("Start"), plan.next_start or plan.today)
        st.number_input(_("Expected weeks"), value=None, step=1, key="form-start-weeks", width=170)
    st.caption(
        _("Weeks are counted from this day. It may lie in the past, where the treatment began elsewhere.")
    )

    def use_case(work: Work) -> str:
        start = _day_in("form-start-day", "start")
        weeks = st.session_state.get("form-start-weeks")
        setting = Setting(st.session_state["form-start-setting"])
        start_episode(work, plan.child_id, start=start, setting=setting, expected_weeks=weeks)
        st.session_state.pop(chosen_episode(plan.child_id), None)
        return _("Started: the first day is {day}. Now add exercises.").format(day=format_long_day(start))

    _buttons(plan, "form-start", _("Start"), use_case)


def _earliest_end(plan: Plan) -> date:
    """Give today, or tomorrow once something is entered for today: what was done is not to fall out of the plan."""
    return plan.today + timedelta(days=1) if any(line.entered_today for line in plan.lines) else plan.today


def _end_form(plan: Plan) -> None:
    episode = _opened(plan)
    st.markdown(format_episode(episode))
    _day("form-end-day", _("End (the first day after it)"), _earliest_end(plan))
    st.pills(
        _("Why"),
        list(EpisodeEnd),
        format_func=lambda reason: _(END_REASONS[reason]),
        key="form-end-reason",
        wrap=True,
    )
    st.text_input(
        _("Note (only the care team reads this)"),
        key="form-end-note",
        placeholder=_("At most {limit} characters").format(limit=LONGEST_TEXT),
        on_change="ignore",
        live=AT_EACH_LETTER,
    )
    st.caption(_("Weeks that are over keep their figures. Nothing is asked for from this day on."))

    def use_case(work: Work) -> str:
        end, reason = _day_in("form-end-day", "end"), st.session_state.get("form-end-reason")
        if reason is None:
            raise InvalidInput("end_reason", "choose")
        note = st.session_state.get("form-end-note") or ""
        end_episode(
            work,
            plan.child_id,
            episode.id,
            end=end,
            reason=EpisodeEnd(reason),
            note=note,
            seen=episode.end,
        )
        return _("Saved.") + " " + format_last_day(end)

    _buttons(plan, "form-end", _("End it"), use_case)


def _withdraw_form(plan: Plan) -> None:
    episode = _opened(plan)
    st.markdown(format_episode(episode))
    st.markdown(_("It is taken back with all exercises in it. Nothing of it has been asked for yet."))

    def use_case(work: Work) -> str:
        withdraw_episode(work, plan.child_id, episode.id)
        return _("The course of treatment is withdrawn.")

    _buttons(plan, "form-withdraw-episode", _("Withdraw it"), use_case)


def _pause_form(plan: Plan) -> None:
    episode = _opened(plan)
    with st.container(horizontal=True):
        _day("form-pause-from", _("From"), max(plan.today, episode.start))
        _day("form-pause-to", _("To (the last day of the pause)"), None)
    show_reason("form-pause")
    st.caption(_("On these days nothing is needed. What is logged all the same is kept as extra."))

    def use_case(work: Work) -> str:
        first, last = _day_in("form-pause-from", "from"), _day_in("form-pause-to", "to")
        reason = reason_in("form-pause")
        pause(work, plan.child_id, episode.id, from_day=first, to_day=last, reason=reason)
        said = _("Saved. The plan is paused from {first} to {last}.")
        return said.format(first=format_day(first), last=format_day(last))

    _buttons(plan, "form-pause", _("Pause"), use_case)


def _resume_form(of: PauseShown, plan: Plan) -> None:
    episode = _opened(plan)
    days = _("{first} to {last}").format(first=format_day(of.from_day), last=format_day(of.to_day))
    st.markdown(f"{days}: {plain(of.reason)}")
    _day("form-resume-day", _("Day (the first on which the plan asks again)"), max(plan.today, of.from_day))

    def use_case(work: Work) -> str:
        day = _day_in("form-resume-day", "day")
        resume(work, plan.child_id, episode.id, of.id, on=day)
        if day <= of.from_day:
            return _("The pause is withdrawn.")
        return _("Saved. The plan asks again from {day}.").format(day=format_day(day))

    _buttons(plan, "form-resume", _("Save"), use_case)


def _opened(plan: Plan) -> EpisodeShown:
    assert plan.episode is not None
    return plan.episode


def _day(key: str, label: str, offered: date | None) -> None:
    begins_with(key, offered)
    st.date_input(label, value=None, format="YYYY-MM-DD", key=key, width=260)


def _day_in(key: str, field: str) -> date:
    day = st.session_state.get(key)
    if not isinstance(day, date):
        raise InvalidInput(field, "empty")
    return day


def _buttons(plan: Plan, key: str, words: str, use_case: Callable[[Work], str]) -> None:
    show_buttons(plan.child_id, key, words, saving(plan.child_id, key, use_case))
