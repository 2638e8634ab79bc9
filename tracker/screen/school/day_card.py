"""A day of school as a card: one button that says all that was planned, and a way to everything else."""

from datetime import date

import streamlit as st

from tracker.access.work import writing
from tracker.school.days import ALL_PLANNED, enter_school_day, undo_school_day
from tracker.school.shown import SchoolDayShown
from tracker.screen.context import attempt, credential
from tracker.screen.school.day_sheet import Said, open_day_sheet
from tracker.screen.school.texts import format_all, format_entered, format_entry
from tracker.screen.text import plain
from tracker.screen.today.foot import remember_undo
from tracker.screen.words import _

OPEN, ALL, PART, NONE = (
    ":material/radio_button_unchecked:",
    ":material/check_circle:",
    ":material/contrast:",
    ":material/do_not_disturb_on:",
)


def show_school_card(day: SchoolDayShown) -> None:
    """Show a day on which there is school; of any other day what it is called, if anything."""
    if not day.is_asked:
        if day.step is not None and day.why:
            st.caption(_("No school: {why}").format(why=plain(day.why)))
        return
    key = f"school-{day.child_id}-{day.day}"
    with st.container(
        key=f"card-{key}", horizontal=True, wrap=False, gap="xsmall", vertical_alignment="center"
    ):
        _show_main_button(day, f"done-{key}")
        if day.can_record and st.button(f"⋯ *{_('School')}*", key=f"more-{key}"):
            open_day_sheet(day)


def _show_main_button(day: SchoolDayShown, key: str) -> None:
    seen = None if day.entry is None else day.entry.id
    pressed = st.button(
        _label(day),
        key=key,
        icon=_icon(day),
        width="stretch",
        wrap=True,
        disabled=not day.can_record or not day.planned,
        on_click=None if day.needs_reason else _all,
        args=None if day.needs_reason else (day.child_id, day.day, seen),
    )
    if pressed and day.needs_reason:
        # One tap cannot say why it is entered later.
        open_day_sheet(day, Said.ALL)


def show_other_ways(day: SchoolDayShown) -> None:
    """Show the other two answers as buttons, where the page has room for them."""
    if not day.is_asked or not day.can_record:
        return
    with st.container(horizontal=True, key=f"school-ways-{day.child_id}"):
        for said, words in ((Said.SOME, _("How many")), (Said.NONE, _("Not at school"))):
            if st.button(words, key=f"school-{said}-{day.child_id}-{day.day}"):
                open_day_sheet(day, said)


def _label(day: SchoolDayShown) -> str:
    why = plain(day.why) if day.why else ""
    if day.entry is None:
        asked = format_all(day.planned) if day.planned else _("No periods are planned")
        return " · ".join(filter(None, (f"**{_('School')}**", asked, why)))
    head = " · ".join(filter(None, (f"**{_('School')}**", why)))
    colour = "green" if day.entry.all_planned else ("blue" if day.entry.periods else "gray")
    badge = f":{colour}-badge[{plain(format_entry(day))}]"
    return " ".join((head, " · ".join(filter(None, (badge, format_entered(day))))))


def _icon(day: SchoolDayShown) -> str:
    if day.entry is None:
        return OPEN
    if day.entry.all_planned:
        return ALL
    return PART if day.entry.periods else NONE


def _all(child_id: int, day: date, seen: int | None) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            recorded = enter_school_day(work, child_id, day, ALL_PLANNED, seen=seen)
        remember_undo(child_id, [recorded], _("School: saved."), undo_school_day)

    attempt(child_id, use_case)
