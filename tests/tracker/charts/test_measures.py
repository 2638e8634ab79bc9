"""Function above pain: every score on its day, whose word it is, gaps, directions, and what is hidden."""

import csv
import io
import random
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go  # type: ignore[import-untyped]
import pytest

from db.vocabulary import Instrument, Reporter, Side
from tests.tracker.charts.measured import CHILD, CLINICIAN, PARENT, chart, dots, measured, series, task
from tests.tracker.charts.plotted import START, label, labels, on, trace
from tracker.charts.notes import legend_of_marks
from tracker.charts.panels import LOOKS, OF_TASK, panels_above, panels_of_pain
from tracker.charts.pieces import BEHIND, HOVER
from tracker.exchange.table_csv import table_csv
from tracker.measures.instruments import SCALES
from tracker.progress.behind import Behind
from tracker.progress.marks import Marks
from tracker.progress.spans import EpisodeSpan

FDI, PAIN = Instrument.FDI, Instrument.PAIN
FIVE_WEEKS = {on(1): 27.0, on(3, 4): 22.0, on(6): 14.0}


def place(day: date) -> float:
    """Where a day's noon lies: a week is one wide, and week 1 has its middle at 1."""
    return 0.5 + ((day - START).days + 0.5) / 7


def at(day: date) -> Any:
    return pytest.approx(place(day))


def test_every_score_stands_on_its_day() -> None:
    drawn = chart(measured(series(FDI, FIVE_WEEKS)))
    line = trace(drawn.figure, "child’s report")
    assert dots(line) == [(at(day), value) for day, value in FIVE_WEEKS.items()]
    assert list(drawn.table["FDI, child’s report"]) == ["27", "22", "14"]
    assert list(drawn.table["Week"]) == ["1", "3", "6"]
    hover = trace(drawn.figure, HOVER).hovertext
    assert hover[0] == "<b>Week 1 · Mon 5 Jan</b><br>child’s report: 27, moderate"
    assert drawn.alt == (
        "Functional Disability Inventory (FDI), 0 to 60 points, lower is better, by week of treatment. "
        "Child’s report: 27 in week 1, 14 in week 6; 3 scores."
    )


@pytest.mark.parametrize("seed", range(12))
def test_what_is_drawn_told_and_listed_is_what_was_entered(seed: int) -> None:
    """Any scores of two people, in any order of days: each stays where it belongs."""
    draw = random.Random(seed)
    mine, theirs = (
        {
            day: draw.choice([None, draw.randint(0, 60)])
            for day in sorted(draw.sample(DAYS, draw.randint(0, 9)))
        }
        for _ in range(2)
    )
    every = [series(FDI, values, whose) for values, whose in ((mine, CHILD), (theirs, PARENT)) if values]
    if not every:
        return
    drawn = chart(measured(*every))
    for name, values in (("child’s report", mine), ("parent’s report", theirs)):
        scored = {day: value for day, value in values.items() if value is not None}
        if values:
            line = trace(drawn.figure, name)
            assert dots(line) == [(at(day), value) for day, value in scored.items()]
            listed = [cell for cell in drawn.table[f"FDI, {name}"] if cell]
            assert listed == ["not scored" if value is None else f"{value}" for value in values.values()]
    days = sorted({*mine, *theirs})
    hover = trace(drawn.figure, HOVER)
    assert list(hover.x) == [at(day) for day in days]
    for day, text in zip(days, hover.hovertext, strict=True):
        said = [line.split(": ")[1].split(",")[0] for line in text.split("<br>")[1:]]
        told = [values[day] for values in (mine, theirs) if day in values]
        assert said == ["not scored" if value is None else f"{value}" for value in told]
    assert labels(drawn.figure).count("not scored") == [*mine.values(), *theirs.values()].count(None)


DAYS = [START + timedelta(days=n) for n in range(70)]


def test_child_and_parent_differ_in_colour_shape_and_dash() -> None:
    drawn = chart(measured(series(FDI, FIVE_WEEKS), series(FDI, FIVE_WEEKS, PARENT)))
    mine, theirs = (trace(drawn.figure, name) for name in ("child’s report", "parent’s report"))
    assert mine.marker.symbol != theirs.marker.symbol
    assert mine.line.dash != theirs.line.dash
    assert mine.line.color != theirs.line.color
    assert drawn.legend[:2] == ("● child’s report", "◇ parent’s report")


def test_left_and_right_are_two_lines() -> None:
    grips = [
        series(Instrument.GRIP, {on(1): 20 + n}, CLINICIAN, side) for n, side in enumerate(list(Side)[1:])
    ]
    drawn = chart(measured(*grips))
    assert dots(trace(drawn.figure, "tested, left")) == [(at(on(1)), 20)]
    assert dots(trace(drawn.figure, "tested, right")) == [(at(on(1)), 21)]


@pytest.mark.parametrize("count", [1, 2])
def test_one_and_two_scores(count: int) -> None:
    days = [on(2), on(5)][:count]
    drawn = chart(measured(series(FDI, dict.fromkeys(days, 20.0))))
    assert len(dots(trace(drawn.figure, "child’s report"))) == count
    assert drawn.alt.endswith("1 score." if count == 1 else "2 scores.")


def test_what_was_never_scored_is_said_and_has_no_dot() -> None:
    drawn = chart(measured(series(FDI, {on(2): None})))
    assert not dots(trace(drawn.figure, "child’s report"))
    assert "not scored" in labels(drawn.figure)
    assert drawn.alt.endswith("Child’s report: not scored.")


def test_without_any_score_there_is_nothing_to_choose() -> None:
    assert panels_above(measured()) == {}
    assert panels_of_pain(measured()) == {}


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        ({on(1): 27.0, on(5): 20.0}, True),
        ({on(1): 27.0, on(3): None, on(5): 20.0}, False),
        ({on(1): 27.0, on(9): 20.0}, True),
        ({on(1): 27.0, on(9, 2): 20.0}, False),
    ],
    ids=["four weeks", "not scored between", "eight weeks", "a day more"],
)
def test_a_gap_is_a_gap_and_no_line(values: dict[Any, float | None], joined: bool) -> None:
    line = trace(chart(measured(series(FDI, values))).figure, "child’s report")
    assert line.connectgaps is False
    assert (None not in line.y) is joined


@pytest.mark.parametrize("instrument", list(Instrument))
def test_the_better_direction_is_named_and_no_axis_is_turned_over(instrument: Instrument) -> None:
    scale = SCALES[instrument]
    values = {on(1): scale.low, on(2): min(scale.high, 60.0)}
    shown = measured(series(instrument, values, scale.reporters[0], scale.sides[0]))
    drawn = chart(shown)
    axis = drawn.figure.layout.yaxis
    said = {"lower": "lower is better", "higher": "higher is better", None: "no direction"}[scale.better]
    assert axis.title.text == said
    assert said in drawn.alt
    low, high = axis.range
    assert low < min(values.values()) <= max(values.values()) < high


def test_moving_about_is_better_when_higher() -> None:
    drawn = chart(measured(series(Instrument.PROMIS_MOBILITY, {on(1): 30.0, on(4): 42.5})))
    assert drawn.figure.layout.yaxis.title.text == "higher is better"
    assert [y for _x, y in dots(trace(drawn.figure, "child’s report"))] == [30.0, 42.5]
    assert not [label for label in labels(drawn.figure) if label in {"moderate", "severe"}], (
        "FDI alone has bands"
    )


def test_published_bands_are_quiet_grounds_with_names() -> None:
    drawn = chart(measured(series(FDI, FIVE_WEEKS)))
    grounds = [s for s in drawn.figure.layout.shapes if s.type == "rect" and s.yref == "y"]
    assert [(ground.y0, ground.y1) for ground in grounds] == [(0, 12.5), (12.5, 29.5), (29.5, 60)]
    assert all(ground.layer == "below" and ground.opacity < 0.15 for ground in grounds)
    assert {"none or<br>minimal", "moderate", "severe"} <= set(labels(drawn.figure))
    for name in ("none or<br>minimal", "moderate", "severe"):
        at = label(drawn.figure, name)
        assert (at.xref, at.x, at.xanchor) == ("paper", 1, "left"), (
            "in the margin, where no score can meet it"
        )
    assert drawn.figure.layout.margin.r >= 60


def both() -> Any:
    return chart(measured(series(FDI, FIVE_WEEKS), series(PAIN, {on(1): 6.0, on(6): 6.0})))


def test_two_panels_stand_on_one_axis_and_never_two_in_one() -> None:
    layout = both().figure.layout.to_plotly_json()
    assert [name for name in layout if name.startswith("xaxis")] == ["xaxis"]
    assert [name for name in layout if name.startswith("yaxis")] == ["yaxis", "yaxis2"]
    upper, lower = layout["yaxis"], layout["yaxis2"]
    assert upper["domain"][0] > lower["domain"][1], "function stands above pain"
    assert "overlaying" not in upper
    assert "overlaying" not in lower
    assert "side" not in lower
    assert {line.yaxis or "y" for line in both().figure.data} == {"y", "y2"}
    assert {line.xaxis for line in both().figure.data} == {None}


def test_pain_that_is_not_shown_is_nowhere() -> None:
    drawn = chart(measured(series(FDI, FIVE_WEEKS)))
    columns, rows = list(drawn.table.columns), list(drawn.table.itertuples(index=False))
    every = (drawn.figure.to_json(), drawn.alt, table_csv(columns, rows).decode(), *drawn.legend, *columns)
    assert not [text for text in every if "pain" in text.lower()]
    there = both()
    assert "Pain" in there.figure.to_json()
    assert "Pain, 0 to 10" in there.alt
    assert list(there.table["Pain, child’s report"]) == ["6", "", "6"]


def test_a_score_that_was_corrected_says_so() -> None:
    taken = series(FDI, {on(1): 27.0})
    (score,) = taken.scores
    corrected = type(score)(**{**vars(score), "replaces_id": 9, "correction": "typed twice"})
    drawn = chart(measured(type(taken)(FDI, CHILD, Side.BOTH, (corrected,))))
    assert list(drawn.table.iloc[0]) == ["1", "Mon 5 Jan 2026", "27 (corrected)"]


def test_a_timed_task_and_its_best_are_one_choice_away() -> None:
    shown = measured(series(FDI, FIVE_WEEKS), tasks=(task({on(1): 20.0, on(2): 14.5}, best=14.5),))
    assert [panel.name for panel in panels_above(shown).values()] == [
        "Functional Disability Inventory (FDI)",
        "Stairs (timed task)",
    ]
    drawn = chart(shown, [*panels_above(shown)][1])
    assert dots(trace(drawn.figure, "result")) == [
        (at(on(1)), 20),
        (at(on(2)), 14.5),
    ]
    assert "best so far: 14.5 s" in labels(drawn.figure)
    assert drawn.figure.layout.yaxis.title.text == "lower is better"
    without = chart(measured(tasks=(task({on(1): 20.0}),)))
    assert not [label for label in labels(without.figure) if "best" in label]


def test_function_comes_first_among_the_choices_and_the_simple_number_first_of_pain() -> None:
    of = Instrument
    every = (of.SLEEP, of.SIX_MINUTE_WALK, of.CALI_9, of.FDI, of.PROMIS_PAIN_INTERFERENCE, of.PAIN)
    shown = measured(
        *(
            series(each, {on(1): 20.0 if each is not of.PAIN else 5.0}, SCALES[each].reporters[0])
            for each in every
        )
    )
    assert list(panels_above(shown)) == [of.FDI, of.CALI_9, of.SIX_MINUTE_WALK, of.SLEEP]
    assert list(panels_of_pain(shown)) == [of.PAIN, of.PROMIS_PAIN_INTERFERENCE]


def test_another_course_stands_behind_by_its_own_weeks() -> None:
    begun = START - timedelta(days=365)
    was = {begun: 40.0, begun + timedelta(days=21): 30.0}
    behind = Behind(EpisodeSpan(9, 1, begun, START), (), (), (series(FDI, was),))
    drawn = chart(measured(series(FDI, FIVE_WEEKS), behind=behind))
    line = trace(drawn.figure, BEHIND)
    assert dots(line) == [(at(START), 40), (at(on(4)), 30)]
    assert "week 4" in line.hovertext[1].lower()
    assert list(drawn.table.iloc[:, 0]) == ["this course"] * 3 + ["course 1, begun Sun 5 Jan 2025"] * 2
    assert list(drawn.table["FDI, child’s report"]) == ["27", "22", "14", "40", "30"]
    assert (line.line.dash, line.marker.symbol) == ("dot", "circle-open")


HARM = "=HYPERLINK('x')<b>&"


def test_the_file_is_the_table_and_none_of_it_is_a_formula() -> None:
    drawn = chart(measured(tasks=(task({on(1): 20.0}, name=HARM),)))
    columns, rows = list(drawn.table.columns), list(drawn.table.itertuples(index=False))
    heads, *cells = csv.reader(io.StringIO(table_csv(columns, rows).decode("utf-8-sig")))
    assert heads == ["Week", "Day", f"'{HARM}, result"]
    assert cells == [["1", "Mon 5 Jan 2026", "20 s"]]
    assert any("=HYPERLINK('x')&lt;b&gt;&amp;" in label for label in labels(drawn.figure))


def test_for_a_room_letters_and_marks_are_larger_and_values_the_same() -> None:
    shown = measured(series(FDI, FIVE_WEEKS))
    small, large = (chart(shown, large=large).figure for large in (False, True))
    assert large.layout.font.size > small.layout.font.size
    assert large.layout.xaxis.tickfont.size > small.layout.xaxis.tickfont.size
    assert large.layout.height > small.layout.height
    mine = [trace(figure, "child’s report") for figure in (small, large)]
    assert dots(mine[0]) == dots(mine[1])
    assert mine[1].marker.size > mine[0].marker.size


@pytest.mark.parametrize("reporter", [CHILD, PARENT])
def test_plotly_knows_every_word_of_the_figure(reporter: Reporter) -> None:
    """Figures are made unchecked, for speed: here each of their words is."""
    shown = measured(series(FDI, FIVE_WEEKS, reporter), series(PAIN, {on(2): 4.0}, reporter))
    for large in (False, True):
        assert go.Figure(chart(shown, large=large).figure.to_dict())


def test_no_line_has_the_sign_of_a_mark() -> None:
    (ill,) = legend_of_marks(Marks(ill=(on(1),)))
    (away,) = legend_of_marks(Marks(away=(on(1),)))
    taken = {ill.split()[0], away.split()[0], "▼", "▽"}
    assert not taken & {look.sign for look in (*LOOKS.values(), OF_TASK)}
    assert "square" not in {look.symbol for look in (*LOOKS.values(), OF_TASK)}
