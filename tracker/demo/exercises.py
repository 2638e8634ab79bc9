"""The exercises that the demo's children have: each by its name in the library, with what their therapist adds."""

from dataclasses import replace

from db.vocabulary import DoseKind, PartOfDay
from tracker.demo.story import Exercise
from tracker.plans.dose import Dose, Task, sets_of
from tracker.plans.schedule import on_weekdays

MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4

STAIRS = Exercise(
    "Stairs",
    Dose(DoseKind.COUNT, 10),
    instructions="One flight up and down is one.\nThe rail is there for you.",
)
WALL_SIT = Exercise(
    "Wall sit",
    sets_of(3, 5, hold_seconds=10),
    instructions="Back against the wall, as if on a chair.",
)
WALK = Exercise(
    "Walk",
    Dose(DoseKind.MINUTES, 15),
    parts=(PartOfDay.AFTERNOON,),
    instructions="Any way you like to go, with anybody you like.",
)
TOWEL_RUB = Exercise(
    "Towel rub",
    Dose(DoseKind.MINUTES, 5),
    instructions="The soft towel first, then the rough one.",
)
STRETCHES = Exercise("Stretches", sets_of(2, 8), instructions="The eight from your picture sheet.")
BREATHING = Exercise(
    "Belly breathing",
    Dose(DoseKind.OPEN),
    instructions="Lying down, a book on your belly.",
)
BALANCE = Exercise("Balance board", Dose(DoseKind.MINUTES, 6), instructions="Near a table you can touch.")
JUMPS = Exercise(
    "Star jumps",
    Dose(DoseKind.TIMED_TASK, task=Task(best_shown=True)),
    instructions="Thirty of them, against the clock.",
)
BIKE = Exercise("Bike", Dose(DoseKind.METRES, 2000), parts=(PartOfDay.AFTERNOON,))
SWIM = Exercise("Swim", Dose(DoseKind.MINUTES, 20), parts=()).weekly(2)
BAG = Exercise(
    "School bag walk",
    Dose(DoseKind.MINUTES, 10),
    on_weekdays((MONDAY, WEDNESDAY, FRIDAY)),
    (PartOfDay.MORNING,),
    "With the bag as full as on a school day.",
)
BRUSH_TWICE = replace(
    TOWEL_RUB,
    name="Soft brush",
    schedule=on_weekdays(range(7), times_per_day=2),
    parts=(PartOfDay.MORNING, PartOfDay.EVENING),
)
SIX = (STAIRS, WALL_SIT, WALK, TOWEL_RUB, STRETCHES, BREATHING)
BY_THE_WEEK = (
    BAG,
    SWIM,
    STRETCHES.weekly(4),
    replace(BREATHING, schedule=BRUSH_TWICE.schedule),
    TOWEL_RUB,
)
