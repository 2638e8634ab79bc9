"""Which exercises fit well and which are hard to fit in, and the reasons in order: by hand."""

import pytest

from db.vocabulary import Barrier
from tests.tracker.charts.plotted import weeks_of
from tracker.progress.exercises import Exercise
from tracker.progress.fitting import (
    Basis,
    Fit,
    Reasons,
    basis_of,
    best,
    counted,
    done_least,
    fittings_of,
    hardest,
)
from tracker.progress.weeks import NOTHING, Tally

TIRED, NO_TIME, FORGOT = Barrier.TIRED, Barrier.NO_TIME, Barrier.FORGOT


def tally(done: float, settled: int, silent: int = 0) -> Tally:
    return Tally(due=settled, settled=settled, without_entry=silent, credit=done)


def exercise(line: int, name: str, *tallies: Tally) -> Exercise:
    return Exercise(line, name, sum(tallies, NOTHING), weeks_of(tallies))


def fit(*tallies: Tally, beside: list[Tally] | None = None) -> Fit:
    """Of one exercise; the child's weeks are its own unless said otherwise."""
    (found,) = fittings_of(weeks_of(beside or tallies), [exercise(1, "Stairs", *tallies)], [])
    return found.fit


@pytest.mark.parametrize(
    ("done", "settled", "wanted"),
    [
        (8, 10, Fit.WELL),
        (7.9, 10, Fit.BETWEEN),
        (6, 10, Fit.BETWEEN),
        (5.9, 10, Fit.HARD),
        (0, 10, Fit.HARD),
        (8, 8, Fit.WELL),
        (7, 7, Fit.NOT_ENOUGH),
        (0, 0, Fit.NOT_ENOUGH),
    ],
)
def test_the_limits(done: float, settled: int, wanted: Fit) -> None:
    assert fit(tally(done, settled)) is wanted


def test_a_silent_week_says_nothing_about_one_exercise() -> None:
    kept, silent = tally(10, 10), tally(0, 10, silent=10)
    assert fit(kept, silent, silent, silent) is Fit.WELL
    assert fit(silent, silent) is Fit.NOT_ENOUGH


def test_what_is_left_open_while_others_are_logged_counts_as_not_done() -> None:
    logged = [tally(50, 60, silent=7)] * 2
    assert fit(tally(1, 7, silent=6), tally(1, 7, silent=6), beside=logged) is Fit.HARD


@pytest.mark.parametrize(("silent", "wanted"), [(5, Fit.HARD), (6, Fit.NOT_ENOUGH)])
def test_a_week_counts_from_the_half_on(silent: int, wanted: Fit) -> None:
    assert fit(tally(4, 10), beside=[tally(4, 10, silent=silent)]) is wanted


@pytest.mark.parametrize(
    ("silent", "wanted"),
    [
        ([0, 0, 0], Basis((1, 2, 3), (), ())),
        ([0, 0, 6, 10], Basis((1, 2), (), (3, 4))),
        ([6, 0, 5, 6], Basis((2, 3), (1,), (4,))),
        ([6, 7], Basis((), (), (1, 2))),
    ],
)
def test_which_weeks_count_and_which_are_left_out(silent: list[int], wanted: Basis) -> None:
    assert basis_of(weeks_of([tally(0, 10, silent=n) for n in silent])) == wanted


def test_a_week_in_which_nothing_was_due_is_not_left_out() -> None:
    assert basis_of(weeks_of([tally(9, 10), NOTHING, NOTHING])) == Basis((1,), (), ())


def test_an_exercise_says_of_which_weeks_its_numbers_are() -> None:
    kept, silent = tally(10, 10), tally(0, 10, silent=10)
    (found,) = fittings_of(weeks_of([kept, kept, silent]), [exercise(1, "Stairs", NOTHING, kept, silent)], [])
    assert (found.weeks, found.is_whole, found.tally.settled) == ((2,), False, 10)
    (found,) = fittings_of(weeks_of([kept, kept, silent]), [exercise(1, "Stairs", NOTHING, kept)], [])
    assert (found.weeks, found.is_whole) == ((2,), True)


def test_the_hardest_and_the_best_come_first() -> None:
    found = fittings_of(
        weeks_of([tally(20, 40)]),
        [
            exercise(1, "Walk", tally(9, 10)),
            exercise(2, "Stairs", tally(5, 10)),
            exercise(3, "Swim", tally(10, 10)),
            exercise(4, "Wall sit", tally(1, 10)),
            exercise(5, "New", tally(0, 2)),
        ],
        [],
    )
    assert [each.exercise.name for each in hardest(found)] == ["Wall sit", "Stairs"]
    assert [each.exercise.name for each in best(found)] == ["Swim", "Walk"]
    least = done_least(found)
    assert least is not None
    assert least.exercise.name == "Wall sit"
    assert done_least(found[-1:]) is None


def test_reasons_are_summed_and_in_order() -> None:
    every = [
        Reasons(1, 1, TIRED, 1),
        Reasons(1, 2, FORGOT, 3),
        Reasons(2, 1, NO_TIME, 9),
        Reasons(1, 3, TIRED, 2),
    ]
    walk, stairs = fittings_of(
        weeks_of([tally(1, 10)]),
        [exercise(1, "Walk", tally(1, 10)), exercise(2, "Stairs", tally(1, 10))],
        every,
    )
    assert walk.reasons == ((TIRED, 3), (FORGOT, 3)), "equal ones in the order of Today"
    assert stairs.reasons == ((NO_TIME, 9),)
    assert counted(every) == ((NO_TIME, 9), (TIRED, 3), (FORGOT, 3))
