"""The fields of a timed task."""

from enum import StrEnum

import streamlit as st

from db.vocabulary import Better, TaskUnit
from tracker.plans.dose import Task
from tracker.screen.words import N_, _


class Measured(StrEnum):
    """The three ways to measure a timed task, each with the direction in which it gets better."""

    FASTER = "faster"
    LONGER = "longer"
    MORE = "more"


MEASURED = {
    Measured.FASTER: N_("Seconds, fewer is better"),
    Measured.LONGER: N_("Seconds, more is better"),
    Measured.MORE: N_("How many, more is better"),
}


def show_task(key: str) -> None:
    """Show how a timed task is measured, and what the family sees of its results."""
    st.pills(
        _("Measured in"),
        list(MEASURED),
        format_func=lambda measured: _(MEASURED[measured]),
        key=f"{key}-task",
        required=True,
        persist_state="page",
        wrap=True,
    )
    st.toggle(_("The family sees the best so far"), key=f"{key}-best", persist_state="page")
    st.toggle(
        _("The ceiling is closed: no more beating the best"), key=f"{key}-ceiling", persist_state="page"
    )


def measured_as(task: Task) -> Measured:
    """Give how a task is measured."""
    if task.unit is TaskUnit.COUNT:
        return Measured.MORE
    return Measured.FASTER if task.better is Better.LOWER else Measured.LONGER


def read_task(key: str) -> Task:
    """Give what the fields say."""
    measured = Measured(st.session_state.get(f"{key}-task") or Measured.FASTER)
    return Task(
        TaskUnit.COUNT if measured is Measured.MORE else TaskUnit.SECONDS,
        Better.LOWER if measured is Measured.FASTER else Better.HIGHER,
        best_shown=bool(st.session_state.get(f"{key}-best")),
        ceiling_closed=bool(st.session_state.get(f"{key}-ceiling")),
    )
