"""Every use case of a clinic's library, tried by everybody, with the numbers of the own clinic and of another one."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
import sqlalchemy as sa

import tracker.library
from db.vocabulary import Audience, Category
from tests.cast import Cast
from tests.security.actors import ACTORS, SIGNED_OUT, World, build
from tests.security.test_matrix import CLINIC_MAY, outcome
from tests.steps import NOON, Clock
from tests.tracker.library.joining import clinician_of
from tests.tracker.office.office import office
from tests.tracker.test_strangers import CALLS
from tracker.access.work import Work
from tracker.errors import NotFound, NotPermitted, SignedOut
from tracker.library import exercises, explanations, pictures, shelves, starting
from tracker.library.words import Words

pytestmark = pytest.mark.everywhere

CHILD = Audience.CHILD
HOP, SKIP = Words("Hopping", Category.BALANCE), Words("Skipping", Category.BALANCE)


@dataclass(frozen=True)
class Numbers:
    """An exercise of a clinic, its one version, and its one text for children."""

    exercise: int
    version: int
    explanation: int


Call = Callable[[Work, Numbers], object]
OF_CLINICIANS: dict[str, Call] = {
    "library_of": lambda w, _: shelves.library_of(w),
    "prescribable": lambda w, _: exercises.prescribable(w),
    "add_exercise": lambda w, _: exercises.add_exercise(w, SKIP, approve=True),
    "add_starting_exercises": lambda w, _: starting.add_starting_exercises(w),
    "explanation_to_keep": lambda w, _: explanations.explanation_to_keep(w, CHILD),
    "write_explanation": lambda w, n: explanations.write_explanation(
        w, CHILD, "Two", seen=n.explanation, approve=True
    ),
    "approve_explanation": lambda w, n: explanations.approve_explanation(w, CHILD, seen=n.explanation),
}
# They are given numbers: those of another clinic are found nowhere.
WITH_NUMBERS: dict[str, Call] = {
    "exercise_of": lambda w, n: shelves.exercise_of(w, n.exercise),
    "edit_exercise": lambda w, n: exercises.edit_exercise(w, n.exercise, SKIP, seen=1, approve=True),
    "approve_version": lambda w, n: exercises.approve_version(w, n.version),
    "retire": lambda w, n: exercises.retire(w, n.exercise),
    "bring_back": lambda w, n: exercises.bring_back(w, n.exercise),
}
OF_THE_WHOLE_CLINIC: dict[str, Callable[[Work], object]] = {
    "explanation_of": lambda w: explanations.explanation_of(w, CHILD),
    "own_audience": explanations.own_audience,
    "picture_of": lambda w: pictures.picture_of(w, 1),
}
# Called by use cases that have asked for permission.
PARTS = {"insert_picture", "put_in_starting_exercises", "version_to_prescribe", "newest_approved"}


@pytest.fixture
def world(engine: sa.Engine, cast: Cast, clock: Clock) -> World:
    clinician_of(engine, cast, "Noa", cast.other_clinic)
    return build(engine, cast, NOON)


def fill(cast: Cast, who: str) -> Numbers:
    hop = office(cast, who, exercises.add_exercise, HOP, approve=False)
    version = office(cast, who, shelves.exercise_of, hop).versions[0].version_id
    text = office(cast, who, explanations.write_explanation, CHILD, "One", seen=None, approve=False)
    return Numbers(hop, version, text)


def test_no_use_case_is_left_out() -> None:
    found = {
        name
        for module in pkgutil.iter_modules(tracker.library.__path__)
        for name, function in inspect.getmembers(
            importlib.import_module(f"{tracker.library.__name__}.{module.name}"), inspect.isfunction
        )
        if function.__module__ == f"{tracker.library.__name__}.{module.name}"
        and not name.startswith("_")
        and list(inspect.signature(function).parameters)[:1] == ["work"]
    }
    assert found == {*OF_CLINICIANS, *WITH_NUMBERS, *OF_THE_WHOLE_CLINIC, *PARTS, "how_of"}
    assert "how_of" in CALLS


@pytest.mark.parametrize("actor", ACTORS)
def test_the_library_is_kept_by_clinicians(world: World, actor: str) -> None:
    numbers = fill(world.cast, "Pat")
    for name, call in {**OF_CLINICIANS, **WITH_NUMBERS}.items():
        got = outcome(world.credential(actor), partial(_call, call, numbers))
        if actor in SIGNED_OUT:
            assert got is SignedOut, name
        else:
            keeps = "keep_library" in CLINIC_MAY.get(actor, set())
            assert got is (None if keeps else NotPermitted), name


def test_the_numbers_of_another_clinic_are_found_nowhere(world: World) -> None:
    fill(world.cast, "Pat")
    theirs = fill(world.cast, "Noa")
    for name, call in WITH_NUMBERS.items():
        for numbers in (theirs, Numbers(2**40, 2**40, 2**40), Numbers(0, -1, 0)):
            got = outcome(world.cast.tokens["Pat"], partial(_call, call, numbers))
            assert got is NotFound, (name, numbers)


@pytest.mark.parametrize("name", OF_THE_WHOLE_CLINIC)
def test_what_the_whole_clinic_reads_is_for_whoever_is_signed_in(world: World, name: str) -> None:
    for actor in ACTORS:
        got = outcome(world.credential(actor), OF_THE_WHOLE_CLINIC[name])
        assert got == (SignedOut if actor in SIGNED_OUT else None), actor


def _call(call: Call, numbers: Numbers, work: Work) -> object:
    return call(work, numbers)
