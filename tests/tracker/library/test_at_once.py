"""Two clinicians in the same moment: the second one waits, and then sees what the first one did."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from db.vocabulary import Audience
from tests.cast import Cast
from tests.tracker.library.test_exercises import HOP, add
from tests.tracker.office.office import office
from tests.tracker.office.test_at_once import Meanwhile
from tracker.access.work import Work, writing
from tracker.errors import Conflict
from tracker.library.exercises import add_exercise, bring_back, edit_exercise, retire
from tracker.library.explanations import explanation_of, write_explanation
from tracker.library.shelves import exercise_of, library_of
from tracker.library.starting import ENTRIES, add_starting_exercises


def at_once(cast: Cast, first: Callable[[Work], object], second: Callable[[Work], object]) -> object:
    """What comes of Lee's step while Pat's is open."""
    lee = Meanwhile(lambda: office(cast, "Lee", second))
    with writing(cast.tokens["Pat"]) as work:
        first(work)
        lee.start()
    return lee.end()


def refused(got: object, what: str) -> bool:
    return isinstance(got, Conflict) and got.what == what


def test_one_of_two_gets_a_name(cast: Cast) -> None:
    def hop(work: Work) -> object:
        return add_exercise(work, HOP, approve=True)

    assert refused(at_once(cast, hop, hop), "name_taken")
    assert len(office(cast, "Pat", library_of)) == 1


def test_a_name_is_not_taken_while_its_exercise_comes_back(cast: Cast) -> None:
    old = add(cast)
    office(cast, "Pat", retire, old)
    got = at_once(cast, lambda w: bring_back(w, old), lambda w: add_exercise(w, HOP, approve=True))
    assert refused(got, "name_taken")


def test_of_two_edits_the_second_is_told_and_nothing_of_the_first_is_lost(cast: Cast) -> None:
    hop = add(cast)

    def edit(steps: str) -> Callable[[Work], object]:
        return lambda w: edit_exercise(w, hop, replace(HOP, steps=steps), seen=1, approve=True)

    assert refused(at_once(cast, edit("Hop high."), edit("Hop far.")), "exercise_changed")
    found = office(cast, "Pat", exercise_of, hop).versions
    assert [(entry.number, entry.words.steps) for entry in found] == [(2, "Hop high."), (1, HOP.steps)]


def test_the_starting_exercises_are_added_once(cast: Cast) -> None:
    assert refused(at_once(cast, add_starting_exercises, add_starting_exercises), "has_library")
    assert len(office(cast, "Pat", library_of)) == len(ENTRIES)


@pytest.mark.parametrize("approve", [True, False])
def test_of_two_texts_the_second_is_told(cast: Cast, approve: bool) -> None:
    def write(text: str) -> Callable[[Work], object]:
        return lambda w: write_explanation(w, Audience.CHILD, text, seen=None, approve=approve)

    assert refused(at_once(cast, write("One"), write("Two")), "explanation_changed")
    found = office(cast, "Mia", explanation_of, Audience.CHILD)
    assert (found is not None and found.text == "One") == approve
