"""What is chosen on the page for an appointment: who is in the room, and how far back it looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import streamlit as st

from tracker.appointments.appointment import AppointmentPage
from tracker.appointments.room import Person
from tracker.progress.progress import Progress
from tracker.progress.window import between, of_days, whole
from tracker.screen.dates import format_day, format_full_day
from tracker.screen.text import plain
from tracker.screen.words import _

LATEST = 4


class Back(StrEnum):
    """How far back the page looks."""

    SINCE_LAST = "since_last"
    WHOLE = "whole"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Stretch:
    """The days that are told of, `first` and `last` both included, and the weeks that hold them.

    `is_whole` says that they are chosen as the whole treatment.
    """

    title: str
    first: date
    last: date
    progress: Progress
    is_whole: bool = False


def room_chosen(child_id: int) -> Sequence[int] | None:
    """Give the accounts in the room as they were chosen; None as long as nobody has chosen."""
    return st.session_state.get(_room(child_id))


def show_room(page: AppointmentPage) -> None:
    """Let the people in the room be chosen, all of the family at first; the page is read for them before."""
    key = _room(page.child_id)
    if not any(person.has_sign_in for person in page.room.could_be):
        st.caption(_("Nobody of this family has a sign-in. What is shown is what any family may see."))
        return
    named = {person.account_id: person for person in page.room.could_be}
    # Whoever is not of the family any more is not among the chips, so the choice must not name them either.
    chosen = st.session_state.get(key)
    st.session_state[key] = [each for each in (list(named) if chosen is None else chosen) if each in named]
    st.pills(
        _("Who is in the room"),
        list(named),
        selection_mode="multi",
        format_func=lambda each: _name(named[each]),
        key=key,
        wrap=True,  # beside others it would scroll on a phone, with no sign of what is cut off
    )


def show_back(page: AppointmentPage) -> Stretch | None:
    """Let a stretch of time be chosen, and give it; None where there are no weeks yet."""
    progress = page.progress
    if progress.episode is None or not progress.weeks:
        return None
    ways = [Back.WHOLE, Back.WEEKS] if len(progress.weeks) > 1 else [Back.WHOLE]
    if page.since is not None and page.since >= progress.episode.start:
        ways.insert(0, Back.SINCE_LAST)
    key = f"appointment-back-{page.child_id}"
    if st.session_state.get(key) not in ways:
        st.session_state[key] = ways[0]
    back = st.pills(
        _("How far back"), ways, format_func=lambda way: _words(page, way), key=key, required=True, wrap=True
    )
    return _stretch(page, back or ways[0])


def _stretch(page: AppointmentPage, back: Back) -> Stretch:
    progress, today = page.progress, page.today
    assert progress.episode is not None
    if back is Back.SINCE_LAST and page.since is not None:
        title = _("What happened since the last appointment, {day}").format(day=_day(page.since, today))
        # What was done on that day was done at it, and is told again; an hour is not on record.
        return Stretch(title, page.since, today, of_days(progress, page.since, today))
    if back is Back.WEEKS:
        first, last = _weeks(page)
        days = progress.episode.days_of(first)[0], min(progress.episode.days_of(last)[1], today)
        title = _("What happened in weeks {first} to {last}").format(first=first, last=last)
        return Stretch(title, *days, between(progress, first, last))
    last_day = today if progress.episode.end is None else min(today, progress.episode.end - timedelta(days=1))
    title = _("What happened since the start")
    return Stretch(title, progress.episode.start, last_day, whole(progress), is_whole=True)


def _weeks(page: AppointmentPage) -> tuple[int, int]:
    weeks = [week.week for week in page.progress.weeks]
    # Another number of weeks is another choice: it begins with the latest ones.
    first, last = st.select_slider(
        _("Weeks of treatment"),
        weeks,
        value=(weeks[max(0, len(weeks) - LATEST)], weeks[-1]),
        key=f"appointment-weeks-{page.child_id}-{len(weeks)}",
    )
    return int(first), int(last)


def _words(page: AppointmentPage, way: Back) -> str:
    if way is Back.SINCE_LAST and page.since is not None:
        return _("Since the last appointment ({day})").format(day=_day(page.since, page.today))
    return _("The whole treatment") if way is Back.WHOLE else _("Some weeks")


def _name(person: Person) -> str:
    home = ", ".join(sorted(person.households)) if person.has_sign_in else _("no sign-in")
    return f"{plain(person.name)} ({plain(home)})" if home else plain(person.name)


def _day(day: date, today: date) -> str:
    return format_day(day) if day.year == today.year else format_full_day(day)


def _room(child_id: int) -> str:
    return f"appointment-room-{child_id}"
