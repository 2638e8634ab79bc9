"""What a family finds in place of a child's pages until it is answered, through the entry script."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind
from tests.cast import Cast, link, make_child
from tests.factories import make_plan
from tests.pages.conftest import Visit
from tests.pages.office import opened
from tests.steps import TODAY, Clock
from tests.tracker.consent.families import NO, child_says, guardian_says, part, relink, set_ages, set_born
from tracker.screen.text import plain

FAMILY_PAGES = ("today", "progress", "plan")
COMPLETION = METADATA.tables["completion"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def twelve(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """Mia is twelve, with a plan, in a clinic that asks guardians below 16, and children from 10 on."""
    set_ages(engine, cast, guardian_consent_below_age=16, assent_from_age=10)
    set_born(engine, cast, date(2012, 5, 1))
    with engine.begin() as connection:
        make_plan(connection, cast.mia, TODAY - timedelta(days=14))


def words(at: AppTest) -> str:
    kinds = (at.header, at.subheader, at.info, at.success, at.error, at.markdown, at.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def keys(at: AppTest, starts: str) -> list[str]:
    return [str(button.key) for button in at.button if str(button.key).startswith(starts)]


def click(at: AppTest, starts: str) -> AppTest:
    [key] = keys(at, starts)
    at.button(key=key).click().run()
    assert not at.exception
    return at


def shows_record(at: AppTest) -> bool:
    """Whether anything of the plan is on the page."""
    return "Stairs" in "\n".join([words(at), *(button.label for button in at.button)])


@pytest.mark.parametrize("path", FAMILY_PAGES)
def test_a_guardian_reads_what_it_is_about_in_place_of_the_record(
    cast: Cast, visit: Visit, path: str
) -> None:
    at = opened(visit, "Dana", path)
    assert at.header[0].value == "Before you start: Mia"
    for said in (
        "**Who can see it.** Mia’s care team at the clinic",
        "nothing of the treatment",
        "never shown to another household",
        "Who has opened this record",
        "get all of it as files",
        "Nothing here gives advice",
        "Mia’s treatment does not depend on your answer",
    ):
        assert said in words(at)
    assert not shows_record(at)


def test_i_agree_opens_the_page_and_the_other_household_needs_not(cast: Cast, visit: Visit) -> None:
    at = click(opened(visit, "Dana", "today"), "agree-")
    assert keys(at, "done-")
    assert not any(button.disabled for button in at.button if str(button.key).startswith("done-"))
    assert keys(opened(visit, "Ben", "today"), "done-")


def test_not_now_keeps_the_question_and_stores_nothing(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = click(opened(visit, "Dana", "today"), "not-now-")
    assert "That is fine." in words(at)
    assert keys(at, "agree-")
    with engine.connect() as connection:
        assert not list(connection.execute(sa.select(METADATA.tables["consent"])))


def test_who_may_only_see_reads_who_can_agree(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    relink(engine, cast, "Ben", Level.SEE)
    at = opened(visit, "Ben", "today")
    assert "One of these can agree, with their own sign-in: Dana." in words(at)
    assert not keys(at, "agree-")
    assert not shows_record(at)


@pytest.mark.parametrize("path", FAMILY_PAGES)
def test_the_child_reads_its_own_question(cast: Cast, visit: Visit, path: str) -> None:
    assert "A guardian is asked first" in words(opened(visit, "Mia", path))
    guardian_says(cast, "Dana")
    at = opened(visit, "Mia", path)
    for said in (
        "Is this fine with you?",
        "A note for your care team only is not shown at home.",
        "unless somebody could be in danger",
        "Nobody asks you about pain here.",
        "Saying no is fine.",
        "change your answer",
    ):
        assert said in words(at)
    assert not shows_record(at)


def test_the_clinics_own_limits_stand_as_they_were_typed(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    hostile = "<b>We</b> tell **Dr. X** [here](https://example.org)"
    set_ages(engine, cast, confidentiality_text=hostile)  # type: ignore[arg-type]
    guardian_says(cast, "Dana")
    at = opened(visit, "Mia", "today")
    assert plain(hostile) in [element.value for element in at.markdown]
    assert "unless somebody could be in danger" not in words(at)


def test_a_no_stands_there_and_can_be_changed_in_the_same_place(cast: Cast, visit: Visit) -> None:
    guardian_says(cast, "Dana")
    at = click(opened(visit, "Mia", "today"), "assent-no-")
    assert "You said no on Mon 3 Mar. Your care team sees that you said no." in words(at)
    assert not shows_record(at)
    for path in FAMILY_PAGES:
        assert "You said no on Mon 3 Mar." in words(opened(visit, "Mia", path))
    at = click(opened(visit, "Mia", "today"), "assent-yes-")
    assert keys(at, "done-")


def test_clinicians_read_a_calm_line(cast: Cast, visit: Visit) -> None:
    line = "Mia said no to this on Mon 3 Mar. Please talk with Mia."
    assert "No guardian of Mia has agreed yet" in words(opened(visit, "Pat", "plan", cast.mia))
    guardian_says(cast, "Dana")
    assert line not in words(opened(visit, "Pat", "plan", cast.mia))
    child_says(cast, "Mia", NO)
    for who, path in (("Pat", "plan"), ("Casey", "today"), ("Lee", "progress")):
        at = opened(visit, who, path, cast.mia)
        assert line in words(at)
        assert shows_record(at) or path == "progress"
    assert line not in words(opened(visit, "Dana", "plan", cast.mia))


def test_a_child_without_a_sign_in_is_handed_the_phone(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    part(engine, cast, "Mia")
    at = click(opened(visit, "Dana", "today"), "agree-")
    assert at.header[0].value == "Now Mia"
    assert not shows_record(at)
    at = click(at, "assent-yes-")
    assert keys(at, "done-")


def test_who_cannot_hand_it_over_now_asks_later(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    part(engine, cast, "Mia")
    guardian_says(cast, "Dana")
    at = click(opened(visit, "Dana", "today"), "ask-later-")
    assert keys(at, "done-")
    assert opened(visit, "Dana", "today").header[0].value == "Now Mia"


def test_one_childs_question_leaves_the_others_day(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
        guardian = (RelationshipKind.GUARDIAN, Level.RECORD)
        link(connection, cast.clinic, cast.accounts["Dana"], leo, *guardian)
        make_plan(connection, leo, TODAY - timedelta(days=14))
    guardian_says(cast, "Dana")
    at = opened(visit, "Dana", "today")
    assert "Before you start: Leo" in words(at)
    assert {key.split("-")[1] for key in keys(at, "done-")} == {str(cast.mia)}


def test_a_tap_on_a_stale_screen_after_it_was_taken_back_is_told(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    guardian_says(cast, "Dana")
    at = opened(visit, "Ben", "today")
    guardian_says(cast, "Dana", NO)
    at.button(key=keys(at, "done-")[0]).click().run()
    assert not at.exception
    with engine.connect() as connection:
        assert not list(connection.execute(sa.select(COMPLETION)))
    assert at.header[0].value == "Before you start: Mia"


def test_nobody_is_asked_where_no_age_is_set(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    set_ages(engine, cast, guardian_consent_below_age=None, assent_from_age=None)
    for who in ("Dana", "Mia"):
        assert keys(opened(visit, who, "today"), "done-")


def test_a_hostile_name_stands_as_it_was_typed(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    hostile = "<script>alert(1)</script> **b** :red[x]"
    child = METADATA.tables["child"]
    with engine.begin() as connection:
        connection.execute(sa.update(child).values(chosen_name=hostile))
    assert opened(visit, "Dana", "today").header[0].value == f"Before you start: {plain(hostile)}"


def test_family_and_office_are_told_of_the_coming_of_age(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    set_ages(engine, cast, guardian_consent_below_age=None, assent_from_age=None, majority_age=18)
    set_born(engine, cast, date(2007, 3, 1))
    told = "Mia is of age here on Tue 1 Apr 2025."
    for who, page in (("Dana", "today"), ("Mia", "plan")):
        assert told in words(opened(visit, who, page))
    assert told in words(opened(visit, "Ada", "people", cast.mia))
    set_born(engine, cast, date(2007, 5, 1))
    for who, page in (("Dana", "today"), ("Ada", "people")):
        assert "is of age here" not in words(opened(visit, who, page, cast.mia))


def test_the_young_adult_chooses_at_the_first_sign_in(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    set_ages(engine, cast, guardian_consent_below_age=None, assent_from_age=None, majority_age=18)
    set_born(engine, cast, date(2007, 1, 1))
    at = opened(visit, "Mia", "today")
    assert "You are of age here since Sat 1 Feb 2025" in words(at)
    assert not shows_record(at)
    assert [radio.label for radio in at.radio] == ["**Ben** · Ben\\'s home", "**Dana** · Dana\\'s home"]
    assert "No child is linked" in words(opened(visit, "Dana", "today"))
    at = opened(visit, "Mia", "today")
    at.radio[1].set_value(Level.SEE)
    at = click(at, f"renewal-{cast.mia}-save")
    assert "Saved. It counts from now on." in words(at)
    assert keys(at, "done-")
    dana = opened(visit, "Dana", "today")
    assert all(button.disabled for button in dana.button if str(button.key).startswith("done-"))
    assert keys(dana, "done-")
    assert "No child is linked" in words(opened(visit, "Ben", "today"))
