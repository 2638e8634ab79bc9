"""Whose answer counts for the child on the page for the school, with a sign-in of its own and without."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind, SchoolPageLine
from tests.cast import Cast, link
from tests.schooling import make_school_page
from tests.steps import TODAY, Clock, by
from tests.tracker.consent.families import part, set_ages, set_born
from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.school.ticks import LineTicks, read_ticks, tick_as_child, tick_as_guardian

CONTACT, BREAK_PLACE = SchoolPageLine.CONTACT, SchoolPageLine.BREAK_PLACE


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def page(cast: Cast) -> int:
    return make_school_page(cast, TODAY + timedelta(days=30))


@pytest.fixture
def without_sign_in(engine: sa.Engine, cast: Cast) -> None:
    part(engine, cast, "Mia")


def signs_in(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        link(connection, cast.clinic, cast.accounts["Mia"], cast.mia, RelationshipKind.CHILD, Level.RECORD)


def comes_of_age(engine: sa.Engine, cast: Cast) -> None:
    """Let her have been of age since the month began."""
    set_ages(engine, cast, majority_age=18)
    set_born(engine, cast, date(2007, 2, 1))


def stands(cast: Cast, page: int, line: SchoolPageLine = CONTACT, who: str = "Pat") -> LineTicks:
    with reading(cast.tokens[who]) as work:
        return next(
            one for one in read_ticks(work, work.child(cast.mia, Action.SEE), page) if one.line is line
        )


def agree_for_both(cast: Cast, page: int, who: str, line: SchoolPageLine = CONTACT) -> None:
    by(cast, who, tick_as_guardian, page, line, agrees=True)
    by(cast, who, tick_as_child, page, line, agrees=True)


@pytest.mark.usefixtures("without_sign_in")
def test_what_a_former_guardian_said_for_the_child_counts_no_more(
    engine: sa.Engine, cast: Cast, page: int
) -> None:
    by(cast, "Dana", tick_as_guardian, page, CONTACT, agrees=True)
    by(cast, "Ben", tick_as_child, page, CONTACT, agrees=True)
    assert stands(cast, page).goes_out
    part(engine, cast, "Ben")
    after = stands(cast, page)
    assert (after.guardian, after.child, after.goes_out) == (True, None, False)
    by(cast, "Dana", tick_as_child, page, CONTACT, agrees=True)
    assert stands(cast, page).goes_out


@pytest.mark.usefixtures("without_sign_in")
def test_a_former_guardians_no_for_the_child_is_out_of_the_way(
    engine: sa.Engine, cast: Cast, page: int
) -> None:
    agree_for_both(cast, page, "Dana")
    by(cast, "Ben", tick_as_child, page, CONTACT, agrees=False)
    assert not stands(cast, page).goes_out
    part(engine, cast, "Ben")
    assert stands(cast, page).goes_out


@pytest.mark.usefixtures("without_sign_in")
def test_once_the_child_signs_in_only_its_own_word_counts_for_every_line(
    engine: sa.Engine, cast: Cast, page: int
) -> None:
    for line in (CONTACT, BREAK_PLACE):
        agree_for_both(cast, page, "Dana", line)
    signs_in(engine, cast)
    by(cast, "Mia", tick_as_child, page, CONTACT, agrees=True)
    assert stands(cast, page, CONTACT).goes_out
    silent = stands(cast, page, BREAK_PLACE)
    assert (silent.guardian, silent.child, silent.goes_out) == (True, None, False)
    assert stands(cast, page, BREAK_PLACE, "Mia").mine_as_child is None


@pytest.mark.usefixtures("without_sign_in")
def test_each_guardian_finds_only_its_own_answer_for_the_child(cast: Cast, page: int) -> None:
    by(cast, "Dana", tick_as_child, page, CONTACT, agrees=False)
    found = {who: stands(cast, page, who=who).mine_as_child for who in ("Dana", "Ben", "Pat")}
    assert found == {"Dana": False, "Ben": None, "Pat": None}
    by(cast, "Ben", tick_as_child, page, CONTACT, agrees=True)
    assert stands(cast, page, who="Dana").mine_as_child is False
    assert stands(cast, page).child is True


def test_a_child_finds_its_own_answer(cast: Cast, page: int) -> None:
    by(cast, "Mia", tick_as_child, page, CONTACT, agrees=False)
    assert stands(cast, page, who="Mia").mine_as_child is False
    assert stands(cast, page, who="Dana").mine_as_child is None


def test_a_child_of_age_with_a_sign_in_decides_alone(engine: sa.Engine, cast: Cast, page: int) -> None:
    by(cast, "Ben", tick_as_guardian, page, CONTACT, agrees=False)
    by(cast, "Mia", tick_as_child, page, CONTACT, agrees=True)
    assert not stands(cast, page).goes_out
    comes_of_age(engine, cast)
    assert stands(cast, page).goes_out


@pytest.mark.usefixtures("without_sign_in")
def test_of_a_child_of_age_without_one_nobodys_word_prints_alone(
    engine: sa.Engine, cast: Cast, page: int
) -> None:
    agree_for_both(cast, page, "Dana")
    assert stands(cast, page).goes_out
    comes_of_age(engine, cast)
    ended = stands(cast, page)
    assert (ended.guardian, ended.child, ended.needs_guardian) == (None, None, True)
    with engine.begin() as connection:
        guardian = (cast.accounts["Ben"], cast.mia, RelationshipKind.GUARDIAN, Level.RECORD)
        link(connection, cast.clinic, *guardian, starts_on=date(2025, 3, 1))
    by(cast, "Ben", tick_as_child, page, CONTACT, agrees=True)
    assert (stands(cast, page).child, stands(cast, page).goes_out) == (True, False)
    by(cast, "Ben", tick_as_guardian, page, CONTACT, agrees=True)
    assert stands(cast, page).goes_out
