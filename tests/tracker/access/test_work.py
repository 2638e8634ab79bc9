"""The unit of work: one actor, one transaction, and nothing left behind, whatever happens in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db import engine as db_engine
from db.engine import connect, make_engine
from db.queries import accounts
from db.tables import METADATA
from tests.cast import Cast, make_session
from tests.db.described import rows_of
from tests.steps import Clock, row
from tracker.access.accounts import create_clinic
from tracker.access.actor import OPERATOR, VISITOR, Credential, SessionToken
from tracker.access.policy import Action
from tracker.access.work import Work, reading, writing
from tracker.errors import Busy, NotFound, NotPermitted, SignedOut

DAY = timedelta(days=1)
OpenWork = Callable[[Credential], AbstractContextManager[Work]]


def checked_out(engine: sa.Engine) -> int:
    return engine.pool.checkedout()  # type: ignore[attr-defined,no-any-return]


def set_account(engine: sa.Engine, account: int, **values: object) -> None:
    table = METADATA.tables["account"]
    with engine.begin() as connection:
        connection.execute(sa.update(table).where(table.c.id == account).values(**values))


def end_sessions(engine: sa.Engine, account: int, **values: object) -> None:
    table = METADATA.tables["sign_in_session"]
    with engine.begin() as connection:
        connection.execute(sa.update(table).where(table.c.account_id == account).values(**values))


def log_a_change(work: Work, cast: Cast) -> None:
    work.log(work.child(cast.mia, Action.RECORD), "answer", "completion 1")


def log_a_change_and_fail(work: Work, cast: Cast) -> None:
    log_a_change(work, cast)
    raise ZeroDivisionError


def look(work: Work, child: int) -> None:
    work.child(child, Action.SEE, screen="today")


def look_and_fail(work: Work, child: int) -> None:
    look(work, child)
    raise ZeroDivisionError


def test_a_change_is_logged_with_who_when_and_what(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with writing(cast.tokens["Dana"]) as work:
        log_a_change(work, cast)
        session = work.actor.session_id
    logged = row(engine, "access_log", 1)
    assert logged.at == clock.moment
    assert (logged.clinic_id, logged.account_id, logged.session_id, logged.child_id) == (
        cast.clinic,
        cast.accounts["Dana"],
        session,
        cast.mia,
    )
    assert (logged.access, logged.what, logged.subject) == ("change", "answer", "completion 1")


def test_an_exception_rolls_all_back_the_log_row_included(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    with pytest.raises(ZeroDivisionError), writing(cast.tokens["Dana"]) as work:
        log_a_change_and_fail(work, cast)
    assert rows_of(engine) == before


def test_what_is_written_while_reading_is_not_kept(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    with reading(cast.tokens["Dana"]) as work:
        log_a_change(work, cast)
    assert rows_of(engine) == before


@pytest.mark.parametrize("open_work", [reading, writing])
def test_the_connection_always_goes_back(engine: sa.Engine, cast: Cast, open_work: OpenWork) -> None:
    with open_work(cast.tokens["Dana"]) as work:
        look(work, cast.mia)
        assert checked_out(engine) == 1
    assert checked_out(engine) == 0
    for credential, child, error in (
        (SessionToken("nobody's"), cast.mia, SignedOut),
        (SessionToken(""), cast.mia, SignedOut),
        (VISITOR, cast.mia, SignedOut),
        (cast.tokens["Sam"], cast.mia, NotFound),
        (OPERATOR, 999, NotFound),
    ):
        with pytest.raises(error), open_work(credential) as work:
            look(work, child)
        assert checked_out(engine) == 0
    with pytest.raises(ZeroDivisionError), open_work(cast.tokens["Dana"]) as work:
        look_and_fail(work, cast.mia)
    assert checked_out(engine) == 0


def test_the_connection_goes_back_when_the_sign_in_ends_in_the_middle(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    def look_while_signing_out(work: Work) -> None:
        work.links(cast.mia)
        # SQLite lets a reader's transaction stand while another one writes.
        end_sessions(engine, cast.accounts["Dana"], revoked_at=clock.moment)
        look(work, cast.mia)

    with pytest.raises(SignedOut), reading(cast.tokens["Dana"]) as work:
        look_while_signing_out(work)
    assert checked_out(engine) == 0
    assert rows_of(engine)["access_log"] == []


def test_with_all_connections_taken_it_is_busy(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    monkeypatch.setattr(db_engine, "POOL_SIZE", 1)
    monkeypatch.setattr(db_engine, "BUSY_SECONDS", 0.1)
    small = make_engine(database)
    monkeypatch.setattr("tracker.access.transaction.engine_for", lambda _url: small)
    taken = [connect(small, write=False) for _ in range(2)]
    with pytest.raises(Busy), reading(cast.tokens["Dana"]):
        pass
    for connection in taken:
        connection.close()
    with reading(cast.tokens["Dana"]) as work:
        assert work.account_id == cast.accounts["Dana"]
    small.dispose()


def test_a_session_opens_until_it_ends(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    dana = cast.accounts["Dana"]
    with engine.begin() as connection:
        token = make_session(connection, dana, clock.moment)
    clock.forward(days=30, seconds=-1)
    with reading(token) as work:
        assert work.actor.account_id == dana
    clock.forward(seconds=1)
    with pytest.raises(SignedOut), reading(token):
        pass


def test_a_revoked_session_and_a_disabled_account_open_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    end_sessions(engine, cast.accounts["Dana"], revoked_at=clock.moment)
    set_account(engine, cast.accounts["Ben"], disabled_at=clock.moment)
    for who in ("Dana", "Ben"):
        with pytest.raises(SignedOut), writing(cast.tokens[who]):
            pass
    assert checked_out(engine) == 0


def test_a_token_is_not_opened_by_its_hash(engine: sa.Engine, cast: Cast) -> None:
    stolen = rows_of(engine)["sign_in_session"][0]["token_hash"]
    with pytest.raises(SignedOut), reading(SessionToken(stolen)):
        pass


@pytest.mark.parametrize(("credential", "error"), [(OPERATOR, NotPermitted), (VISITOR, SignedOut)])
def test_nobody_in_particular_is_no_actor(
    engine: sa.Engine, credential: Credential, error: type[Exception]
) -> None:
    with reading(credential) as work:
        assert work.account_id is None
        with pytest.raises(error):
            _ = work.actor


def test_only_the_command_line_is_the_operator(engine: sa.Engine, cast: Cast) -> None:
    with reading(OPERATOR) as work:
        work.require_operator()
    for credential in (VISITOR, cast.tokens["Ada"]):
        with reading(credential) as work, pytest.raises(NotPermitted):
            work.require_operator()


def test_one_unit_of_work_has_one_moment(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with reading(cast.tokens["Dana"]) as work:
        child = work.child(cast.mia, Action.SEE)
        today = work.today_of(child)
        clock.forward(days=1)
        assert work.today_of(child) == today
        assert work.day_of(child, clock.moment) == today + DAY


def test_a_reader_sees_one_moment_however_many_statements_it_takes(engine: sa.Engine, cast: Cast) -> None:
    with reading(cast.tokens["Dana"]) as work:
        before = accounts.clinics(work.connection)
        create_clinic(OPERATOR, "Lakeside", "UTC")
        assert accounts.clinics(work.connection) == before
    with reading(cast.tokens["Dana"]) as work:
        assert len(accounts.clinics(work.connection)) == len(before) + 1
