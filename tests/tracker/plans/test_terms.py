"""What a revision says: in which parts of the day its slots lie, and that a row gives back what was put in."""

import pytest
import sqlalchemy as sa

from db.queries.base import AnyRow
from db.vocabulary import Better, DoseKind, PartOfDay, TaskUnit
from tests.cast import Cast
from tests.factories import make_episode, make_prescription
from tests.steps import START, row
from tracker.errors import InvalidInput
from tracker.plans.dose import Dose, Task, sets_of
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.plans.terms import Terms, terms_of

MORNING, AFTERNOON, EVENING, ANY = PartOfDay
TEN = Dose(DoseKind.COUNT, 10)


@pytest.mark.parametrize(
    ("parts", "times", "slots"),
    [
        ((), 2, [ANY, ANY]),
        ((EVENING,), 2, [EVENING, EVENING]),
        ((MORNING, EVENING), 2, [MORNING, EVENING]),
        ((EVENING, MORNING), 3, [MORNING, MORNING, EVENING]),
        ((MORNING, AFTERNOON, EVENING), 4, [MORNING, MORNING, AFTERNOON, EVENING]),
        ((MORNING, EVENING), 5, [MORNING, MORNING, MORNING, EVENING, EVENING]),
    ],
)
def test_slots_are_spread_over_the_parts_of_the_day(
    parts: tuple[PartOfDay, ...], times: int, slots: list[PartOfDay]
) -> None:
    terms = Terms(TEN, Schedule(times_per_day=times), parts)
    assert [terms.part_of(slot) for slot in range(1, times + 1)] == slots
    assert terms.part_of(times + 1) is ANY, "what is extra belongs nowhere"


@pytest.mark.parametrize("schedule", [Schedule(), per_week(3)])
def test_there_are_no_more_parts_than_times(schedule: Schedule) -> None:
    with pytest.raises(InvalidInput, match="parts_of_day: more_parts"):
        Terms(TEN, schedule, (MORNING, EVENING))


@pytest.mark.parametrize(
    "terms",
    [
        Terms(TEN, Schedule(times_per_day=3), (MORNING, EVENING), "Stand tall."),
        Terms(sets_of(3, 5, 10), on_weekdays([0, 6])),
        Terms(Dose(DoseKind.TEXTURE_MINUTES, 5, texture="a soft brush"), per_week(4), (EVENING,)),
        Terms(Dose(DoseKind.OPEN), Schedule()),
        Terms(
            Dose(DoseKind.TIMED_TASK, task=Task(TaskUnit.COUNT, Better.HIGHER, best_shown=True)), Schedule()
        ),
        Terms(Dose(DoseKind.TIMED_TASK, task=Task(ceiling_closed=True)), Schedule()),
    ],
)
def test_a_row_gives_back_what_was_put_in(engine: sa.Engine, cast: Cast, terms: Terms) -> None:
    assert terms_of(stored(engine, cast, terms)) == terms


def stored(engine: sa.Engine, cast: Cast, terms: Terms) -> AnyRow:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        new = make_prescription(connection, cast.mia, episode, START, terms=terms)
    return row(engine, "prescription", new)
