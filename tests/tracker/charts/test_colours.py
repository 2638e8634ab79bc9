"""The colours that stand in one chart are told apart by every eye, in light and dark; where they are not, shapes are.

How a missing cone type sees is simulated as Machado, Oliveira and Fernandes published it in 2009 (`tests/test_theme`).
"""

import json
import math
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from db.vocabulary import Instrument, Side
from tests.test_theme import CONFIG, SIGHT, lab
from tests.tracker.charts.measured import CLINICIAN, PARENT, chart, measured, series
from tests.tracker.charts.plotted import WORKED, on, progress
from tests.tracker.charts.test_attendance import PT, THERAPY, charted, visits
from tests.tracker.charts.test_behind import behind, school_week
from tests.tracker.charts.test_figures import colours
from tracker.charts import palette
from tracker.charts.chart import Chart
from tracker.charts.home_exercise import chart_of_exercises, chart_of_weeks
from tracker.charts.pieces import HOVER
from tracker.charts.school import chart_of_school
from tracker.charts.sentences import Voice
from tracker.charts.stage import stage_of

LEAST_DIFFERENCE = 20  # in CIE 1976, of which about 2 can just be seen


def charts() -> dict[str, Chart]:
    shown = replace(progress([WORKED] * 4), behind=behind())
    scores = {on(1): 27.0, on(3): 14.0}
    fdi, pain = Instrument.FDI, Instrument.PAIN
    two = measured(series(fdi, scores), series(fdi, scores, PARENT), series(pain, {on(1): 5.0}))
    grip = [series(Instrument.GRIP, {on(1): 20.0}, CLINICIAN, side) for side in (Side.LEFT, Side.RIGHT)]
    return {
        "home": chart_of_weeks(shown, Voice.STAFF),
        "exercises": chart_of_exercises(shown, Voice.STAFF),
        "school": chart_of_school([school_week(1), school_week(2)], shown.today, stage_of(shown)),
        "scores": chart(two),
        "grip": chart(measured(*grip)),
        "visits": charted(visits((PT, THERAPY))),
    }


def in_theme(mode: str) -> dict[str, str]:
    theme: dict[str, Any] = CONFIG["theme"][mode]
    return {
        palette.MAIN: theme["chartCategoricalColors"][0],
        palette.ACCENT: theme["chartCategoricalColors"][1],
        palette.INK: theme["textColor"],
        palette.GROUND: theme["backgroundColor"],
    }


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", charts())
def test_the_colours_of_a_chart_stay_apart(name: str, sight: str, mode: str) -> None:
    theme = in_theme(mode)
    used = colours(json.loads(charts()[name].figure.to_json()))
    near = [
        (one, other)
        for one, other in combinations(sorted(theme[each] for each in used), 2)
        if math.dist(lab(one, sight), lab(other, sight)) < LEAST_DIFFERENCE
    ]
    assert near == []


@pytest.mark.parametrize("name", charts())
def test_no_two_series_of_a_panel_differ_by_colour_alone(name: str) -> None:
    """Without any colour left, each still has a shape, a dash or a filling of its own."""
    seen: dict[tuple[Any, ...], str] = {}
    for line in charts()[name].figure.data:
        if line.name == HOVER:
            continue
        filled = line.marker.color if line.type == "bar" else None
        looks = (
            line.yaxis,
            line.type,
            line.marker.symbol if line.type == "scatter" else None,
            line.line.dash if "line" in line else None,
            filled,
        )
        assert looks not in seen, (line.name, seen.get(looks))
        seen[looks] = line.name


def test_colours_that_are_near_would_be_found() -> None:
    """Red and green of one lightness are one colour to who has no green cones."""
    assert math.dist(lab("#c00000", "normal"), lab("#6a6a00", "normal")) > LEAST_DIFFERENCE
    assert math.dist(lab("#806000", "deutan"), lab("#5c6c00", "deutan")) < LEAST_DIFFERENCE
