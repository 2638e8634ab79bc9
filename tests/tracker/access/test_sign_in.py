"""Sign-in sessions: who gets one, how long it lasts, and what ends it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Role
from tests.cast import ZONE
from tracker import clock
from tracker.access import passwords
from tracker.access.accounts import create_account, create_clinic
from tracker.access.actor import OPERATOR, SessionToken, hash_of
from tracker.access.sign_in import is_signed_in, sign_in, sign_out
from tracker.errors import SignInRefused

NAME = "dana@example.org"
PASSWORD = "correct horse battery"
START = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(START)
    return set_clock


@pytest.fixture
def account(database: str) -> int:
    return create_account(
        OPERATOR, create_clinic(OPERATOR, "Riverside", ZONE), Role.FAMILY, "Dana", NAME, PASSWORD
    )


def change(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_each_sign_in_makes_a_new_token_and_only_its_hash_is_kept(engine: sa.Engine, account: int) -> None:
    first, second = sign_in(NAME, PASSWORD), sign_in(" Dana@Example.org ", PASSWORD)
    assert first.token != second.token
    assert len(first.token) == 43
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT token_hash FROM sign_in_session ORDER BY id")).scalars()
        assert list(kept) == [hash_of(first.token), hash_of(second.token)]
    assert is_signed_in(first.token)
    assert is_signed_in(second.token)


@pytest.mark.parametrize(
    ("role", "lasts"),
    [
        (Role.FAMILY, timedelta(days=30)),
        (Role.CLINICIAN, timedelta(hours=12)),
        (Role.ADMINISTRATOR, timedelta(hours=12)),
    ],
)
def test_a_session_lasts_as_long_as_its_role_allows(
    engine: sa.Engine, account: int, at: Callable[[datetime], None], role: Role, lasts: timedelta
) -> None:
    change(engine, f"UPDATE account SET role = '{role.value}'")
    session = sign_in(NAME, PASSWORD)
    assert session.lasts == lasts
    change(engine, f"UPDATE sign_in_session SET last_seen_at = '{START + lasts - timedelta(minutes=1)}'")
    at(START + lasts - timedelta(seconds=1))
    assert is_signed_in(session.token)
    at(START + lasts)
    assert not is_signed_in(session.token)


@pytest.mark.parametrize(
    ("name", "password", "before"),
    [
        (NAME, "correct horse batterx", None),
        (NAME, PASSWORD.upper(), None),
        (NAME, "", None),
        (NAME, "x" * 10_000, None),
        ("nobody@example.org", PASSWORD, None),
        ("", PASSWORD, None),
        (NAME, PASSWORD, "UPDATE account SET disabled_at = '2026-01-01 00:00:00+00:00'"),
        (NAME, PASSWORD, "UPDATE account SET password_hash = '!'"),
    ],
)
def test_every_refusal_is_the_same(
    engine: sa.Engine, account: int, name: str, password: str, before: str | None
) -> None:
    if before:
        change(engine, before)
    with pytest.raises(SignInRefused) as refused:
        sign_in(name, password)
    assert refused.value.args == ()
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM sign_in_session")).scalar() == 0


@pytest.mark.parametrize("name", [NAME, "nobody@example.org"])
def test_a_refusal_costs_one_hash_whether_there_is_such_an_account_or_not(
    account: int, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    hashes = []
    passwords.nobodys_hash()
    real = passwords._HASHES.verify_and_update

    def counted(password: str, password_hash: str) -> tuple[bool, str | None]:
        hashes.append(password_hash.rsplit("$", 2)[0])
        return real(password, password_hash)

    monkeypatch.setattr(passwords._HASHES, "verify_and_update", counted)
    with pytest.raises(SignInRefused):
        sign_in(name, "not the password at all")
    assert hashes == ["$argon2id$v=19$m=19456,t=2,p=1"]


def test_an_account_disabled_while_the_hash_is_compared_gets_no_session(
    engine: sa.Engine, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords._HASHES.verify_and_update

    def slow(password: str, password_hash: str) -> tuple[bool, str | None]:
        # Were the write lock held here, this would wait five seconds and fail.
        change(engine, "UPDATE account SET disabled_at = '2026-01-01 00:00:00+00:00'")
        return real(password, password_hash)

    monkeypatch.setattr(passwords._HASHES, "verify_and_update", slow)
    with pytest.raises(SignInRefused):
        sign_in(NAME, PASSWORD)


def test_a_weaker_hash_is_replaced_at_the_next_sign_in(engine: sa.Engine, account: int) -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    weak = Argon2Hasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
    change(engine, f"UPDATE account SET password_hash = '{weak}'")
    sign_in(NAME, PASSWORD)
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT password_hash FROM account")).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert sign_in(NAME, PASSWORD)


def test_accents_typed_on_another_keyboard_fit(engine: sa.Engine, account: int) -> None:
    one, other = "a\u0301rvore e caminho", "\u00e1rvore e caminho"
    assert one != other
    change(engine, f"UPDATE account SET password_hash = '{passwords.hash_password(one)}'")
    assert sign_in(NAME, other)


def test_signing_out_ends_this_session_only_and_for_good(account: int) -> None:
    phone, tablet = sign_in(NAME, PASSWORD).token, sign_in(NAME, PASSWORD).token
    sign_out(phone)
    sign_out(phone)
    assert not is_signed_in(phone)
    assert is_signed_in(tablet)


def test_a_disabled_account_is_signed_out_everywhere_at_once(engine: sa.Engine, account: int) -> None:
    token = sign_in(NAME, PASSWORD).token
    change(engine, "UPDATE account SET disabled_at = '2026-01-01 00:00:00+00:00'")
    assert not is_signed_in(token)


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "' OR 1=1 --", "é" * 5000])
def test_a_made_up_token_opens_nothing(account: int, token: str) -> None:
    sign_in(NAME, PASSWORD)
    assert not is_signed_in(SessionToken(token))
    sign_out(SessionToken(token))
