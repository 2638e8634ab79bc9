"""Reasons to look: each rule at its borders, worked by hand, and all of them against a naive walk."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from db.vocabulary import Mark
from tests.oracle.case import Case
from tests.oracle.strategies import random_case
from tests.oracle.walk import weeks as oracle_weeks
from tests.tracker.progress.load import storable
from tests.tracker.progress.naive_reasons import Said, naive_reasons
from tracker.plans.schedule import EVERY_DAY, Schedule, on_weekdays, per_week
from tracker.progress.reasons import (
    Entered,
    FewEntries,
    IllDays,
    Lately,
    NoEntries,
    Reason,
    Thresholds,
    UnderTheLine,
    ill_days,
    latest_completed,
    no_entries,
    of_weeks,
    reasons,
)
from tracker.progress.spans import Week
from tracker.progress.weeks import Revision, Tally

CLINIC = Thresholds(line_percent=80, least_coverage_percent=70, days_without_entries=3, ill_days=3)
START = date(2026, 11, 2)  # a Monday
TODAY = START + timedelta(days=21)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


# Weeks --------------------------------------------------------------------------------------------------------------


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


# Days without entries -----------------------------------------------------------------------------------------------


def lately(
    *entered: int | Entered,
    schedule: Schedule | None = None,
    first: date = START,
    end: date | None = None,
    pauses: tuple[tuple[date, date], ...] = (),
    marks: dict[date, Mark] | None = None,
) -> Lately:
    """One daily exercise since three weeks, unless told; a number stands for an entry so many days ago."""
    revision = Revision(1, first, end, schedule or Schedule())
    entries = [e if isinstance(e, Entered) else Entered(1, day(e), 1, excused=False) for e in entered]
    return Lately([revision], pauses, marks or {}, entries)


def silent(given: Lately, least: int = 3) -> tuple[int, date, date] | None:
    found = no_entries(given, TODAY, least)
    return None if found is None else (found.days, found.since, found.last)


def test_three_days_say_so_and_two_do_not() -> None:
    assert silent(lately(3)) is None
    assert silent(lately(4)) == (3, day(3), day(1))
    assert silent(lately(3), least=2) == (2, day(2), day(1))
    assert silent(lately(15), least=14) == (14, day(14), day(1))
    assert silent(lately(14), least=14) is None


def test_today_is_still_open_and_says_nothing_either_way() -> None:
    assert silent(lately(0, 4)) == silent(lately(4)) == (3, day(3), day(1))


def test_it_has_been_since_the_plan_began_where_nothing_was_ever_entered() -> None:
    assert silent(lately()) == (21, START, day(1))
    assert silent(lately(first=day(2))) is None
    assert silent(lately(first=day(3))) == (3, day(3), day(1))
    assert silent(lately(first=TODAY)) is None
    assert no_entries(Lately([], (), {}, []), TODAY, 1) is None


def test_an_entry_before_the_plan_is_none_of_it() -> None:
    assert silent(lately(5, first=day(3))) == (3, day(3), day(1))


def test_days_in_pauses_do_not_count() -> None:
    assert silent(lately(6, pauses=((day(4), day(3)),))) == (3, day(5), day(1))
    assert silent(lately(6, pauses=((day(5), day(3)),))) is None
    assert silent(lately(pauses=((START, day(1)),))) is None


def test_an_entry_in_a_pause_neither_ends_the_row_nor_joins_it() -> None:
    assert silent(lately(3, 6, pauses=((day(4), day(3)),))) == (3, day(5), day(1))


@pytest.mark.parametrize("mark", list(Mark))
def test_days_marked_ill_or_away_do_not_count(mark: Mark) -> None:
    marks = {day(1): mark, day(3): mark}
    assert silent(lately(6, marks=marks)) == (3, day(5), day(2))
    assert silent(lately(5, marks=marks)) is None


def test_what_was_done_on_a_marked_day_ends_the_row() -> None:
    assert silent(lately(2, 6, marks={day(2): Mark.ILL})) is None


def test_extra_on_a_marked_day_does_not_count_since_nothing_was_due() -> None:
    extra = Entered(1, day(2), 2, excused=False)
    assert silent(lately(extra, 5, marks={day(2): Mark.ILL})) == (3, day(4), day(1))


def test_a_day_of_which_everything_is_excused_does_not_count() -> None:
    excused = Entered(1, day(2), 1, excused=True)
    assert silent(lately(excused, 5)) == (3, day(4), day(1))
    assert silent(lately(excused, 4)) is None
    twice = Schedule(EVERY_DAY, times_per_day=2)
    assert (
        silent(lately(excused, 5, schedule=twice)) is None
    )  # the other time was due, and something was entered


def test_something_extra_on_a_due_day_counts_as_entered() -> None:
    assert silent(lately(Entered(1, day(2), 2, excused=False))) is None
    assert silent(lately(Entered(99, day(2), 1, excused=False))) is None


def test_only_days_on_which_something_is_due_count() -> None:
    weekends = on_weekdays([5, 6])
    assert silent(lately(schedule=weekends, first=day(8))) == (3, day(8), day(1))
    assert silent(lately(8, schedule=weekends, first=day(8))) is None
    # Extra on a Wednesday, when nothing was due.
    assert silent(lately(5, schedule=weekends, first=day(8))) == (3, day(8), day(1))


def test_a_plan_of_weekly_counts_only_has_no_such_days() -> None:
    assert silent(lately(schedule=per_week(7)), least=1) is None
    mixed = Lately(
        [Revision(1, START, None, per_week(3)), Revision(2, START, None, on_weekdays([0]))], (), {}, []
    )
    assert silent(mixed) == (3, START, day(7))


def test_days_after_the_last_exercise_was_stopped_do_not_count() -> None:
    assert silent(lately(first=day(9), end=day(5))) == (4, day(9), day(6))
    assert silent(lately(6, first=day(9), end=day(5))) is None


def test_a_revision_goes_on_where_the_one_before_it_ended() -> None:
    both = Lately([Revision(1, START, day(2), Schedule()), Revision(2, day(2), None, Schedule())], (), {}, [])
    assert silent(both) == (21, START, day(1))


# Ill days -----------------------------------------------------------------------------------------------------------


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


# All of them --------------------------------------------------------------------------------------------------------


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


def said(reason: Reason) -> Said:
    match reason:
        case NoEntries():
            return ("no_entries", reason.days, reason.since, reason.last)
        case UnderTheLine(weeks=(before, latest)):
            return ("under_the_line", before.week, latest.week)
        case FewEntries():
            return ("few_entries", reason.week.week)
        case IllDays():
            return ("ill_days", reason.days, reason.since)


def test_many_random_plans_agree_with_a_naive_walk() -> None:
    seen: Counter[object] = Counter()
    for seed in range(800):
        case, today = random_case(seed)
        if not case.start <= today or (case.end is not None and case.end <= today):
            continue
        case = storable(case)
        clinic = Thresholds(50 + seed % 51, seed % 91, 1 + seed % 5, 1 + seed % 2)
        wanted = naive_reasons(case, today, *vars(clinic).values())
        found = reasons(weeks_of_case(case, today), of_case(case), today, clinic)
        assert [said(reason) for reason in found] == wanted, seed
        seen.update(kind for kind, *_ in wanted)
        seen["none"] += not wanted
    assert len(seen) == 5
    assert min(seen.values()) > 8, seen
