"""What is said of a child beside every prescription: written whole, logged, and never over somebody else's words."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import AmpsType, BodyArea, SchoolPageLine
from tests.cast import Cast, make_child
from tests.schooling import make_school_page
from tests.steps import by, changes
from tracker import clock
from tracker.access.policy import Action
from tracker.access.work import Work, reading
from tracker.errors import Conflict, InvalidInput
from tracker.plans.about import About, about_of, change_about, write_about
from tracker.school.school import read_page
from tracker.school.shown import PageShown
from tracker.school.ticks import tick_as_child, tick_as_guardian

AT_FIRST = About(amps_type=AmpsType.DIFFUSE)
FULL = About(
    amps_type=AmpsType.COMPLEX_REGIONAL,
    body_areas=frozenset({BodyArea.FOOT, BodyArea.KNEE}),
    other_conditions="Asthma",
    precautions="No jumping before June.\nInhaler at hand.",
    supporting_medication="Vitamin D",
)


def read(cast: Cast) -> About:
    with reading(cast.tokens["Dana"]) as work:
        return about_of(work, work.child(cast.mia, Action.SEE))


def test_all_of_it_is_kept_and_logged(engine: sa.Engine, cast: Cast) -> None:
    by(cast, "Pat", change_about, FULL, seen=AT_FIRST)
    assert read(cast) == FULL
    assert changes(engine) == [("about", f"child {cast.mia}")]


def test_parts_of_the_body_are_taken_away_again(cast: Cast) -> None:
    by(cast, "Pat", change_about, FULL, seen=AT_FIRST)
    less = replace(FULL, body_areas=frozenset({BodyArea.FOOT}), amps_type=None, precautions="")
    by(cast, "Pat", change_about, less, seen=FULL)
    assert read(cast) == less


def test_another_child_keeps_what_is_said_of_it(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        noa = make_child(connection, cast.clinic, "Noa")
    by(cast, "Pat", change_about, FULL, seen=AT_FIRST)

    def of_noa(work: Work, _child: int) -> About:
        return about_of(work, type(work.child(cast.mia, Action.SEE))(noa))

    assert by(cast, "Pat", of_noa) == AT_FIRST


def test_somebody_elses_change_is_not_written_over(engine: sa.Engine, cast: Cast) -> None:
    by(cast, "Pat", change_about, FULL, seen=AT_FIRST)
    mine = About(precautions="Mine")
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Pat", change_about, mine, seen=AT_FIRST)
    assert read(cast) == FULL
    by(cast, "Pat", change_about, mine, seen=FULL)
    assert read(cast) == mine


def test_what_already_stands_is_not_written_again(engine: sa.Engine, cast: Cast) -> None:
    by(cast, "Pat", change_about, FULL, seen=AT_FIRST)
    by(cast, "Pat", change_about, replace(FULL, other_conditions=" Asthma\n"), seen=AT_FIRST)
    assert len(changes(engine)) == 1


@pytest.mark.parametrize("field", ["other_conditions", "precautions", "supporting_medication"])
def test_the_longest_text_is_kept_whole_and_a_longer_one_names_its_limit(
    engine: sa.Engine, cast: Cast, field: str
) -> None:
    longest = replace(FULL, **{field: "é" * 2000})  # type: ignore[arg-type]
    by(cast, "Pat", change_about, longest, seen=AT_FIRST)
    assert read(cast) == longest
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Pat", change_about, replace(FULL, **{field: "é" * 2001}), seen=longest)  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.limits) == (field, {"limit": 2000, "length": 2001})
    assert read(cast) == longest


@pytest.mark.parametrize(
    "text", ["مشي", "🚶‍♀️ 🦽", "<script>alert(1)</script>", "'; DROP TABLE child; --", "a\0b"]
)
def test_any_text_is_a_text(cast: Cast, text: str) -> None:
    by(cast, "Pat", change_about, About(precautions=text), seen=AT_FIRST)
    assert read(cast).precautions == text.replace("\0", "")


def test_another_type_makes_a_new_page_for_the_school_to_be_agreed_to_anew(
    engine: sa.Engine, cast: Cast
) -> None:
    page = make_school_page(cast, clock.now().date() + timedelta(days=30))
    by(cast, "Dana", tick_as_guardian, page, SchoolPageLine.DIAGNOSIS, agrees=True)
    by(cast, "Mia", tick_as_child, page, SchoolPageLine.DIAGNOSIS, agrees=True)
    same_type = replace(AT_FIRST, precautions="No jumping before June.")
    by(cast, "Pat", change_about, same_type, seen=AT_FIRST)
    standing = by(cast, "Dana", page_as_it_stands)
    assert (standing.id, standing.goes_out(SchoolPageLine.DIAGNOSIS)) == (page, True)
    by(cast, "Pat", change_about, replace(same_type, amps_type=AmpsType.COMPLEX_REGIONAL), seen=same_type)
    renewed = by(cast, "Dana", page_as_it_stands)
    assert (renewed.id > page, renewed.words, renewed.written_by) == (True, standing.words, "Pat")
    assert {(line.guardian, line.child, line.mine) for line in renewed.ticks} == {(None, None, None)}
    assert changes(engine)[-2:] == [
        ("about", f"child {cast.mia}"),
        ("write_school_page", f"school_page {renewed.id}"),
    ]
    with pytest.raises(Conflict, match="page_changed"):
        by(cast, "Dana", tick_as_guardian, page, SchoolPageLine.DIAGNOSIS, agrees=True)


def page_as_it_stands(work: Work, child_id: int) -> PageShown:
    page = read_page(work, work.child(child_id, Action.SEE))
    assert page is not None
    return page


def test_it_can_be_written_in_the_transaction_that_adds_a_child(engine: sa.Engine, cast: Cast) -> None:
    def add(work: Work, child_id: int) -> None:
        write_about(work, work.child(child_id, Action.PRESCRIBE), FULL)

    by(cast, "Pat", add)
    assert read(cast) == FULL
    assert changes(engine) == [("about", f"child {cast.mia}")]
