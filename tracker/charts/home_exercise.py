"""The two charts of home exercise, each with everything that stands beside it on the page."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from tracker.charts import pieces
from tracker.charts.chart import Chart, alt_with_behind, with_behind
from tracker.charts.figures import HEIGHT, exercises_figure, figure, percent_axis, percent_title
from tracker.charts.frames import exercises_frame, weeks_frame
from tracker.charts.notes import days_in_words, legend_of
from tracker.charts.plane import PERCENT
from tracker.charts.sentences import Voice, alt_of_exercises, alt_of_weeks, format_tally, joined
from tracker.charts.stage import Stage, stage_of
from tracker.charts.tables import exercises_table, weeks_table
from tracker.progress.behind import ONE_DAY
from tracker.progress.exercises import Exercise
from tracker.progress.fitting import fittings_of, hard_first
from tracker.progress.marks import NO_MARKS
from tracker.progress.progress import Progress
from tracker.progress.spans import Week
from tracker.progress.weeks import Tally
from tracker.screen.words import _


def chart_of_weeks(
    progress: Progress, voice: Voice, exercise: Exercise | None = None, stage: Stage | None = None
) -> Chart:
    """Chart an episode's weeks, or those of one exercise: without the clinic's line, which is about all together."""
    stage = stage or stage_of(progress)
    if exercise is None:
        weeks, line, name = progress.weeks, progress.line_percent, ""
        behind: Sequence[Week] = () if stage.behind is None else stage.behind.weeks
    else:
        weeks, line, name, behind = exercise.weeks, None, exercise.name, ()
        marks = stage.marks.of_line(exercise.line_id)
        stage = Stage(stage.start, stage.weeks, stage.today, marks, None, stage.large)
    frame = weeks_frame(weeks, stage.marks, progress.today, voice, stage.start)
    was = _behind_frame(behind, stage, voice)
    legend = legend_of([week.tally for week in weeks], voice, line)
    if not was.empty:
        overlay = _("hollow, dotted: {course}, laid over, done of all that was due")
        legend.append(overlay.format(course=stage.behind_name))
    return Chart(
        weeks_figure(frame, stage, line_percent=line, voice=voice, behind=behind),
        alt_with_behind(alt_of_weeks(frame, name), "" if was.empty else alt_of_weeks(was), stage.behind_name),
        with_behind(weeks_table(frame, voice), weeks_table(was, voice), stage.behind_name),
        (*legend, *stage.legend),
        tuple(stage.notes),
        tuple(days_in_words(stage.marks)),
    )


def weeks_figure(
    weeks: pd.DataFrame,
    stage: Stage,
    *,
    line_percent: int | None,
    voice: Voice,
    behind: Sequence[Week] = (),
) -> go.Figure:
    """Draw home exercise by treatment week; `line_percent` None leaves the clinic's line out."""
    places = weeks["week"].tolist()
    line, line_label = ([], []) if line_percent is None else pieces.clinics_line(line_percent)
    return figure(
        [
            *_behind_traces(behind, stage, voice),
            *pieces.span_traces(weeks, places, upright=True),
            *stage.traces(PERCENT),
            pieces.hover_trace(weeks, places, upright=True),
        ],
        large=stage.large,
        height=HEIGHT,
        hovermode="x",
        shapes=[*stage.shapes(PERCENT), *line],
        annotations=[
            *line_label,
            *pieces.missing_labels(weeks, stage.stretches),
            *stage.labels(PERCENT, pauses=False),
        ],
        xaxis=stage.axis,
        yaxis={
            **percent_axis(percent_title(voice) + " " + _("(higher is more)")),
            "range": PERCENT.range,
        },
    )


def chart_of_exercises(progress: Progress, voice: Voice, *, large: bool = False) -> Chart:
    """Chart each exercise over all weeks, in the order of the list in words: what is hard to fit in first."""
    fittings = hard_first(fittings_of(progress.weeks, progress.exercises, progress.reasons))
    exercises = [fitting.exercise for fitting in fittings]
    frame = exercises_frame(exercises, voice)
    return Chart(
        exercises_figure(frame, voice, large=large),
        alt_of_exercises(frame),
        exercises_table(frame, voice),
        tuple(legend_of([exercise.tally for exercise in exercises], voice, None)),
    )


def _behind_traces(behind: Sequence[Week], stage: Stage, voice: Voice) -> list[pieces.Piece]:
    if stage.behind is None or not behind:
        return []
    values = pieces.percent(_share(week.tally) for week in behind)
    hover = [
        joined([stage.behind_in_chart, _("Week {n}").format(n=week.week), format_tally(week.tally, voice)])
        for week in behind
    ]
    return [pieces.behind_trace([week.week + stage.behind.moved for week in behind], values, hover)]


def _share(tally: Tally) -> float:
    """Give what is drawn of a week: nothing where nothing was due, or nothing was entered."""
    return float("nan") if tally.strict is None or not tally.answered else tally.strict


def _behind_frame(behind: Sequence[Week], stage: Stage, voice: Voice) -> pd.DataFrame:
    weeks = () if stage.behind is None else behind
    today = stage.today or (weeks[-1].last + ONE_DAY if weeks else date.max)
    return weeks_frame(weeks, NO_MARKS, today, voice)
