"""What of a dose has a timer, and what an answer of a timed task says."""

import pytest

from db.vocabulary import Better, CompletionState, DoseKind, Reporter, TaskUnit
from tracker.plans.dose import Dose, Task, sets_of
from tracker.plans.schedule import Schedule
from tracker.progress.shown import Entry, Exercise
from tracker.screen.today.entry_text import format_best_of, format_entry
from tracker.screen.today.timing import Timing, timing_of

SECONDS = Dose(DoseKind.TIMED_TASK, task=Task())
JUMPS = Dose(DoseKind.TIMED_TASK, task=Task(TaskUnit.COUNT, Better.HIGHER))


@pytest.mark.parametrize(
    ("dose", "timing"),
    [
        (Dose(DoseKind.MINUTES, 15), Timing(seconds=900)),
        (Dose(DoseKind.MINUTES, 0.5), Timing(seconds=30)),
        (Dose(DoseKind.TEXTURE_MINUTES, 5, texture="a soft brush"), Timing(seconds=300)),
        (sets_of(3, 5, 10), Timing(sets=3, reps=5, hold=10)),
        (Dose(DoseKind.COUNT, 4, hold_seconds=20), Timing(reps=4, hold=20)),
        (sets_of(3, 5), None),
        (Dose(DoseKind.COUNT, 10), None),
        (Dose(DoseKind.METRES, 400), None),
        (Dose(DoseKind.OPEN), None),
        (SECONDS, None),
    ],
)
def test_minutes_and_holds_have_a_timer(dose: Dose, timing: Timing | None) -> None:
    assert timing_of(dose) == timing


@pytest.mark.parametrize(
    ("dose", "state", "result", "said"),
    [
        (SECONDS, CompletionState.DONE, 42, "done, 42 seconds"),
        (SECONDS, CompletionState.DONE, 1, "done, 1 second"),
        (SECONDS, CompletionState.PARTLY, 41.5, "partly, 41.5 seconds"),
        (JUMPS, CompletionState.DONE, 12, "done, 12 times"),
        (SECONDS, CompletionState.DONE, None, "done"),
    ],
)
def test_a_result_is_said_in_its_unit(
    dose: Dose, state: CompletionState, result: float | None, said: str
) -> None:
    entry = Entry(1, state, None, None, result, Reporter.CHILD, 0)
    assert format_entry(entry, dose) == said


def test_the_best_so_far_is_said_without_a_word_more() -> None:
    def said(dose: Dose, best: float | None) -> str:
        return format_best_of(Exercise(1, 1, "Stairs", dose, Schedule(), (), "", best))

    assert said(SECONDS, 42) == "Best so far: 42 seconds"
    assert said(JUMPS, 12) == "Best so far: 12 times"
    assert said(SECONDS, None) == ""
