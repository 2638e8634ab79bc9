"""A clinic's exercises: each edit a version, only what a clinician approved is prescribed, and no name twice."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from db.guards import WriteOnce
from db.tables import METADATA
from db.vocabulary import BodyArea, Category
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import TODAY, Clock, changes, row
from tests.tracker.office.office import ODD_BUT_FINE, office
from tracker.access.work import writing
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.library.exercises import (
    Words,
    add_exercise,
    approve_version,
    bring_back,
    edit_exercise,
    newest_approved,
    prescribable,
    retire,
    version_to_prescribe,
)
from tracker.library.shelves import exercise_of, library_of

HOP = Words(
    "Hopping", Category.BALANCE, BodyArea.FOOT, "On one leg.", "Stand.\nHop.", "https://example.org/hop"
)


def versions(cast: Cast, exercise: int, who: str = "Pat") -> list[int]:
    """The ids of an exercise's versions, the first one first."""
    return [entry.version_id for entry in office(cast, who, exercise_of, exercise).versions][::-1]


def add(cast: Cast, words: Words = HOP, *, approve: bool = True, who: str = "Pat") -> int:
    return office(cast, who, add_exercise, words, approve=approve)


def test_only_an_approved_version_is_prescribed_with_who_approved_it_and_when(
    cast: Cast, clock: Clock
) -> None:
    hop = add(cast, approve=False)
    [first] = versions(cast, hop)
    assert office(cast, "Lee", prescribable) == ()
    with pytest.raises(Conflict, match="not_approved"):
        office(cast, "Pat", version_to_prescribe, cast.clinic, first)
    clock.forward(days=1)
    office(cast, "Lee", approve_version, first)
    [entry] = office(cast, "Pat", prescribable)
    assert (entry.exercise_id, entry.version_id, entry.number, entry.words) == (hop, first, 1, HOP)
    assert (entry.written_by, entry.written_on) == ("Pat", TODAY)
    assert (entry.approved_by, entry.approved_on) == ("Lee", clock.today)
    found = office(cast, "Pat", version_to_prescribe, cast.clinic, first)
    assert (found.exercise_id, found.name, found.category) == (hop, "Hopping", Category.BALANCE)


def test_an_edit_adds_a_version_and_the_earlier_one_is_prescribed_until_it_is_approved(
    engine: sa.Engine, cast: Cast
) -> None:
    hop = add(cast)
    before = rows_of(engine)["exercise_version"]
    second = office(cast, "Lee", edit_exercise, hop, replace(HOP, steps="Hop twice."), seen=1, approve=False)
    assert rows_of(engine)["exercise_version"][: len(before)] == before, "the first stays as it was"
    [entry] = office(cast, "Pat", prescribable)
    assert entry.words.steps == "Stand.\nHop."
    [first, _] = versions(cast, hop)
    assert office(cast, "Pat", newest_approved, cast.clinic, first) == first
    office(cast, "Pat", approve_version, second)
    [entry] = office(cast, "Pat", prescribable)
    assert (entry.version_id, entry.number, entry.words.steps) == (second, 2, "Hop twice.")
    assert office(cast, "Pat", newest_approved, cast.clinic, first) == second
    assert office(cast, "Pat", newest_approved, cast.clinic, second) == second
    assert [entry.number for entry in office(cast, "Pat", exercise_of, hop).versions] == [2, 1]


def test_what_is_retired_is_not_prescribed_and_comes_back(cast: Cast) -> None:
    hop = add(cast)
    third = office(cast, "Pat", edit_exercise, hop, HOP, seen=1, approve=True)
    [first, _] = versions(cast, hop)
    office(cast, "Lee", retire, hop)
    office(cast, "Pat", retire, hop)
    assert office(cast, "Pat", prescribable) == ()
    assert office(cast, "Pat", newest_approved, cast.clinic, first) == first
    assert [one.is_retired for one in office(cast, "Pat", library_of)] == [True]
    for refused in (
        lambda: office(cast, "Pat", version_to_prescribe, cast.clinic, third),
        lambda: office(cast, "Pat", edit_exercise, hop, HOP, seen=2, approve=True),
        lambda: office(cast, "Pat", approve_version, third),
    ):
        with pytest.raises(Conflict, match="retired"):
            refused()
    office(cast, "Pat", bring_back, hop)
    assert [entry.version_id for entry in office(cast, "Pat", prescribable)] == [third]


def test_a_name_is_had_by_one_exercise_in_use(cast: Cast) -> None:
    hop = add(cast)
    for same in ("hopping", " HOPPING ", "\uff28opping"):
        with pytest.raises(Conflict, match="name_taken"):
            add(cast, replace(HOP, name=same))
    skip = add(cast, replace(HOP, name="Skip  rope"))
    assert office(cast, "Pat", exercise_of, skip).exercise.words.name == "Skip rope"
    with pytest.raises(Conflict, match="name_taken"):
        office(cast, "Pat", edit_exercise, skip, HOP, seen=1, approve=True)
    office(cast, "Pat", edit_exercise, skip, replace(HOP, name="Skipping"), seen=1, approve=False)
    # What is prescribed now and what may be next are both taken.
    for name in ("Skip rope", "Skipping"):
        with pytest.raises(Conflict, match="name_taken"):
            add(cast, replace(HOP, name=name))
    office(cast, "Pat", edit_exercise, hop, replace(HOP, name="HOPPING"), seen=1, approve=True)
    office(cast, "Pat", retire, hop)
    other = add(cast)
    with pytest.raises(Conflict, match="name_taken"):
        office(cast, "Pat", bring_back, hop)
    office(cast, "Pat", retire, other)
    office(cast, "Pat", bring_back, hop)
    assert add(cast, who="Noa"), "another clinic has names of its own"


def test_only_the_latest_version_is_approved_and_edited(engine: sa.Engine, cast: Cast) -> None:
    hop = add(cast, approve=False)
    [first] = versions(cast, hop)
    office(cast, "Pat", edit_exercise, hop, HOP, seen=1, approve=False)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="exercise_changed"):
        office(cast, "Pat", approve_version, first)
    for seen in (0, 1, 3):
        with pytest.raises(Conflict, match="exercise_changed"):
            office(cast, "Pat", edit_exercise, hop, HOP, seen=seen, approve=True)
    assert rows_of(engine) == before


def test_an_approval_keeps_its_first_name_and_date(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    [version] = versions(cast, add(cast))
    before = row(engine, "exercise_version", version)
    clock.forward(days=3)
    office(cast, "Lee", approve_version, version)
    assert row(engine, "exercise_version", version) == before


def test_every_write_is_in_the_log_of_the_clinic(engine: sa.Engine, cast: Cast) -> None:
    hop = add(cast, approve=False)
    office(cast, "Pat", approve_version, versions(cast, hop)[0])
    office(cast, "Pat", edit_exercise, hop, HOP, seen=1, approve=True)
    office(cast, "Pat", retire, hop)
    office(cast, "Pat", bring_back, hop)
    whats = ("add", "approve", "edit", "retire", "bring_back")
    assert changes(engine) == [(f"{what}_exercise", f"exercise {hop}") for what in whats]


@pytest.mark.parametrize("name", ODD_BUT_FINE)
def test_a_name_stands_as_it_was_typed(cast: Cast, name: str) -> None:
    exercise = add(cast, replace(HOP, name=name))
    assert office(cast, "Pat", exercise_of, exercise).exercise.words.name == name


BAD_ADDRESSES = [
    "http://example.org/hop",
    "example.org/hop",
    "javascript:alert(1)",
    "https:",
    "https://",
    "https:///hop",
    "https://?x=https://example.org",
    "https://user@example.org/",
    "https://example.org@evil.example/",
    "https://user:password@example.org/",
    "https://example.org\\@evil.example/",
    "https://[::1",
    "https://example.org:x/",
    "https://exa mple.org/",
    "https://example.org/\nhttps://evil.example",
    "https://example.org/\u202egpj",
    "https://example.org/<script>",
    'https://example.org/"onclick=',
    "data:text/html,https://example.org",
    "//example.org/hop",
]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", " \0 ", "empty"),
        ("name", "x" * 81, "too_long"),
        ("about", "x" * 2001, "too_long"),
        ("steps", "x\n" * 1001, "too_long"),
        ("video", "https://example.org/" + "x" * 481, "too_long"),
        *(("video", address, "https") for address in BAD_ADDRESSES),
    ],
)
def test_words_that_do_not_fit_are_refused_and_nothing_is_stored(
    engine: sa.Engine, cast: Cast, field: str, value: str, problem: str
) -> None:
    hop = add(cast)
    before = rows_of(engine)
    changed: dict[str, Any] = {"name": "Another", field: value}
    words = replace(HOP, **changed)
    with pytest.raises(InvalidInput, match=f"^{field}: {problem}"):
        add(cast, words)
    with pytest.raises(InvalidInput, match=f"^{field}: {problem}"):
        office(cast, "Pat", edit_exercise, hop, words, seen=1, approve=True)
    assert rows_of(engine) == before


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org:8443/a/b?c=d&e=f#g",
        "https://xn--bcher-kva.example/",
        "https://example.org/%C3%A9",
        "https://example.org/" + "x" * 480,
    ],
)
def test_an_https_address_with_a_host_is_kept_as_it_was_typed(cast: Cast, address: str) -> None:
    exercise = add(cast, replace(HOP, video=f" {address} "))
    assert office(cast, "Pat", exercise_of, exercise).exercise.words.video == address


def test_the_scheme_of_an_address_is_written_small_and_steps_lose_their_empty_lines(cast: Cast) -> None:
    words = replace(HOP, video="HTTPS://Example.org/A", steps="\n  Stand. \r\n\r\n\tHop.\n ")
    found = office(cast, "Pat", exercise_of, add(cast, words)).exercise.words
    assert (found.video, found.steps) == ("https://Example.org/A", "Stand.\nHop.")


def test_another_clinics_exercises_are_found_nowhere(engine: sa.Engine, cast: Cast) -> None:
    theirs = add(cast, who="Noa")
    [version] = versions(cast, theirs, "Noa")
    before = rows_of(engine)
    for number, version_number in ((theirs, version), (999, 999), (2**40, 2**40), (0, 0)):
        for use_case in (
            lambda w, n=number: exercise_of(w, n),
            lambda w, n=number: edit_exercise(w, n, HOP, seen=1, approve=True),
            lambda w, n=number: retire(w, n),
            lambda w, n=number: bring_back(w, n),
            lambda w, v=version_number: approve_version(w, v),
            lambda w, v=version_number: version_to_prescribe(w, cast.clinic, v),
            lambda w, v=version_number: newest_approved(w, cast.clinic, v),
        ):
            with pytest.raises(NotFound), writing(cast.tokens["Pat"]) as work:
                use_case(work)
    assert office(cast, "Pat", library_of) == ()
    assert rows_of(engine) == before


@pytest.mark.parametrize("who", ["Mia", "Dana", "Sam", "Ada"])
def test_the_library_is_for_clinicians(engine: sa.Engine, cast: Cast, who: str) -> None:
    hop = add(cast, approve=False)
    [version] = versions(cast, hop)
    before = rows_of(engine)
    for use_case in (
        prescribable,
        library_of,
        lambda w: exercise_of(w, hop),
        lambda w: add_exercise(w, replace(HOP, name="Another"), approve=True),
        lambda w: edit_exercise(w, hop, HOP, seen=1, approve=True),
        lambda w: approve_version(w, version),
        lambda w: retire(w, hop),
        lambda w: bring_back(w, hop),
    ):
        with pytest.raises(NotPermitted), writing(cast.tokens[who]) as work:
            use_case(work)
    assert rows_of(engine) == before


def test_the_words_of_a_version_are_never_written_over(engine: sa.Engine, cast: Cast) -> None:
    add(cast)
    table = METADATA.tables["exercise_version"]
    with pytest.raises(WriteOnce), engine.begin() as connection:
        connection.execute(sa.update(table).values(steps="Other steps"))
    with pytest.raises(WriteOnce), engine.begin() as connection:
        connection.execute(sa.delete(table))


def test_entries_come_by_name_whatever_their_capitals(cast: Cast) -> None:
    for name in ("walk", "Stairs", "Übung", "bike", "Swim"):
        add(cast, replace(HOP, name=name))
    names = [entry.name for entry in office(cast, "Pat", prescribable)]
    assert names == ["bike", "Stairs", "Swim", "walk", "Übung"]
    assert [one.words.name for one in office(cast, "Pat", library_of)] == names
