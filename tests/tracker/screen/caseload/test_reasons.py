"""Reasons to look, in words."""

from datetime import date, timedelta

import pytest

from db.vocabulary import ConcernKind, ConcernTopic
from tracker.progress.reasons import (
    FewEntries,
    IllDays,
    Kind,
    NewConcern,
    NoEntries,
    PlanEnds,
    Reason,
    Thresholds,
    UnderTheLine,
)
from tracker.progress.spans import Week
from tracker.progress.weeks import Tally
from tracker.screen.caseload.reasons import KINDS, format_reason, rules

THU, SUN = date(2026, 11, 19), date(2026, 11, 22)


def week(number: int, credit: float, answered: int, settled: int) -> Week:
    first = date(2026, 9, 7) + timedelta(days=7 * (number - 1))
    return Week(
        number,
        first,
        first + timedelta(days=6),
        Tally(settled, settled, without_entry=settled - answered, credit=credit),
    )


def under(*credits_: float) -> UnderTheLine:
    before, latest = (week(10 + n, credit, 40, 42) for n, credit in enumerate(credits_))
    return UnderTheLine(80, (before, latest))


@pytest.mark.parametrize(
    ("reason", "last_entry", "wanted"),
    [
        (NoEntries(4, THU, SUN), None, "No entries for 4 days since Thu 19 Nov"),
        (NoEntries(4, THU, SUN), date(2026, 11, 18), "No entries for 4 days since Thu 19 Nov"),
        # Entered for today, or for a day that asked for nothing.
        (NoEntries(4, THU, SUN), date(2026, 11, 23), "No entries for 4 days Thu 19 Nov to Sun 22 Nov"),
        (NoEntries(1, SUN, SUN), date(2026, 11, 23), "No entries for 1 day Sun 22 Nov"),
        (
            under(27, 28.5),
            None,
            "Under the line (80 %) in weeks 10 and 11: 68 % (27 of 40) and 71 % (28.5 of 40)",
        ),
        # Just under the line is not rounded up to it.
        (
            under(31.9, 31.99),
            None,
            "Under the line (80 %) in weeks 10 and 11: 79.7 % (31.9 of 40) and 79.9 % (31.9 of 40)",
        ),
        (FewEntries(week(11, 20, 20, 42)), None, "Few entries in week 11: 20 of 42 logged"),
        (
            NewConcern(1, THU, ((ConcernKind.SOMETHING_NEW, ConcernTopic.MOOD),)),
            None,
            "1 new question not read since Thu 19 Nov (Something new or different: Mood)",
        ),
        (PlanEnds(SUN, is_over=False), None, "Plan ends with its last exercise, Sun 22 Nov"),
        (PlanEnds(THU, is_over=True), None, "Plan ended with its last exercise, Thu 19 Nov"),
        (IllDays(4, THU), None, "4 ill days in the last 14 days, since Thu 19 Nov"),
    ],
)
def test_a_reason_says_its_rule_its_numbers_and_its_dates(
    reason: Reason, last_entry: date | None, wanted: str
) -> None:
    assert " ".join(format_reason(reason, last_entry)) == wanted


def test_every_kind_has_a_name_and_a_rule_that_begins_with_it() -> None:
    told = rules(Thresholds(75, 65, 4, 5))
    assert {text.split(":")[0] for text in told} == set(KINDS.values())
    assert set(KINDS) == set(Kind)
    for number in ("75 %", "65 %", "last 4 days", "more than 5 of", "within 7 days, today among them"):
        assert [text for text in told if number in text]


def test_no_word_of_blame_or_alarm() -> None:
    said = " ".join(rules(Thresholds(80, 70, 3, 3))).lower()
    for word in ("fail", "complian", "pain", "poor", "bad", "alert", "warning", "!", "missed"):
        assert word not in said
