"""What the script on a clinic's screens may tell the server."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from tests.tracker.web.stage import HERE, Browser, browser, enrol, submit
from tracker.access.actor import SessionToken
from tracker.access.sign_in import is_signed_in
from tracker.errors import Busy
from tracker.web import presence
from tracker.web.presence import NOBODY_HERE, STILL_HERE

BOTH = pytest.mark.parametrize("path", [STILL_HERE, NOBODY_HERE])
OURS = {"Origin": HERE}
SESSION = METADATA.tables["sign_in_session"]


@pytest.fixture
def client(database: str) -> Browser:
    enrol(role="clinician")
    client = browser()
    submit(client)
    return client


def seen_ago(engine: sa.Engine, minutes: float) -> None:
    moment = datetime.now(UTC) - timedelta(minutes=minutes)
    with engine.begin() as connection:
        connection.execute(sa.update(SESSION).values(last_seen_at=moment))


def last_seen(engine: sa.Engine) -> datetime:
    with engine.connect() as connection:
        moment = connection.execute(sa.select(SESSION.c.last_seen_at)).scalar_one()
    assert isinstance(moment, datetime)
    return moment


def test_still_here_keeps_the_session_and_says_nothing(client: Browser, engine: sa.Engine) -> None:
    seen_ago(engine, 10)
    answer = client.post(STILL_HERE, headers=OURS)
    assert (answer.status_code, answer.content) == (204, b"")
    assert datetime.now(UTC) - last_seen(engine) < timedelta(seconds=30)


def test_too_late_is_signed_out(client: Browser, engine: sa.Engine) -> None:
    seen_ago(engine, 15)
    before = last_seen(engine)
    answer = client.post(STILL_HERE, headers=OURS)
    assert (answer.status_code, answer.content) == (401, b"")
    assert last_seen(engine) == before
    assert client.get("/caseload").status_code == 303


def test_nobody_here_ends_the_session(client: Browser) -> None:
    token = SessionToken(client.cookies["session"])
    answer = client.post(NOBODY_HERE, headers=OURS)
    assert (answer.status_code, answer.content) == (204, b"")
    assert not is_signed_in(token)
    assert client.post(NOBODY_HERE, headers=OURS).status_code == 204
    assert client.post(STILL_HERE, headers=OURS).status_code == 401


@BOTH
def test_only_our_own_pages_may_say_it(client: Browser, engine: sa.Engine, path: str) -> None:
    seen_ago(engine, 10)
    before = last_seen(engine)
    for headers in ({}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": ""}):
        assert client.post(path, headers=headers).status_code == 403
    assert last_seen(engine) == before
    assert is_signed_in(SessionToken(client.cookies["session"]))


@BOTH
def test_opening_its_address_changes_nothing(client: Browser, engine: sa.Engine, path: str) -> None:
    seen_ago(engine, 10)
    before = last_seen(engine)
    client.get(path)
    client.head(path)
    assert last_seen(engine) == before
    assert is_signed_in(SessionToken(client.cookies["session"]))
    assert browser().get(path).status_code == 303


@BOTH
def test_a_stranger_learns_nothing(database: str, path: str) -> None:
    for cookie in ("", "session=x", "session=" + "0" * 43):
        answer = browser().post(path, headers={**OURS, "Cookie": cookie})
        assert answer.status_code in {204, 401}
        assert answer.content == b""


@BOTH
def test_a_busy_record_is_told_apart_from_being_signed_out(
    client: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        for name in ("stay", "clear_away"):
            patch.setattr(presence, name, busy)
        assert client.post(path, headers=OURS).status_code == 503
    assert is_signed_in(SessionToken(client.cookies["session"]))


def test_gets_and_refused_requests_are_no_use_of_a_session(client: Browser, engine: sa.Engine) -> None:
    seen_ago(engine, 14)
    before = last_seen(engine)
    for path in ("/caseload", "/_stcore/health", "/healthz", "/sign-out", "/password"):
        client.get(path)
    assert last_seen(engine) == before
