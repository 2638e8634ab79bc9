"""What is being prepared for a plan: seen by whoever prescribes, and given to the family in one step."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import streamlit as st

from tracker.access.work import Work, writing
from tracker.plans.drafts import DraftShown, Prepared, change_draft, discard_draft, give_drafts, start_drafts
from tracker.plans.shown import Plan
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_day
from tracker.screen.form_state import begins_with
from tracker.screen.plan.about_view import show_precautions
from tracker.screen.plan.dialogs import (
    open_dialog,
    reason_in,
    saving,
    say,
    show_buttons,
    show_reason,
)
from tracker.screen.plan.exercise_fields import (
    prefill,
    read_day,
    read_end,
    read_terms,
    show_fields,
    show_first_day,
    show_last_day,
)
from tracker.screen.plan.load_line import format_load, show_load
from tracker.screen.plan.plan_text import format_reason_text, format_terms
from tracker.screen.plan.preview_view import show_preview
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext

ONE_DAY = timedelta(days=1)
NOTICE = "drafts"


def show_drafts(plan: Plan) -> None:
    """Show the drafts of the opened episode, and what can be done with them."""
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    if not plan.drafts or plan.episode is None:
        return
    with st.container(border=True, key="drafts"):
        st.subheader(_("Being prepared"), anchor=False)
        st.caption(_("The family does not see this yet."))
        for draft in plan.drafts:
            _show_draft(plan, draft)
        load = format_load(plan.load_with_drafts)
        st.caption(_("The plan with these: {load}").format(load=load))
        _show_ways_on(plan, plan.episode.id)


def _show_draft(plan: Plan, draft: DraftShown) -> None:
    name = plain(draft.exercise)
    with st.container(horizontal=True, vertical_alignment="center", key=f"draft-{draft.id}"):
        st.markdown(_format_draft(draft), width="stretch")
        if st.button(f"{_('Change')} *{name}*", key=f"draft-change-{draft.id}", icon=":material/edit:"):
            _open(plan, draft)
        st.button(
            f"{_('Throw away')} *{name}*",
            key=f"draft-discard-{draft.id}",
            icon=":material/delete:",
            on_click=_discard,
            args=(plan.child_id, draft),
        )
    if draft.is_overtaken:
        st.warning(
            _("This exercise was changed since. Saving the draft again puts it on top of that."),
            icon=":material/sync:",
        )


def _format_draft(draft: DraftShown) -> str:
    kind = _("new") if draft.line_id is None else _("change")
    last = "" if draft.valid_to is None else _("to {day}").format(day=format_day(draft.valid_to - ONE_DAY))
    days = " ".join(filter(None, (_("from {day}").format(day=format_day(draft.valid_from)), last)))
    facts = (format_terms(draft.terms), days, format_reason_text(draft.reason))
    return f"**{plain(draft.exercise)}** ({kind})  \n" + " · ".join(filter(None, facts))


def _show_ways_on(plan: Plan, episode_id: int) -> None:
    earliest = max(plan.today, min(draft.valid_from for draft in plan.drafts))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"drafts-start-{episode_id}"
        begins_with(key, earliest)
        st.date_input(_("Start all on"), value=None, format="YYYY-MM-DD", key=key, width=180)
        st.button(_("Set the day"), key="drafts-set-day", on_click=_start_all, args=(plan, episode_id, key))
        count = len(plan.drafts)
        words = ngettext("Give {n} to the family", "Give all {n} to the family", count).format(n=count)
        st.button(words, key="drafts-give", type="primary", on_click=_give, args=(plan, episode_id))


def _start_all(plan: Plan, episode_id: int, key: str) -> None:
    day = st.session_state.get(key)
    if isinstance(day, date):
        _do(lambda work: start_drafts(work, plan.child_id, episode_id, day, seen=_seen(plan)))


def _seen(plan: Plan) -> list[tuple[int, int]]:
    return [(draft.id, draft.version) for draft in plan.drafts]


def _discard(child_id: int, draft: DraftShown) -> None:
    _do(lambda work: discard_draft(work, child_id, draft.id, seen=draft.version))


def _give(plan: Plan, episode_id: int) -> None:
    seen = _seen(plan)
    names = ", ".join(f"**{plain(draft.exercise)}**" for draft in plan.drafts)
    if _do(lambda work: give_drafts(work, plan.child_id, episode_id, seen=seen)):
        say(_("Given to the family: {names}.").format(names=names))


def _do(change: Callable[[Work], object]) -> bool:
    def use_case() -> None:
        with writing(credential()) as work:
            change(work)

    return attempt(NOTICE, use_case)


def _open(plan: Plan, draft: DraftShown) -> None:
    title = _("Draft: {exercise}").format(exercise=plain(draft.exercise))
    key = f"form-draft-{draft.id}"
    open_dialog(plan, key, title, partial(_form, key, draft), width="large")


def _form(key: str, draft: DraftShown, plan: Plan) -> None:
    prefill(key, draft.terms)
    begins_with(f"{key}-last", None if draft.valid_to is None else draft.valid_to - ONE_DAY)
    begins_with(f"{key}-reason", draft.reason)
    show_precautions(plan.about)
    left, right = st.columns([3, 2], gap="medium")
    line = None if draft.line_id is None else plan.line(draft.line_id)
    last = None if line is None else line.last
    with left:
        show_fields(key)
    with right:
        show_first_day(key, draft.valid_from)
        if draft.line_id is None:
            show_last_day(key)
        show_reason(key)
        show_load(plan, key, line_id=draft.line_id)
        if plan.episode is not None and (line is None or last is not None):
            of = None if last is None else last.prescription_id
            show_preview(key, plan.child_id, draft.exercise, of=of, episode_id=plan.episode.id)

        def use_case(work: Work) -> str:
            prepared = Prepared(read_terms(key), read_day(key), read_end(key), reason_in(key))
            change_draft(work, plan.child_id, draft.id, prepared=prepared, seen=draft.version)
            return _("Saved. The family does not see it yet.")

        show_buttons(plan.child_id, key, _("Save the draft"), saving(plan.child_id, key, use_case))
