"""All visits of one day over a clinician's caseload: what became of each is said by one tap."""

from datetime import date, timedelta
from functools import partial

import streamlit as st

from db.vocabulary import CancelReason, VisitOutcome
from tracker.access.work import reading, writing
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.places import place
from tracker.screen.text import plain
from tracker.screen.visits.calendar_view import STYLE
from tracker.screen.visits.visit_text import (
    CHOICES,
    DISCIPLINES,
    MODALITIES,
    REASONS,
    format_known_to,
    format_length,
    format_moment,
    format_outcome,
    format_when,
)
from tracker.screen.words import _, ngettext
from tracker.visits.day import VisitDay, VisitOfDay, visit_day
from tracker.visits.marking import mark_visit, unmark_visit
from tracker.visits.outcomes import CANCELLED, TOOK_PLACE
from tracker.visits.shown import VisitShown

CHOSEN, NOTICE = "visit-day", "visit-day"
ONE_DAY = timedelta(days=1)


def show_visit_day() -> None:
    """Show the visits of the chosen day, today at first."""
    st.html(STYLE)
    notice = take_notice(NOTICE)
    chosen = st.session_state.get(CHOSEN)
    with explained(notice), reading(credential(), hurried=bool(notice)) as work:
        day = visit_day(work, chosen if isinstance(chosen, date) else None)
    _choose(day)
    if notice:
        st.error(notice)
    _head(day)
    with st.container(gap=None, key="visit-rows"):
        for row in day.rows:
            _show_row(row)


def _choose(day: VisitDay) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="visit-day-ways"):
        st.header(_("Visits of a day"), anchor=False, width="content")
        st.session_state.setdefault(CHOSEN, day.day)
        st.date_input(
            _("Day"), value=None, format="YYYY-MM-DD", key=CHOSEN, label_visibility="collapsed", width=190
        )
        for words, key, other in (
            (_("Earlier"), "arrow_back", day.day - ONE_DAY),
            (_("Later"), "arrow_forward", day.day + ONE_DAY),
        ):
            st.button(words, key=f"visit-day-{key}", icon=f":material/{key}:", on_click=partial(_go, other))


def _go(day: date) -> None:
    st.session_state[CHOSEN] = day


def _head(day: VisitDay) -> None:
    name = format_full_day(day.day)
    st.subheader(f"{_('Today')}, {name}" if day.day == day.today else name, anchor=False)
    if day.closed is not None:
        st.caption(_("The clinic is closed on this day."))
    elif day.holiday:
        st.caption(plain(day.holiday))
    if not day.rows:
        st.info(_("No visits of the children whom you follow are planned on this day."))
        return
    to_mark = sum(row.visit.outcome is None and row.visit.may_change for row in day.rows)
    total = len(day.rows)
    said = ngettext("{n} visit, {m} without a mark", "{n} visits, {m} without a mark", total)
    st.caption(said.format(n=total, m=to_mark))


def _show_row(row: VisitOfDay) -> None:
    visit = row.visit
    with st.container(horizontal=True, vertical_alignment="center", key=f"visit-row-{visit.id}"):
        with st.container(width=330, gap=None):
            st.page_link(
                place("visits"),
                label=f"**{format_when(visit, row.name)}** · {plain(row.name)}",
                icon="",
                query_params={"child": str(visit.child_id)},
            )
            how = (
                _(DISCIPLINES[visit.discipline]),
                format_length(visit.minutes),
                _(MODALITIES[visit.modality]),
                format_known_to(visit),
            )
            st.caption(", ".join(filter(None, how)))
        if visit.may_change and visit.outcome is not VisitOutcome.MOVED:
            with st.container(width="content", gap="xsmall"):
                _outcome(row)
        else:
            st.markdown(format_outcome(visit, for_staff=True))


def _outcome(row: VisitOfDay) -> None:
    visit = row.visit
    key, pending = f"outcome-{visit.id}", st.session_state.get(_pending(visit))
    # What stands in the record, also where a colleague has said it meanwhile.
    shown = pending or visit.outcome
    st.session_state[key] = shown
    name = f"{row.name}, {format_moment(visit.starts_at)}"
    st.segmented_control(
        _("What became of it: {visit}").format(visit=plain(name)),
        [each for each in CHOICES if visit.has_come or each not in TOOK_PLACE],
        format_func=lambda each: _(CHOICES[each]),
        key=key,
        label_visibility="collapsed",
        wrap=True,
        on_change=partial(_say, visit, key),
    )
    if shown in CANCELLED:
        reason = f"reason-{visit.id}"
        st.session_state[reason] = None if pending else visit.reason
        st.pills(
            _("Why it was cancelled: {visit}").format(visit=plain(name)),
            list(CancelReason),
            format_func=lambda each: _(REASONS[each]),
            key=reason,
            label_visibility="collapsed",
            wrap=True,
            on_change=partial(_say_why, visit, VisitOutcome(shown), reason),
        )


def _pending(visit: VisitShown) -> str:
    """Name where it is kept that somebody has said who cancelled, and not yet why."""
    return f"cancelling-{visit.id}"


def _say(visit: VisitShown, key: str) -> None:
    chosen = st.session_state[key]
    st.session_state.pop(_pending(visit), None)
    if chosen in CANCELLED:
        st.session_state[_pending(visit)] = chosen
        return
    attempt(NOTICE, partial(_record, visit, None if chosen is None else VisitOutcome(chosen), None))


def _say_why(visit: VisitShown, outcome: VisitOutcome, key: str) -> None:
    chosen = st.session_state[key]
    if attempt(NOTICE, partial(_record, visit, outcome, None if chosen is None else CancelReason(chosen))):
        st.session_state.pop(_pending(visit), None)


def _record(visit: VisitShown, outcome: VisitOutcome | None, reason: CancelReason | None) -> None:
    with writing(credential()) as work:
        if outcome is not None:
            mark_visit(work, visit.child_id, visit.id, outcome, seen=visit.mark_id, reason=reason)
        elif visit.mark_id is not None:
            unmark_visit(work, visit.child_id, visit.id, seen=visit.mark_id)
