"""Reasons to look: low weeks and ill days at their borders, worked by hand, and all of them against a naive walk."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from db.vocabulary import Mark
from tests.oracle.case import Case
from tests.oracle.strategies import random_case
from tests.oracle.walk import weeks as oracle_weeks
from tests.tracker.progress.caseloads import said
from tests.tracker.progress.load import storable
from tests.tracker.progress.naive_reasons import naive_plan_ends, naive_reasons
from tests.tracker.progress.test_no_entries import START, TODAY, day, lately
from tracker.plans.schedule import Schedule
from tracker.progress.plan_ends import plan_ends
from tracker.progress.reasons import (
    Entered,
    FewEntries,
    IllDays,
    Lately,
    Thresholds,
    UnderTheLine,
    ill_days,
    latest_completed,
    of_weeks,
    reasons,
)
from tracker.progress.spans import Week
from tracker.progress.weeks import Revision, Tally

CLINIC = Thresholds(line_percent=80, least_coverage_percent=70, days_without_entries=3, ill_days=3)


def week(number: int, credit: float, answered: int, settled: int) -> Week:
    first = START + timedelta(days=7 * (number - 1))
    tally = Tally(
        due=settled, settled=settled, without_entry=settled - answered, credit=credit, full=int(credit)
    )
    return Week(number, first, first + timedelta(days=6), tally)


def weeks(*counts: tuple[float, int, int]) -> list[Week]:
    """The weeks from the first on: credit, answered, settled of each."""
    return [week(number, *each) for number, each in enumerate(counts, 1)]


LOW, GOOD, QUIET, NOTHING = (7.0, 10, 10), (9.0, 10, 10), (6.0, 6, 10), (0.0, 0, 0)


def kinds(*counts: tuple[float, int, int], today: date = TODAY) -> str:
    found = of_weeks(weeks(*counts), today, CLINIC)
    return "" if found is None else found.kind.value


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ((GOOD, LOW, LOW), "under_the_line"),
        ((LOW, LOW, GOOD), ""),  # it was low, and is no longer
        ((LOW, GOOD, LOW), ""),  # not running
        ((LOW, NOTHING, LOW), ""),  # a week of which nothing was due ends the row
        ((QUIET, QUIET, LOW), ""),  # the one before has too few entries to say so
        ((LOW, LOW, QUIET), "few_entries"),
        ((QUIET, QUIET, QUIET), "few_entries"),
        ((LOW, LOW, NOTHING), ""),
        ((LOW, (0.0, 0, 10), LOW), ""),
        ((LOW, LOW, (0.0, 0, 10)), "few_entries"),
        ((), ""),
    ],
)
def test_two_weeks_running_and_the_latest_of_them(
    counts: Sequence[tuple[float, int, int]], wanted: str
) -> None:
    assert kinds(*counts) == wanted


def test_one_low_week_alone_is_no_reason() -> None:
    assert kinds(LOW, today=START + timedelta(days=7)) == ""
    assert kinds(LOW, LOW, today=START + timedelta(days=14)) == "under_the_line"


def test_the_running_week_does_not_count_until_its_last_day_is_over() -> None:
    for today in (day(7), day(1)):
        assert kinds(GOOD, LOW, LOW, today=today) == ""
        assert kinds(LOW, LOW, (0.0, 0, 4), today=today) == "under_the_line"
    assert latest_completed(weeks(GOOD, LOW, LOW), day(1)) == week(2, *LOW)
    assert latest_completed(weeks(GOOD, LOW, LOW), TODAY) == week(3, *LOW)
    assert latest_completed(weeks(GOOD), START + timedelta(days=6)) is None


@pytest.mark.parametrize(
    ("credit", "answered", "wanted"),
    [
        (8.0, 10, ""),  # at the line is not under it
        (7.999, 10, "under_the_line"),
        (sum([0.1] * 80), 10, ""),  # 7.99999999999999 in floats is 8
        (5.6, 7, ""),  # 80 % of 7, and 7 of 10 is enough coverage
        (5.5, 7, "under_the_line"),
        (4.0, 6, "few_entries"),  # 6 of 10
    ],
)
def test_at_the_line_and_at_the_least_coverage(credit: float, answered: int, wanted: str) -> None:
    latest = (credit, answered, 10)
    assert kinds(GOOD, LOW, latest) == wanted
    assert kinds(GOOD, latest, LOW) == ("" if wanted == "few_entries" else wanted)


def test_the_settings_are_the_clinics() -> None:
    two = weeks(GOOD, LOW, LOW)
    strict = Thresholds(line_percent=100, least_coverage_percent=100, days_without_entries=1, ill_days=1)
    lenient = Thresholds(line_percent=70, least_coverage_percent=0, days_without_entries=14, ill_days=14)
    found = of_weeks(two, TODAY, strict)
    assert isinstance(found, UnderTheLine)
    assert found.line_percent == 100
    assert of_weeks(two, TODAY, lenient) is None
    assert of_weeks(weeks(LOW, LOW, (8.9, 9, 10)), TODAY, strict) == FewEntries(week(3, 8.9, 9, 10))
    assert of_weeks(weeks(LOW, LOW, (0.0, 0, 10)), TODAY, lenient) is None


def test_what_is_said_names_its_weeks() -> None:
    assert of_weeks(weeks(GOOD, LOW, LOW), TODAY, CLINIC) == UnderTheLine(80, (week(2, *LOW), week(3, *LOW)))
    assert of_weeks(weeks(GOOD, LOW, QUIET), TODAY, CLINIC) == FewEntries(week(3, *QUIET))


@pytest.mark.parametrize(
    ("ago", "wanted"),
    [
        ((0, 1, 2), None),
        ((0, 1, 2, 13), IllDays(4, day(13))),
        ((0, 1, 2, 14), None),  # the fourteenth day back is today's fifteenth
        ((1, 2, 3, 4, 5), IllDays(5, day(5))),
        ((-1, 1, 2, 3), None),
    ],
)
def test_more_than_three_ill_days_in_fourteen(ago: Sequence[int], wanted: IllDays | None) -> None:
    assert ill_days({day(n): Mark.ILL for n in ago}, TODAY, 3) == wanted


def test_away_is_not_ill() -> None:
    marks = {day(n): Mark.ILL for n in range(3)} | {day(n): Mark.AWAY for n in range(3, 9)}
    assert ill_days(marks, TODAY, 3) is None
    assert ill_days(marks, TODAY, 2) == IllDays(3, day(2))


def test_few_entries_is_said_of_the_week_and_nothing_else_of_it() -> None:
    ill = {day(n): Mark.ILL for n in (8, 9, 10, 11)}
    found = reasons(weeks(LOW, LOW, QUIET), lately(5, marks=ill), TODAY, CLINIC)
    assert [reason.kind.value for reason in found] == ["no_entries", "few_entries", "ill_days"]


def test_a_child_of_whom_all_is_well_has_none() -> None:
    assert reasons(weeks(GOOD, GOOD, GOOD), lately(1), TODAY, CLINIC) == ()


def of_case(case: Case) -> Lately:
    revisions = []
    for p in case.prescriptions:
        if p.withdrawn or p.entered_in_error:
            continue
        mask = None if p.weekdays is None else sum(1 << number for number in p.weekdays)
        end = min(filter(None, (p.valid_to, case.end)), default=None)
        schedule = Schedule(mask, p.times_per_day, p.times_per_week)
        revisions.append(Revision(p.id, max(p.valid_from, case.start), end, schedule))
    return Lately(
        revisions,
        [(pause.first, pause.last) for pause in case.pauses],
        {mark.day: Mark(mark.mark) for mark in case.marks},
        [
            Entered(e.prescription, e.performed_on, e.slot, e.state == "excused")
            for e in case.entries
            if e.live
        ],
    )


def weeks_of_case(case: Case, today: date) -> list[Week]:
    return [
        Week(w.week, w.first, w.last, Tally(w.due, w.settled, w.excused, w.without_entry, w.credit, w.full))
        for w in oracle_weeks(case, today)
    ]


def test_many_random_plans_agree_with_a_naive_walk() -> None:
    seen: Counter[object] = Counter()
    for seed in range(800):
        case, today = random_case(seed)
        if not case.start <= today or (case.end is not None and case.end <= today):
            continue
        case = storable(case)
        clinic = Thresholds(50 + seed % 51, seed % 91, 1 + seed % 5, 1 + seed % 2)
        wanted = naive_reasons(case, today, *vars(clinic).values())
        wanted += naive_plan_ends(case, today)
        about = of_case(case)
        found = (
            *reasons(weeks_of_case(case, today), about, today, clinic),
            plan_ends(about.revisions, case.end, today),
        )
        assert [said(reason) for reason in found if reason] == wanted, seed
        seen.update(kind for kind, *_ in wanted)
        seen["none"] += not wanted
    assert len(seen) == 6
    assert min(seen.values()) > 8, seen
