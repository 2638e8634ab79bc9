"""It takes two people to erase, not two sign-ins of which one person has just got hold of."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import LinkPurpose, Role
from tests.cast import Cast, make_session
from tests.steps import TODAY, Clock, Plan, row
from tests.tracker.office.office import add_administrator, give_passwords, office
from tracker.access.actor import VISITOR, SessionToken
from tracker.access.one_time_links import use_invitation, use_reset
from tracker.access.work import writing
from tracker.errors import Conflict, NotPermitted
from tracker.office.closing import close_record
from tracker.office.erasure import (
    Asked,
    AskedRecord,
    ask_to_erase,
    erase_record,
    erasure_of,
    records_to_erase,
    withdraw_erasure,
)
from tracker.office.leaving import close_sign_in, open_again
from tracker.office.people import NewWayIn, invite, reset_sign_in
from tracker.office.roles import change_role
from tracker.screen.messages import in_words

# Whole days of a week lie between the third of March and this one.
FIRST_DAY = date(2025, 3, 11)
FIRST_MOMENT = datetime(2025, 3, 11, 4, tzinfo=UTC)  # midnight where the clinic is


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Cast:
    """The cast with passwords and a second administrator, and Mia's record closed."""
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    office(cast, "Ada", close_record, cast.mia)
    return cast


def ask(cast: Cast, who: str = "Ada") -> None:
    office(cast, who, ask_to_erase, cast.mia, "Mia")


def session(engine: sa.Engine, cast: Cast, who: str, clock: Clock) -> SessionToken:
    with engine.begin() as connection:
        return make_session(connection, cast.accounts[who], clock.moment)


def taken(engine: sa.Engine, cast: Cast, who: str, way: NewWayIn, clock: Clock) -> SessionToken:
    """Open a link that somebody else made, choose a password, and sign in with it."""
    with writing(VISITOR) as work:
        (use_reset if way.purpose is LinkPurpose.RESET else use_invitation)(work, way.token)
    cast.accounts[who] = way.account_id
    give_passwords(engine)
    return session(engine, cast, who, clock)


def invited(engine: sa.Engine, cast: Cast, clock: Clock) -> SessionToken:
    """Ada invites a second sign-in for herself."""
    way = office(cast, "Ada", invite, Role.ADMINISTRATOR, "Zoe", "zoe@example.org")
    return taken(engine, cast, "Zoe", way, clock)


def reset(engine: sa.Engine, cast: Cast, clock: Clock) -> SessionToken:
    """Ada resets Eve's sign-in and opens the link."""
    way = office(cast, "Ada", reset_sign_in, cast.accounts["Eve"])
    return taken(engine, cast, "Eve", way, clock)


def promoted(engine: sa.Engine, cast: Cast, clock: Clock) -> SessionToken:
    """Ada makes an administrator of Pat, whose tablet lies about."""
    office(cast, "Ada", change_role, cast.accounts["Pat"], Role.ADMINISTRATOR)
    return session(engine, cast, "Pat", clock)


def opened_again(engine: sa.Engine, cast: Cast, clock: Clock) -> SessionToken:
    """Ada closes Eve's sign-in, opens it again and takes the invitation."""
    office(cast, "Ada", close_sign_in, cast.accounts["Eve"])
    way = office(cast, "Ada", open_again, cast.accounts["Eve"])
    return taken(engine, cast, "Eve", way, clock)


WAYS = (invited, reset, promoted, opened_again)
Way = Callable[[sa.Engine, Cast, Clock], SessionToken]


@pytest.mark.parametrize("way", WAYS)
def test_whoever_got_in_after_it_was_asked_does_not_erase(
    engine: sa.Engine, cast: Cast, clock: Clock, way: Way
) -> None:
    ask(cast)
    clock.forward(hours=1)
    other = way(engine, cast, clock)
    with pytest.raises(Conflict, match="too_new_to_erase") as refused:
        erase_record(other, cast.mia)
    assert refused.value.limits == {"day": FIRST_DAY}
    assert "from Tue 11 Mar on" in in_words(refused.value)
    with writing(other) as work:
        state = erasure_of(work, cast.mia)
    assert state.asked is not None
    assert state.hindrance is not None
    assert state.hindrance.what == "too_new_to_erase"
    assert row(engine, "child", cast.mia).chosen_name == "Mia"


@pytest.mark.parametrize("way", WAYS)
def test_whoever_got_in_within_the_week_before_does_not_erase(
    engine: sa.Engine, cast: Cast, clock: Clock, way: Way
) -> None:
    add_administrator(engine, cast, "Max", cast.clinic)
    give_passwords(engine)
    other = way(engine, cast, clock)
    clock.moment = FIRST_MOMENT - timedelta(seconds=1)
    ask(cast)
    clock.forward(days=2)
    with pytest.raises(Conflict, match="too_new_to_erase"):
        erase_record(other, cast.mia)
    assert erase_record(cast.tokens["Max"], cast.mia)


@pytest.mark.parametrize("way", WAYS)
def test_nor_does_such_a_one_ask(engine: sa.Engine, cast: Cast, clock: Clock, way: Way) -> None:
    other = way(engine, cast, clock)
    with pytest.raises(Conflict, match="administrators_too_new") as refused, writing(other) as work:
        ask_to_erase(work, cast.mia, "Mia")
    assert refused.value.limits == {"day": FIRST_DAY}


@pytest.mark.parametrize("way", [reset, opened_again])
def test_in_a_young_clinic_it_can_be_asked_from_the_day_that_is_named(
    engine: sa.Engine, cast: Cast, clock: Clock, way: Way
) -> None:
    way(engine, cast, clock)
    clock.moment = FIRST_MOMENT - timedelta(seconds=1)
    assert hindrance(cast, "Ada") == ("administrators_too_new", {"day": FIRST_DAY})
    with pytest.raises(Conflict, match="administrators_too_new") as refused:
        ask(cast)
    assert "from Tue 11 Mar on" in in_words(refused.value)
    clock.forward(seconds=1)
    assert hindrance(cast, "Ada") is None
    ask(cast)
    with writing(session(engine, cast, "Eve", clock)) as work:
        assert erasure_of(work, cast.mia).hindrance is None
    assert erase_record(session(engine, cast, "Eve", clock), cast.mia)


def hindrance(cast: Cast, who: str) -> tuple[str, dict[str, object]] | None:
    found = office(cast, who, erasure_of, cast.mia).hindrance
    return None if found is None else (found.what, found.limits)


def test_an_invitation_that_nobody_used_makes_no_second_person(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    office(cast, "Ada", close_sign_in, cast.accounts["Eve"])
    office(cast, "Ada", invite, Role.ADMINISTRATOR, "Zoe", "zoe@example.org")
    with pytest.raises(Conflict, match="one_administrator"):
        ask(cast)


def close(cast: Cast) -> None:
    office(cast, "Eve", close_sign_in, cast.accounts["Ada"])


def demote(cast: Cast) -> None:
    office(cast, "Eve", change_role, cast.accounts["Ada"], Role.CLINICIAN)


def close_and_open(cast: Cast) -> None:
    close(cast)
    office(cast, "Eve", open_again, cast.accounts["Ada"])


@pytest.mark.parametrize("gone", [close, demote, close_and_open])
def test_what_somebody_asked_who_is_no_administrator_any_more_does_not_count(
    engine: sa.Engine, cast: Cast, gone: Callable[[Cast], None]
) -> None:
    add_administrator(engine, cast, "Max", cast.clinic)
    give_passwords(engine)
    ask(cast)
    gone(cast)
    assert hindrance(cast, "Eve") == ("asker_gone", {})
    with pytest.raises(Conflict, match="asker_gone") as refused:
        erase_record(cast.tokens["Eve"], cast.mia)
    assert "Please take it back" in in_words(refused.value)
    office(cast, "Eve", withdraw_erasure, cast.mia)
    ask(cast, "Eve")
    assert erase_record(cast.tokens["Max"], cast.mia)


def test_a_change_of_somebody_elses_role_does_not_matter(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    account = METADATA.tables["account"]
    with engine.begin() as connection:  # a number that begins as Eve's does
        connection.execute(
            sa.insert(account).values(
                id=cast.accounts["Eve"] * 10 + 1,
                clinic_id=cast.clinic,
                role=Role.CLINICIAN,
                name="Uma",
                sign_in_name="uma@example.org",
                password_hash="$argon2id$...",
                created_at=clock.moment,
            )
        )
    office(cast, "Ada", change_role, cast.accounts["Eve"] * 10 + 1, Role.ADMINISTRATOR)
    ask(cast)
    assert erase_record(cast.tokens["Eve"], cast.mia)


def test_every_administrator_reads_what_is_asked_and_until_when(cast: Cast, clock: Clock) -> None:
    assert office(cast, "Eve", records_to_erase) == []
    ask(cast)
    until = TODAY + timedelta(days=30)
    for who in ("Ada", "Eve"):
        asked = Asked("Ada", by_me=who == "Ada", on=TODAY, until=until)
        assert office(cast, who, records_to_erase) == [AskedRecord(cast.mia, "Mia", asked)]
    with pytest.raises(NotPermitted):
        office(cast, "Pat", records_to_erase)
    office(cast, "Eve", withdraw_erasure, cast.mia)
    assert office(cast, "Eve", records_to_erase) == []


def test_nobody_reads_what_another_clinic_asks(engine: sa.Engine, cast: Cast) -> None:
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    ask(cast)
    assert office(cast, "Otto", records_to_erase) == []
