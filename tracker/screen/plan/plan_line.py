"""One exercise of a plan: what it is now, what comes next, and, for the clinic's staff, what it was."""

from collections.abc import Callable

import streamlit as st

from tracker.library.words import Words
from tracker.plans.shown import LineShown, Plan, RevisionShown
from tracker.screen.dates import format_day
from tracker.screen.library.how_view import show_how
from tracker.screen.plan.end_forms import open_error, open_stop, open_withdraw
from tracker.screen.plan.plan_text import (
    format_from,
    format_instructions,
    format_last_day,
    format_reason,
    format_signed,
    format_span,
    format_terms,
)
from tracker.screen.plan.proposal_view import open_propose, show_proposals
from tracker.screen.plan.renew_form import open_renew
from tracker.screen.plan.revise_form import open_revise
from tracker.screen.text import CATEGORIES, plain
from tracker.screen.words import _

Opens = Callable[[Plan, LineShown], None]


def show_line(plan: Plan, line: LineShown, *, for_staff: bool) -> None:
    """Show an exercise that is due now or will be."""
    revision = line.shown
    assert revision is not None
    with st.container(border=True, gap="small", key=f"line-{line.line_id}"):
        with st.container(horizontal=True, vertical_alignment="top", key=f"head-{line.line_id}"):
            st.markdown(_head(line, revision), width="stretch")
            if plan.may_prescribe:
                with st.container(horizontal=True, wrap=False, width="content"):
                    _actions(plan, line)
            elif plan.may_propose and st.button(
                f"{_('Propose a change')} *{plain(line.exercise)}*",
                key=f"propose-{line.line_id}",
                icon=":material/lightbulb:",
            ):
                open_propose(plan, line)
        if revision.terms.instructions:
            st.markdown(format_instructions(revision.terms.instructions))
        if revision.words is not None:
            _show_how(line, revision.words)
        _show_changes(plan, line, for_staff=for_staff)
        show_proposals(plan, line)
        if for_staff:
            _show_history(line, revision)
        elif revision.made.reason:
            st.caption(format_reason(revision.made))


def _show_how(line: LineShown, words: Words) -> None:
    """Show how it is done once somebody asks: a picture is read from the database only then."""
    label = f"{_('How to do it')} *{plain(line.exercise)}*"
    how = st.expander(label, key=f"how-{line.line_id}", on_change="rerun")
    if how.open:
        with how:
            show_how(words)


def _head(line: LineShown, revision: RevisionShown) -> str:
    """Give name and dose; what has not begun says from when."""
    terms = format_terms(revision.terms, under=revision.terms.first_part)
    if line.now is None:
        terms = f"{format_from(revision.first, line.today)}: {terms}"
    return f"**{plain(line.exercise)}**  \n{terms}"


def _show_changes(plan: Plan, line: LineShown, *, for_staff: bool) -> None:
    for revision in line.to_come:
        if revision is line.shown:
            continue
        part = None if line.shown is None else line.shown.terms.first_part
        terms = format_terms(revision.terms, under=part)
        what = [f"{format_from(revision.first, plan.today)}: **{terms}**"]
        what.append(format_reason(revision.made))
        if for_staff:
            what.append(format_signed(revision.made))
        st.markdown(":material/event: " + "  \n".join(filter(None, what)))
        changed = revision.terms.instructions
        if changed and line.now is not None and changed != line.now.terms.instructions:
            st.markdown(format_instructions(changed))
    if line.end is not None and line.may_renew:
        what = [format_last_day(line.end)]
        if line.stopped is not None:
            what.append(format_reason(line.stopped))
            what.append(format_signed(line.stopped) if for_staff else "")
        st.markdown(":material/event_busy: " + "  \n".join(filter(None, what)))


def _show_history(line: LineShown, revision: RevisionShown) -> None:
    facts = (
        _(CATEGORIES[line.category]),
        _("since {day}").format(day=format_day(revision.first)) if line.now else "",
        format_signed(revision.made),
        format_reason(revision.made),
    )
    st.caption(" · ".join(filter(None, facts)))
    if line.earlier:
        with st.expander(_("Earlier")):
            show_earlier(line)


def show_earlier(line: LineShown) -> None:
    """List the revisions that are over, latest first, each with its days, its reason and who made it."""
    for revision in line.earlier:
        ended = revision.stopped
        facts = (
            f"**{format_span(revision)}:** {format_terms(revision.terms)}",
            format_reason(revision.made),
            format_signed(revision.made),
            "" if ended is None else _("stopped by {who}").format(who=format_signed(ended)),
            "" if ended is None else format_reason(ended),
        )
        st.markdown(" · ".join(filter(None, facts)))


def _actions(plan: Plan, line: LineShown) -> None:
    name = plain(line.exercise)
    if line.last is not None and st.button(
        f"{_('Change')} *{name}*", key=f"change-{line.line_id}", icon=":material/edit:"
    ):
        open_revise(plan, line)
    actions = _more(line)
    chosen = st.menu_button(f"⋯ *{name}*", list(actions), key=f"more-line-{line.line_id}")
    if chosen is not None:
        actions[chosen](plan, line)


def _more(line: LineShown) -> dict[str, Opens]:
    actions: dict[str, Opens] = {}
    if line.last is not None and not (line.last.first == line.today and line.may_withdraw):
        actions[_("Stop")] = open_stop
    if line.may_withdraw:
        actions[_("Withdraw what has not begun")] = open_withdraw
    if line.may_renew:
        actions[_("Renew")] = open_renew
    actions[_("Entered in error")] = open_error
    return actions
