"""The exercises that a clinic begins with: neutral, without doses, and none of them approved."""

import re

import pytest
import sqlalchemy as sa

from db.vocabulary import Category
from tests.cast import Cast
from tests.steps import changes
from tests.tracker.library.joining import clinician_of
from tests.tracker.office.office import office
from tracker.access.accounts import create_clinic
from tracker.access.actor import OPERATOR
from tracker.demo import exercises as demo
from tracker.demo.story import Exercise
from tracker.errors import Conflict, NotPermitted
from tracker.library.exercises import approve_version, prescribable
from tracker.library.shelves import library_of
from tracker.library.starting import ENTRIES, add_starting_exercises
from tracker.library.words import Words, checked_words

DOSE = re.compile(
    r"\d|\b(minutes?|seconds?|times|sets|repeat|daily|every day|a week|metres?)\b", re.IGNORECASE
)
NOT_SAID = re.compile(
    r"!|\b(pain|hurts?|should|must|always|never|cure|heal|better|fail|will help|doctor)\b", re.IGNORECASE
)


def test_about_a_dozen_entries_cover_all_that_exercises_train() -> None:
    assert 10 <= len(ENTRIES) <= 14
    assert {words.category for words in ENTRIES} == set(Category)
    assert len({words.name.casefold() for words in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("words", ENTRIES, ids=lambda words: words.name)
def test_an_entry_says_what_it_is_and_how_and_neither_how_much_nor_what_for(words: Words) -> None:
    assert words == checked_words(words), "it fits, and stands as it is stored"
    assert words.about.endswith(".")
    assert len(words.steps.splitlines()) >= 3
    text = f"{words.name}\n{words.about}\n{words.steps}"
    assert not DOSE.search(text)
    assert not NOT_SAID.search(text)
    assert (words.video, words.picture_id) == ("", None)


def test_the_demo_prescribes_what_is_in_it() -> None:
    prescribed = {one.name: one for one in vars(demo).values() if isinstance(one, Exercise)}
    starting = {words.name for words in ENTRIES}
    assert len(prescribed) >= 12
    assert set(prescribed) <= starting


def test_a_new_clinic_has_them_and_each_waits_for_approval(engine: sa.Engine, cast: Cast) -> None:
    clinic = create_clinic(OPERATOR, "Lakeside", "UTC")
    clinician_of(engine, cast, "Kim", clinic)
    found = office(cast, "Kim", library_of)
    assert sorted(one.words.name for one in found) == sorted(words.name for words in ENTRIES)
    assert {one.words for one in found} == set(ENTRIES)
    assert all(one.waits and one.latest.written_by == "" for one in found)
    assert office(cast, "Kim", prescribable) == ()
    office(cast, "Kim", approve_version, found[0].latest.version_id)
    [entry] = office(cast, "Kim", prescribable)
    assert entry.approved_by == "Kim"
    assert office(cast, "Pat", library_of) == (), "the library of another clinic stays as it was"


def test_a_clinic_without_a_library_can_have_them(engine: sa.Engine, cast: Cast) -> None:
    office(cast, "Pat", add_starting_exercises)
    assert len(office(cast, "Lee", library_of)) == len(ENTRIES)
    assert changes(engine) == [("add_starting_exercises", f"clinic {cast.clinic}")]
    with pytest.raises(Conflict, match="has_library"):
        office(cast, "Pat", add_starting_exercises)
    for who in ("Dana", "Mia", "Ada"):
        with pytest.raises(NotPermitted):
            office(cast, who, add_starting_exercises)
    assert office(cast, "Noa", library_of) == ()
