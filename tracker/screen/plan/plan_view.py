"""The plan of one child: what, how and why, what changes when; editable for whoever may prescribe."""

import streamlit as st

from db.vocabulary import Mark
from tracker.access.work import reading
from tracker.plans.plan import plan_of
from tracker.plans.shown import EpisodeShown, LineShown, PauseShown, Plan
from tracker.screen.context import credential, explained, remembered
from tracker.screen.dates import format_day
from tracker.screen.plan.about_form import open_about
from tracker.screen.plan.about_view import show_about, show_precautions
from tracker.screen.plan.course_view import show_course
from tracker.screen.plan.dialogs import chosen_episode, show_dialog, show_said
from tracker.screen.plan.draft_view import show_drafts
from tracker.screen.plan.episode_form import (
    open_end,
    open_pause,
    open_resume,
    open_start,
    open_withdraw_episode,
)
from tracker.screen.plan.exercise_form import open_exercise_form
from tracker.screen.plan.load_line import format_load
from tracker.screen.plan.plan_line import show_earlier, show_line
from tracker.screen.plan.plan_text import (
    format_episode,
    format_reason,
    format_signed,
    format_span,
    format_terms,
)
from tracker.screen.plan.proposal_view import show_proposals
from tracker.screen.plan.renew_form import open_renew
from tracker.screen.plan.template_forms import open_save_template, open_use_template
from tracker.screen.text import END_REASONS, PARTS_AS_HEADINGS, plain
from tracker.screen.week_links import show_week_links
from tracker.screen.words import N_, _

MARKED = {Mark.ILL: N_("Ill with something else"), Mark.AWAY: N_("Away")}


def show_plan(child_id: int, *, for_staff: bool) -> None:
    """Show the plan of a child, as its family or as the clinic's staff reads it."""
    key = chosen_episode(child_id)
    with explained(), reading(credential()) as work:
        plan = remembered(key, lambda number: plan_of(work, child_id, number))
    show_precautions(plan.about, for_staff=for_staff)
    if len(plan.episodes) > 1:
        _choose_episode(plan, key)
    if plan.pause is not None:
        _show_pause(plan, plan.pause)
    left, right = st.columns([2, 1], gap="large")
    with left:
        show_drafts(plan)
        _show_exercises(plan, for_staff=for_staff)
    with right:
        if for_staff:
            _show_episode(plan)
        show_course(plan)
        _show_pauses(plan)
        _show_marked(plan)
        if plan.episode is not None:
            show_week_links(plan.child_id, plan.today)
        _show_about(plan)
    show_said()
    show_dialog(child_id)


def _choose_episode(plan: Plan, key: str) -> None:
    assert plan.episode is not None
    named = {episode.id: episode for episode in reversed(plan.episodes)}
    st.session_state.setdefault(key, plan.episode.id)
    st.selectbox(
        _("Course of treatment"),
        list(named),
        format_func=lambda number: format_episode(named[number]),
        key=key,
    )


def _show_exercises(plan: Plan, *, for_staff: bool) -> None:
    if plan.episode is None:
        _show_no_plan(plan)
        return
    if not plan.by_part_of_day:
        st.info(_("There are no exercises in this plan now."))
    for part, lines in plan.by_part_of_day.items():
        st.subheader(_(PARTS_AS_HEADINGS[part]), anchor=False)
        for line in lines:
            show_line(plan, line, for_staff=for_staff)
    if plan.may_prescribe:
        _ways_to_prescribe(plan, plan.episode)
    _show_over(plan, for_staff=for_staff)


def _ways_to_prescribe(plan: Plan, episode: EpisodeShown) -> None:
    st.caption(format_load(plan.load()))
    with st.container(horizontal=True):
        if not episode.is_over:
            if st.button(_("Add exercises"), key="add-exercises", icon=":material/add:"):
                open_exercise_form(plan)
            if st.button(_("Use a template"), key="use-template"):
                open_use_template(plan)
        if plan.by_part_of_day and st.button(_("Save as a template"), key="save-template"):
            open_save_template(plan)


def _show_no_plan(plan: Plan) -> None:
    if plan.may_prescribe:
        st.info(_("There is no plan yet. It begins with a course of treatment."))
        if st.button(_("Start a course of treatment"), key="start-first", type="primary"):
            open_start(plan)
    else:
        st.info(_("There is no plan yet. Your clinic will add one; nothing is needed from you."))


def _show_over(plan: Plan, *, for_staff: bool) -> None:
    if plan.stopped:
        with st.expander(_("No longer in the plan")):
            for line in plan.stopped:
                st.markdown(f"**{plain(line.exercise)}**")
                _offer_renewal(plan, line)
                show_proposals(plan, line)
                if for_staff:
                    show_earlier(line)
                else:
                    last = line.earlier[0]
                    st.markdown(f"{format_span(last)}: {format_terms(last.terms)}")
    if for_staff and plan.corrected:
        with st.expander(_("Entered in error")):
            for line in plan.corrected:
                for revision in line.corrected:
                    assert revision.corrected is not None
                    facts = (
                        f"**{plain(line.exercise)}** {format_terms(revision.terms)}",
                        format_span(revision),
                        format_reason(revision.corrected),
                        format_signed(revision.corrected),
                    )
                    st.markdown(" · ".join(filter(None, facts)))


def _offer_renewal(plan: Plan, line: LineShown) -> None:
    is_open = plan.episode is not None and not plan.episode.is_over
    if plan.may_prescribe and is_open and line.may_renew:
        words = f"{_('Renew')} *{plain(line.exercise)}*"
        if st.button(words, key=f"renew-{line.line_id}", icon=":material/autorenew:"):
            open_renew(plan, line)


def _show_episode(plan: Plan) -> None:
    episode = plan.episode
    if episode is None:
        return
    st.subheader(_("Course of treatment"), anchor=False)
    st.markdown(format_episode(episode))
    if episode.end_reason is not None:
        facts = (_(END_REASONS[episode.end_reason]), plain(episode.end_note))
        st.markdown(" · ".join(filter(None, facts)))
    if plan.may_prescribe:
        _episode_actions(plan, episode)


def _episode_actions(plan: Plan, episode: EpisodeShown) -> None:
    with st.container(horizontal=True):
        if not episode.is_over:
            if st.button(_("End it"), key="end-episode"):
                open_end(plan)
            if episode.start >= plan.today and st.button(_("Withdraw it"), key="withdraw-episode"):
                open_withdraw_episode(plan)
        if plan.next_start is not None and st.button(_("Start the next"), key="start-next"):
            open_start(plan)


def _show_pauses(plan: Plan) -> None:
    pauses = [pause for pause in plan.pauses if pause.from_day > plan.today]
    may_pause = plan.may_prescribe and plan.episode is not None and not plan.episode.is_over
    if pauses or may_pause:
        st.subheader(_("Pauses"), anchor=False)
    for pause in pauses:
        _show_pause(plan, pause)
    if may_pause and st.button(_("Pause the plan"), key="pause-plan", icon=":material/pause:"):
        open_pause(plan)


def _show_pause(plan: Plan, pause: PauseShown) -> None:
    if pause == plan.pause:
        said = _("Paused until {day}. Nothing is needed.").format(day=format_day(pause.to_day))
    else:
        said = _("Paused from {first} to {last}.")
        said = said.format(first=format_day(pause.from_day), last=format_day(pause.to_day))
    st.info(f"{said}  \n{plain(pause.reason)}", icon=":material/pause_circle:")
    if plan.may_prescribe:
        words = _("End the pause") if pause == plan.pause else _("Shorten or withdraw it")
        days = _("{first} to {last}").format(first=format_day(pause.from_day), last=format_day(pause.to_day))
        if st.button(f"{words} *{days}*", key=f"resume-{pause.id}"):
            open_resume(plan, pause)


def _show_marked(plan: Plan) -> None:
    if not plan.marked:
        return
    st.subheader(_("Ill and away, last four weeks"), anchor=False)
    for mark, words in MARKED.items():
        days = ", ".join(format_day(marked.day) for marked in plan.marked if marked.mark is mark)
        if days:
            st.markdown(f"**{_(words)}:** {days}")


def _show_about(plan: Plan) -> None:
    st.subheader(_("About {name}").format(name=plain(plan.child_name)), anchor=False)
    show_about(plan.about)
    if plan.may_prescribe and st.button(
        f"{_('Change')} *{plain(plan.child_name)}*", key="change-about", icon=":material/edit:"
    ):
        open_about(plan)
