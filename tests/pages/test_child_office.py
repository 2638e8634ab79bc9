"""A child on the People page, through the entry script: who is linked, who is invited, and what is put right."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.queries.base import table_of
from db.tables import Account, Child, Relationship
from db.vocabulary import Level, RelationshipKind
from tests.cast import Cast, make_child
from tests.db.described import rows_of
from tests.pages.conftest import Visit
from tests.pages.office import errors, fill_person, has_button, invitation, opened, press, texts
from tests.steps import Clock
from tests.tracker.office.office import office
from tracker.office.children import change_child, child_of_clinic

ACCOUNT, RELATIONSHIP = table_of(Account), table_of(Relationship)


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, and Zoe, who is linked to nobody."""
    with engine.begin() as connection:
        cast.children["Zoe"] = make_child(connection, cast.clinic, "Zoe")
    return cast


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def links(engine: sa.Engine, child: int) -> list[tuple[str, str, str, str]]:
    query = (
        sa.select(ACCOUNT.c.name, RELATIONSHIP.c.kind, RELATIONSHIP.c.level, RELATIONSHIP.c.household)
        .join(ACCOUNT, ACCOUNT.c.id == RELATIONSHIP.c.account_id)
        .where(RELATIONSHIP.c.child_id == child, RELATIONSHIP.c.revoked_at.is_(None))
        .order_by(RELATIONSHIP.c.id)
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_a_guardian_is_invited_and_linked_in_one_step(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    zoe = cast.children["Zoe"]
    at = opened(visit, "Ada", "people", zoe)
    assert "Nobody can open Zoe’s record yet. Invite a guardian, and link a therapist." in texts(at)
    part = f"link-{zoe}"
    fill_person(at, part, "Robin", "robin@example.org")
    at.text_input(f"{part}-household-0").set_value("Robin's home")
    press(at, f"{part}-save")
    assert invitation(at)[0] == "Invitation for Robin"
    assert links(engine, zoe) == [("Robin", "guardian", "record", "Robin's home")]
    assert "**Robin** · Guardian · Robin\\'s home" in texts(at)


def test_a_second_guardian_joins_a_household_that_is_there(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    at = opened(visit, "Ada", "people", cast.mia)
    part = f"link-{cast.mia}"
    at.radio(f"{part}-which-household-guardian-3").set_value("Dana's home").run()
    fill_person(at, part, "Robin", "robin@example.org")
    at.selectbox(f"{part}-level-guardian-0").set_value(Level.SEE)
    press(at, f"{part}-save")
    assert links(engine, cast.mia)[-1] == ("Robin", "guardian", "see", "Dana's home")


def test_somebody_who_is_here_already_is_linked(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    zoe = cast.children["Zoe"]
    part = f"link-{zoe}"
    at = opened(visit, "Ada", "people", zoe)
    at.selectbox(f"{part}-kind").set_value(RelationshipKind.PHYSICAL_THERAPIST).run()
    person = at.selectbox(f"{part}-person-0")
    assert [option.split(" · ")[0] for option in person.options] == ["Casey", "Lee", "Pat"]
    assert at.selectbox(f"{part}-level-physical_therapist-0").options[-1] == "see, log and change the plan"
    person.set_value(cast.accounts["Pat"])
    press(at, f"{part}-save")
    assert links(engine, zoe) == [("Pat", "physical_therapist", "prescribe", "")]
    assert "Pat is linked to Zoe." in texts(at)
    assert not at.code
    assert [option.split(" · ")[0] for option in at.selectbox(f"{part}-person-1").options] == ["Casey", "Lee"]


def test_a_kind_offers_only_what_it_may_do_and_a_household_only_to_guardians(
    cast: Cast, visit: Visit
) -> None:
    part = f"link-{cast.mia}"
    at = opened(visit, "Ada", "people", cast.mia)
    offered = {}
    for kind in RelationshipKind:
        at.selectbox(f"{part}-kind").set_value(kind).run()
        assert not at.exception
        offered[kind.value] = (len(at.selectbox(f"{part}-level-{kind}-0").options), "Household" in radios(at))
    assert offered == {
        "guardian": (2, True),
        "child": (2, False),
        "physical_therapist": (4, False),
        "occupational_therapist": (4, False),
        "counselor": (1, False),
        "care_team": (3, False),
    }


def radios(at: AppTest) -> list[str]:
    return [radio.label for radio in at.radio]


def test_a_refused_link_keeps_what_was_typed(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    zoe = cast.children["Zoe"]
    part = f"link-{zoe}"
    at = opened(visit, "Ada", "people", zoe)
    before = rows_of(engine)
    fill_person(at, part, "Robin", "robin@example.org")
    press(at, f"{part}-save")
    assert errors(at) == ["Household: please fill this in."]
    assert at.text_input(f"{part}-name-0").value == "Robin"
    assert rows_of(engine) == before


def test_a_link_is_ended_after_a_second_look(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "people", cast.mia)
    assert (
        "Dana can then no longer open Mia’s record as “Guardian”. Everything entered so far stays."
        in texts(at)
    )
    with engine.connect() as connection:
        query = sa.select(RELATIONSHIP.c.id).where(RELATIONSHIP.c.account_id == cast.accounts["Dana"])
        dana = connection.execute(query).scalar_one()
    press(at, f"end-link-{dana}")
    assert "Dana" not in [name for name, *_ in links(engine, cast.mia)]
    assert "The link of Dana has ended." in texts(at)
    assert not has_button(at, f"end-link-{dana}")


def test_the_facts_of_a_child_are_put_right(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    zoe = cast.children["Zoe"]
    part = f"facts-{zoe}"
    at = opened(visit, "Ada", "people", zoe)
    at.text_input(f"{part}-chosen_name").set_value(" Zoë ")
    at.selectbox(f"{part}-month").set_value(5)
    press(at, f"{part}-save")
    assert errors(at) == ["Birth month: please fill this in."]
    assert at.text_input(f"{part}-chosen_name").value == " Zoë "
    at.selectbox(f"{part}-year").set_value(2012)
    at.selectbox(f"{part}-time_zone").set_value("America/Chicago")
    press(at, f"{part}-save")
    assert errors(at) == []
    assert "Saved. The new time zone counts from Mon 3 Mar 2025 on." in texts(at)
    assert at.text_input(f"{part}-chosen_name").value == "Zoë"
    assert at.header[0].value == "Zoë"
    assert "born May 2012" in texts(at)


def test_facts_that_somebody_else_changed_meanwhile_are_not_written_over(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    zoe = cast.children["Zoe"]
    part = f"facts-{zoe}"
    at = opened(visit, "Ada", "people", zoe)
    at.text_input(f"{part}-chosen_name").set_value("Zoë")
    at.selectbox(f"{part}-month").set_value(5)
    at.selectbox(f"{part}-year").set_value(2012)
    seen = office(cast, "Ada", child_of_clinic, zoe)[1]
    theirs = replace(seen, school="Riverside Middle School", birth_month=date(2011, 1, 1))
    office(cast, "Ada", change_child, zoe, theirs, seen=seen)
    press(at, f"{part}-save")
    assert errors(at) == [
        "This was changed in another place just now. Yours was not saved; please look again."
    ]
    assert at.text_input(f"{part}-chosen_name").value == "Zoë"
    assert at.selectbox(f"{part}-year").value == 2012
    assert at.text_input(f"{part}-school").value == "Riverside Middle School"
    press(at, f"{part}-save")
    assert errors(at) == []
    assert office(cast, "Ada", child_of_clinic, zoe)[1] == replace(
        theirs, name="Zoë", birth_month=date(2012, 5, 1)
    )


def test_an_address_of_nobodys_child_shows_nothing(cast: Cast, visit: Visit) -> None:
    for asked in (cast.children["Noor"], 999, 0, -1, "x", "1e3", "9" * 5000, "²", ""):
        at = opened(visit, "Ada", "people", asked)
        assert errors(at) == ["There is nothing here that you can open."]
        assert not at.header


def test_each_link_says_whether_the_person_can_sign_in_and_offers_a_new_link(
    engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(ACCOUNT).values(password_hash="$argon2id$..."))
    zoe = cast.children["Zoe"]
    part = f"link-{zoe}"
    at = opened(visit, "Ada", "people", zoe)
    fill_person(at, part, "Robin", "robin@example.org")
    at.text_input(f"{part}-household-0").set_value("Home")
    press(at, f"{part}-save")
    press(at, "close-invitation")
    assert "**Robin** · Guardian · Home :blue-badge[invited until Mon 10 Mar]" in texts(at)
    clock.forward(days=8)
    at = opened(visit, "Ada", "people", zoe)
    assert ":orange-badge[invitation expired]" in texts(at)
    press(at, "new-link-")
    assert invitation(at)[0] == "Invitation for Robin"
    assert ":green-badge[can sign in]" in texts(opened(visit, "Ada", "people", cast.mia))


def test_what_a_link_permits_is_changed_there(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "people", cast.mia)
    [ben] = [
        found for found in office(cast, "Ada", child_of_clinic, cast.mia)[0].links if found.name == "Ben"
    ]
    at.selectbox(f"level-{ben.id}").set_value(Level.SEE)
    press(at, f"change-level-{ben.id}")
    assert "Ben may now see." in texts(at)
    assert ("Ben", "guardian", "see", "Ben's home") in links(engine, cast.mia)
    assert ("Dana", "guardian", "record", "Dana's home") in links(engine, cast.mia)


def test_the_look_is_logged(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "people", cast.mia)
    at.run()
    opened(visit, "Ada", "people")
    with engine.connect() as connection:
        log = sa.text("SELECT account_id, child_id, what FROM access_log WHERE access = 'look'")
        assert [tuple(row) for row in connection.execute(log)] == [(cast.accounts["Ada"], cast.mia, "people")]


def test_a_guardians_link_that_ended_with_coming_of_age_is_said_to_have_ended(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE clinic SET majority_age = 18"))
        mia = sa.update(table_of(Child)).where(table_of(Child).c.id == cast.mia)
        connection.execute(mia.values(birth_month=date(2007, 2, 1)))
    at = opened(visit, "Ada", "people", cast.mia)
    said = texts(at)
    assert "Ended on Sat 1 Mar 2025, when Mia came of age." in said
    assert "Mia is of age. Please link a guardian only if Mia asks for it." in said
    [dana] = [
        found for found in office(cast, "Ada", child_of_clinic, cast.mia)[0].links if found.name == "Dana"
    ]
    assert not has_button(at, f"end-link-{dana.id}")
