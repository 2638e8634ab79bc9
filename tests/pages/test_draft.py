"""What staff were typing is there after their next sign-in, for them alone; through the entry script."""

import pytest
import sqlalchemy as sa

from tests.cast import Cast, make_session
from tests.pages.conftest import Visit
from tests.pages.office import has_button, opened, press
from tests.steps import NOON, Clock
from tests.tracker.office.office import add_administrator
from tracker.access.shelf import SHELF
from tracker.access.sign_in import clear_away, sign_out

LINE, TEXT = "clinic-figures-adherence_line_percent", "clinic-texts-crisis_text"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def cast(engine: sa.Engine, cast: Cast) -> Cast:
    add_administrator(engine, cast, "Uma", cast.clinic)
    return cast


def type_some(visit: Visit) -> None:
    at = opened(visit, "Ada", "clinic")
    at.number_input(LINE).set_value(75)
    at.text_area(TEXT).set_value("Call us fir")
    at.number_input("clinic-ages-majority_age").set_value(18).run()
    assert not at.exception


def sign_in_anew(engine: sa.Engine, cast: Cast, who: str) -> None:
    with engine.begin() as connection:
        cast.tokens[who] = make_session(connection, cast.accounts[who], NOON)


def test_it_is_there_again_and_can_be_saved(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    type_some(visit)
    clear_away(cast.tokens["Ada"])
    sign_in_anew(engine, cast, "Ada")
    at = opened(visit, "Ada", "clinic")
    assert at.number_input(LINE).value == 75
    assert at.text_area(TEXT).value == "Call us fir"
    assert at.number_input("clinic-ages-majority_age").value == 18
    assert not at.success, "no button was pressed by itself"
    press(at, "clinic-figures-save")
    assert [element.value for element in at.success] == ["Saved."]


def test_every_field_of_a_form_is_there_again(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    weeks, shown = f"pain-{cast.mia}-weeks", f"pain-{cast.mia}-shown"
    at = opened(visit, "Pat", "measures", cast.mia)
    at.number_input(weeks).set_value(4)
    at.toggle(shown).set_value(True).run()
    assert not at.exception
    clear_away(cast.tokens["Pat"])
    sign_in_anew(engine, cast, "Pat")
    at = opened(visit, "Pat", "measures", cast.mia)
    assert (at.number_input(weeks).value, at.toggle(shown).value) == (4, True)


def test_it_waits_on_its_own_page(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    type_some(visit)
    clear_away(cast.tokens["Ada"])
    sign_in_anew(engine, cast, "Ada")
    opened(visit, "Ada", "people")
    assert opened(visit, "Ada", "clinic").number_input(LINE).value == 75


def test_nobody_else_sees_it(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    type_some(visit)
    clear_away(cast.tokens["Ada"])
    at = opened(visit, "Uma", "clinic")
    assert at.number_input(LINE).value == 80
    assert at.text_area(TEXT).value == ""


def test_signing_out_forgets_it(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    type_some(visit)
    sign_out(cast.tokens["Ada"])
    sign_in_anew(engine, cast, "Ada")
    assert opened(visit, "Ada", "clinic").number_input(LINE).value == 80


def test_another_tab_of_the_same_session_begins_empty(cast: Cast, visit: Visit) -> None:
    type_some(visit)
    assert opened(visit, "Ada", "clinic").number_input(LINE).value == 80


def test_a_tab_that_comes_back_as_somebody_else_remembers_nothing(cast: Cast, visit: Visit) -> None:
    """As after a lost connection, when meanwhile somebody else has signed in on this browser."""
    at = opened(visit, "Ada", "clinic")
    at.number_input(LINE).set_value(75)
    at.text_area(TEXT).set_value("Call us fir").run()
    visit("Uma")  # the cookie is hers now
    at.run()
    assert not at.exception
    assert at.number_input(LINE).value == 80
    assert at.text_area(TEXT).value == ""
    assert has_button(at, "clinic-figures-save")


def test_nothing_of_a_family_is_kept(cast: Cast, visit: Visit) -> None:
    opened(visit, "Dana", "today")
    assert SHELF.take(cast.accounts["Dana"], "today?child=", live=(), now=NOON) == {}
