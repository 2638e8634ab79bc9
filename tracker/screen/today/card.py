"""The card of one occurrence: one large button that sets it done, and a way to everything else."""

import streamlit as st

from db.vocabulary import CompletionState
from tracker.plans.dose import Dose
from tracker.progress.shown import Entry, Item
from tracker.screen.text import REPORTERS, format_card, format_late, plain
from tracker.screen.today.entry_text import format_best_of, format_entry
from tracker.screen.today.sheet import open_sheet
from tracker.screen.today.tap import record_done
from tracker.screen.words import _

BADGES = {
    CompletionState.DONE: "green",
    CompletionState.PARTLY: "blue",
    CompletionState.NOT_DONE: "gray",
    CompletionState.EXCUSED: "gray",
}
ICONS = {
    None: ":material/radio_button_unchecked:",
    CompletionState.DONE: ":material/check_circle:",
    CompletionState.PARTLY: ":material/contrast:",
    CompletionState.NOT_DONE: ":material/do_not_disturb_on:",
    CompletionState.EXCUSED: ":material/event_busy:",
}


def show_card(child_id: int, item: Item, *, can_record: bool, suffix: str = "") -> None:
    """Show an occurrence; `suffix` is a plain text such as "2 of 3"."""
    where = item.occurrence
    key = f"{child_id}-{where.prescription_id}-{where.day}-{where.slot}"
    state = None if item.entry is None else item.entry.state
    with st.container(
        key=f"card-{key}", horizontal=True, wrap=False, gap="xsmall", vertical_alignment="center"
    ):
        st.button(
            _label(item, suffix),
            key=f"done-{key}",
            icon=ICONS[state],
            # One type in every state: for another one the browser makes a new button, and the focus is lost.
            type="secondary",
            width="stretch",
            wrap=True,
            disabled=not can_record,
            on_click=_tap,
            args=(child_id, item),
        )
        # The name is in the label for screen readers only; the stylesheet hides it from view.
        if st.button(f"⋯ *{plain(item.exercise.name)}*", key=f"more-{key}"):
            open_sheet(child_id, item, can_record=can_record)


def _tap(child_id: int, item: Item) -> None:
    record_done(child_id, item)


def _label(item: Item, suffix: str) -> str:
    exercise = item.exercise
    slots = exercise.schedule.times_per_day
    times = _("{n} of {m}").format(n=item.occurrence.slot, m=slots) if slots > 1 else ""
    if item.occurrence.slot > slots:
        times = ""
    head = format_card(
        exercise.name, exercise.dose, (item.part_of_day,), times, suffix, format_best_of(exercise)
    )
    said = "" if item.entry is None else _said(item.entry, exercise.dose)
    return " ".join(filter(None, (head, said)))


def _said(entry: Entry, dose: Dose) -> str:
    said = format_entry(entry, dose)
    reporter = _(REPORTERS[entry.reporter]) if REPORTERS[entry.reporter] else ""
    badge = f":{BADGES[entry.state]}-badge[{plain(said)}]"
    return " · ".join(filter(None, (badge, format_late(entry.days_late), reporter)))
