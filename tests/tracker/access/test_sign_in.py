"""Sign-in sessions: who gets one, how long it lasts, and what ends it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Role
from tests.cast import ZONE
from tests.db.described import rows_of
from tracker import clock
from tracker.access import passwords
from tracker.access.accounts import create_account, create_clinic
from tracker.access.actor import OPERATOR, SessionToken, hash_of
from tracker.access.shelf import SHELF, Draft
from tracker.access.sign_in import (
    clear_away,
    has_been_here,
    is_signed_in,
    mark_of,
    name_device,
    sign_in,
    sign_out,
    stay,
)
from tracker.errors import Busy, SignedOut, SignInRefused, Unwritable

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


def seen_at(engine: sa.Engine) -> datetime:
    with engine.connect() as connection:
        [moment] = connection.execute(sa.select(METADATA.tables["sign_in_session"].c.last_seen_at)).scalars()
    assert isinstance(moment, datetime)
    return moment


def as_staff(engine: sa.Engine) -> None:
    change(engine, "UPDATE account SET role = 'clinician'")


def test_that_somebody_is_there_is_kept_within_a_minute(
    engine: sa.Engine, account: int, at: Callable[[datetime], None]
) -> None:
    token = sign_in(NAME, PASSWORD).token
    for seconds, kept in ((59, 0), (60, 60), (119, 60), (120, 120), (3600, 3600)):
        at(START + timedelta(seconds=seconds))
        stay(token)
        assert seen_at(engine) == START + timedelta(seconds=kept)


def test_staff_who_stay_are_let_in_and_who_do_not_are_out_for_good(
    engine: sa.Engine, account: int, at: Callable[[datetime], None]
) -> None:
    as_staff(engine)
    token = sign_in(NAME, PASSWORD).token
    for minutes in (14, 28, 42):
        at(START + timedelta(minutes=minutes))
        assert is_signed_in(token)
        stay(token)
    at(START + timedelta(minutes=57))
    with pytest.raises(SignedOut):
        stay(token)
    assert not is_signed_in(token)
    at(START + timedelta(minutes=43))
    assert is_signed_in(token), "the refusal itself must not have been taken for use"


def test_asking_whether_somebody_is_signed_in_is_no_use(
    engine: sa.Engine, account: int, at: Callable[[datetime], None]
) -> None:
    as_staff(engine)
    token = sign_in(NAME, PASSWORD).token
    for minutes in range(15):
        at(START + timedelta(minutes=minutes))
        assert is_signed_in(token)
    at(START + timedelta(minutes=15))
    assert not is_signed_in(token)


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_nobody_stays_with_a_made_up_token(account: int, token: str) -> None:
    with pytest.raises(SignedOut):
        stay(SessionToken(token))


@pytest.mark.parametrize("error", [Busy, Unwritable])
def test_a_database_that_cannot_be_written_now_keeps_nobody_from_working(
    account: int, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    token = sign_in(NAME, PASSWORD).token
    at(START + timedelta(minutes=5))

    def refuse(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("tracker.access.sign_in.accounts.see_session", refuse)
    stay(token)


def keep_draft(account: int) -> None:
    SHELF.keep(account, "tab", Draft(1, "plan?child=1", {"reason": "Knees"}, START))


def draft_of(account: int) -> bool:
    return bool(SHELF.take(account, "plan?child=1", live=(), now=START))


def test_a_screen_that_cleared_itself_keeps_what_was_typed_and_signing_out_does_not(account: int) -> None:
    token = sign_in(NAME, PASSWORD).token
    keep_draft(account)
    clear_away(token)
    assert not is_signed_in(token)
    assert draft_of(account)
    token = sign_in(NAME, PASSWORD).token
    keep_draft(account)
    sign_out(token)
    assert not draft_of(account)
    keep_draft(account)
    sign_out(token)  # a token that opens nothing any more forgets nothing of others either
    assert draft_of(account)


def test_beginning_and_ending_a_session_stand_in_the_log_without_a_child(
    engine: sa.Engine, account: int
) -> None:
    first = sign_in(NAME, PASSWORD).token
    second = sign_in(NAME, PASSWORD).token
    sign_out(first)
    clear_away(second)
    log = METADATA.tables["access_log"]
    query = sa.select(log).where(log.c.account_id == account).order_by(log.c.id)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    assert [(row.what, row.subject, row.child_id) for row in rows] == [
        ("sign_in", "sign_in_session 1", None),
        ("sign_in", "sign_in_session 2", None),
        ("sign_out", "sign_in_session 1", None),
        ("clear_away", "sign_in_session 2", None),
    ]
    assert {row.clinic_id for row in rows} == {1}


def test_a_mark_shows_whose_session_a_browser_had_and_opens_nothing(engine: sa.Engine, account: int) -> None:
    token = sign_in(NAME, PASSWORD).token
    sign_out(token)
    mark = mark_of(token)
    assert has_been_here(mark, f" {NAME.upper()}")
    assert not is_signed_in(SessionToken(mark))
    for other, name in (("", NAME), ("x" * 64, NAME), (token, NAME), (mark, "ben@example.org"), (mark, "")):
        assert not has_been_here(other, name)


def test_a_device_is_named_by_its_own_session_only(engine: sa.Engine, account: int) -> None:
    phone, tablet = sign_in(NAME, PASSWORD).token, sign_in(NAME, PASSWORD).token
    name_device(phone, "Firefox on Android")
    with engine.connect() as connection:
        table = METADATA.tables["sign_in_session"]
        named = connection.execute(sa.select(table.c.device).order_by(table.c.id)).scalars()
        assert list(named) == ["Firefox on Android", ""]
    sign_out(tablet)
    with pytest.raises(SignedOut):
        name_device(tablet, "Safari on iPad")


def test_the_log_is_written_in_the_transaction_that_signs_in(
    engine: sa.Engine, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise RuntimeError

    before = rows_of(engine)
    monkeypatch.setattr("tracker.access.looks.insert_row", fail)
    with pytest.raises(RuntimeError):
        sign_in(NAME, PASSWORD)
    assert rows_of(engine) == before
