"""A child's weeks as a small drawing: where each mark stands, and what is said in its place."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from tracker.progress.spans import Week
from tracker.progress.weeks import NOTHING, Tally
from tracker.screen.caseload.sparkline import FAINT, MARK, describe, sparkline

TOP, FOOT = 4, 32
ALL, HALF, SILENT = (
    Tally(4, 4, credit=4),
    Tally(4, 4, without_entry=2, credit=1),
    Tally(4, 4, without_entry=4),
)
GROUNDS = ("#fcf9f4", "#1c1b19")


def weeks(*tallies: Tally) -> list[Week]:
    start = date(2026, 9, 7)
    return [
        Week(n + 1, start + timedelta(days=7 * n), start + timedelta(days=7 * n + 6), tally)
        for n, tally in enumerate(tallies)
    ]


def drawn(given: Sequence[Week], running: int | None = None, line: int = 80) -> ET.Element:
    kind, _, data = sparkline(given, running, line).partition(",")
    assert kind == "data:image/svg+xml;base64"
    return ET.fromstring(b64decode(data))


def marks(svg: ET.Element, tag: str) -> list[dict[str, str]]:
    return [dict(element.attrib) for element in svg.iter(f"{{http://www.w3.org/2000/svg}}{tag}")]


def test_a_bar_reaches_from_strict_to_observed_and_the_dot_is_the_observed() -> None:
    svg = drawn(weeks(HALF))  # strict 1 of 4, observed 1 of 2
    (bar,), (dot,) = marks(svg, "rect"), marks(svg, "circle")
    middle, quarter = (TOP + FOOT) / 2, FOOT - (FOOT - TOP) / 4
    assert float(bar["y"]) == float(dot["cy"]) == middle
    assert float(bar["y"]) + float(bar["height"]) == quarter
    assert float(bar["x"]) + float(bar["width"]) / 2 == float(dot["cx"])


def test_the_latest_week_is_at_the_right_however_few_there_are() -> None:
    assert [mark["cx"] for mark in marks(drawn(weeks(ALL)), "circle")] == ["138"]
    assert [mark["cx"] for mark in marks(drawn(weeks(*[ALL] * 12)), "circle")][:2] == ["6", "18"]


def test_a_gap_stays_a_gap() -> None:
    svg = drawn(weeks(ALL, HALF, NOTHING, ALL, SILENT, ALL, ALL))
    assert len(marks(svg, "circle")) == 5
    # The thread joins weeks that follow each other; a week without a value parts it.
    assert [len(mark["points"].split()) for mark in marks(svg, "polyline")] == [2, 2]
    _line, tick = marks(svg, "path")
    # The silent week alone has a tick at the foot; of the one with nothing due there is nothing.
    assert (tick["d"], tick["stroke"]) == (f"M{138 - 2 * 12 - 3} {FOOT}h6", FAINT)


def test_only_the_running_week_is_hollow() -> None:
    hollow = [mark["fill"] == "none" for mark in marks(drawn(weeks(ALL, ALL, ALL), running=3), "circle")]
    assert hollow == [False, False, True]
    assert not [mark for mark in marks(drawn(weeks(ALL)), "circle") if mark["fill"] == "none"]


@pytest.mark.parametrize(("percent", "y"), [(100, TOP), (50, 18), (80, 9.6)])
def test_the_clinics_line_lies_where_it_was_set(percent: int, y: float) -> None:
    (line,) = marks(drawn([], line=percent), "path")
    assert float(line["d"].removeprefix("M0 ").partition("H")[0]) == y
    assert line["stroke-dasharray"]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [MARK, FAINT])
def test_one_colour_stands_out_on_either_ground(ground: str, colour: str) -> None:
    low, high = sorted((luminance(ground), luminance(colour)))
    assert (high + 0.05) / (low + 0.05) >= 3


def test_what_is_said_names_the_latest_week_that_has_a_value() -> None:
    assert describe(weeks(ALL, HALF)) == "Home exercise, weeks 1 to 2. Week 2: strict 25 %, observed 50 %."
    assert describe(weeks(ALL, HALF, SILENT, NOTHING)).endswith("Week 2: strict 25 %, observed 50 %.")
    assert describe(weeks(SILENT, NOTHING)) == "Home exercise, weeks 1 to 2. Nothing is logged."
