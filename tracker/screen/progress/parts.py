"""The parts of an episode's progress on a page, each a chart with its words: for a reader, or for a room and print."""

from collections.abc import Collection, Sequence
from enum import StrEnum

import streamlit as st

from tracker.charts.attendance import chart_of_attendance
from tracker.charts.home_exercise import chart_of_exercises, chart_of_weeks
from tracker.charts.measures import chart_of_measures
from tracker.charts.panels import Panel, panels_above, panels_of_pain
from tracker.charts.school import chart_of_school
from tracker.charts.sentences import Voice, week_sentence
from tracker.charts.stage import Stage, stage_of
from tracker.progress.marks import MarkKind
from tracker.progress.progress import Progress, Standing
from tracker.school.attendance import Sight
from tracker.screen.progress import blanks
from tracker.screen.progress.chart_view import show_chart, show_chart_table
from tracker.screen.progress.fit_view import show_fits, show_what_counts
from tracker.screen.visits.visit_text import KEPT
from tracker.screen.words import _


class Part(StrEnum):
    """What can be shown of progress. `MEASURES` is function with pain below it, where that may be shown."""

    FUNCTION = "function"
    MEASURES = "measures"
    SCHOOL = "school"
    HOME = "home"
    VISITS = "visits"
    EXERCISES = "exercises"


WHOLE_PAGE = (Part.MEASURES, Part.SCHOOL, Part.HOME, Part.VISITS, Part.EXERCISES)


def show_charts(
    progress: Progress,
    voice: Voice,
    *,
    presentation: bool = False,
    parts: Sequence[Part] = WHOLE_PAGE,
    kinds: Collection[MarkKind] = tuple(MarkKind),
) -> None:
    """Show parts of an episode in order, two beside each other where there is room, the exercises last and wide.

    `presentation` is for a room and for print: larger, with nothing to press, and without the tables. There is at least
    one week.
    """
    stage = stage_of(progress, kinds, large=presentation)
    beside = [part for part in parts if part is not Part.EXERCISES]
    for first in range(0, len(beside), 2):
        columns = st.columns(2, gap="medium")
        for column, part in zip(columns, beside[first : first + 2], strict=False):
            with column:
                show_part(progress, voice, part, stage)
    if Part.EXERCISES in parts:
        show_part(progress, voice, Part.EXERCISES, stage)


def show_part(progress: Progress, voice: Voice, part: Part, stage: Stage) -> None:
    """Show one part: its heading, its chart, and the table behind it unless it is for a room."""
    if part in {Part.FUNCTION, Part.MEASURES}:
        _measures(progress, stage, with_pain=part is Part.MEASURES)
    elif part is Part.SCHOOL:
        _school(progress, stage)
    elif part is Part.HOME:
        _home(progress, voice, stage)
    elif part is Part.VISITS:
        _visits(progress, voice, stage)
    else:
        _exercises(progress, voice, stage)


def _measures(progress: Progress, stage: Stage, *, with_pain: bool) -> None:
    above = panels_above(progress)
    below = panels_of_pain(progress) if with_pain else {}
    st.subheader(_("Function and pain") if below else _("Function"), anchor=False)
    if not above:
        blanks.no_measures(progress)
    panels = [
        *_chosen(above, _("Measure of function"), f"panel-above-{progress.child_id}", stage),
        *_chosen(below, _("Measure of pain"), f"panel-below-{progress.child_id}", stage),
    ]
    if not panels:
        return
    chart = chart_of_measures(panels, stage)
    show_chart(chart)
    if not stage.large:
        label = _("Every score as a table")
        show_chart_table(label, chart, f"table-of-scores-{progress.child_id}", "scores")


def _chosen(panels: dict[str, Panel], label: str, key: str, stage: Stage) -> list[Panel]:
    """Give the panel that was chosen, or the first; a room is asked nothing.

    What was chosen stays chosen in weeks that have no score of it: then there is no panel, and the page says so.
    """
    if not panels:
        return []
    first = next(iter(panels))
    kept: dict[str, str] = st.session_state.get(_kept(key), {})
    names = {one: panel.name for one, panel in panels.items()} | kept
    if len(names) == 1 or stage.large:
        return [panels[first]]
    if st.session_state.get(key) not in names:
        st.session_state[key] = next(iter(kept), first)
    chosen = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=key, on_change=_keep, args=(key, names)
    )
    if chosen in panels:
        return [panels[chosen]]
    blanks.no_score(names[chosen])
    return []


def _kept(key: str) -> str:
    return f"{key}-kept"


def _keep(key: str, names: dict[str, str]) -> None:
    """Remember what was chosen, with its name: a list of one is not shown, and what is not shown is forgotten."""
    chosen = st.session_state[key]
    st.session_state[_kept(key)] = {chosen: names[chosen]}


def _school(progress: Progress, stage: Stage) -> None:
    st.subheader(_("School"), anchor=False)
    if all(week.sight is Sight.NO_SCHOOL for week in progress.school):
        blanks.no_school(progress)
        return
    chart = chart_of_school(progress.school, progress.today, stage)
    show_chart(chart)
    if not stage.large:
        label = _("School as a table")
        show_chart_table(label, chart, f"table-of-school-{progress.child_id}", "school")


def _home(progress: Progress, voice: Voice, stage: Stage) -> None:
    st.subheader(_("Home exercise"), anchor=False)
    if progress.standing is not Standing.WEEKS:
        blanks.no_home_exercise(progress)
        return
    for week, running in ((progress.latest_over, False), (progress.running, True)):
        if week is not None:
            said = week_sentence(week, voice, running=running)
            st.caption(said) if running else st.markdown(f"**{said}**")
    chart = chart_of_weeks(progress, voice, stage=stage)
    show_chart(chart)
    if not stage.large:
        label = _("Every week as a table")
        show_chart_table(label, chart, f"table-of-weeks-{progress.child_id}", "home-exercise")


def _visits(progress: Progress, voice: Voice, stage: Stage) -> None:
    st.subheader(_("Visits"), anchor=False)
    if not progress.visits.by:
        blanks.no_visits(progress)
    else:
        chart = chart_of_attendance(progress.visits, stage, voice)
        show_chart(chart)
        if not stage.large:
            label = _("Visits as a table")
            show_chart_table(label, chart, f"table-of-visits-{progress.child_id}", "visits")
    if progress.visits.is_kept:
        st.caption(_(KEPT))


def _exercises(progress: Progress, voice: Voice, stage: Stage) -> None:
    if progress.standing is not Standing.WEEKS:
        return  # what is missing is said beside home exercise
    st.subheader(_("By exercise"), anchor=False)
    chart = chart_of_exercises(progress, voice, large=stage.large)
    words, drawn = st.columns(2, gap="medium")
    with words:
        show_fits(progress)
    with drawn:
        show_chart(chart)
        show_what_counts(progress)
    if not stage.large:
        label = _("Every exercise as a table")
        show_chart_table(label, chart, f"table-of-exercises-{progress.child_id}", "exercises")
