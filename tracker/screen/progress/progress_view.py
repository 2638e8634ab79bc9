"""The weeks of one child's episode on the screen: a sentence, the charts, what their marks mean, and the tables."""

import streamlit as st

from tracker.access.work import reading
from tracker.charts.figures import CONFIG
from tracker.charts.home_exercise import Chart, chart_of_exercises, chart_of_weeks
from tracker.charts.sentences import Voice, week_sentence
from tracker.progress.progress import Progress, Sight, progress_of
from tracker.progress.spans import EpisodeSpan
from tracker.screen.context import credential, explained, remembered
from tracker.screen.dates import format_day, format_full_day
from tracker.screen.progress.tables import show_table
from tracker.screen.text import plain
from tracker.screen.words import N_, _

BLANK = {
    Sight.NO_EPISODE: N_("No treatment has been entered here yet."),
    Sight.NOT_BEGUN: N_("This treatment begins on {day}. Its weeks will show here."),
    Sight.NO_EXERCISE: N_("No exercises have been entered here yet."),
    Sight.NOTHING_YET: N_(
        "Week {week} has begun. As soon as an exercise is logged, or a day is over, it shows here."
    ),
    Sight.NOTHING_DUE: N_("Nothing has been due so far, so there is nothing to show yet."),
}
WITHOUT_PLAN = {Sight.NO_EPISODE, Sight.NO_EXERCISE}


def show_progress(child_id: int, voice: Voice) -> None:
    """Show how the weeks of a child's episode went, in the words of a family or of the clinic's staff."""
    key = f"shown-episode-{child_id}"
    with explained(), reading(credential()) as work:
        progress = remembered(key, lambda number: progress_of(work, child_id, episode_number=number))
    if len(progress.episodes) > 1 and progress.episode is not None:
        _choose_episode(progress.episodes, progress.episode, key)
    if progress.sight is not Sight.WEEKS:
        _blank(progress)
        return
    _sentences(progress, voice)
    weeks, exercises = chart_of_weeks(progress, voice), chart_of_exercises(progress, voice)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _chart(weeks)
    with right:
        st.subheader(_("By exercise"), anchor=False)
        _chart(exercises)
    _table(_("Every week as a table"), weeks, f"table-of-weeks-{child_id}")
    _table(_("Every exercise as a table"), exercises, f"table-of-exercises-{child_id}")
    _one_exercise(progress, voice)


def _choose_episode(episodes: tuple[EpisodeSpan, ...], chosen: EpisodeSpan, key: str) -> None:
    named = {span.number: span for span in reversed(episodes)}
    st.session_state.setdefault(key, chosen.number)
    st.selectbox(
        _("Course of treatment"),
        list(named),
        format_func=lambda number: _episode(named[number]),
        key=key,
    )


def _episode(span: EpisodeSpan) -> str:
    return _("{n}, begun {day}").format(n=span.number, day=format_full_day(span.start))


def _blank(progress: Progress) -> None:
    day = "" if progress.episode is None else format_day(progress.episode.start)
    said = [_(BLANK[progress.sight]).format(day=day, week=len(progress.weeks))]
    if progress.sight in WITHOUT_PLAN:
        said.append(
            _("You can add it on the Plan page.")
            if progress.can_prescribe
            else _("The physical or occupational therapist can add it.")
        )
    st.info(" ".join(said))


def _sentences(progress: Progress, voice: Voice) -> None:
    if progress.latest_over is not None:
        st.markdown(f"**{week_sentence(progress.latest_over, voice, running=False)}**")
    if progress.running is not None:
        st.caption(week_sentence(progress.running, voice, running=True))


def _chart(chart: Chart) -> None:
    st.plotly_chart(chart.figure, config=CONFIG, alt=chart.alt)
    if chart.legend:
        st.caption(" · ".join(chart.legend))
    told = [f"**{note.number}** · {format_day(note.day)} · {plain(note.text)}" for note in chart.notes]
    if told or chart.days:
        st.markdown("  \n".join((*told, *chart.days)))


def _table(label: str, chart: Chart, key: str) -> None:
    with st.expander(label, key=key):
        show_table(label, list(chart.table.columns), chart.table.itertuples(index=False))


def _one_exercise(progress: Progress, voice: Voice) -> None:
    """Offer the weeks of each exercise; with one exercise they would be the same again."""
    named = {exercise.line_id: exercise for exercise in progress.exercises}
    if len(named) == 1 or progress.episode is None:
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
        chart = chart_of_weeks(progress, voice, named[chosen])
        _chart(chart)
        _table(_("This exercise's weeks as a table"), chart, f"table-of-exercise-{chosen}")
