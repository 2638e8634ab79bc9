"""Every plotted, listed and told value against the naive oracle, from the record to the figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import sqlalchemy as sa

from db.engine import engine_for
from tests.cast import ZONE, make_child, make_clinic
from tests.conftest import MakeDatabase
from tests.oracle.case import Case
from tests.oracle.case import Week as OracleWeek
from tests.oracle.mutations import MUTATIONS
from tests.oracle.rules import RULES, Rules
from tests.oracle.strategies import random_case
from tests.oracle.walk import weeks as oracle_weeks
from tests.tracker.charts.plotted import labels, trace
from tests.tracker.progress.load import load, storable
from tracker import clock
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.charts.chart import Chart
from tracker.charts.home_exercise import chart_of_exercises, chart_of_weeks
from tracker.charts.pieces import HOVER, NO_ENTRIES, OBSERVED, SPAN, STRICT
from tracker.charts.sentences import Voice
from tracker.progress.progress import Progress, Standing, progress_of

SEEDS = 120
LOOKED_AT_CLOSELY = 30
NUMBER = r"([\d.,]+)"


@dataclass
class Seen:
    """A generated plan, the day it is read on, and what the product and the oracle make of it."""

    case: Case
    today: date
    progress: Progress

    @cached_property
    def weeks(self) -> list[OracleWeek]:
        return self.oracle(self.case)

    @cached_property
    def charts(self) -> dict[Voice, Chart]:
        return {voice: chart_of_weeks(self.progress, voice) for voice in Voice}

    def oracle(self, case: Case, rules: Rules = RULES) -> list[OracleWeek]:
        return [week for week in oracle_weeks(case, self.today, rules) if week.first <= self.today]

    def of_line(self, name: str) -> list[OracleWeek]:
        line = int(name.removeprefix("Exercise "))
        mine = tuple(p for p in self.case.prescriptions if p.line == line)
        return self.oracle(replace(self.case, prescriptions=mine))


@pytest.fixture(scope="module")
def seen(make_database: MakeDatabase) -> Iterator[list[Seen]]:
    """Plans that went through a database; that both databases count alike is `tests/tracker/progress`' business."""
    url = make_database("sqlite")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        yield list(_seen(engine_for(url), monkeypatch))
    engine_for(url).dispose()
    engine_for.cache_clear()


def _seen(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    cases = {}
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Riverside")
        for seed in range(SEEDS):
            case, today = random_case(seed)
            child = make_child(connection, clinic, f"Child {seed}")
            cases[child] = (storable(case), today)
            load(connection, child, cases[child][0])
    for child, (case, today) in cases.items():
        noon = datetime(today.year, today.month, today.day, 12, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        monkeypatch.setattr(clock, "now", lambda noon=noon: noon)
        with reading(OPERATOR) as work:
            progress = progress_of(work, child)
        if progress.standing is Standing.WEEKS:
            yield Seen(case, today, progress)


def test_most_plans_have_something_to_see(seen: list[Seen]) -> None:
    assert len(seen) > SEEDS / 2


def percent(value: float | None) -> float | None:
    return None if value is None else 100 * value


def values(values: Any) -> list[float | None]:
    return [None if value is None or pd.isna(value) else float(value) for value in values]


def drawn(chart: Chart, along: str) -> list[tuple[float | None, ...]]:
    """Strict, observed, and both ends of the bar between them, a row each."""
    figure = chart.figure
    bar = trace(figure, SPAN)
    strict, observed = (values(getattr(trace(figure, name), along)) for name in (STRICT, OBSERVED))
    base, length = values(bar.base), values(getattr(bar, along))
    tops = [None if b is None or n is None else b + n for b, n in zip(base, length, strict=True)]
    return list(zip(strict, observed, base, tops, strict=True))


def wanted(week: OracleWeek) -> tuple[float | None, ...]:
    """A week without any entry has no dot: it is drawn apart."""
    observed = percent(week.observed)
    strict = None if observed is None else percent(week.strict)
    return (strict, observed, strict, observed)


def told(text: str, voice: Voice) -> tuple[float | None, ...]:
    """Read the numbers of a hover or a line: credit, D, answered, excused, without entry."""

    def found(pattern: str) -> list[float]:
        match = re.search(pattern, text)
        return [float(number.replace(",", "")) for number in match.groups()] if match else []

    excused = found(f"{NUMBER} (?:not needed|excused)") or [0.0]
    silent = found(f"{NUMBER} without an entry") or [0.0]
    if voice is Voice.FAMILY:
        return (*found(f"{NUMBER} of {NUMBER} done"), *found(f"{NUMBER} logged"), *excused, *silent)
    observed = found(rf"observed \d+ % \({NUMBER} of {NUMBER}\)")[1:] or [0.0]
    return (*found(rf"strict \d+ % \({NUMBER} of {NUMBER}\)"), *observed, *excused, *silent)


def numbers(week: OracleWeek) -> tuple[float, ...]:
    answered = week.settled - week.without_entry
    return (week.credit, week.settled, answered, week.excused, week.without_entry)


def check_row(text: str, week: OracleWeek, voice: Voice) -> None:
    if week.settled:
        assert told(text, voice) == pytest.approx(numbers(week), abs=0.051)
    else:
        assert ("nothing due" if week.due == 0 else "nothing logged yet") in text
        assert "%" not in text
        assert " of " not in text


@pytest.mark.parametrize("voice", Voice)
def test_weeks(seen: list[Seen], voice: Voice) -> None:
    for each in seen:
        chart, weeks = each.charts[voice], each.weeks
        assert drawn(chart, "y") == [pytest.approx(wanted(week)) for week in weeks]
        silent = [week.settled > 0 and week.settled == week.without_entry for week in weeks]
        assert [value is not None for value in trace(chart.figure, NO_ENTRIES).y] == silent
        for name in (SPAN, STRICT, OBSERVED, HOVER):
            assert list(trace(chart.figure, name).x) == [week.week for week in weeks]
        for text, week in zip(trace(chart.figure, HOVER).hovertext, weeks, strict=True):
            check_row(text, week, voice)
        first, *rest = chart.alt.split(". Week ")[1:]
        check_row(first, weeks[0], voice)
        if len(weeks) > 1:
            check_row(rest[-1], weeks[-1], voice)
            assert rest[-1].startswith(str(weeks[-1].week))


def test_weeks_without_a_mark_have_a_label(seen: list[Seen]) -> None:
    for each in seen:
        said = labels(each.charts[Voice.STAFF].figure)
        missing = {week.week for week in each.weeks if week.last < each.today and week.settled == 0}
        assert sum("nothing due" in text for text in said) == runs(missing)
        silent = {week.week for week in each.weeks if week.settled and week.settled == week.without_entry}
        assert said.count("no entries") == runs(silent)


def runs(weeks: set[int]) -> int:
    return sum(week - 1 not in weeks for week in weeks)


def test_tables(seen: list[Seen]) -> None:
    for each in seen:
        weeks = each.weeks
        family = each.charts[Voice.FAMILY].table
        assert family["Due"].tolist() == [week.due for week in weeks]
        assert family["Not needed"].tolist() == [week.excused for week in weeks]
        assert family["No entry"].tolist() == [week.without_entry for week in weeks]
        staff = each.charts[Voice.STAFF].table
        answered = [week.settled - week.without_entry for week in weeks]
        columns: dict[str, list[tuple[float | None, float, int]]] = {
            "Strict": [(week.strict, week.credit, week.settled) for week in weeks],
            "Observed": [(w.observed, w.credit, n) for w, n in zip(weeks, answered, strict=True)],
            "Coverage": [(w.coverage, n, w.settled) for w, n in zip(weeks, answered, strict=True)],
            "Full": [(week.full_completion, week.full, week.settled) for week in weeks],
        }
        for name, column in columns.items():
            assert [cell(text) for text in staff[name]] == [
                None if ratio is None else pytest.approx((100 * ratio, part, whole), abs=0.501)
                for ratio, part, whole in column
            ]
        assert [cell(text) for text in family["Done"]] == [
            pytest.approx((w.credit, w.settled), abs=0.051) if w.settled else None for w in weeks
        ]


def cell(text: str) -> tuple[float, ...] | None:
    return None if text == "–" else tuple(float(number) for number in re.findall(r"[\d.]+", text))


@pytest.mark.parametrize("voice", Voice)
def test_exercises(seen: list[Seen], voice: Voice) -> None:
    for each in seen:
        chart = chart_of_exercises(each.progress, voice)
        rows = drawn(chart, "x")
        hovers = trace(chart.figure, HOVER).hovertext
        listed = list(chart.table["Exercise"])
        assert sorted(listed) == sorted(exercise.name for exercise in each.progress.exercises)
        for exercise in each.progress.exercises:
            place = listed.index(exercise.name)
            weeks = each.of_line(exercise.name)
            credit, settled = sum(week.credit for week in weeks), sum(week.settled for week in weeks)
            answered = settled - sum(week.without_entry for week in weeks)
            strict = 100 * credit / settled if answered else None
            observed = 100 * credit / answered if answered else None
            assert rows[place] == pytest.approx((strict, observed, strict, observed))
            if settled:
                assert told(hovers[place], voice)[:3] == pytest.approx((credit, settled, answered), abs=0.051)
            else:
                assert "nothing due so far" in labels(chart.figure)


def test_one_exercise_week_by_week(seen: list[Seen]) -> None:
    for each in seen[:LOOKED_AT_CLOSELY]:
        for exercise in each.progress.exercises:
            chart = chart_of_weeks(each.progress, Voice.STAFF, exercise)
            weeks = each.of_line(exercise.name)
            assert drawn(chart, "y") == [pytest.approx(wanted(week)) for week in weeks]
            assert exercise.name in chart.alt


def test_a_bent_rule_would_show_in_the_chart(seen: list[Seen]) -> None:
    """What is drawn and told sees each of the oracle's mutations that the tables can hold."""
    unseen = set(MUTATIONS)
    for each in seen:
        hovers = trace(each.charts[Voice.FAMILY].figure, HOVER).hovertext
        said = [told(text, Voice.FAMILY) for text in hovers]
        for name in sorted(unseen):
            weeks = each.oracle(each.case, MUTATIONS[name])
            bent = [(w.credit, w.settled, *numbers(w)[2:]) for w in weeks]
            same = len(bent) == len(said) and all(
                len(one) != len(other) or one == pytest.approx(other, abs=0.051)
                for one, other in zip(said, bent, strict=True)
            )
            if not same:
                unseen.discard(name)
    # What the page leaves out, and how a ratio without a value is written, cannot show in these numbers.
    assert len(unseen) <= 3, unseen
