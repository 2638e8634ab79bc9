"""How a child's treatment goes, on the screen: the answers in words first, then the charts, each with its table."""

import streamlit as st

from tracker.access.work import reading
from tracker.charts.home_exercise import chart_of_weeks
from tracker.charts.sentences import Voice
from tracker.charts.stage import Stage, stage_of
from tracker.progress.progress import Progress, Standing, progress_of
from tracker.screen.context import credential, explained, remembered
from tracker.screen.dates import format_day
from tracker.screen.progress import blanks
from tracker.screen.progress.chart_view import show_chart, show_chart_table
from tracker.screen.progress.controls import (
    beside_key,
    choose_episodes,
    choose_marks,
    choose_weeks,
    episode_key,
)
from tracker.screen.progress.days_view import show_days
from tracker.screen.progress.parts import show_charts
from tracker.screen.progress.summary import show_summary
from tracker.screen.text import plain
from tracker.screen.words import _


def show_progress(child_id: int, voice: Voice) -> None:
    """Show how a child's treatment goes, in the words of a family or of the clinic's staff."""
    progress = _read(child_id)
    choose_episodes(progress)
    if progress.standing in {Standing.NO_EPISODE, Standing.NOT_BEGUN}:
        blanks.no_home_exercise(progress)
        return
    # The answers stand above what is chosen, and follow it.
    answers = st.container()
    shown = choose_weeks(progress)
    with answers:
        show_summary(progress, shown, voice)
    if not shown.weeks:
        st.info(_("This course of treatment has not come to these weeks."))
        return
    kinds = choose_marks(shown)
    stage = stage_of(shown, kinds)
    _what_happened(stage)
    show_charts(shown, voice, kinds=kinds)
    _one_exercise(shown, voice, stage)
    if shown.days:
        show_days(shown)


def _read(child_id: int) -> Progress:
    """Read the course that was chosen before, and the one beside it; what is there no more gives way."""

    def both(beside: int | None) -> Progress:
        return remembered(
            episode_key(child_id),
            lambda number: progress_of(work, child_id, episode_number=number, beside=beside),
        )

    with explained(), reading(credential()) as work:
        return remembered(beside_key(child_id), both)


def _what_happened(stage: Stage) -> None:
    """Tell the marks of all charts in words, once."""
    told = [f"**{note.number}** · {format_day(note.day)} · {plain(note.text)}" for note in stage.notes]
    days = [plain(line) for line in stage.days_in_words]
    if told or days:
        with st.expander(_("What happened"), key="what-happened"):
            st.markdown("  \n".join((*told, *days)))


def _one_exercise(progress: Progress, voice: Voice, stage: Stage) -> None:
    """Offer the weeks of each exercise; with one exercise they would be the same again."""
    named = {exercise.line_id: exercise for exercise in progress.exercises}
    if len(named) < 2 or progress.episode is None or progress.standing is not Standing.WEEKS:  # noqa: PLR2004
        return
    chosen = st.selectbox(
        _("One exercise, week by week"),
        list(named),
        index=None,
        format_func=lambda line_id: named[line_id].name,
        placeholder=_("Choose an exercise"),
        key=f"shown-exercise-{progress.episode.id}",
    )
    if chosen is not None:
        chart = chart_of_weeks(progress, voice, named[chosen], stage)
        show_chart(chart)
        label = _("This exercise's weeks as a table")
        show_chart_table(label, chart, f"table-of-exercise-{chosen}", "exercise")
