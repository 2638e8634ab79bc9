"""What a plan asks for on a day, counted by hand."""

import pytest

from db.vocabulary import DoseKind
from tracker.plans.dose import Dose, sets_of
from tracker.plans.load import DayLoad, Load, load_of, minutes_of
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.plans.terms import Terms


@pytest.mark.parametrize(
    ("dose", "minutes"),
    [
        (Dose(DoseKind.MINUTES, 15), 15),
        (Dose(DoseKind.TEXTURE_MINUTES, 5, texture="a towel"), 5),
        (sets_of(3, 8, 10), 4),
        (Dose(DoseKind.COUNT, 6, hold_seconds=30), 3),
        (sets_of(3, 8), None),
        (Dose(DoseKind.METRES, 400), None),
        (Dose(DoseKind.TIMED_TASK), None),
        (Dose(DoseKind.OPEN), None),
        (Dose(DoseKind.OPEN, hold_seconds=60), None),
    ],
)
def test_minutes_are_those_that_a_dose_says(dose: Dose, minutes: float | None) -> None:
    assert minutes_of(dose) == minutes


def test_a_plan_is_added_up_by_weekday() -> None:
    walk = Terms(Dose(DoseKind.MINUTES, 15), Schedule())
    brush = Terms(Dose(DoseKind.TEXTURE_MINUTES, 5, texture="a brush"), Schedule(times_per_day=2))
    stairs = Terms(Dose(DoseKind.COUNT, 10), on_weekdays([0, 2, 4]))
    swim = Terms(Dose(DoseKind.MINUTES, 20), per_week(2))
    load = load_of([walk, brush, stairs, swim])
    assert load == Load(DayLoad(3, 25, 0), DayLoad(4, 25, 1), 2)
    assert not load.is_even


def test_nothing_asks_for_nothing() -> None:
    assert load_of([]) == Load(DayLoad(), DayLoad(), 0)
    assert load_of([]).is_even
