"""The oracle against figures worked by hand, against bent rules, and against what must always hold."""

import ast
from dataclasses import astuple, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle.build import Row, Worked, daily, on, worked
from tests.oracle.by_hand_domain import DOMAIN
from tests.oracle.by_hand_rest import REST
from tests.oracle.by_hand_weekly import WEEKLY
from tests.oracle.case import Case, Week
from tests.oracle.mutations import MUTATIONS
from tests.oracle.strategies import cases, random_case
from tests.oracle.walk import RULES, Rules, weeks

BY_HAND = DOMAIN | WEEKLY | REST
SEEDS = 400

# No example database: the oracle is to leave nothing behind in the working folder.
quick = settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def figures(week: Week) -> Row:
    row: Row = astuple(week)[3:]
    return row


def answers(example: Worked, rules: Rules = RULES) -> bool:
    given_rows = [figures(week) for week in weeks(example.case, example.today, rules)]
    return len(given_rows) == len(example.rows) and all(
        row == pytest.approx(expected) for row, expected in zip(given_rows, example.rows, strict=True)
    )


@pytest.mark.parametrize("name", BY_HAND)
def test_figures_worked_by_hand(name: str) -> None:
    example = BY_HAND[name]
    rows = [figures(week) for week in weeks(example.case, example.today)]
    assert len(rows) == len(example.rows)
    for row, expected in zip(rows, example.rows, strict=True):
        assert row == pytest.approx(expected)


def test_the_oracle_knows_nothing_of_the_product() -> None:
    for source in Path(__file__).parent.glob("*.py"):
        nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
        names = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        names += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        assert not {name.split(".")[0] for name in names} & {"tracker", "db", "pages"}, source.name


def test_weeks_are_numbered_and_seven_days_long_beyond_the_end() -> None:
    example = worked((daily(),), (), start=4, until=12)
    spans = [(week.week, week.first, week.last) for week in weeks(example.case, on(30))]
    assert spans == [(1, date(2024, 1, 4), date(2024, 1, 10)), (2, date(2024, 1, 11), date(2024, 1, 17))]


def test_there_are_enough_mutations() -> None:
    assert len(MUTATIONS) >= 10


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_is_refuted_by_hand(name: str) -> None:
    assert any(not answers(example, MUTATIONS[name]) for example in BY_HAND.values())


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_is_found_by_random_cases(name: str) -> None:
    drawn = (random_case(seed) for seed in range(SEEDS))
    assert any(weeks(*each) != weeks(*each, MUTATIONS[name]) for each in drawn)


def assert_well_formed(case: Case) -> None:
    keys = [(e.prescription, e.performed_on, e.slot) for e in case.entries if e.live]
    assert len(keys) == len(set(keys))
    assert len({mark.day for mark in case.marks}) == len(case.marks)
    kept = sorted((p for p in case.prescriptions if not p.withdrawn), key=lambda p: (p.line, p.valid_from))
    for before, after in pairwise(kept):
        ends_in_time = before.valid_to is not None and before.valid_to <= after.valid_from
        assert before.line != after.line or ends_in_time
    for p in case.prescriptions:
        assert p.valid_to is None or p.valid_from < p.valid_to
        assert (p.weekdays is None) == (p.times_per_week is not None)


def assert_consistent(week: Week) -> None:
    assert 0 <= week.credit <= week.settled
    assert 0 <= week.without_entry <= week.settled <= week.due
    assert 0 <= week.full <= week.settled
    assert week.excused >= 0
    assert (week.strict is None) == (week.settled == 0)
    assert (week.observed is None) == (week.settled == week.without_entry)
    if week.strict is not None and week.observed is not None:
        assert 0 <= week.strict <= week.observed <= 1


@quick
@given(cases())
def test_figures_stay_in_their_bounds(drawn: tuple[Case, date]) -> None:
    assert_well_formed(drawn[0])
    for week in weeks(*drawn):
        assert_consistent(week)


def test_random_cases_stay_in_their_bounds_and_say_something() -> None:
    found = []
    for seed in range(SEEDS):
        case, today = random_case(seed)
        assert_well_formed(case)
        found += weeks(case, today)
    for week in found:
        assert_consistent(week)
    assert sum(week.strict not in {None, 0, 1} for week in found) > len(found) / 4
    assert any(not weeks(*random_case(seed)) for seed in range(SEEDS))


@quick
@given(cases())
def test_a_week_that_is_over_reads_the_same_later(drawn: tuple[Case, date]) -> None:
    case, today = drawn
    later = {week.week: week for week in weeks(case, today + timedelta(days=9))}
    assert all(later[week.week] == week for week in weeks(case, today) if week.last < today)


@quick
@given(cases())
def test_order_and_what_is_not_live_do_not_matter(drawn: tuple[Case, date]) -> None:
    case, today = drawn
    turned = replace(
        case,
        prescriptions=case.prescriptions[::-1],
        entries=tuple(e for e in case.entries[::-1] if e.live),
        pauses=case.pauses[::-1],
        marks=case.marks[::-1],
    )
    assert weeks(turned, today) == weeks(case, today)
