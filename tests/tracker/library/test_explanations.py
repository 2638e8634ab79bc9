"""What the clinic explains: families read what a clinician of their clinic approved last, and nothing else."""

import re

import pytest
import sqlalchemy as sa

from db.vocabulary import Audience
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import TODAY, Clock, changes
from tests.tracker.office.office import office
from tracker.errors import Conflict, InvalidInput, NotPermitted
from tracker.library.explanation_texts import USUAL
from tracker.library.explanations import (
    LONGEST,
    approve_explanation,
    explanation_of,
    explanation_to_keep,
    own_audience,
    write_explanation,
)

CHILD, CARERS = Audience.CHILD, Audience.CARERS


def read(cast: Cast, who: str = "Dana", audience: Audience = CARERS) -> str | None:
    found = office(cast, who, explanation_of, audience)
    return None if found is None else found.text


def write(cast: Cast, text: str, *, seen: int | None = None, approve: bool = True, who: str = "Pat") -> int:
    return office(cast, who, write_explanation, CARERS, text, seen=seen, approve=approve)


def test_families_read_nothing_until_a_clinician_has_approved_it(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    assert read(cast) is None
    kept = office(cast, "Pat", explanation_to_keep, CARERS)
    assert (kept.latest.id, kept.latest.text, kept.released) == (None, USUAL[CARERS], None)
    office(cast, "Lee", approve_explanation, CARERS, seen=None)
    found = office(cast, "Dana", explanation_of, CARERS)
    assert found is not None
    assert (found.text, found.approved_by, found.approved_on) == (USUAL[CARERS], "Lee", TODAY)
    assert read(cast, "Mia", CHILD) is None, "the other text waits by itself"
    assert changes(engine) == [("write_explanation", "explanation 1")]


def test_an_edit_waits_and_the_earlier_text_is_read_meanwhile(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    first = write(cast, "The pain is real. One.")
    clock.forward(days=2)
    second = write(cast, "The pain is real. Two.", seen=first, approve=False)
    assert read(cast) == "The pain is real. One."
    kept = office(cast, "Lee", explanation_to_keep, CARERS)
    assert kept.released is not None
    assert (kept.latest.id, kept.released.id, kept.latest.approved_on) == (second, first, None)
    assert (kept.latest.written_by, kept.latest.written_on) == ("Pat", clock.today)
    office(cast, "Lee", approve_explanation, CARERS, seen=second)
    assert read(cast) == "The pain is real. Two."
    before = rows_of(engine)["explanation"]
    clock.forward(days=2)
    office(cast, "Pat", approve_explanation, CARERS, seen=second)
    assert rows_of(engine)["explanation"] == before, "an approval keeps its first name and date"
    assert [what for what, _ in changes(engine)] == ["write_explanation"] * 2 + ["approve_explanation"]


def test_who_has_not_seen_the_latest_text_changes_nothing(engine: sa.Engine, cast: Cast) -> None:
    first = write(cast, "One")
    second = write(cast, "Two", seen=first, approve=False)
    before = rows_of(engine)
    for seen in (None, first, second + 1, 2**40):
        with pytest.raises(Conflict, match="explanation_changed"):
            write(cast, "Three", seen=seen)
        with pytest.raises(Conflict, match="explanation_changed"):
            office(cast, "Pat", approve_explanation, CARERS, seen=seen)
    assert rows_of(engine) == before


@pytest.mark.parametrize(("text", "problem"), [(" \0\n", "empty"), ("x" * (LONGEST + 1), "too_long")])
def test_a_text_that_does_not_fit_is_refused(engine: sa.Engine, cast: Cast, text: str, problem: str) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match=f"explanation: {problem}"):
        write(cast, text)
    assert rows_of(engine) == before


@pytest.mark.parametrize("who", ["Mia", "Dana", "Sam", "Ada"])
def test_the_texts_are_kept_by_clinicians(engine: sa.Engine, cast: Cast, who: str) -> None:
    first = write(cast, "One", approve=False)
    before = rows_of(engine)
    for use_case in (
        lambda w: explanation_to_keep(w, CARERS),
        lambda w: approve_explanation(w, CARERS, seen=first),
        lambda w: write_explanation(w, CARERS, "Two", seen=first, approve=True),
    ):
        with pytest.raises(NotPermitted):
            office(cast, who, use_case)
    assert rows_of(engine) == before
    assert read(cast, who) is None


def test_another_clinic_has_texts_of_its_own(cast: Cast) -> None:
    first = write(cast, "Ours")
    assert read(cast, "Iris") is None
    theirs = write(cast, "Theirs", who="Noa")
    assert (read(cast), read(cast, "Iris")) == ("Ours", "Theirs")
    with pytest.raises(Conflict):
        office(cast, "Pat", approve_explanation, CARERS, seen=theirs)
    with pytest.raises(Conflict):
        write(cast, "Others", seen=first, who="Noa")


@pytest.mark.parametrize(
    ("who", "first"), [("Mia", CHILD), ("Dana", CARERS), ("Ben", CARERS), ("Sam", CARERS)]
)
def test_each_reads_its_own_text_first(cast: Cast, who: str, first: Audience) -> None:
    assert office(cast, who, own_audience) == first


# What is never said: advice, a forecast, a promise, doubt.
NOT_SAID = re.compile(
    r"!|\b(you should|must|will (get|be|go|help|feel)|cured?|promise|guarantee|imagin|in (your|the) head|pain-free)\b",
    re.IGNORECASE,
)
LONG_WORDS = re.compile(r"\w{14,}")


@pytest.mark.parametrize("audience", Audience)
def test_the_products_own_texts_keep_to_the_rules(audience: Audience) -> None:
    text = USUAL[audience]
    assert text.startswith("# The pain is real\n")
    assert len(text) < LONGEST / 2, "short"
    for part in ("treatment is", "comes first", "gets harder before it gets easier", "Cleveland Clinic"):
        assert part in text
    assert re.search(r"(Sherry|Banez|Simons|Walker) \d{4}", text)
    assert not NOT_SAID.search(text)
    assert not re.search(r"https?:|www\.", text)
    said = re.split(r"(?<=[.:?])\s+|\n+", text.partition("# Where this comes from")[0])
    longest = max(len(sentence.split()) for sentence in said)
    assert longest <= 32, "a sixth-grader reads it"
    assert set(LONG_WORDS.findall(text)) <= {"musculoskeletal"}
