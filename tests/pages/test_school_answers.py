"""What the School page says of a line that is not agreed to, and which answers it finds chosen."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import SchoolPageLine
from tests.cast import Cast
from tests.pages.conftest import Visit, chips
from tests.pages.office import opened, texts
from tests.schooling import make_school_page
from tests.steps import TODAY, Clock, by
from tests.tracker.consent.families import part
from tracker.school.ticks import tick_as_child, tick_as_guardian

CONTACT = SchoolPageLine.CONTACT
GUARDIANS = "stays here: a guardian’s agreement is missing"
MIAS = "stays here: Mia’s agreement is missing"
BOTH = "stays here: a guardian’s agreement and Mia’s agreement are missing"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def page(cast: Cast) -> int:
    return make_school_page(cast, TODAY + timedelta(days=30))


def waits_for(visit: Visit, who: str) -> str:
    """Give what is said of the contact, the first line of a page without a planned step."""
    return next(line for line in texts(opened(visit, who, "school")).splitlines() if "stays here" in line)


def test_a_no_and_no_answer_are_told_in_the_same_words(cast: Cast, page: int, visit: Visit) -> None:
    assert waits_for(visit, "Dana") == BOTH
    by(cast, "Mia", tick_as_child, page, CONTACT, agrees=True)
    assert waits_for(visit, "Dana") == GUARDIANS
    by(cast, "Ben", tick_as_guardian, page, CONTACT, agrees=False)
    for who in ("Dana", "Mia", "Pat"):
        assert waits_for(visit, who) == GUARDIANS
    by(cast, "Mia", tick_as_child, page, CONTACT, agrees=False)
    assert waits_for(visit, "Dana") == BOTH
    by(cast, "Ben", tick_as_guardian, page, CONTACT, agrees=True)
    for who in ("Dana", "Ben", "Pat"):
        assert waits_for(visit, who) == MIAS


def test_where_the_child_has_no_sign_in_a_guardian_finds_only_its_own_answer_chosen(
    engine: sa.Engine, cast: Cast, page: int, visit: Visit
) -> None:
    part(engine, cast, "Mia")
    by(cast, "Dana", tick_as_child, page, CONTACT, agrees=False)
    key = f"tick-child-{page}-contact"
    assert chips(opened(visit, "Dana", "school"), key).value is False
    assert chips(opened(visit, "Ben", "school"), key).value is None
    chips(opened(visit, "Ben", "school"), key).set_value(True).run()
    assert chips(opened(visit, "Ben", "school"), key).value is True
    assert chips(opened(visit, "Dana", "school"), key).value is False
