"""The answers at the top of Progress in words: of which weeks they are, and what they leave out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.tracker.charts.plotted import on, progress
from tests.tracker.charts.test_behind import school_week
from tracker.charts.sentences import format_weeks
from tracker.progress.progress import Progress
from tracker.progress.reasons import UnderTheLine
from tracker.progress.then_and_now import school_change
from tracker.progress.weeks import Tally
from tracker.progress.window import between
from tracker.screen.progress.fit_view import format_fit
from tracker.screen.progress.summary import format_fitting, format_school, format_under_the_line

GOOD = Tally(due=20, settled=20, credit=18)
FEW = Tally(due=20, settled=20, without_entry=14, credit=6)
NONE_AT_ALL = Tally(due=20, settled=20, without_entry=20)


def shown(*tallies: Tally, running: bool = False) -> Progress:
    """`running` says that the last week is still open."""
    return progress(tallies, today=on(len(tallies), 4) if running else None)


@pytest.mark.parametrize(
    ("tallies", "running", "first", "weeks"),
    [
        ([GOOD, GOOD, GOOD], False, "", "Weeks 1 to 3."),
        (
            [GOOD, GOOD, GOOD, FEW, FEW, NONE_AT_ALL],
            False,
            "Few entries since week 4. No entries in week 6.",
            "Weeks 1 to 3.",
        ),
        ([GOOD, GOOD, GOOD, FEW, FEW], False, "Few entries since week 4.", "Weeks 1 to 3."),
        ([GOOD, FEW, NONE_AT_ALL], True, "Few entries since week 2. No entries in week 3 so far.", "Week 1."),
        ([GOOD, GOOD, NONE_AT_ALL], True, "No entries in week 3 so far.", "Weeks 1 and 2."),
        ([GOOD, GOOD, FEW], True, "Few entries in week 3 so far.", "Weeks 1 and 2."),
        ([GOOD, NONE_AT_ALL, NONE_AT_ALL], True, "No entries since week 2.", "Week 1."),
        ([GOOD, FEW], False, "Few entries in week 2.", "Week 1."),
        ([GOOD, NONE_AT_ALL], False, "No entries in week 2.", "Week 1."),
        ([FEW, GOOD, NONE_AT_ALL, GOOD], False, "Few entries in weeks 1 and 3.", "Weeks 2 and 4."),
    ],
)
def test_home_exercise_names_its_weeks_and_those_left_out(
    tallies: Sequence[Tally], running: bool, first: str, weeks: str
) -> None:
    lines = format_fitting(shown(*tallies, running=running)).split("  \n")
    assert lines[:-2] == ([first] if first else [])
    assert lines[-2] == f"{weeks} Nothing is hard to fit in."
    assert lines[-1].startswith("Fits well: **Stairs** (")


def test_where_nothing_counts_the_silence_is_said_as_well() -> None:
    said = format_fitting(shown(FEW, FEW))
    assert said.startswith("Few entries since week 1.")
    assert said.endswith("Not enough is logged to tell what fits well and what is hard to fit in.")


def test_a_span_of_weeks_moves_the_card() -> None:
    every = shown(GOOD, GOOD, FEW, FEW)
    assert "Weeks 1 and 2." in format_fitting(every)
    cut = format_fitting(between(every, 2, 3))
    assert cut.startswith("Few entries in week 3.  \nWeek 2. ")
    assert "(18 of 20 done)" in cut


def test_an_exercise_names_its_weeks_where_the_chart_counts_more() -> None:
    assert format_fit(shown(GOOD, GOOD, FEW)) == ["**Stairs** · fits well · weeks 1 and 2: 36 of 40 done"]
    assert format_fit(shown(GOOD, GOOD)) == ["**Stairs** · fits well · 36 of 40 done"]


def test_under_the_line_is_said_of_weeks_that_are_shown_and_only_where_it_is_known() -> None:
    every = shown(GOOD, GOOD, GOOD)
    assert format_under_the_line(every) == ""
    found = UnderTheLine(80, (every.weeks[1], every.weeks[2]))
    known = replace(every, under_the_line=found)
    assert format_under_the_line(known) == "Under the clinic’s line in weeks 2 and 3."
    assert format_under_the_line(between(known, 1, 2)) == ""


def test_school_says_its_fullest_week_where_it_was_taken_back() -> None:
    weeks = (school_week(1, 4, 8), school_week(2, 8, 8), school_week(3, 6, 8))
    taken_back = replace(shown(GOOD), school=weeks, school_change=school_change(weeks, on(9)))
    said = format_school(taken_back)
    assert said.startswith("**More school than at the start.** Week 1: ")
    assert said.endswith("Most was week 2: 40 %.")
    grown = replace(taken_back, school_change=school_change(weeks[:2], on(9)))
    assert "Most was" not in format_school(grown)


def test_no_school_planned_and_none_logged_are_two_things() -> None:
    none = replace(shown(GOOD), school=(school_week(1, planned=0),))
    assert format_school(none) == "No school is planned here."
    silent = replace(school_week(1, 0), logged=0, logged_of_planned=0, not_logged=5)
    assert format_school(replace(none, school=(silent,))) == "Nothing is logged of school."


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3], "week 3"),
        ([6, 7], "weeks 6 and 7"),
        ([1, 2, 3], "weeks 1 to 3"),
        ([1, 2, 3, 5], "weeks 1 to 3 and 5"),
        ([1, 3, 4, 6, 7, 8], "weeks 1, 3, 4 and 6 to 8"),
    ],
)
def test_weeks_by_name(numbers: list[int], said: str) -> None:
    assert format_weeks(numbers) == said
