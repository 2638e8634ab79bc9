"""The two charts of home exercise, each with everything that stands beside it on the page."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from tracker.charts.figures import exercises_figure, weeks_figure
from tracker.charts.frames import days_frame, exercises_frame, notes_frame, stretches_frame, weeks_frame
from tracker.charts.notes import Note, days_in_words, legend_of, notes_of
from tracker.charts.sentences import Voice, alt_of_exercises, alt_of_weeks
from tracker.charts.tables import exercises_table, weeks_table
from tracker.progress.progress import Exercise, Progress


@dataclass(frozen=True)
class Chart:
    """A figure, the sentence that stands in for it, the table behind it, and its marks in words."""

    figure: go.Figure
    alt: str
    table: pd.DataFrame
    legend: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    days: tuple[str, ...] = ()


def chart_of_weeks(progress: Progress, voice: Voice, exercise: Exercise | None = None) -> Chart:
    """Chart an episode's weeks, or those of one exercise: without the clinic's line, which is about all together."""
    if exercise is None:
        weeks, marks, line, name = progress.weeks, progress.marks, progress.line_percent, ""
    else:
        weeks, marks, line = exercise.weeks, progress.marks.of_line(exercise.line_id), None
        name = exercise.name
    start = weeks[0].first
    notes = notes_of(marks, start)
    frame = weeks_frame(weeks, marks, progress.today, voice)
    figure = weeks_figure(
        frame,
        notes_frame(notes, start),
        stretches_frame(marks, start),
        days_frame(marks, start),
        line_percent=line,
        voice=voice,
    )
    return Chart(
        figure,
        alt_of_weeks(frame, name),
        weeks_table(frame, voice),
        tuple(legend_of(weeks, marks, progress.today, voice, line)),
        tuple(notes),
        tuple(days_in_words(marks)),
    )


def chart_of_exercises(progress: Progress, voice: Voice) -> Chart:
    """Chart each exercise over all weeks."""
    frame = exercises_frame(progress.exercises, voice)
    return Chart(exercises_figure(frame, voice), alt_of_exercises(frame), exercises_table(frame, voice))
