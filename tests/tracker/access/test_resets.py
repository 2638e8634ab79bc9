"""A reset link: made by an administrator, told to the owner at once, and used once to choose another password."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import LinkPurpose, Role
from tests.at_once import together
from tests.cast import Cast, make_session
from tests.db.described import rows_of
from tests.steps import Clock, changes, row
from tests.tracker.office.office import add_administrator, office, told
from tracker.access.actor import OPERATOR, VISITOR, hash_of
from tracker.access.joining import accept_reset, reset
from tracker.access.one_time_links import RESET_LASTS
from tracker.access.passwords import hash_password
from tracker.access.policy import ROLES_MAY, ClinicAction
from tracker.access.sign_in import is_signed_in, sign_in
from tracker.access.work import reading, writing
from tracker.errors import (
    Conflict,
    InvalidInput,
    LinkRefused,
    NotFound,
    NotPermitted,
    SignedOut,
    SignInRefused,
)
from tracker.office.leaving import close_sign_in, open_again
from tracker.office.people import NewWayIn, invite, reset_sign_in

OLD, NEW = "a quiet hill of small stones", "seven slow boats at dawn"
HASH = hash_password(OLD)
LINK = METADATA.tables["one_time_link"]


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, who have all chosen a password; and Otto, who manages the other clinic."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    with engine.begin() as connection:
        connection.execute(sa.update(METADATA.tables["account"]).values(password_hash=HASH))
    return cast


def reset_for(cast: Cast, who: str = "Mia", by: str = "Ada") -> NewWayIn:
    return office(cast, by, reset_sign_in, cast.accounts[who])


def why(token: str) -> str:
    with pytest.raises(LinkRefused) as refused:
        accept_reset(token, NEW)
    assert refused.value.purpose is LinkPurpose.RESET
    return refused.value.why


def test_the_owner_is_told_when_the_link_is_made_and_nothing_else_changes(
    engine: sa.Engine, cast: Cast
) -> None:
    mia = cast.accounts["Mia"]
    before = row(engine, "account", mia)
    link = reset_for(cast)
    assert told(engine, mia) == [("sign_in_reset", cast.accounts["Ada"])]
    assert row(engine, "account", mia) == before
    assert is_signed_in(cast.tokens["Mia"])
    assert sign_in("mia@example.org", OLD)
    with engine.connect() as connection:
        [kept] = connection.execute(sa.select(LINK)).all()
    assert (kept.purpose, kept.token_hash, kept.account_id) == (LinkPurpose.RESET, hash_of(link.token), mia)
    assert changes(engine)[0] == ("reset_sign_in", f"one_time_link {kept.id}")


def test_the_link_says_who_made_it_and_on_which_day_where_the_clinic_is(cast: Cast, clock: Clock) -> None:
    clock.forward(hours=11)  # 23:00 in New York, already the next day in UTC
    found = reset(reset_for(cast).token)
    assert (found.made_by, found.clinic, found.made_on) == ("Ada", "Riverside", date(2025, 3, 3))
    assert (found.name, found.sign_in_name, found.role) == ("Mia", "mia@example.org", Role.FAMILY)


def test_using_it_changes_the_password_and_ends_all_other_sessions(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    with engine.begin() as connection:
        tablet = make_session(connection, cast.accounts["Mia"], clock.moment)
    session = accept_reset(reset_for(cast).token, NEW)
    for token in (cast.tokens["Mia"], tablet):
        assert not is_signed_in(token)
    assert is_signed_in(cast.tokens["Dana"])
    with reading(session.token) as work:
        assert (work.actor.name, [name for _, name in work.followed()]) == ("Mia", ["Mia"])
    assert sign_in("mia@example.org", NEW)
    with pytest.raises(SignInRefused):
        sign_in("mia@example.org", OLD)
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        query = sa.select(log.c.account_id, log.c.subject).where(log.c.what == "accept_reset")
        assert connection.execute(query).all() == [(cast.accounts["Mia"], f"account {cast.accounts['Mia']}")]


def test_it_works_once_and_for_a_day(cast: Cast, clock: Clock) -> None:
    first = reset_for(cast)
    accept_reset(first.token, NEW)
    assert why(first.token) == "used"
    second = reset_for(cast)
    assert second.expires_at == clock.moment + RESET_LASTS == clock.moment + timedelta(days=1)
    clock.moment = second.expires_at
    assert why(second.token) == "expired"


def test_a_newer_link_ends_the_older_one(cast: Cast) -> None:
    older, newer = reset_for(cast), reset_for(cast)
    assert why(older.token) == "withdrawn"
    accept_reset(newer.token, NEW)


def test_a_refused_password_changes_nothing(engine: sa.Engine, cast: Cast) -> None:
    link = reset_for(cast)
    before = rows_of(engine)
    for password in ("", "short", "mia mia riverside", "x" * 201):
        with pytest.raises(InvalidInput, match="password"):
            accept_reset(link.token, password)
    assert rows_of(engine) == before
    accept_reset(link.token, NEW)


def test_an_unknown_token_and_that_of_an_invitation_open_nothing(cast: Cast) -> None:
    invited = office(cast, "Ada", invite, Role.FAMILY, "Robin", "robin@example.org")
    for token in ("", "x", invited.token, "9" * 5000):
        assert why(token) == "unknown"


def test_of_two_at_once_one_gets_in(cast: Cast) -> None:
    link = reset_for(cast)
    got = together(1, lambda _who, _round: accept_reset(link.token, NEW), ("one", "other"))
    [refused] = [each for [each] in got.values() if isinstance(each, Exception)]
    assert isinstance(refused, LinkRefused)
    assert refused.why == "used"


def test_nobody_of_a_family_can_reset_a_sign_in(engine: sa.Engine, cast: Cast) -> None:
    """A guardian cannot take over a teenager's sign-in, nor can a clinician: the policy names administrators alone."""
    assert ROLES_MAY[ClinicAction.MANAGE_PEOPLE] == {Role.ADMINISTRATOR}
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Ben", "Pat", "Casey", "Lee", "Sam", "Iris"):
        for whom in ("Mia", who):
            with pytest.raises(NotPermitted):
                reset_for(cast, whom, by=who)
    for credential, refusal in ((VISITOR, SignedOut), (OPERATOR, NotPermitted)):
        with pytest.raises(refusal), writing(credential) as work:
            reset_sign_in(work, cast.accounts["Mia"])
    assert rows_of(engine) == before


def test_an_administrator_resets_nobodys_of_another_clinic_and_not_their_own(
    engine: sa.Engine, cast: Cast
) -> None:
    before = rows_of(engine)
    for account in (cast.accounts["Mia"], 0, -1, 999, 2**40):
        with pytest.raises(NotFound):
            office(cast, "Otto", reset_sign_in, account)
    with pytest.raises(Conflict, match="own_reset"):
        reset_for(cast, "Ada")
    assert rows_of(engine) == before


def test_who_has_no_password_or_no_open_sign_in_gets_none(engine: sa.Engine, cast: Cast) -> None:
    invited = office(cast, "Ada", invite, Role.FAMILY, "Robin", "robin@example.org")
    office(cast, "Ada", close_sign_in, cast.accounts["Sam"])
    before = rows_of(engine)
    with pytest.raises(Conflict, match="no_password"):
        office(cast, "Ada", reset_sign_in, invited.account_id)
    with pytest.raises(Conflict, match="closed"):
        reset_for(cast, "Sam")
    assert rows_of(engine) == before


def test_a_link_from_before_the_sign_in_was_closed_stays_withdrawn(cast: Cast) -> None:
    link = reset_for(cast, "Sam")
    office(cast, "Ada", close_sign_in, cast.accounts["Sam"])
    office(cast, "Ada", open_again, cast.accounts["Sam"])
    assert why(link.token) == "withdrawn"
