"""Administrators see and invite the people of their own clinic, and nobody else does."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Role
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import Clock, changes, row
from tests.tracker.office.office import NOT_A_NAME, ODD_BUT_FINE, add_administrator, office
from tracker.access.actor import OPERATOR, VISITOR, hash_of
from tracker.access.one_time_links import INVITATION_LASTS
from tracker.access.passwords import NO_PASSWORD
from tracker.access.work import writing
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted, SignedOut
from tracker.office.people import PersonState, invite, invite_again, people, person_of

ACCOUNT = METADATA.tables["account"]
LINK = METADATA.tables["one_time_link"]


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, who have all chosen a password; and Otto, who manages the other clinic."""
    with engine.begin() as connection:
        connection.execute(sa.update(ACCOUNT).values(password_hash="$argon2id$..."))
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


def state(cast: Cast, account: int) -> tuple[PersonState, date | None]:
    person = office(cast, "Ada", person_of, account)
    return person.state, person.until


def test_everybody_of_the_own_clinic_is_listed_by_name(cast: Cast) -> None:
    found = office(cast, "Ada", people)
    assert [person.name for person in found] == [
        "Ada", "Ben", "Casey", "Dana", "Lee", "Mia", "Pat", "Sam",
    ]  # fmt: skip
    assert {person.state for person in found} == {PersonState.ACTIVE}
    ada = found[0]
    assert (ada.id, ada.role, ada.sign_in_name) == (
        cast.accounts["Ada"], Role.ADMINISTRATOR, "ada@example.org",
    )  # fmt: skip
    assert [person.name for person in office(cast, "Otto", people)] == ["Iris", "Otto"]


def test_an_invitation_makes_an_account_that_no_password_opens(engine: sa.Engine, cast: Cast) -> None:
    made = office(cast, "Ada", invite, Role.CLINICIAN, " Robin ", " Robin@Example.ORG ")
    account = row(engine, "account", made.account_id)
    assert (account.clinic_id, account.role, account.name, account.sign_in_name, account.password_hash) == (
        cast.clinic, Role.CLINICIAN, "Robin", "robin@example.org", NO_PASSWORD,
    )  # fmt: skip
    with engine.connect() as connection:
        [link] = connection.execute(sa.select(LINK)).all()
    assert (link.account_id, link.token_hash, link.expires_at) == (
        made.account_id, hash_of(made.token), made.expires_at,
    )  # fmt: skip
    assert changes(engine) == [
        ("create_account", f"account {made.account_id}"),
        ("invite", f"one_time_link {link.id}"),
    ]


def test_an_invitation_is_open_until_its_last_moment(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    made = office(cast, "Ada", invite, Role.FAMILY, "Robin", "robin@example.org")
    last_day = clock.today + INVITATION_LASTS
    assert state(cast, made.account_id) == (PersonState.INVITED, last_day)
    clock.moment = made.expires_at - timedelta(seconds=1)
    assert state(cast, made.account_id) == (PersonState.INVITED, last_day)
    clock.moment = made.expires_at
    assert state(cast, made.account_id) == (PersonState.EXPIRED, None)
    again = office(cast, "Ada", invite_again, made.account_id)
    assert again.token != made.token
    assert state(cast, made.account_id) == (PersonState.INVITED, last_day + INVITATION_LASTS)


def test_a_new_link_ends_the_one_before(engine: sa.Engine, cast: Cast) -> None:
    first = office(cast, "Ada", invite, Role.FAMILY, "Robin", "robin@example.org")
    office(cast, "Ada", invite_again, first.account_id)
    with engine.connect() as connection:
        links = connection.execute(sa.select(LINK).order_by(LINK.c.id)).all()
    assert [link.withdrawn_at is None for link in links] == [False, True]


def test_a_closed_account_is_shown_as_such_and_not_invited_again(engine: sa.Engine, cast: Cast) -> None:
    made = office(cast, "Ada", invite, Role.FAMILY, "Robin", "robin@example.org")
    with engine.begin() as connection:
        this = sa.update(ACCOUNT).where(ACCOUNT.c.id == made.account_id)
        connection.execute(this.values(disabled_at=made.expires_at))
    assert state(cast, made.account_id) == (PersonState.CLOSED, None)
    with pytest.raises(Conflict, match="closed"):
        office(cast, "Ada", invite_again, made.account_id)


def test_whoever_has_a_password_needs_no_invitation(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    with pytest.raises(Conflict, match="has_password"):
        office(cast, "Ada", invite_again, cast.accounts["Dana"])
    assert rows_of(engine) == before


def test_a_name_stands_as_it_was_typed(cast: Cast) -> None:
    for number, name in enumerate(ODD_BUT_FINE):
        made = office(cast, "Ada", invite, Role.FAMILY, name, f"robin{number}@example.org")
        assert office(cast, "Ada", person_of, made.account_id).name == name


def test_what_is_no_name_is_refused_and_nothing_is_made(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for name, problem in NOT_A_NAME:
        with pytest.raises(InvalidInput, match=f"^name: {problem}"):
            office(cast, "Ada", invite, Role.FAMILY, name, "robin@example.org")
    assert rows_of(engine) == before


def test_what_is_no_sign_in_name_is_refused(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for name, problem in (
        ("", "empty"),
        ("ab", "too_short"),
        ("x" * 255, "too_long"),
        ("a b\nc", "characters"),
        ("dana@example.org", "taken"),
        ("ＤＡＮＡ@example.org", "taken"),
        ("iris@example.org", "taken"),
    ):
        with pytest.raises(InvalidInput, match=f"sign_in_name: {problem}"):
            office(cast, "Ada", invite, Role.FAMILY, "Robin", name)
    assert rows_of(engine) == before


def test_only_administrators_manage_people(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        with pytest.raises(NotPermitted):
            office(cast, who, people)
        with pytest.raises(NotPermitted):
            office(cast, who, person_of, cast.accounts[who])
        with pytest.raises(NotPermitted):
            office(cast, who, invite, Role.FAMILY, "Robin", "robin@example.org")
        with pytest.raises(NotPermitted):
            office(cast, who, invite_again, cast.accounts["Sam"])
    assert rows_of(engine) == before


def test_neither_a_visitor_nor_the_command_line_manages_people(cast: Cast) -> None:
    for credential, refusal in ((VISITOR, SignedOut), (OPERATOR, NotPermitted)):
        with pytest.raises(refusal), writing(credential) as work:
            people(work)


def test_nobody_of_another_clinic_is_found(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for account in (cast.accounts["Dana"], 999, 0, -1, 2**40):
        for use_case in (person_of, invite_again):
            with pytest.raises(NotFound):
                office(cast, "Otto", use_case, account)
    assert rows_of(engine) == before
