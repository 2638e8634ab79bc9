"""\"No entries for n days\", at its borders: which days count, and which entries end the row."""

from datetime import date, timedelta

import pytest

from db.vocabulary import Mark
from tracker.plans.schedule import EVERY_DAY, Schedule, on_weekdays, per_week
from tracker.progress.reasons import (
    Entered,
    Lately,
    no_entries,
)
from tracker.progress.weeks import Revision

START = date(2026, 11, 2)  # a Monday
TODAY = START + timedelta(days=21)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


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
