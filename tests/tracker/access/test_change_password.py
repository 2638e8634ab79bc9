"""A new password needs the present one, and ends every session but the one that it begins."""

import threading

import pytest
import sqlalchemy as sa

from db.queries import accounts
from db.queries.base import insert_row
from db.tables import OneTimeLink
from db.vocabulary import LinkPurpose, Notice
from tests.cast import Cast, make_session
from tests.db.described import rows_of
from tests.steps import NOON, Clock, changes
from tracker.access import change_password as module
from tracker.access.accounts import hash_new_password
from tracker.access.actor import VISITOR, SessionToken
from tracker.access.change_password import change_password, sign_in_name_of
from tracker.access.notices import lately, put_away, unread
from tracker.access.passwords import hash_password
from tracker.access.sign_in import NewSession, is_signed_in, sign_in
from tracker.access.work import reading, writing
from tracker.errors import InvalidInput, SignedOut, SignInRefused

OLD, NEW = "a long evening walk by the river", "boots under a lemon sky"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def tablet(engine: sa.Engine, cast: Cast) -> SessionToken:
    with engine.begin() as connection:
        account = sa.text("UPDATE account SET password_hash = :hash WHERE name IN ('Dana', 'Ben')")
        connection.execute(account, {"hash": hash_password(OLD)})
        return make_session(connection, cast.accounts["Dana"], NOON)


def test_the_new_one_opens_the_account_and_the_old_one_does_not(cast: Cast, tablet: SessionToken) -> None:
    change_password(tablet, OLD, NEW)
    assert sign_in("dana@example.org", NEW)
    with pytest.raises(SignInRefused):
        sign_in("dana@example.org", OLD)
    assert sign_in("ben@example.org", OLD)


def test_every_session_ends_but_the_new_one(cast: Cast, tablet: SessionToken) -> None:
    session = change_password(tablet, OLD, NEW)
    assert session.token not in {tablet, cast.tokens["Dana"]}
    assert [is_signed_in(token) for token in (session.token, tablet, cast.tokens["Dana"])] == [
        True,
        False,
        False,
    ]
    assert is_signed_in(cast.tokens["Ben"])


def test_its_owner_is_told_and_it_stands_in_the_log(
    engine: sa.Engine, cast: Cast, tablet: SessionToken
) -> None:
    session = change_password(tablet, OLD, NEW)
    dana = cast.accounts["Dana"]
    assert [what for what, _ in changes(engine)] == ["change_password", "sign_in"]
    assert changes(engine)[0] == ("change_password", f"account {dana}")
    with reading(session.token) as work:
        assert [(told.what, told.at, told.who) for told in unread(work)] == [
            (Notice.PASSWORD_CHANGED, NOON, "Dana")
        ]


def test_an_open_link_for_a_lost_password_is_withdrawn(
    engine: sa.Engine, cast: Cast, tablet: SessionToken, clock: Clock
) -> None:
    with engine.begin() as connection:
        link = OneTimeLink(
            purpose=LinkPurpose.RESET,
            token_hash="0" * 64,
            clinic_id=cast.clinic,
            account_id=cast.accounts["Dana"],
            created_at=NOON,
            expires_at=NOON.replace(hour=23),
        )
        insert_row(connection, link)
    change_password(tablet, OLD, NEW)
    with engine.connect() as connection:
        [row] = connection.execute(sa.text("SELECT withdrawn_at FROM one_time_link")).all()
    assert row.withdrawn_at is not None


@pytest.mark.parametrize(
    ("current", "new", "field", "problem"),
    [
        ("not the password", NEW, "current_password", "does_not_fit"),
        ("", NEW, "current_password", "does_not_fit"),
        (OLD, "fourteen signs", "password", "too_short"),
        (OLD, "x" * 201, "password", "too_long"),
        (OLD, "correct horse battery staple", "password", "guessable"),
        (OLD, "dana dana riverside", "password", "guessable"),
    ],
)
def test_what_is_refused_changes_nothing(
    engine: sa.Engine, cast: Cast, tablet: SessionToken, current: str, new: str, field: str, problem: str
) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput) as refused:
        change_password(tablet, current, new)
    assert (refused.value.field, refused.value.problem) == (field, problem)
    assert rows_of(engine) == before


def test_nobody_changes_it_signed_out(engine: sa.Engine, cast: Cast, tablet: SessionToken) -> None:
    before = rows_of(engine)
    for token in ("", "x"):
        with pytest.raises(SignedOut):
            change_password(SessionToken(token), OLD, NEW)
        with pytest.raises(SignedOut):
            sign_in_name_of(SessionToken(token))
    assert rows_of(engine) == before


@pytest.mark.parametrize(
    ("meanwhile", "error"),
    [
        ("UPDATE account SET password_hash = '!'", InvalidInput),
        ("UPDATE sign_in_session SET revoked_at = '2025-03-03 17:00:00+00:00'", SignedOut),
        ("UPDATE account SET disabled_at = '2025-03-03 17:00:00+00:00'", SignedOut),
    ],
    ids=["reset", "signed out", "closed"],
)
def test_what_happened_while_the_hash_was_made_stands(
    engine: sa.Engine,
    cast: Cast,
    tablet: SessionToken,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: str,
    error: type[Exception],
) -> None:
    real = hash_new_password

    def slow(password: str, *, about: list[str]) -> str:
        with engine.begin() as connection:
            connection.execute(sa.text(meanwhile))
        return real(password, about=about)

    monkeypatch.setattr(module, "hash_new_password", slow)
    with pytest.raises(error):
        change_password(tablet, OLD, NEW)
    assert "change_password" not in [what for what, _ in changes(engine)]


def test_it_is_all_or_nothing(
    engine: sa.Engine, cast: Cast, tablet: SessionToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> NewSession:
        raise RuntimeError

    before = rows_of(engine)
    monkeypatch.setattr(module, "begin_session", fail)
    with pytest.raises(RuntimeError):
        change_password(tablet, OLD, NEW)
    assert rows_of(engine) == before


def test_who_comes_second_with_another_password_is_refused(
    engine: sa.Engine, cast: Cast, tablet: SessionToken
) -> None:
    """A reset by the owner is not overwritten by somebody who still knows the old password."""
    written, refused = threading.Event(), threading.Event()
    theirs = hash_password("the owner's own new sentence")

    def reset() -> None:
        with writing(VISITOR) as work:
            accounts.set_password_hash(work.connection, cast.accounts["Dana"], theirs)
            written.set()
            # Committed only once the other one has come as far as it can.
            refused.wait(0.5)

    owner = threading.Thread(target=reset)
    owner.start()
    assert written.wait(5)
    with pytest.raises(InvalidInput, match="does_not_fit"):
        change_password(tablet, OLD, NEW)
    refused.set()
    owner.join()
    assert sign_in("dana@example.org", "the owner's own new sentence")


def test_what_was_put_away_can_be_read_for_thirty_days(
    cast: Cast, tablet: SessionToken, clock: Clock
) -> None:
    session = change_password(tablet, OLD, NEW)
    with writing(session.token) as work:
        put_away(work)
    with reading(session.token) as work:
        assert (unread(work), [told.what for told in lately(work)]) == ([], [Notice.PASSWORD_CHANGED])
    clock.forward(days=29, hours=23)
    with reading(session.token) as work:
        assert len(lately(work)) == 1
