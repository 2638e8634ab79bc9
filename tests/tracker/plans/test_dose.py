"""How much is prescribed: one countable total, or none, and nothing absurd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Better, DoseKind, TaskUnit
from tracker.errors import InvalidInput
from tracker.plans.dose import Dose, Task, sets_of

COUNTABLE = [DoseKind.MINUTES, DoseKind.METRES, DoseKind.COUNT]
WITHOUT = [DoseKind.OPEN, DoseKind.TIMED_TASK]
INF, NAN = float("inf"), float("nan")


@given(sets=st.integers(1, 100), reps=st.integers(1, 100))
def test_sets_times_repetitions_is_the_total(sets: int, reps: int) -> None:
    assert sets_of(sets, reps).total == sets * reps


@given(kind=st.sampled_from(COUNTABLE), total=st.floats(0.01, 10_000))
def test_up_to_five_times_the_dose_may_be_recorded(kind: DoseKind, total: float) -> None:
    assert Dose(kind, total).most_amount == 5 * total


@pytest.mark.parametrize("kind", WITHOUT)
def test_a_dose_without_a_total_takes_no_amount(kind: DoseKind) -> None:
    assert Dose(kind).most_amount is None


@pytest.mark.parametrize("kind", COUNTABLE)
@pytest.mark.parametrize("total", [0, -1, 10_001, INF, -INF, NAN])
def test_an_absurd_total_names_the_dose_and_its_limits(kind: DoseKind, total: float) -> None:
    with pytest.raises(InvalidInput) as refused:
        Dose(kind, total)
    assert refused.value.field == "dose"
    assert refused.value.limits == {"low": 0, "high": 10_000}


@pytest.mark.parametrize("kind", [*COUNTABLE, DoseKind.SETS_REPS])
def test_a_countable_dose_needs_its_total(kind: DoseKind) -> None:
    with pytest.raises(InvalidInput, match="dose: total"):
        Dose(kind)


@pytest.mark.parametrize("kind", WITHOUT)
def test_an_open_dose_or_timed_task_has_no_total(kind: DoseKind) -> None:
    with pytest.raises(InvalidInput, match="dose: total"):
        Dose(kind, 10)


@pytest.mark.parametrize(
    ("sets", "reps", "field"), [(0, 5, "sets"), (101, 5, "sets"), (3, 0, "reps"), (3, 101, "reps")]
)
def test_absurd_sets_or_repetitions_name_their_field(sets: int, reps: int, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sets_of(sets, reps)
    assert (refused.value.field, refused.value.limits) == (field, {"low": 1, "high": 100})


@pytest.mark.parametrize("hold", [0, -1, 601])
def test_an_absurd_hold_names_its_field(hold: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        sets_of(3, 10, hold)
    assert (refused.value.field, refused.value.limits) == ("hold_seconds", {"low": 1, "high": 600})


@pytest.mark.parametrize(
    "parts",
    [
        (DoseKind.SETS_REPS, 10.0, None, None),
        (DoseKind.SETS_REPS, 10.0, 2, None),
        (DoseKind.SETS_REPS, 11.0, 2, 5),
        (DoseKind.SETS_REPS, 10.0, -2, -5),
        (DoseKind.COUNT, 10.0, 2, 5),
        (DoseKind.OPEN, None, 2, 5),
    ],
)
def test_sets_and_repetitions_that_do_not_make_the_total_are_refused(
    parts: tuple[DoseKind, float | None, int | None, int | None],
) -> None:
    """The table refuses them as well, but could not say which field is wrong."""
    with pytest.raises(InvalidInput):
        Dose(*parts)


def test_desensitization_names_its_texture() -> None:
    assert Dose(DoseKind.TEXTURE_MINUTES, 5, texture=" a soft brush ").texture == "a soft brush"
    for texture, problem in (("", "empty"), (" ", "empty"), ("b" * 81, "too_long")):
        with pytest.raises(InvalidInput, match=f"texture: {problem}"):
            Dose(DoseKind.TEXTURE_MINUTES, 5, texture=texture)
    assert Dose(DoseKind.MINUTES, 5, texture="a soft brush").texture == ""


def test_a_timed_task_says_how_it_is_measured() -> None:
    assert Dose(DoseKind.TIMED_TASK).task == Task(TaskUnit.SECONDS, Better.LOWER)
    assert Dose(DoseKind.COUNT, 10, task=Task()).task is None
    assert Task(TaskUnit.SECONDS, Better.HIGHER).better is Better.HIGHER
    with pytest.raises(InvalidInput, match="task_better: count_is_more"):
        Task(TaskUnit.COUNT, Better.LOWER)
