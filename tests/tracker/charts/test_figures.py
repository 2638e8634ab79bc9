"""The figures, worked by hand: gaps, marks, labels, axes, and what a phone has room for."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import plotly.io as pio  # type: ignore[import-untyped]
import pytest
from streamlit.elements.lib import streamlit_plotly_theme

from tests.tracker.charts.plotted import (
    FULL,
    SILENT,
    START,
    WORKED,
    label,
    labels,
    on,
    prescribed,
    progress,
    strokes,
    trace,
    weeks_of,
)
from tracker.charts import palette
from tracker.charts.figures import CONFIG
from tracker.charts.frames import (
    CORRECTED,
    DAYS,
    EXERCISES,
    NOTES,
    STRETCHES,
    WEEKS,
    chart_text,
    days_frame,
    exercises_frame,
    notes_frame,
    position,
    stretches_frame,
    weeks_frame,
)
from tracker.charts.home_exercise import chart_of_exercises, chart_of_weeks, weeks_figure
from tracker.charts.mark_pieces import NOTED
from tracker.charts.notes import notes_of
from tracker.charts.pieces import HOVER, NO_ENTRIES, OBSERVED, SPAN, STRICT
from tracker.charts.plane import PERCENT
from tracker.charts.sentences import Voice, alt_of_weeks
from tracker.charts.stage import Stage, stage_of
from tracker.progress.marks import NO_MARKS, Change, Corrected, Days, Marks
from tracker.progress.weeks import NOTHING, Tally
from tracker.screen.progress.fit_view import format_fit

PLOT_ON_A_PHONE = 300  # pixels between the axis and the edge of a screen of 390
LETTER = 7.5  # pixels of a letter at 12 px, amply
A_THIRD_OF_A_DESK = 190  # pixels between the axis and the names of bands, in large letters
LARGE_LETTER = 9
STAFF, FAMILY = Voice.STAFF, Voice.FAMILY


def changes(*days: tuple[int, int]) -> Marks:
    return Marks(changes=tuple(Change(on(w, d), 1, prescribed(10), prescribed(12)) for w, d in days))


def test_the_worked_example() -> None:
    """The rules' own example: 4 done, 1 half, 1 excused, 1 without entry."""
    chart = chart_of_weeks(progress([WORKED]), STAFF)
    assert list(trace(chart.figure, STRICT).y) == [75]
    assert list(trace(chart.figure, OBSERVED).y) == [90]
    assert (list(trace(chart.figure, SPAN).base), list(trace(chart.figure, SPAN).y)) == ([75], [15])
    assert trace(chart.figure, HOVER).hovertext[0].split("<br>") == [
        "<b>Week 1</b> · 5 Jan – 11 Jan",
        "strict 75 % (4.5 of 6)",
        "observed 90 % (4.5 of 5)",
        "coverage 83 % (5 of 6)",
        "full 67 % (4 of 6)",
        "1 excused",
        "1 without an entry",
    ]
    assert [str(cell) for cell in chart.table.iloc[0]] == [
        "1",
        "5 Jan – 11 Jan 2026",
        "6",
        "75 % (4.5 of 6)",
        "90 % (4.5 of 5)",
        "83 % (5 of 6)",
        "67 % (4 of 6)",
        "1",
        "1",
    ]


def test_the_worked_example_in_a_familys_words() -> None:
    chart = chart_of_weeks(progress([WORKED]), FAMILY)
    assert trace(chart.figure, HOVER).hovertext[0].split("<br>")[1:] == [
        "4.5 of 6 done",
        "5 logged",
        "1 not needed",
        "1 without an entry",
    ]
    assert list(chart.table.columns) == ["Week", "Days", "Due", "Done", "Logged", "Not needed", "No entry"]
    assert chart.alt == (
        "Home exercise by week of treatment, higher is more. "
        "Week 1: 4.5 of 6 done, 5 logged, 1 not needed, 1 without an entry."
    )


def test_nothing_due_has_no_mark_and_a_label_and_a_gap_in_every_trace() -> None:
    figure = chart_of_weeks(progress([FULL, NOTHING, FULL]), STAFF).figure
    for name in (STRICT, OBSERVED):
        assert list(trace(figure, name).y) == [100, None, 100]
    assert list(trace(figure, SPAN).y) == [0, None, 0]
    assert label(figure, "nothing due").x == 2


def test_weeks_without_anything_due_that_follow_one_another_share_a_label() -> None:
    figure = chart_of_weeks(progress([FULL, NOTHING, NOTHING, NOTHING, FULL, NOTHING]), STAFF).figure
    assert [a.x for a in figure.layout.annotations if a.text == "nothing due"] == [3, 6]


def test_silence_is_told_apart_from_not_done() -> None:
    not_done = Tally(due=6, settled=6)
    figure = chart_of_weeks(progress([SILENT, not_done]), STAFF).figure
    assert list(trace(figure, STRICT).y) == [None, 0], "a dot at 0 would read as a collapse"
    assert [y is not None and y < 0 for y in trace(figure, NO_ENTRIES).y] == [True, False]
    assert trace(figure, NO_ENTRIES).marker.symbol == "line-ew-open"
    assert list(trace(figure, OBSERVED).y) == [None, 0]
    assert label(figure, "no entries").x == 1
    assert trace(figure, HOVER).hovertext[0].split("<br>")[2] == "observed –"


def test_a_running_week_is_marked_as_still_open() -> None:
    chart = chart_of_weeks(progress([FULL, WORKED], today=on(2, 4)), STAFF)
    assert list(trace(chart.figure, SPAN).marker.pattern.shape) == ["", "/"]
    (frame,) = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    assert (frame.x0, frame.x1) == (1.5, 2.5)
    assert list(chart.figure.layout.xaxis.ticktext) == ["1<br>5 Jan", "2<br>so far"]
    assert chart.table.iloc[-1, 0] == "2, so far"
    assert "Week 2 so far: " in chart.alt
    assert any("still open" in words for words in chart.legend)


def test_a_running_week_with_nothing_settled_is_not_called_a_week_with_nothing_due() -> None:
    figure = chart_of_weeks(progress([FULL, Tally(due=6)], today=on(2)), FAMILY).figure
    assert "nothing due" not in labels(figure)
    assert trace(figure, HOVER).hovertext[1].split("<br>")[1:] == ["nothing logged yet"]


@pytest.mark.parametrize("tallies", [[], [NOTHING], [WORKED], [WORKED, FULL], [NOTHING] * 26, [WORKED] * 26])
def test_any_number_of_points(tallies: Sequence[Tally]) -> None:
    seen = progress(tallies)
    frame = weeks_frame(seen.weeks, NO_MARKS, seen.today, STAFF)
    figure = weeks_figure(frame, Stage(START, range(1, len(tallies) + 1)), line_percent=80, voice=STAFF)
    assert len(trace(figure, STRICT).y or ()) == len(tallies)
    assert figure.layout.xaxis.range[1] >= len(tallies)
    assert alt_of_weeks(frame).startswith("Home exercise by week of treatment")


@pytest.mark.parametrize("running", [False, True])
@pytest.mark.parametrize("count", [*range(1, 31), 39, 40, 52, 53, 104])
@pytest.mark.parametrize("large", [False, True])
def test_labels_of_the_weeks_never_overlap_on_a_phone_or_for_a_room(
    count: int, running: bool, large: bool
) -> None:
    shown = progress([FULL] * count, today=on(count, 3) if running else on(count + 1))
    axis = chart_of_weeks(shown, FAMILY, stage=stage_of(shown, large=large)).figure.layout.xaxis
    width, letter = (A_THIRD_OF_A_DESK, LARGE_LETTER) if large else (PLOT_ON_A_PHONE, LETTER)
    week = width / (axis.range[1] - axis.range[0])
    for line in (0, 1):
        labels = [
            (place * week, letter * len(text.split("<br>")[line]))
            for place, text in zip(axis.tickvals, axis.ticktext, strict=True)
            if text.count("<br>") >= line
        ]
        for (one, wide), (other, wider) in pairwise(labels):
            assert one + wide / 2 < other - wider / 2, axis.ticktext
    assert axis.tickvals[0] == 1 or running
    assert axis.tickangle == 0


def test_the_clinics_line_is_a_thin_dashed_labelled_line() -> None:
    figure = chart_of_weeks(progress([WORKED]), FAMILY).figure
    (line,) = [shape for shape in figure.layout.shapes if shape.line.dash == "dash"]
    assert (line.y0, line.y1, line.layer) == (80, 80, "below")
    assert label(figure, "clinic's line 80 %").y == 80


def test_one_exercise_is_not_held_against_the_clinics_line() -> None:
    seen = progress([WORKED], names=("Stairs", "Walk"))
    chart = chart_of_weeks(seen, STAFF, seen.exercises[1])
    assert not [text for text in labels(chart.figure) if "line" in text]
    assert not [words for words in chart.legend if "line" in words]
    assert chart.alt.startswith("Walk by week of treatment")


def test_the_higher_the_more_is_written_on_each_axis() -> None:
    seen = progress([WORKED])
    assert "(higher is more)" in chart_of_weeks(seen, FAMILY).figure.layout.yaxis.title.text
    assert "(further right is more)" in chart_of_exercises(seen, FAMILY).figure.layout.xaxis.title.text
    assert chart_of_weeks(seen, FAMILY).figure.layout.yaxis.range[0] < 0


def test_a_change_has_a_line_on_its_day_a_number_and_words() -> None:
    chart = chart_of_weeks(progress([FULL] * 6, marks=changes((2, 1), (4, 3), (4, 5))), STAFF)
    lines = [x for x, *_rest in strokes(chart.figure, NOTED)]
    assert lines == pytest.approx([1.5, 3.5 + 2 / 7, 3.5 + 4 / 7], abs=1e-4)
    noted = trace(chart.figure, NOTED)
    assert list(noted.text) == ["1", "2"]
    assert list(noted.x) == pytest.approx([1.5, 3.5 + 2 / 7])
    assert [(note.number, note.day) for note in chart.notes] == [(1, on(2)), (2, on(4, 3)), (2, on(4, 5))]
    assert {note.text for note in chart.notes} == {"Stairs: 10 minutes → 12 minutes"}
    hover = trace(chart.figure, HOVER).hovertext
    assert hover[1].split("<br>")[-1] == "1 · Stairs: 10 minutes → 12 minutes"
    assert "→" not in hover[0]


def test_changes_and_corrections_are_numbered_together_by_day() -> None:
    corrected = (Corrected(2, "Walk", Days(on(3), on(3, 7))),)
    marks = Marks(changes=changes((2, 1), (4, 1)).changes, corrected=corrected)
    notes = chart_of_weeks(progress([FULL] * 5, marks=marks), STAFF).notes
    assert [(note.number, note.week, note.text.split(":")[0]) for note in notes] == [
        (1, 2, "Stairs"),
        (2, 3, "Walk"),
        (3, 4, "Stairs"),
    ]


def test_numbers_of_changes_lie_apart() -> None:
    every_week = changes(*((week, 7 if week % 2 else 1) for week in range(2, 26)))
    places = trace(chart_of_weeks(progress([FULL] * 26, marks=every_week), STAFF).figure, NOTED).x
    assert all(after - before > 0.94 for before, after in pairwise(places))
    assert max(places) < 27
    few = trace(chart_of_weeks(progress([FULL] * 6, marks=changes((2, 7), (3, 3))), STAFF).figure, NOTED).x
    assert list(few) == pytest.approx([position(START, on(2, 7)), position(START, on(3, 3))])


def test_a_pause_is_a_labelled_band() -> None:
    marks = Marks(pauses=(Days(on(2, 3), on(2, 5)),))
    chart = chart_of_weeks(progress([FULL] * 4, marks=marks), STAFF)
    (band,) = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    assert (band.x0, band.x1) == pytest.approx((1.5 + 2 / 7, 1.5 + 5 / 7))
    assert label(chart.figure, "paused").x == pytest.approx(2)
    assert chart.days == ("Paused: 14 Jan – 16 Jan",)
    assert ["The plan was paused." in text for text in trace(chart.figure, HOVER).hovertext] == [
        False,
        True,
        False,
        False,
    ]


def test_a_pause_of_whole_weeks_and_nothing_due_share_one_label() -> None:
    marks = Marks(pauses=(Days(on(2), on(3, 7)),))
    figure = chart_of_weeks(progress([FULL, NOTHING, NOTHING, FULL], marks=marks), STAFF).figure
    assert labels(figure) == ["clinic's line 80 %", "paused, nothing due"]
    assert label(figure, "paused, nothing due").x == 2.5


def test_a_pauses_label_keeps_clear_of_the_labels_beside_it() -> None:
    marks = Marks(pauses=(Days(on(2, 5), on(3, 3)), Days(on(6, 3), on(6, 5))))
    figure = chart_of_weeks(progress([FULL, SILENT, SILENT, FULL, FULL, FULL], marks=marks), STAFF).figure
    beside, alone = (each for each in figure.layout.annotations if each.text == "paused")
    assert label(figure, "no entries").x == 2.5
    assert (beside.y > 30, alone.y) == (True, 2)


def test_ill_and_away_days_are_small_signs_of_two_shapes() -> None:
    marks = Marks(ill=(on(1, 2), on(1, 3)), away=(on(2, 7),))
    chart = chart_of_weeks(progress([FULL, FULL], marks=marks), FAMILY)
    ill, away = trace(chart.figure, "ill"), trace(chart.figure, "away")
    assert list(ill.x) == pytest.approx([0.5 + 1.5 / 7, 0.5 + 2.5 / 7])
    assert list(away.x) == pytest.approx([1.5 + 6.5 / 7])
    assert ill.marker.symbol != away.marker.symbol
    assert {*ill.y, *away.y} == {-7}
    assert chart.days == ("Ill: 6 Jan – 7 Jan", "Away: 18 Jan")
    hover = trace(chart.figure, HOVER).hovertext
    assert ("ill: 6 Jan, 7 Jan" in hover[0], "away: 18 Jan" in hover[1]) == (True, True)


def test_a_corrected_prescription_has_a_mark_on_its_weeks_and_words() -> None:
    marks = Marks(corrected=(Corrected(1, "Stairs", Days(on(2), on(3, 7))),))
    chart = chart_of_weeks(progress([FULL] * 4, marks=marks), FAMILY)
    ((x0, y0, x1, y1),) = strokes(chart.figure, CORRECTED)
    assert (x0, x1) == (1.5, 3.5)
    assert PERCENT.in_drawing(100) < y0 == y1 < 1
    (note,) = chart.notes
    assert note.text == "Stairs: corrected from Mon 12 Jan to Sun 25 Jan; these days do not count"
    assert list(trace(chart.figure, NOTED).text) == ["1"]


def test_exercises_that_fit_alike_stand_in_the_order_of_the_plan_with_their_n_of_m() -> None:
    chart = chart_of_exercises(progress([WORKED, SILENT], names=("Stairs", "Walk")), STAFF)
    assert labels(chart.figure) == ["Stairs", "4.5 of 12", "Walk", "4.5 of 12"]
    assert list(trace(chart.figure, STRICT).x) == [37.5, 37.5]
    assert list(trace(chart.figure, OBSERVED).x) == [90, 90]
    first, last = chart.figure.layout.yaxis.range
    assert first > last  # the first row is on top
    assert chart.alt.count("4.5 of 12") == 2


def test_what_is_hard_to_fit_in_stands_first_in_chart_table_and_list() -> None:
    seen = progress([FULL, FULL], names=("Walk", "Stairs", "Breathing"))
    walk, stairs, breathing = seen.exercises
    hard = weeks_of([Tally(due=7, settled=7, credit=1)] * 2)
    tally = Tally(due=14, settled=14, credit=2)
    seen = replace(seen, exercises=(walk, replace(stairs, weeks=hard, tally=tally), breathing))
    chart = chart_of_exercises(seen, STAFF)
    wanted = ["Stairs", "Walk", "Breathing"]
    assert labels(chart.figure)[::2] == list(chart.table["Exercise"]) == wanted
    assert [name for line in format_fit(seen) for name in wanted if name in line] == wanted
    assert [text.split("</b>")[0] for text in trace(chart.figure, HOVER).hovertext] == [
        f"<b>{n}" for n in wanted
    ]
    assert chart.legend == ("● strict", "◇ observed", "bar between them: without an entry")


def test_an_exercise_with_nothing_settled_says_so() -> None:
    chart = chart_of_exercises(progress([Tally(due=3)], names=("Stairs",)), FAMILY)
    assert labels(chart.figure) == ["Stairs", "nothing due so far"]
    assert list(trace(chart.figure, STRICT).x) == [None]
    assert chart.table.iloc[0].tolist() == ["Stairs", 3, "–", "–", 0, 0]


HARM = "<a href='https://example.org'>x</a> & %{x} <b>bold</b>"


def test_a_name_is_never_read_as_markup() -> None:
    marks = Marks(changes=(Change(on(2), 1, None, prescribed(name=HARM)),))
    seen = progress([FULL, FULL], marks=marks, names=(HARM,))
    weeks, exercises = chart_of_weeks(seen, FAMILY).figure, chart_of_exercises(seen, FAMILY).figure
    for text in (*trace(weeks, HOVER).hovertext, *trace(exercises, HOVER).hovertext, *labels(exercises)):
        assert "<a" not in text
        assert "<b>bold" not in text
    assert trace(exercises, HOVER).hovertemplate is None


@pytest.mark.parametrize("name", ["a" * 80, "ein sehr langes Wort " * 4, "مشي " * 20])
def test_a_long_name_leaves_room_for_its_n_of_m(name: str) -> None:
    assert len(chart_text(name)) <= 28
    assert chart_text(name).endswith("…")
    seen = progress(
        [FULL], names=(name,), marks=Marks(changes=(Change(on(1, 2), 1, None, prescribed(name=name)),))
    )
    hover = trace(chart_of_weeks(seen, FAMILY).figure, HOVER).hovertext[0]
    assert all(len(line.removeprefix("<b>").replace("</b>", "")) <= 38 for line in hover.split("<br>"))


@pytest.mark.parametrize("voice", Voice)
def test_hover_lines_fit_a_phone(voice: Voice) -> None:
    large = Tally(due=840, settled=840, excused=120, without_entry=333, credit=444.5, full=440)
    marks = Marks(ill=tuple(on(1, day) for day in range(1, 8)), changes=changes((1, 2)).changes)
    hover = trace(chart_of_weeks(progress([large], marks=marks), voice).figure, HOVER).hovertext[0]
    assert max(len(line) for line in hover.replace("<b>", "").replace("</b>", "").split("<br>")) <= 38


def test_no_tool_bar_no_zoom_and_no_motion() -> None:
    seen = progress([FULL])
    assert CONFIG["displayModeBar"] is False
    assert CONFIG["scrollZoom"] is False
    for figure in (chart_of_weeks(seen, FAMILY).figure, chart_of_exercises(seen, FAMILY).figure):
        assert figure.layout.dragmode is False
        assert (figure.layout.xaxis.fixedrange, figure.layout.yaxis.fixedrange) == (True, True)
        assert figure.layout.transition.duration is None
        assert not figure.frames


def test_every_colour_is_a_stand_in_for_the_themes() -> None:
    theirs = streamlit_plotly_theme
    assert (palette.MAIN, palette.ACCENT, palette.INK, palette.GROUND) == (
        theirs.CATEGORY_0,
        theirs.CATEGORY_1,
        theirs.GRAY_90,
        theirs.BG_COLOR,
    )
    ours = {palette.MAIN, palette.ACCENT, palette.INK, palette.GROUND}
    seen = progress([FULL, WORKED], marks=Marks(ill=(on(1),), pauses=(Days(on(2), on(2)),)), today=on(2, 3))
    for chart in (chart_of_weeks(seen, FAMILY), chart_of_exercises(seen, FAMILY)):
        spec = chart.figure.to_json()
        assert colours(json.loads(spec)) <= ours
        assert len(spec) < 60_000


def colours(part: object) -> set[str]:
    if isinstance(part, dict):
        return set().union(*(colours(value) for value in part.values()))
    if isinstance(part, list):
        return set().union(*(colours(value) for value in part))
    return {part} if isinstance(part, str) and part.startswith("#") else set()


def test_a_figure_does_not_change_with_what_plotly_was_told_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = []
    for template in ("plotly_dark", "none"):
        monkeypatch.setattr(pio.templates, "default", template)
        said.append(chart_of_weeks(progress([WORKED]), STAFF).figure.to_json())
    assert said[0] == said[1]


def test_frames_have_the_columns_that_they_promise() -> None:
    marks = Marks(pauses=(Days(on(1), on(1)),), ill=(on(1, 2),), changes=changes((2, 1)).changes)
    seen = progress([WORKED, NOTHING], marks=marks)
    frames = {
        "WEEKS": (weeks_frame(seen.weeks, marks, seen.today, STAFF), WEEKS),
        "EXERCISES": (exercises_frame(seen.exercises, STAFF), EXERCISES),
        "NOTES": (notes_frame(notes_of(marks, START), START), NOTES),
        "STRETCHES": (stretches_frame(marks, START), STRETCHES),
        "DAYS": (days_frame(marks, START), DAYS),
    }
    for name, (frame, columns) in frames.items():
        assert {column: str(kind) for column, kind in frame.dtypes.items()} == columns, name
    weeks = frames["WEEKS"][0]
    assert pd.isna(weeks["strict"].iloc[1])
    assert weeks["credit"].tolist() == [4.5, 0]
    for frame, columns in (
        (weeks_frame((), NO_MARKS, START, STAFF), WEEKS),
        (exercises_frame((), STAFF), EXERCISES),
        (stretches_frame(NO_MARKS, START), STRETCHES),
    ):
        assert {column: str(kind) for column, kind in frame.dtypes.items()} == columns


def test_days_lie_in_their_weeks() -> None:
    assert position(START, START) == 0.5
    assert position(START, on(2)) == 1.5
    assert position(START, on(3, 4)) == pytest.approx(2.5 + 3 / 7)
