"""A day's entry of school: who may enter which day, that it is replaced and never overwritten, and what is refused."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Reporter, SchoolReason
from tests.cast import Cast
from tests.db.described import rows_of
from tests.schooling import Schooling, make_schooling
from tests.steps import (
    START,
    TODAY,
    TOMORROW,
    YESTERDAY,
    Clock,
    Plan,
    by,
    changes,
    make_two_weeks_of_plan,
    row,
)
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.school.days import ALL_PLANNED, Attended, clear_school_day, enter_school_day, undo_school_day
from tracker.school.school import school_day_of, school_of
from tracker.school.shown import SchoolDayShown
from tracker.school.timetable import add_closure

FRIDAY = TODAY - timedelta(days=3)
TOLD = "Told by phone"
ENTRY = METADATA.tables["school_day"]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> Plan:
    return make_two_weeks_of_plan(engine, cast)


@pytest.fixture
def schooling(cast: Cast, plan: Plan) -> Schooling:
    return make_schooling(cast)


def shown(cast: Cast, who: str = "Dana") -> SchoolDayShown:
    with reading(cast.tokens[who]) as work:
        return school_day_of(work, cast.mia, TODAY)


def weekdays_before(day: date) -> list[date]:
    """Give the weekdays from the start of the plan to the day before, the latest first."""
    every = [START + timedelta(days=number) for number in range((day - START).days)]
    return [day for day in reversed(every) if day.weekday() < 5]


def live(engine: sa.Engine) -> list[int]:
    with engine.connect() as connection:
        query = sa.select(ENTRY.c.id).where(ENTRY.c.withdrawn_at.is_(None))
        return list(connection.execute(query).scalars())


def test_all_that_was_planned_is_one_tap(engine: sa.Engine, cast: Cast, schooling: Schooling) -> None:
    made = by(cast, "Mia", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    stored = row(engine, "school_day", made.id)
    assert (stored.periods, stored.all_planned, stored.reporter) == (2, True, Reporter.CHILD)
    assert changes(engine)[-1] == ("enter_school_day", f"school_day {made.id}")
    entry = shown(cast).entry
    assert entry is not None
    assert (entry.id, entry.all_planned, entry.days_late) == (made.id, True, 0)


def test_the_same_said_in_another_way_is_one_entry(
    engine: sa.Engine, cast: Cast, schooling: Schooling
) -> None:
    first = by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    again = by(cast, "Ben", enter_school_day, TODAY, Attended(2), seen=None)
    assert (again.id, again.is_new) == (first.id, False)
    assert live(engine) == [first.id]


def test_a_changed_entry_is_withdrawn_and_stays(engine: sa.Engine, cast: Cast, schooling: Schooling) -> None:
    first = by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    tired = Attended(1, SchoolReason.TIRED)
    second = by(cast, "Dana", enter_school_day, TODAY, tired, seen=first.id)
    assert row(engine, "school_day", first.id).withdrawn_at is not None
    assert row(engine, "school_day", second.id).replaces_id == first.id
    with pytest.raises(Conflict, match="answered"):
        by(cast, "Ben", enter_school_day, TODAY, Attended(0), seen=first.id)
    by(cast, "Dana", undo_school_day, second.id)
    [third] = live(engine)
    assert row(engine, "school_day", third).all_planned
    by(cast, "Dana", undo_school_day, second.id)
    assert live(engine) == [third]
    by(cast, "Dana", clear_school_day, third)
    assert live(engine) == []


def test_more_than_was_planned_is_possible_up_to_a_full_day(cast: Cast, schooling: Schooling) -> None:
    by(cast, "Dana", enter_school_day, TODAY, Attended(6), seen=None)
    for periods in (-1, 7, 10**12):
        with pytest.raises(InvalidInput, match="school_periods: range") as refused:
            by(cast, "Dana", enter_school_day, TODAY, Attended(periods), seen=None)
        assert refused.value.limits == {"low": 0, "high": 6}


def test_a_reason_belongs_to_less_than_planned(cast: Cast, schooling: Schooling) -> None:
    for periods in (2, 3, None):
        with pytest.raises(InvalidInput, match="school_reason: only_less"):
            by(cast, "Dana", enter_school_day, TODAY, Attended(periods, SchoolReason.TIRED), seen=None)
    by(cast, "Dana", enter_school_day, TODAY, Attended(0, SchoolReason.HARD_DAY), seen=None)


def test_days_without_school_take_no_entry(cast: Cast, schooling: Schooling, clock: Clock) -> None:
    with pytest.raises(Conflict, match="no_school"):
        by(cast, "Dana", enter_school_day, YESTERDAY, ALL_PLANNED, seen=None)  # a Sunday
    by(cast, "Pat", add_closure, first=TODAY, last=TODAY, name="Snow")
    with pytest.raises(Conflict, match="no_school"):
        by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    assert (shown(cast).full, shown(cast).why, shown(cast).is_asked) == (0, "Snow", False)


def test_the_days_that_can_be_filled_in_are_those_of_the_exercises(
    engine: sa.Engine, cast: Cast, schooling: Schooling, clock: Clock
) -> None:
    with pytest.raises(InvalidInput, match="day: future"):
        by(cast, "Dana", enter_school_day, TOMORROW, ALL_PLANNED, seen=None)
    with pytest.raises(InvalidInput, match="day: past_limit"):
        by(cast, "Dana", enter_school_day, FRIDAY, ALL_PLANNED, seen=None)
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(InvalidInput, match="late_reason"):
            by(cast, "Pat", enter_school_day, FRIDAY, ALL_PLANNED, seen=None, late_reason=reason)
    late = by(cast, "Pat", enter_school_day, FRIDAY, ALL_PLANNED, seen=None, late_reason=TOLD)
    stored = row(engine, "school_day", late.id)
    assert (stored.reporter, stored.late_reason) == (Reporter.CLINICIAN, TOLD)
    with pytest.raises(InvalidInput, match="day: past_limit"):
        by(cast, "Dana", clear_school_day, late.id)
    clock.forward(days=1)
    made = by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    stored = row(engine, "school_day", made.id)
    assert (stored.day, stored.late_reason) == (TODAY, "")
    again = by(cast, "Pat", enter_school_day, TODAY, Attended(1), seen=made.id, late_reason="not asked for")
    assert row(engine, "school_day", again.id).late_reason == "", "of an open day no reason is kept"


def test_a_late_day_is_taken_back_with_a_reason_and_what_stands_again_keeps_its_own(
    engine: sa.Engine, cast: Cast, schooling: Schooling
) -> None:
    first = by(cast, "Pat", enter_school_day, FRIDAY, ALL_PLANNED, seen=None, late_reason=TOLD)
    less = Attended(0, SchoolReason.ILL)
    second = by(cast, "Pat", enter_school_day, FRIDAY, less, seen=first.id, late_reason="The note was found")
    for take_back in (undo_school_day, clear_school_day):
        with pytest.raises(InvalidInput, match="late_reason: empty"):
            by(cast, "Pat", take_back, second.id)
        assert live(engine) == [second.id]
    by(cast, "Pat", undo_school_day, second.id, late_reason="The wrong day")
    [third] = live(engine)
    stored = row(engine, "school_day", third)
    assert (stored.periods, stored.all_planned, stored.late_reason) == (2, True, TOLD)
    by(cast, "Pat", clear_school_day, third, late_reason="The wrong child")
    assert live(engine) == []


def test_only_who_may_enter_late_days_is_shown_them(cast: Cast, schooling: Schooling) -> None:
    by(cast, "Pat", enter_school_day, FRIDAY, ALL_PLANNED, seen=None, late_reason=TOLD)
    seen = {}
    for who in ("Pat", "Dana", "Casey"):
        with reading(cast.tokens[who]) as work:
            seen[who] = school_of(work, cast.mia)
    assert [day.day for day in seen["Pat"].late_days] == weekdays_before(seen["Pat"].days[0].day)
    assert seen["Pat"].late_days[0].needs_reason
    assert [day.entry is not None for day in seen["Pat"].late_days][:2] == [True, False]
    assert not any(day.needs_reason for day in seen["Pat"].days)
    assert seen["Dana"].late_days == seen["Casey"].late_days == ()


def test_who_only_sees_enters_nothing(engine: sa.Engine, cast: Cast, schooling: Schooling) -> None:
    before = rows_of(engine)
    with pytest.raises(NotPermitted):
        by(cast, "Casey", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    with pytest.raises(NotFound):
        by(cast, "Sam", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    with pytest.raises(NotFound):
        by(cast, "Dana", undo_school_day, 999)
    assert rows_of(engine) == before


def test_a_closure_does_not_take_away_what_is_entered(cast: Cast, schooling: Schooling) -> None:
    by(cast, "Dana", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    with pytest.raises(Conflict, match="closure_entered"):
        by(cast, "Pat", add_closure, first=TODAY, last=TODAY)
    by(cast, "Pat", add_closure, first=TODAY, last=TODAY, periods=2)
