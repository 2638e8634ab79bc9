"""A person on the People page, through the entry script: role, sign-in, links, cover and leaving."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast, link, make_child
from tests.db.described import rows_of
from tests.pages.conftest import Visit
from tests.pages.office import errors, has_button, invitation, opened, press, texts
from tests.steps import TODAY, Clock, row
from tests.tracker.office.office import add_administrator, give_passwords, links_in, office, told
from tracker.access.joining import reset
from tracker.access.sign_in import is_signed_in
from tracker.office.leaving import close_sign_in
from tracker.office.people import invite


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, all of whom can sign in; Zoe, whom Pat treats as well; Eve, another administrator; Otto elsewhere."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    with engine.begin() as connection:
        cast.children["Zoe"] = make_child(connection, cast.clinic, "Zoe")
        kind = RelationshipKind.OCCUPATIONAL_THERAPIST
        link(connection, cast.clinic, cast.accounts["Pat"], cast.children["Zoe"], kind, Level.PROPOSE)
    return cast


def page_of(visit: Visit, cast: Cast, who: str, by: str = "Ada") -> AppTest:
    return opened(visit, by, "people", person=cast.accounts[who])


def test_it_shows_role_state_and_links_and_nothing_clinical(cast: Cast, visit: Visit) -> None:
    at = page_of(visit, cast, "Pat")
    assert at.header[0].value == "Pat"
    said = texts(at)
    assert ":green-badge[can sign in]" in said
    assert "Occupational therapist  \nMay see, log and propose, since Wed 1 Jan 2020." in said
    assert "diffuse" not in said.lower()


def test_a_role_is_changed_and_bites(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    pat = cast.accounts["Pat"]
    at = page_of(visit, cast, "Pat")
    assert "As an administrator, Pat loses 2 links." in texts(at)
    at.radio(f"role-{pat}-0").set_value(Role.ADMINISTRATOR)
    press(at, f"role-{pat}-save")
    assert "Pat is now: Administrator." in texts(at)
    assert row(engine, "account", pat).role == Role.ADMINISTRATOR
    assert not is_signed_in(cast.tokens["Pat"])
    assert at.radio(f"role-{pat}-1").value is Role.ADMINISTRATOR


def test_the_last_administrator_is_told_why_not(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    office(cast, "Ada", close_sign_in, cast.accounts["Eve"])
    ada = cast.accounts["Ada"]
    at = page_of(visit, cast, "Ada")
    assert "You are signed out everywhere at once." in texts(at)
    before = rows_of(engine)
    at.radio(f"role-{ada}-0").set_value(Role.CLINICIAN)
    for key in (f"role-{ada}-save", f"leaving-{ada}-close"):
        press(at, key)
        assert "a clinic needs one" in errors(at)[0]
    assert rows_of(engine) == before


def test_a_reset_link_is_made_and_shown_once(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = page_of(visit, cast, "Mia")
    press(at, f"way-in-{cast.accounts['Mia']}")
    title, address = invitation(at)
    assert title == "Reset link for Mia"
    assert reset(address.rsplit("/", 1)[1]).made_by == "Ada"
    assert told(engine, cast.accounts["Mia"]) == [("sign_in_reset", cast.accounts["Ada"])]
    assert is_signed_in(cast.tokens["Mia"])
    press(at, "close-invitation")
    at.run()
    assert not at.code


def test_nobody_resets_their_own_here(cast: Cast, visit: Visit) -> None:
    at = page_of(visit, cast, "Ada")
    assert "This is you." in texts(at)
    assert not has_button(at, "way-in-")


def test_a_caseload_is_handed_over_in_one_step(
    engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock
) -> None:
    pat = cast.accounts["Pat"]
    at = page_of(visit, cast, "Pat")
    before = rows_of(engine)
    press(at, f"leaving-{pat}-close")
    assert errors(at) == ["Who takes over: please choose one."]
    assert rows_of(engine) == before
    at.selectbox(f"leaving-{pat}-successor").set_value(cast.accounts["Casey"])
    press(at, f"leaving-{pat}-close")
    said = texts(at)
    assert "The sign-in of Pat is closed. 2 children were handed over." in said
    assert ":gray-badge[sign-in closed]" in said
    assert links_in(engine, cast.children["Zoe"], clock.today) == {
        ("Casey", "occupational_therapist", "propose")
    }
    assert not has_button(at, f"leaving-{pat}-close")
    press(at, f"way-in-{pat}")
    assert invitation(at)[0] == "Invitation for Pat"


def test_nobody_need_take_over(engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock) -> None:
    pat = cast.accounts["Pat"]
    at = page_of(visit, cast, "Pat")
    at.selectbox(f"leaving-{pat}-successor").set_value(0)
    press(at, f"leaving-{pat}-close")
    assert "The sign-in of Pat is closed." in texts(at)
    assert links_in(engine, cast.children["Zoe"], clock.today) == set()


def test_a_family_sign_in_is_closed_without_asking_for_a_successor(cast: Cast, visit: Visit) -> None:
    dana = cast.accounts["Dana"]
    at = page_of(visit, cast, "Dana")
    assert not has_button(at, f"role-{dana}")
    assert [box.key for box in at.selectbox if "successor" in str(box.key)] == []
    press(at, f"leaving-{dana}-close")
    assert not is_signed_in(cast.tokens["Dana"])


def test_cover_is_arranged_shown_and_ended(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    pat = cast.accounts["Pat"]
    part = f"cover-{pat}"
    at = page_of(visit, cast, "Pat")
    assert at.selectbox(f"{part}-by-0").options == ["Casey", "Lee"]
    press(at, f"{part}-save")
    assert errors(at) == ["Who covers: please choose one."]
    at.selectbox(f"{part}-by-0").set_value(cast.accounts["Lee"])
    press(at, f"{part}-save")
    assert errors(at) == ["First day of cover: please fill this in."]
    at.date_input(f"{part}-cover_from-0").set_value(TODAY)
    at.date_input(f"{part}-cover_to-0").set_value(TODAY + timedelta(days=92))
    press(at, f"{part}-save")
    assert errors(at) == ["Last day of cover: cover lasts 92 days at most, so here until Mon 2 Jun."]
    at.date_input(f"{part}-cover_to-0").set_value(TODAY + timedelta(days=4))
    press(at, f"{part}-save")
    sentence = "Lee covers for Pat from Mon 3 Mar 2025 to Fri 7 Mar 2025, with 2 children."
    assert "Cover is arranged for 2 children." in texts(at)
    assert sentence in texts(at)
    assert sentence in texts(page_of(visit, cast, "Lee"))
    assert texts(opened(visit, "Ada", "people")).count(sentence) == 2
    child = texts(opened(visit, "Ada", "people", cast.mia))
    assert "**Lee** · Physical therapist · covers for Pat" in child
    assert "from Mon 3 Mar 2025 to Fri 7 Mar 2025." in child
    at = page_of(visit, cast, "Pat")
    press(at, f"{part}-end-0")
    assert "The cover by Lee has ended." in texts(at)
    assert sentence not in texts(at)
    assert ("Lee*", "physical_therapist", "prescribe") not in links_in(engine, cast.mia, TODAY)


def test_one_child_can_be_covered_alone(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    part = f"cover-{cast.accounts['Pat']}"
    at = page_of(visit, cast, "Pat")
    assert at.selectbox(f"{part}-child-0").options == ["all children of Pat", "Mia", "Zoe"]
    at.selectbox(f"{part}-by-0").set_value(cast.accounts["Lee"])
    at.selectbox(f"{part}-child-0").set_value(cast.children["Zoe"])
    for field in ("from", "to"):
        at.date_input(f"{part}-cover_{field}-0").set_value(TODAY)
    press(at, f"{part}-save")
    assert "Lee covers for Pat from Mon 3 Mar 2025 to Mon 3 Mar 2025, with 1 child." in texts(at)
    assert not any(name == "Lee*" for name, *_ in links_in(engine, cast.mia, TODAY))


def test_whoever_is_invited_gets_a_new_link_here(cast: Cast, visit: Visit) -> None:
    made = office(cast, "Ada", invite, Role.CLINICIAN, "Robin", "robin@example.org")
    at = opened(visit, "Ada", "people", person=made.account_id)
    assert "Robin has not chosen a password yet." in texts(at)
    press(at, f"new-link-{made.account_id}")
    assert invitation(at)[0] == "Invitation for Robin"


def test_an_address_of_nobody_shows_nothing(cast: Cast, visit: Visit) -> None:
    for asked in (cast.accounts["Iris"], 999, 0, -1, "x", "1e3", "9" * 5000, "²", ""):
        at = opened(visit, "Ada", "people", person=asked)
        assert errors(at) == ["There is nothing here that you can open."]
        assert not at.header


def test_nobody_else_has_this_page(cast: Cast, visit: Visit) -> None:
    """A guardian finds no way here to reset a teenager's sign-in, and neither does a clinician."""
    for who in ("Dana", "Mia", "Pat", "Sam"):
        at = page_of(visit, cast, "Mia", by=who)
        for key in ("way-in-", "role-", "leaving-", "cover-"):
            assert not has_button(at, key)
        assert "Sign-in" not in [element.value for element in at.subheader]
