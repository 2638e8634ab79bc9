"""Proposals on the Plan page: Lee writes one, Pat answers it, and no family sees any of it."""

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from tests.cast import Cast
from tests.factories import make_plan
from tests.pages.conftest import Visit
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import TODAY, Clock, by
from tracker.plans.plan import plan_of
from tracker.plans.proposals import propose

TEXT = "Fewer *stairs* until the knee is calmer."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def line(engine: sa.Engine, cast: Cast) -> int:
    with engine.begin() as connection:
        make_plan(connection, cast.mia, TODAY)
    return next(line.line_id for line in by(cast, "Pat", plan_of).lines if line.exercise == "Stairs")


def plan_page(visit: Visit, cast: Cast, who: str) -> AppTest:
    return opened(visit, who, "plan", cast.mia)


def test_a_colleague_proposes_and_the_therapist_takes_it_up(cast: Cast, visit: Visit, line: int) -> None:
    at = press(plan_page(visit, cast, "Lee"), f"propose-{line}")
    at.text_area(f"form-propose-{line}-text").set_value(TEXT)
    press(at, f"form-propose-{line}-save")
    assert "Proposed. Whoever prescribes for this child sees it here." in texts(at)
    assert has_button(plan_page(visit, cast, "Lee"), "proposal-1-taken_back")
    at = plan_page(visit, cast, "Pat")
    assert "proposes" in texts(at)
    assert not has_button(at, f"propose-{line}")
    press(at, "proposal-1-taken_up")
    assert not has_button(at, "proposal-1")
    assert "Taken up: Pat" in texts(plan_page(visit, cast, "Lee"))
    assert errors(at) == []


def test_an_answer_from_a_stale_screen_is_told(cast: Cast, visit: Visit, line: int) -> None:
    by(cast, "Lee", propose, line, text=TEXT)
    second = plan_page(visit, cast, "Lee")
    press(plan_page(visit, cast, "Pat"), "proposal-1-not_taken_up")
    visit("Lee")
    press(second, "proposal-1-taken_back")
    assert errors(second) == ["This proposal has been answered already."]


@pytest.mark.parametrize("who", ["Dana", "Ben", "Mia"])
def test_a_family_sees_none_of_it(cast: Cast, visit: Visit, line: int, who: str) -> None:
    by(cast, "Lee", propose, line, text=TEXT)
    at = plan_page(visit, cast, who)
    assert "proposes" not in texts(at)
    assert not has_button(at, "propose")
