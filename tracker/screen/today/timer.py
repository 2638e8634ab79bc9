"""The timer of one occurrence, over the page. It runs in the browser and ends in the ordinary tick.

That it is open stands in the page's address: a phone that was locked for longer than the server remembers a tab comes
back to it all the same, and the script goes on by the clock on the wall.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from tracker.progress.shown import Day, Item
from tracker.record.occurrence import Occurrence
from tracker.screen.context import take_notice
from tracker.screen.text import format_dose, plain
from tracker.screen.today.tap import record_done
from tracker.screen.today.timing import Timing, timing_of
from tracker.screen.words import _

STYLE = Path(__file__).with_name("timer.css")
ADDRESS = "timer"
RECORDED = "timer-recorded"
_FORM = re.compile(r"(\d{1,18})-\d{1,18}-(\d{4}-\d\d-\d\d)-\d{1,3}", re.ASCII)


def open_timer(child_id: int, where: Occurrence) -> None:
    """Let the next run of the page show the timer."""
    st.query_params[ADDRESS] = _address(child_id, where)


def close_timer() -> None:
    """Let the next run of the page show no timer."""
    st.query_params.pop(ADDRESS, None)


def day_of_timer(child_id: int) -> date | None:
    """Give the day of the timer that is open for this child."""
    found = _FORM.fullmatch(st.query_params.get(ADDRESS, ""))
    if found is None or int(found[1]) != child_id:
        return None
    try:
        return date.fromisoformat(found[2])
    except ValueError:
        return None


def show_timer(day: Day) -> None:
    """Show the timer that is open, if it is one of this day's."""
    if day_of_timer(day.child_id) is None:
        return
    asked = st.query_params.get(ADDRESS)
    for item in _items(day):
        timing = timing_of(item.exercise.dose)
        if timing is not None and day.can_record and asked == _address(day.child_id, item.occurrence):
            title = plain(item.exercise.name)
            st.dialog(title, on_dismiss=close_timer)(_timer)(day.child_id, item, timing)
            return
    close_timer()


def _items(day: Day) -> Iterator[Item]:
    yield from day.items
    yield from (weekly.item for weekly in day.weekly)
    yield from day.extras


def _timer(child_id: int, item: Item, timing: Timing) -> None:
    if st.session_state.pop(RECORDED, False):
        st.rerun()
    address = _address(child_id, item.occurrence)
    key = f"timer-done-{address}"
    st.html(STYLE)
    st.markdown(f"**{plain(format_dose(item.exercise.dose))}**")
    st.html(_markup(address, timing, key), unsafe_allow_javascript=True)
    with st.container():
        notice = take_notice(child_id)
        if notice:
            st.error(notice)
    st.button(
        _("Done"),
        key=key,
        type="primary",
        icon=":material/check:",
        width="stretch",
        on_click=_record,
        args=(child_id, item),
    )
    st.caption(_("The timer logs nothing by itself: “Done” does."))


def _record(child_id: int, item: Item) -> None:
    st.session_state[RECORDED] = record_done(child_id, item)
    if st.session_state[RECORDED]:
        close_timer()


def _markup(address: str, timing: Timing, done: str) -> str:
    """Give the place in which the script builds the timer, with what it needs to know."""
    facts = {**asdict(timing), "key": address, "done": done, "words": json.dumps(_words())}
    data = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in facts.items())
    return f'<div class="timer" {data}></div><script src="/app/static/timer.js"></script>'


def _words() -> dict[str, str]:
    return {
        "start": _("Start"),
        "pause": _("Pause"),
        "goOn": _("Go on"),
        "nextSet": _("Start the next set"),
        "again": _("Start over"),
        "sound": _("Sound"),
        "left": _("Time left"),
        "ready": _("Get ready"),
        "hold": _("Hold"),
        "rest": _("Let go"),
        "paused": _("Paused"),
        "started": _("Started"),
        "rep": _("Repetition {n} of {m}"),
        "set": _("Set {n} of {m}"),
        "setDone": _("Set {n} of {m} is done. Go on when you like."),
        "minute": _("1 minute left"),
        "minutes": _("{n} minutes left"),
        "seconds": _("{n} seconds left"),
        "end": _("That was all of it."),
    }


def _address(child_id: int, where: Occurrence) -> str:
    return f"{child_id}-{where.prescription_id}-{where.day}-{where.slot}"
