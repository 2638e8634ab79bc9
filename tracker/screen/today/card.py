"""The card of one occurrence: one large button that sets it done, and a way to everything else."""

import streamlit as st

from db.vocabulary import CompletionState, DoseKind
from tracker.access.work import writing
from tracker.progress.shown import Entry, Item
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence
from tracker.screen.context import attempt, credential
from tracker.screen.text import (
    BARRIERS,
    REPORTERS,
    STATES,
    format_amount,
    format_card,
    format_late,
    plain,
)
from tracker.screen.today.foot import remember_undo
from tracker.screen.today.sheet import open_sheet
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
            args=(child_id, where, None if item.entry is None else item.entry.id, item.exercise.name),
        )
        # The name is in the label for screen readers only; the stylesheet hides it from view.
        if st.button(f"⋯ *{plain(item.exercise.name)}*", key=f"more-{key}"):
            open_sheet(child_id, item, can_record=can_record)


def _tap(child_id: int, occurrence: Occurrence, seen: int | None, name: str) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            recorded = answer(work, child_id, occurrence, DONE, seen=seen)
        remember_undo(child_id, [recorded], _("{exercise}: done").format(exercise=plain(name)))

    attempt(child_id, use_case)


def _label(item: Item, suffix: str) -> str:
    exercise = item.exercise
    slots = exercise.schedule.times_per_day
    times = _("{n} of {m}").format(n=item.occurrence.slot, m=slots) if slots > 1 else ""
    if item.occurrence.slot > slots:
        times = ""
    head = format_card(exercise.name, exercise.dose, (item.part_of_day,), times, suffix)
    said = "" if item.entry is None else _said(item.entry, exercise.dose.kind)
    return " ".join(filter(None, (head, said)))


def _said(entry: Entry, kind: DoseKind) -> str:
    said = _(STATES[entry.state])
    if entry.amount is not None:
        said += f", {format_amount(entry.amount, kind)}"
    if entry.barrier is not None:
        said += f", {_(BARRIERS[entry.barrier])}"
    reporter = _(REPORTERS[entry.reporter]) if REPORTERS[entry.reporter] else ""
    badge = f":{BADGES[entry.state]}-badge[{plain(said)}]"
    return " · ".join(filter(None, (badge, format_late(entry.days_late), reporter)))
