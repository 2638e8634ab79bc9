"""Add a child, through the entry script."""

from datetime import date

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.queries.base import table_of
from db.tables import Child
from db.vocabulary import AmpsType, BodyArea, Level, RelationshipKind
from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tests.pages.conftest import Visit, chips
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import Clock
from tests.tracker.office.office import office
from tracker.access.policy import Action
from tracker.access.work import Link, reading
from tracker.office.children import NewChild, child_of_clinic
from tracker.plans.about import About, about_of

CHILD = table_of(Child)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def fill(at: AppTest, name: str = "Zoe") -> None:
    at.text_input("new-child-chosen_name").set_value(name)
    at.selectbox("new-child-month").set_value(5)
    at.selectbox("new-child-year").set_value(2012)
    at.text_input("new-child-school").set_value("Riverside Middle School")
    at.text_input("new-child-school_class").set_value("6b")


def newest(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.max(CHILD.c.id))).scalar_one())


def test_an_administrator_adds_a_child_and_is_led_to_inviting_its_family(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    at = opened(visit, "Ada", "new_child")
    assert at.selectbox("new-child-time_zone").value == ZONE
    fill(at)
    press(at, "new-child-save")
    zoe = newest(engine)
    assert office(cast, "Ada", child_of_clinic, zoe)[1] == NewChild(
        "Zoe", date(2012, 5, 1), "Riverside Middle School", "6b", ZONE
    )
    assert at.header[0].value == "Zoe"
    assert "Zoe is added. Now invite a guardian, and link those who treat Zoe." in texts(at)
    assert has_button(at, f"link-{zoe}-save")
    assert at.query_params["child"] == str(zoe)


def test_an_administrator_is_asked_nothing_clinical(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "new_child")
    asked = {field.label for kind in (at.text_input, at.text_area, at.selectbox, at.radio) for field in kind}
    assert asked == {
        "Chosen name", "Birth month", "Birth year", "School (if you like)", "Class (if you like)", "Time zone",
    }  # fmt: skip
    assert not at.get("button_group")
    assert "What is clinical is entered by the child’s therapist." in texts(at)


def test_a_therapist_adds_a_child_with_its_clinical_part_and_follows_it(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    at = opened(visit, "Pat", "new_child")
    fill(at)
    at.radio("new-child-therapist").set_value(RelationshipKind.OCCUPATIONAL_THERAPIST)
    chips(at, "new-child-type").set_value(AmpsType.LOCALIZED)
    chips(at, "new-child-areas").set_value([BodyArea.FOOT, BodyArea.KNEE])
    at.text_area("new-child-precautions").set_value("No jumping.\nInhaler at hand.")
    at.text_area("new-child-conditions").set_value("Asthma")
    at.text_area("new-child-medication").set_value("Vitamin D")
    press(at, "new-child-save")
    zoe = newest(engine)
    with reading(cast.tokens["Pat"]) as work:
        assert work.links(zoe) == [Link(RelationshipKind.OCCUPATIONAL_THERAPIST, Level.PRESCRIBE, "", False)]
        assert about_of(work, work.child(zoe, Action.PRESCRIBE)) == About(
            AmpsType.LOCALIZED,
            frozenset({BodyArea.FOOT, BodyArea.KNEE}),
            "Asthma",
            "No jumping.\nInhaler at hand.",
            "Vitamin D",
        )
    assert at.query_params["child"] == str(zoe)


def test_a_second_click_adds_no_second_child(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "new_child")
    fill(at)
    at.session_state["added-child"] = cast.mia  # the first click's, whose page has not come yet
    before = rows_of(engine)
    press(at, "new-child-save")
    # The page of the first click's child has come now, which is a look at it and changes nothing.
    assert {**rows_of(engine), "access_log": []} == {**before, "access_log": []}


@pytest.mark.parametrize("who", ["Ada", "Pat"])
def test_what_is_refused_stays_in_the_form_with_its_sentence(
    engine: sa.Engine, cast: Cast, visit: Visit, who: str
) -> None:
    at = opened(visit, who, "new_child")
    before = rows_of(engine)
    press(at, "new-child-save")
    assert errors(at) == ["Chosen name: please fill this in."]
    fill(at, "x" * 81)
    press(at, "new-child-save")
    assert errors(at) == ["Chosen name: at most 80 characters; this has 81."]
    fill(at, "Zoe\u202e")
    press(at, "new-child-save")
    assert errors(at) == ["Chosen name: please use letters, digits and signs that can be seen."]
    fill(at)
    at.selectbox("new-child-month").set_value(None)
    press(at, "new-child-save")
    assert errors(at) == ["Birth month: please fill this in."]
    at.selectbox("new-child-month").set_value(12)
    at.selectbox("new-child-year").set_value(2025)
    press(at, "new-child-save")
    assert errors(at) == ["Birth month: this month has not come yet."]
    at.selectbox("new-child-month").set_value(1)
    at.selectbox("new-child-year").set_value(2000)
    press(at, "new-child-save")
    assert errors(at) == ["Birth month: this is more than 25 years ago."]
    at.selectbox("new-child-year").set_value(2012)
    at.text_input("new-child-school").set_value("x" * 81)
    press(at, "new-child-save")
    assert errors(at) == ["School: at most 80 characters; this has 81."]
    assert at.text_input("new-child-chosen_name").value == "Zoe"
    assert at.selectbox("new-child-month").value == 1
    assert at.text_input("new-child-school").value == "x" * 81
    assert rows_of(engine) == before


def test_a_clinical_text_that_is_too_long_stays_in_the_form(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    at = opened(visit, "Pat", "new_child")
    before = rows_of(engine)
    fill(at)
    at.text_area("new-child-precautions").set_value("x" * 2001)
    press(at, "new-child-save")
    assert errors(at) == ["Precautions: at most 2,000 characters; this has 2,001."]
    assert at.text_area("new-child-precautions").value == "x" * 2001
    assert rows_of(engine) == before


def test_a_family_adds_no_child(cast: Cast, visit: Visit) -> None:
    assert not has_button(opened(visit, "Dana", "new_child"), "new-child-save")
