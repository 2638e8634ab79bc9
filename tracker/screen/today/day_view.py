"""One day of one child on the screen: what is asked, what is answered, and the day as a whole."""

from datetime import date

import streamlit as st

from db.vocabulary import Mark
from tracker.access.work import reading, writing
from tracker.progress.day import day_of
from tracker.progress.shown import Day
from tracker.record.completions import DONE, answer, answer_all
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence
from tracker.school.school import school_day_of
from tracker.school.shown import SchoolDayShown
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_day, format_weekday
from tracker.screen.school.day_card import show_school_card
from tracker.screen.text import plain
from tracker.screen.today.card import show_card
from tracker.screen.today.foot import forget_undo, remember_undo, show_foot
from tracker.screen.today.timer import day_of_timer, show_timer
from tracker.screen.visits.today_part import show_visits_of_day
from tracker.screen.week_links import show_week_links
from tracker.screen.words import N_, _, ngettext
from tracker.visits.next import DayOfVisits, visits_on

MARKS = {Mark.ILL: N_("Ill with something else"), Mark.AWAY: N_("Away")}
UNMARK = {Mark.ILL: N_("Not ill after all"), Mark.AWAY: N_("Not away after all")}
MARKED = {Mark.ILL: N_("Marked as ill."), Mark.AWAY: N_("Marked as away.")}


@st.fragment
def show_day(child_id: int, *, with_name: bool) -> None:
    """Show a day of one child. A tap runs this fragment alone, so it asks for the actor by itself."""
    notice = take_notice(child_id)
    with explained(notice), reading(credential(), hurried=bool(notice)) as work:
        day = day_of(work, child_id, st.session_state.get(_chosen(child_id)) or day_of_timer(child_id))
        school = school_day_of(work, child_id, day.day)
        visits = visits_on(work, child_id, day.day)
    # Kept over midnight: whoever began an evening's list ends it, and is told that the day is over.
    st.session_state.setdefault(_chosen(child_id), day.day)
    _show(day, school, visits, with_name=with_name)
    show_timer(day)
    show_foot(child_id, notice)


def _show(day: Day, school: SchoolDayShown, visits: DayOfVisits, *, with_name: bool) -> None:
    _head(day, with_name=with_name)
    show_visits_of_day(visits, day.child_id, day.child_name, day.today)
    if not day.closed or school.entry is not None:
        show_school_card(school)
    if day.closed:
        # Nobody is asked for anything any more; what was said of the day is there to be read.
        _said(day)
        return
    if day.week is None:
        st.info(_("There is no plan on this day. Your clinic will add one; nothing is needed from you."))
        return
    _progress(day)
    if day.paused and day.items:
        with st.expander(_("Log something anyway")):
            _cards(day)
    else:
        _cards(day)
    _all_done(day)
    _weekly(day)
    _extras(day)
    if day.can_record and not day.paused:
        _whole_day(day)
    show_week_links(day.child_id, day.today)


def _said(day: Day) -> None:
    for item in (*day.items, *(weekly.item for weekly in day.weekly), *day.extras):
        if item.entry is not None or item.notes:
            show_card(day.child_id, item, can_record=False)


def _cards(day: Day) -> None:
    with st.container(gap="xsmall"):
        for item in day.items:
            show_card(day.child_id, item, can_record=day.can_record)


def _head(day: Day, *, with_name: bool) -> None:
    week = "" if day.week is None else _("Week {n}").format(n=day.week)
    title = " · ".join(filter(None, (plain(day.child_name) if with_name else "", format_day(day.day), week)))
    st.header(title, anchor=False)
    if len(day.days) > 1:
        _day_chips(day)
    if day.day != day.today:
        st.caption(_("Today is {day}.").format(day=format_day(day.today)))


def _day_chips(day: Day) -> None:
    open_on = {open_day.day: open_day.still_open for open_day in reversed(day.days)}
    key = f"day-{day.child_id}-{day.today}"
    if day.day in open_on:
        # Put there before the chips are made: a default that moves would make new chips, and lose the focus.
        st.session_state.setdefault(key, day.day)
    st.pills(
        _("Day"),
        list(open_on),
        format_func=lambda that: _day_chip(that, day.today, open_on[that]),
        key=key,
        label_visibility="collapsed",
        required=day.day in open_on,
        width="stretch",
        on_change=_choose,
        args=(day.child_id, key),
    )


def _choose(child_id: int, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is not None:
        st.session_state[_chosen(child_id)] = chosen


def _chosen(child_id: int) -> str:
    return f"chosen-{child_id}"


def _day_chip(that: date, today: date, still_open: int) -> str:
    name = format_weekday(that, today)
    if that == today or not still_open:
        return name
    return _("{day} · {n} open").format(day=name, n=still_open)


def _progress(day: Day) -> None:
    if day.paused:
        st.info(_("The plan is paused on this day. Nothing is needed."))
    elif day.mark is not None:
        st.info(_(MARKED[day.mark]) + " " + _("Nothing more is needed."))
    elif not day.items:
        st.info(_("Nothing is asked for on this day."))
    else:
        text = _("{n} of {m} answered").format(n=day.answered, m=day.asked)
        st.progress(day.answered / day.asked if day.asked else 0.0, text=text)


def _all_done(day: Day) -> None:
    still_open = day.unanswered
    if day.can_record and not day.excused and len(still_open) > 1:
        today = day.day == day.today
        st.button(
            _("I've done all of today's") if today else _("I did all of these"),
            key=f"all-{day.child_id}-{day.day}",
            icon=":material/done_all:",
            width="stretch",
            on_click=_answer_all,
            args=(day.child_id, still_open),
        )


def _weekly(day: Day) -> None:
    if day.weekly:
        st.subheader(_("Any time this week"), anchor=False)
    for weekly in day.weekly:
        count = _("{n} of {m} this week").format(n=weekly.done, m=weekly.due)
        show_card(day.child_id, weekly.item, can_record=day.can_record, suffix=count)


def _extras(day: Day) -> None:
    if day.extras:
        st.subheader(_("Extra"), anchor=False)
    for item in day.extras:
        show_card(day.child_id, item, can_record=day.can_record)
    if day.can_record and day.possible_extras:
        _possible_extras(day)


def _possible_extras(day: Day) -> None:
    popover = st.popover(
        _("Something extra"), width="stretch", key=f"extra-{day.child_id}", on_change="rerun"
    )
    if not popover.open:
        return
    with popover:
        st.caption(_("It is kept and shown to your clinic. It does not change what was asked for."))
        for item in day.possible_extras:
            where = item.occurrence
            st.button(
                plain(item.exercise.name),
                key=f"extra-{day.child_id}-{where.prescription_id}-{where.day}-{where.slot}",
                icon=":material/add:",
                width="stretch",
                on_click=_add_extra,
                args=(day.child_id, where),
            )


def _whole_day(day: Day) -> None:
    with st.container(horizontal=True, key=f"mark-{day.child_id}"):
        if day.mark is not None:
            st.button(
                _(UNMARK[day.mark]),
                key=f"unmark-{day.child_id}-{day.day}",
                on_click=_mark,
                args=(day.child_id, day.day, None, day.mark_id),
            )
            return
        for mark, words in MARKS.items():
            st.button(
                _(words),
                key=f"{mark}-{day.child_id}-{day.day}",
                on_click=_mark,
                args=(day.child_id, day.day, mark, day.mark_id),
            )


def _answer_all(child_id: int, occurrences: tuple[Occurrence, ...]) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            recorded = answer_all(work, child_id, occurrences)
        count = len(recorded)
        words = ngettext("{n} exercise: done", "{n} exercises: done", count).format(n=count)
        remember_undo(child_id, recorded, words)

    attempt(child_id, use_case)


def _add_extra(child_id: int, occurrence: Occurrence) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            recorded = answer(work, child_id, occurrence, DONE, seen=None)
        remember_undo(child_id, [recorded], _("Added as extra."))

    st.session_state[f"extra-{child_id}"] = False
    attempt(child_id, use_case)


def _mark(child_id: int, day: date, wanted: Mark | None, seen: int | None) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            mark_day(work, child_id, day, wanted, seen=seen)

    forget_undo()
    attempt(child_id, use_case)
