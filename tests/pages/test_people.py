"""People, through the entry script: inviting, linking and ending links."""

import re

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.queries.base import table_of
from db.tables import Account, Child, Relationship
from db.vocabulary import Role
from tests.cast import Cast, make_child, make_clinic
from tests.db.described import rows_of
from tests.pages.conftest import Visit
from tests.pages.office import errors, fill_person, has_button, invitation, opened, press, texts
from tests.steps import Clock
from tests.tracker.office.office import add_administrator, office
from tracker.office.people import invite
from tracker.screen.people.invitation import qr_code
from tracker.screen.text import plain

ACCOUNT, CHILD, RELATIONSHIP = table_of(Account), table_of(Child), table_of(Relationship)


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, all of whom can sign in; Zoe, who is linked to nobody; and Otto of the other clinic."""
    with engine.begin() as connection:
        connection.execute(sa.update(ACCOUNT).values(password_hash="$argon2id$..."))
        cast.children["Zoe"] = make_child(connection, cast.clinic, "Zoe")
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def new_clinic(engine: sa.Engine, cast: Cast) -> str:
    """Give the name of an administrator whose clinic has nobody else yet."""
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Lakeside")
    add_administrator(engine, cast, "Ida", clinic)
    with engine.begin() as connection:
        connection.execute(sa.update(ACCOUNT).values(password_hash="$argon2id$..."))
    return "Ida"


def row_of(at: AppTest, name: str) -> str:
    """What stands below somebody's name in the list."""
    links = [element.proto.label for element in at.get("page_link")]
    people = [label for label in links if label.startswith("**")][-len(persons(at)) :]
    return persons(at)[people.index(f"**{name}**")]


def persons(at: AppTest) -> list[str]:
    found = [str(element.value) for element in at.markdown if "-badge[" in str(element.value)]
    return [re.sub(r"\\|\u2060", "", line) for line in found]


def test_a_new_clinic_is_told_what_comes_first_and_in_which_order(
    engine: sa.Engine, cast: Cast, visit: Visit, new_clinic: str
) -> None:
    at = opened(visit, new_clinic, "people")
    said = texts(at)
    steps = ["Invite a therapist", "Add a child", "Link the therapist", "Invite the family"]
    assert [said.index(step) for step in steps] == sorted(said.index(step) for step in steps)
    assert "No child has been added yet." in said
    assert "No family has been invited yet." in said
    fill_person(at, "colleague", "Robin", "robin@example.org")
    press(at, "colleague-invite")
    press(at, "close-invitation")
    at.run()
    assert "1. :material/check_circle: Invite a therapist. (done)" in texts(at)
    assert ":material/radio_button_unchecked: Add a child." in texts(at)


def test_a_clinic_that_is_set_up_is_not_told(cast: Cast, visit: Visit) -> None:
    assert "First steps" not in texts(opened(visit, "Ada", "people"))


def test_people_and_children_stand_with_role_and_state_and_links(
    cast: Cast, visit: Visit, clock: Clock
) -> None:
    office(cast, "Ada", invite, Role.CLINICIAN, "Robin", "robin@example.org")
    at = opened(visit, "Ada", "people")
    said = texts(at)
    assert row_of(at, "Pat") == ":small[Clinician] :green-badge[can sign in] :small[pat@example.org]"
    assert row_of(at, "Dana") == ":small[Family] :green-badge[can sign in] :small[dana@example.org]"
    assert ":blue-badge[invited until Mon 10 Mar]" in row_of(at, "Robin")
    assert "Mia (the child)" in said
    assert "Dana (guardian)" in said
    assert "Nobody is linked yet" in said
    assert "Noor" not in said
    clock.forward(days=8)
    assert ":orange-badge[invitation expired]" in row_of(opened(visit, "Ada", "people"), "Robin")


def test_a_colleague_is_invited_and_the_link_is_shown_until_it_is_closed(
    engine: sa.Engine, cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://clinic.example.org")
    monkeypatch.setattr("tracker.screen.context.session_cookie_name", lambda _settings: "session")
    at = opened(visit, "Ada", "people")
    at.radio("colleague-role-0").set_value(Role.ADMINISTRATOR)
    fill_person(at, "colleague", "Robin", "robin@example.org")
    press(at, "colleague-invite")
    title, address = invitation(at)
    assert title == "Invitation for Robin"
    assert address.startswith("https://clinic.example.org/join/")
    [image] = at.get("image")
    assert image.proto.imgs[0].url == qr_code(address)
    assert "It works once, until Mon 10 Mar. Robin chooses a password with it." in texts(at)
    assert "this machine only" not in texts(at)
    assert at.text_input("colleague-name-1").value == ""
    at.run()
    assert invitation(at) == (title, address)
    press(at, "close-invitation")
    at.run()
    assert not at.get("dialog")
    assert not at.code


def test_an_address_that_others_cannot_reach_is_said_to_be_one(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "people")
    fill_person(at, "colleague", "Robin", "robin@example.org")
    press(at, "colleague-invite")
    assert invitation(at)[1].startswith("http://localhost:8501/join/")
    assert "This link opens on this machine only." in texts(at)
    assert "TRACKER_PUBLIC_URL" in texts(at)


def test_nobody_else_sees_an_invitation(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "people")
    fill_person(at, "colleague", "Robin", "robin@example.org")
    press(at, "colleague-invite")
    assert at.code
    visit("Otto")  # signs in in the same tab
    at.run()
    assert not at.code
    assert not at.get("dialog")


def test_what_is_refused_stays_in_the_form_with_its_sentence(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    at = opened(visit, "Ada", "people")
    before = rows_of(engine)
    for name, sign_in_name, sentence in (
        ("", "robin@example.org", "Name: please fill this in."),
        ("x" * 81, "robin@example.org", "Name: at most 80 characters; this has 81."),
        ("Robin", "", "Sign-in name: please fill this in."),
        ("Robin", "ab", "Sign-in name: at least 3 characters."),
        ("Robin", "DANA@example.org", "Sign-in name: this name is taken. Please choose another."),
    ):
        fill_person(at, "colleague", name, sign_in_name)
        press(at, "colleague-invite")
        assert errors(at) == [sentence]
        assert at.text_input("colleague-name-0").value == name
        assert at.text_input("colleague-sign-in-name-0").value == sign_in_name
    assert rows_of(engine) == before
    fill_person(at, "colleague", "Robin", "robin@example.org")
    press(at, "colleague-invite")
    assert errors(at) == []


def test_a_new_link_is_made_for_somebody_whose_invitation_got_lost(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    robin = office(cast, "Ada", invite, Role.CLINICIAN, "Robin", "robin@example.org")
    at = opened(visit, "Ada", "people")
    assert not has_button(at, f"new-link-{cast.accounts['Dana']}")
    press(at, f"new-link-{robin.account_id}")
    title, address = invitation(at)
    assert title == "Invitation for Robin"
    assert robin.token not in address


def test_a_new_link_for_somebody_who_has_joined_meanwhile_is_explained(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    robin = office(cast, "Ada", invite, Role.CLINICIAN, "Robin", "robin@example.org")
    at = opened(visit, "Ada", "people")
    with engine.begin() as connection:
        connection.execute(sa.update(ACCOUNT).values(password_hash="$argon2id$..."))
    press(at, f"new-link-{robin.account_id}")
    assert errors(at) == [
        "This person has chosen a password already, so an invitation is not needed any more."
    ]


def test_nobody_else_has_this_page(cast: Cast, visit: Visit) -> None:
    for who in ("Dana", "Pat", "Sam"):
        at = opened(visit, who, "people")
        assert not has_button(at, "colleague-invite")
        assert "Colleagues" not in texts(at)


def test_odd_names_stand_as_text(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    for text in ("<script>x</script>", "[x](javascript:x) **b** :red[x]", "صعود 2", "👩‍👩‍👧"):
        with engine.begin() as connection:
            dana = sa.update(ACCOUNT).where(ACCOUNT.c.id == cast.accounts["Dana"])
            connection.execute(dana.values(name=text))
            connection.execute(sa.update(CHILD).where(CHILD.c.id == cast.mia).values(chosen_name=text))
        assert ":small[Family]" in row_of(opened(visit, "Ada", "people"), plain(text))
        at = opened(visit, "Ada", "people", cast.mia)
        assert at.header[0].value == plain(text)
        assert f"**{plain(text)}** · Guardian" in texts(at)


def test_many_people_are_found_by_name(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        for number in range(60):
            make_child(connection, cast.clinic, f"Child {number}")
    at = opened(visit, "Ada", "people")
    assert "And 12 more: search by name to see them." in texts(at)
    at.text_input("people-name").set_value("CHILD 59").run()
    links_to = [element.proto.label for element in at.get("page_link")]
    assert "**Child 59**" in links_to
    assert "**Child 58**" not in links_to
    at.text_input("people-name").set_value("nobody at all").run()
    assert texts(at).count("Nobody here has this in their name.") == 2
