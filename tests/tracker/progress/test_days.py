"""The calendar of days against a naive walk over what the tables hold, day by day; and its states by hand."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from tests.cast import ZONE, Cast, make_child
from tests.oracle.case import Case
from tests.oracle.strategies import random_case
from tests.tracker.charts.plotted import on, prescribed
from tests.tracker.progress.load import load, storable
from tracker import clock
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.plans.schedule import Schedule
from tracker.progress.days import Answered, DayShown, DayState, days_of
from tracker.progress.marks import Days, Marks
from tracker.progress.progress import progress_of

SEEDS = 60


def naive(case: Case, today: date) -> list[tuple[date, str, int, int]]:
    """Walk over the days of an episode: each with its state, how many are answered, and how many were due."""
    live = [p for p in case.prescriptions if not (p.withdrawn or p.entered_in_error)]
    last = today if case.end is None else min(today, case.end - timedelta(days=1))
    found = []
    for number in range((last - case.start).days + 1):
        day = case.start + timedelta(days=number)
        in_force = [p for p in live if p.valid_from <= day and (p.valid_to is None or day < p.valid_to)]
        daily = {
            p.id: p.times_per_day for p in in_force if p.weekdays is not None and day.weekday() in p.weekdays
        }
        weekly = {p.id for p in in_force if p.weekdays is None}
        entries = [e for e in case.entries if e.live and e.performed_on == day]
        answered = sum(e.prescription in daily and e.slot <= daily[e.prescription] for e in entries)
        any_time = sum(e.prescription in weekly and e.slot <= 1 for e in entries)
        due = sum(daily.values())
        marks = {mark.mark for mark in case.marks if mark.day == day}
        if any(pause.first <= day <= pause.last for pause in case.pauses):
            state = "paused"
        elif marks:
            state = marks.pop()
        elif due == 0:
            state = "all" if any_time else "nothing_due"
        elif answered == due:
            state = "all"
        elif answered or any_time:
            state = "some"
        else:
            state = "open" if day == today else "none"
        found.append((day, state, answered, due))
    return found


def test_every_day_is_what_a_walk_over_the_tables_finds(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = {}
    with engine.begin() as connection:
        for seed in range(SEEDS):
            case, today = random_case(seed)
            drawn[make_child(connection, cast.clinic, f"Child {seed}")] = (storable(case), today)
    with engine.begin() as connection:
        for child, (case, _today) in drawn.items():
            load(connection, child, case)
    seen: Counter[str] = Counter()
    for child, (case, today) in drawn.items():
        noon = datetime(today.year, today.month, today.day, 12, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        monkeypatch.setattr(clock, "now", lambda noon=noon: noon)
        with reading(OPERATOR) as work:
            days = progress_of(work, child).days
        told = [(day.day, str(day.state), day.answered, day.due) for day in days]
        assert told == naive(case, today)
        seen.update(str(day.state) for day in days)
    assert set(seen) == {str(state) for state in DayState}, "each of the states was met"


def state(
    answered: Answered, *, marks: Marks | None = None, today: date | None = None, due: int = 2
) -> DayShown:
    plan = prescribed(schedule=Schedule(times_per_day=due)) if due else prescribed(first=on(2))
    (shown,) = days_of(Days(on(1), on(1)), today or on(1, 2), [plan], marks or Marks(), {on(1): answered})
    return shown


@pytest.mark.parametrize(
    ("answered", "wanted"),
    [
        (Answered(), DayState.NONE),
        (Answered(1), DayState.SOME),
        (Answered(2), DayState.ALL),
        (Answered(0, 1), DayState.SOME),
    ],
)
def test_a_day_on_which_two_were_due(answered: Answered, wanted: DayState) -> None:
    assert state(answered).state is wanted


def test_days_that_ask_for_nothing() -> None:
    assert state(Answered(), due=0).state is DayState.NOTHING_DUE
    assert state(Answered(0, 1), due=0).state is DayState.ALL
    assert state(Answered(), today=on(1)).state is DayState.OPEN
    for marks, wanted in (
        (Marks(ill=(on(1),)), DayState.ILL),
        (Marks(away=(on(1),)), DayState.AWAY),
        (Marks(pauses=(Days(on(1), on(1)),), ill=(on(1),)), DayState.PAUSED),
    ):
        assert state(Answered(2), marks=marks).state is wanted
