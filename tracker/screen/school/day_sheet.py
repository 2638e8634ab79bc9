"""The sheet of a day of school: all of it, how many periods, or not at school; a reason only if somebody likes."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

import streamlit as st

from db.vocabulary import SchoolReason
from tracker.access.work import writing
from tracker.errors import InvalidInput
from tracker.school.days import ALL_PLANNED, Attended, clear_school_day, enter_school_day, undo_school_day
from tracker.school.shown import SchoolDayShown
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_day
from tracker.screen.form_state import AT_EACH_LETTER, begins_with
from tracker.screen.school.texts import REASONS, format_all
from tracker.screen.today.foot import forget_undo, remember_undo
from tracker.screen.words import _
from tracker.text import LONGEST_TEXT

SAVED, LATE_DAY = "school-sheet-saved", "school-late-day"


class Said(StrEnum):
    """What is chosen of a day."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


def open_day_sheet(day: SchoolDayShown, said: Said | None = None) -> None:
    """Open it over the page, with an answer chosen."""
    _begin(day, said)
    st.dialog(_("School, {day}").format(day=format_day(day.day)))(_sheet)(day)


def open_late_days(days: Sequence[SchoolDayShown]) -> None:
    """Open it for the first of some days that are entered with a reason; the others can be chosen in it."""
    st.session_state.pop(LATE_DAY, None)
    _begin(days[0], None)
    st.dialog(_("School, an earlier day"))(_late_sheet)(days)


def _begin(day: SchoolDayShown, said: Said | None) -> None:
    st.session_state.pop(SAVED, None)
    key = _key(day)
    for name in [name for name in st.session_state if str(name).startswith(f"{key}-")]:
        del st.session_state[name]
    chosen = said or _now(day)
    if chosen is not None:
        st.session_state[f"{key}-said"] = chosen
    if day.entry is not None:
        st.session_state[f"{key}-periods"] = day.entry.periods or None
        st.session_state[f"{key}-reason"] = day.entry.reason


def _key(day: SchoolDayShown) -> str:
    return f"school-sheet-{day.child_id}-{day.day}"


def _now(day: SchoolDayShown) -> Said | None:
    if day.entry is None:
        return None
    if day.entry.all_planned:
        return Said.ALL
    return Said.SOME if day.entry.periods else Said.NONE


def _late_sheet(days: Sequence[SchoolDayShown]) -> None:
    named = {day.day: day for day in days}

    def begin_chosen() -> None:
        _begin(named[st.session_state[LATE_DAY]], None)

    chosen = st.selectbox(
        _("Day"),
        list(named),
        format_func=lambda that: _late_day(named[that]),
        key=LATE_DAY,
        on_change=begin_chosen,
    )
    _sheet(named[chosen])


def _late_day(day: SchoolDayShown) -> str:
    name = format_day(day.day)
    return name if day.entry is not None or not day.planned else _("{day} · open").format(day=name)


def _sheet(day: SchoolDayShown) -> None:
    if st.session_state.pop(SAVED, False):
        st.rerun()
    key = _key(day)
    notice = take_notice(day.child_id)
    if notice:
        st.error(notice)
    words = {Said.SOME: _("How many"), Said.NONE: _("Not at school")}
    if day.planned:
        words = {Said.ALL: format_all(day.planned), **words}
    # What `_begin` has put into the fields is told to the browser until it has drawn them.
    begins_with(f"{key}-said", None)
    said = st.segmented_control(
        _("How much of school?"),
        list(words),
        format_func=words.__getitem__,
        key=f"{key}-said",
        width="stretch",
    )
    periods = None
    if said is Said.SOME:
        begins_with(f"{key}-periods", None)
        periods = st.pills(_("Periods at school"), list(range(1, day.full + 1)), key=f"{key}-periods")
    less = said is Said.NONE or (periods is not None and periods < day.planned)
    if less and day.planned:
        begins_with(f"{key}-reason", None)
        st.pills(
            _("Why? (only if you like)"),
            list(SchoolReason),
            format_func=lambda reason: _(REASONS[reason]),
            key=f"{key}-reason",
        )
    if day.needs_reason:
        _show_late_reason(day)
    st.button(_("Save"), key=f"{key}-save", type="primary", width="stretch", on_click=_save, args=(day, key))
    if day.entry is not None:
        st.button(_("Remove this answer"), key=f"{key}-clear", width="stretch", on_click=_clear, args=(day,))


def _show_late_reason(day: SchoolDayShown) -> None:
    said = _("Families cannot fill in {day} any more. What is entered for it now is kept with a reason.")
    st.caption(said.format(day=format_day(day.day)))
    st.text_input(
        _("Reason for entering it later (only the care team reads this)"),
        key=f"{_key(day)}-late",
        placeholder=_("At most {limit} characters").format(limit=LONGEST_TEXT),
        on_change="ignore",
        live=AT_EACH_LETTER,
    )


def _late_reason(day: SchoolDayShown) -> str:
    return st.session_state.get(f"{_key(day)}-late") or ""


def _save(day: SchoolDayShown, key: str) -> None:
    values = st.session_state
    said, periods = values.get(f"{key}-said"), values.get(f"{key}-periods")
    seen = None if day.entry is None else day.entry.id
    late_reason = _late_reason(day)

    def use_case() -> None:
        if said is None:
            raise InvalidInput("school_periods", "choose")
        if said is Said.SOME and periods is None:
            raise InvalidInput("school_periods", "choose")
        count = 0 if said is Said.NONE else periods
        less = count is not None and count < day.planned
        wanted = Attended(count, values.get(f"{key}-reason") if less else None)
        with writing(credential()) as work:
            recorded = enter_school_day(
                work,
                day.child_id,
                day.day,
                ALL_PLANNED if said is Said.ALL else wanted,
                seen=seen,
                late_reason=late_reason,
            )
        undo = partial(undo_school_day, late_reason=late_reason)
        remember_undo(day.child_id, [recorded], _("School: saved."), undo)

    forget_undo()
    st.session_state[SAVED] = attempt(day.child_id, use_case)


def _clear(day: SchoolDayShown) -> None:
    entry = day.entry
    assert entry is not None
    late_reason = _late_reason(day)

    def use_case() -> None:
        with writing(credential()) as work:
            clear_school_day(work, day.child_id, entry.id, late_reason=late_reason)

    forget_undo()
    st.session_state[SAVED] = attempt(day.child_id, use_case)
