"""Steps, school, phases and visits on a chart of weeks: where their marks stand, and what is said of each."""

import pytest

from db.vocabulary import Discipline, MilestoneEventKind, Phase
from tests.tracker.charts.plotted import FULL, label, on, progress, strokes, trace
from tracker.charts.chart import Chart
from tracker.charts.frames import AWAY, CAME, DID_NOT, ENDED, WATCHED, position
from tracker.charts.home_exercise import chart_of_weeks
from tracker.charts.mark_pieces import NOTED
from tracker.charts.pieces import HOVER
from tracker.charts.plane import DAYS, VISITS
from tracker.charts.sentences import Voice
from tracker.measures.watch_dates import WatchDates
from tracker.progress.marks import Life, Marks, PhaseBegun, SchoolStep, StepMark, VisitMark

PT, COUNSELING = Discipline.PHYSICAL_THERAPY, Discipline.COUNSELING
REACHED, BACK = MilestoneEventKind.REACHED, MilestoneEventKind.SET_BACK
LIFE = Life(
    phases=(PhaseBegun(on(2), Phase.HOME),),
    steps=(StepMark(on(1, 3), "Meets\na $friend$", REACHED), StepMark(on(2, 5), "<b>Half day</b>", BACK)),
    school=(SchoolStep(on(2, 6), "Two periods", 2), SchoolStep(on(3), "Visit the building", 0)),
    visits=(
        VisitMark(on(1, 2), PT, attended=True),
        VisitMark(on(1, 4), PT, attended=False),
        VisitMark(on(2, 2), PT, attended=False),
        VisitMark(on(2, 2), COUNSELING, attended=True),
    ),
)


def charted(life: Life, voice: Voice = Voice.FAMILY) -> Chart:
    marks = Marks(away=(on(1, 4),), life=life)
    return chart_of_weeks(progress([FULL] * 3, marks=marks), voice)


@pytest.mark.parametrize("voice", Voice)
def test_what_happened_is_numbered_by_week_and_told_in_plain_words(voice: Voice) -> None:
    notes = charted(LIFE, voice).notes
    assert [(note.number, note.day, note.text) for note in notes] == [
        (1, on(1, 3), "reached: Meets a $friend$"),
        (2, on(2), "phase: At home"),
        (2, on(2, 5), "back for now: <b>Half day</b>"),
        (2, on(2, 6), "school: Two periods, 2 periods a day"),
        (3, on(3), "school: Visit the building, no periods planned"),
    ]


def test_each_has_a_thin_line_on_its_day() -> None:
    drawn = strokes(charted(LIFE).figure, NOTED)
    days = [on(1, 3), on(2), on(2, 5), on(2, 6), on(3)]
    assert [x for x, *_rest in drawn] == pytest.approx([position(on(1), day) for day in days], abs=1e-4)
    assert {(x1 - x0, y0 < y1) for x0, y0, x1, y1 in drawn} == {(0, True)}


def test_a_day_with_visits_has_one_sign_below_the_axis_of_two_shapes() -> None:
    figure = charted(LIFE).figure
    came, did_not, away = (trace(figure, name) for name in (CAME, DID_NOT, AWAY))
    assert [round(x, 3) for x in came.x] == [0.714, 1.714]  # noon of the second day of each week
    assert [round(x, 3) for x in did_not.x] == [1.0], "of two visits on a day one took place"
    assert (came.marker.symbol, did_not.marker.symbol) == ("triangle-down", "triangle-down-open")
    assert set(came.y) == set(did_not.y) == {VISITS}
    assert set(away.y) == {DAYS}
    low, _ = figure.layout.yaxis.range
    assert low < VISITS < DAYS < 0


def test_visits_are_told_by_discipline_and_never_together() -> None:
    chart = charted(LIFE)
    assert chart.days[-2:] == (
        "Visits that took place: Physical therapy 1; Counseling 1",
        "Visits that did not take place: Physical therapy on 8 Jan, 13 Jan",
    )
    assert "▼ a visit that took place" in chart.legend
    assert "▽ a visit that did not" in chart.legend


def test_the_hover_of_a_week_tells_its_own_and_reads_no_markup() -> None:
    first, second, third = trace(charted(LIFE).figure, HOVER).hovertext
    assert "Visits that took place: Physical<br>" in first
    assert "&#36;friend&#36;" in first
    assert "&lt;b&gt;Half day&lt;/b&gt;" in second
    assert "Counseling 1" in second
    assert "Visits" not in third


def test_one_exercise_is_charted_without_the_rest_of_life() -> None:
    shown = progress([FULL] * 3, marks=Marks(life=LIFE))
    chart = chart_of_weeks(shown, Voice.STAFF, shown.exercises[0])
    assert (chart.notes, chart.days) == ((), ())


def test_without_any_of_it_nothing_is_said() -> None:
    chart = charted(Life())
    assert chart.notes == ()
    assert not [line for line in (*chart.legend, *chart.days) if "isit" in line]


def test_the_end_has_a_labelled_line_after_its_last_day_and_is_told() -> None:
    shown = progress([FULL] * 3, marks=Marks(ended=on(3, 7)))
    chart = chart_of_weeks(shown, Voice.STAFF)
    assert strokes(chart.figure, ENDED) == [(3.5, 0, 3.5, 1)]
    assert label(chart.figure, "treatment ended").x == pytest.approx(3.5)
    assert chart.days == ("Treatment ended: Sun 25 Jan",)
    first, *_others, last = trace(chart.figure, HOVER).hovertext
    assert ("Treatment ended" in first, "Treatment ended" in last) == (False, True)
    assert shown.marks.only([]).ended == on(3, 7)
    assert shown.marks.between(on(1), on(2, 7)).ended is None


def test_watch_dates_are_hatched_and_the_open_week_alone_has_a_frame() -> None:
    watched = WatchDates(1, on(3), on(3, 7), "exams", "")
    chart = chart_of_weeks(progress([FULL] * 3, today=on(3, 2), marks=Marks(watch=(watched,))), Voice.STAFF)
    (frame,) = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    points = [end for x0, y0, x1, y1 in strokes(chart.figure, WATCHED) for end in ((x0, y0), (x1, y1))]
    assert (min(x for x, _ in points), max(x for x, _ in points)) == (frame.x0, frame.x1) == (2.5, 3.5)
    assert (min(y for _, y in points), max(y for _, y in points)) == (0, 1)
    assert {"dotted frame: this week, still open", "hatched: agreed watch dates"} <= set(chart.legend)
