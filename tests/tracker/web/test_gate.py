"""Who is let through: nobody without a live session, no other site, no other host."""

import pytest
import sqlalchemy as sa
from starlette.types import Message

from tests.tracker.web.stage import HERE, METHODS, THE_WORD, Browser, browser, enrol, submit
from tracker.access.sign_in import sign_out

pytestmark = pytest.mark.everywhere

OPEN = [
    "/sign-in",
    "/sign-out",
    "/healthz",
    "/app/static/sign-in.css",
    "/app/static/forms.js",
    "/app/static/fonts/a-b_c.woff2",
]
PAGES = ["/", "/today", "/today/", "/people", "/no/such/page", "/favicon.png", "/index.html", "/sign-in/x"]
PARTS = [
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/upload_file/a/b",
    "/_stcore/agent/interact",
    "/static/js/index.js",
    "/media/abc.png",
    "/component/x/index.html",
    "/app/static/report.pdf",
    "/app/static/formsxjs",
    "/app/static/forms.js/x",
    "/app/static/fonts/../report.pdf",
    "/app/static/fonts/%2e%2e/report.woff2",
    "/app/static/fonts/a/b.woff2",
    "/app/static/fonts/a.woff2%0a",
]


def refused(messages: list[Message]) -> bool:
    """The very first thing said is the refusal, so nothing was accepted and no script ran."""
    return [message["type"] for message in messages] == ["websocket.close"] and messages[0]["code"] == 1008


def let_in(messages: list[Message]) -> bool:
    return messages[0]["type"] == "websocket.accept" and messages[1].get("text") == THE_WORD


@pytest.fixture
def signed_in(database: str) -> Browser:
    enrol()
    client = browser()
    assert submit(client).status_code == 303
    return client


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_leads_to_the_sign_in_form(path: str, method: str) -> None:
    answer = browser().request(method, path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert answer.text == ""


@pytest.mark.parametrize("path", PARTS)
def test_a_part_of_a_page_is_refused(path: str) -> None:
    answer = browser().get(path)
    assert answer.status_code == 401
    assert THE_WORD not in answer.text


@pytest.mark.parametrize("path", [*PAGES, *PARTS])
@pytest.mark.parametrize("method", sorted({*METHODS, "TRACE", "PROPFIND"} - {"GET"}))
def test_no_other_method_is_a_way_in(path: str, method: str) -> None:
    answer = browser().request(method, path)
    assert answer.status_code == 401
    assert THE_WORD not in answer.text


@pytest.mark.parametrize("path", OPEN)
def test_what_the_sign_in_form_needs_is_open(database: str, path: str) -> None:
    assert browser().get(path).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/_stcore/health", "/media/abc.png", "/app/static/report.pdf"])
def test_a_session_opens_everything(signed_in: Browser, path: str) -> None:
    assert signed_in.get(path).text == THE_WORD


@pytest.mark.parametrize(
    "cookie", ["", "session=", "session=x", "session=" + "0" * 43, "__Host-session=x", "a=b"]
)
def test_a_forged_cookie_opens_nothing(database: str, cookie: str) -> None:
    client = browser()
    assert client.get("/today", headers={"Cookie": cookie}).status_code == 303
    assert refused(client.websocket(Cookie=cookie, Origin=HERE))


def test_a_websocket_needs_a_session_and_our_own_origin(signed_in: Browser) -> None:
    assert let_in(signed_in.websocket(Origin=HERE))
    assert let_in(signed_in.websocket(Origin="http://127.0.0.1:8501"))
    for headers in (
        {},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:8502"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost:8501"},
        {"Origin": HERE + ".evil.example"},
        {"Origin": HERE, "Host": "evil.example"},
    ):
        assert refused(signed_in.websocket(**headers)), headers


def test_a_websocket_without_a_session_is_refused_before_it_opens(database: str) -> None:
    for path in ("/_stcore/stream", "/today/_stcore/stream", "/sign-in", "/healthz"):
        assert refused(browser().websocket(path, Origin=HERE))


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "localhost:8502", "", "localhost:8501.evil.example"]
)
def test_another_host_is_refused(signed_in: Browser, host: str) -> None:
    for path in ("/today", "/sign-in", "/healthz"):
        assert signed_in.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8501", "LOCALHOST:8501", "127.0.0.1:8501"])
def test_loopback_is_our_host_under_both_names(database: str, host: str) -> None:
    assert browser().get("/sign-in", headers={"Host": host}).status_code == 200


def test_the_public_address_is_our_host_and_origin(database: str) -> None:
    env = {"TRACKER_PUBLIC_URL": "https://clinic.example.org", "TRACKER_DATABASE_URL": database}
    enrol()
    client = browser("https://clinic.example.org", env)
    assert submit(client).status_code == 303
    assert let_in(client.websocket(Origin="https://clinic.example.org"))
    assert refused(client.websocket(Origin="http://clinic.example.org"))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/_stcore/upload_file/a/b"])
def test_another_site_cannot_send_us_anything(signed_in: Browser, origin: str, path: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert signed_in.request(method, path, headers={"Origin": origin}).status_code == 403


def test_staff_may_send_a_file_and_take_it_back_and_nothing_else(database: str) -> None:
    enrol(role="clinician")
    client = browser()
    submit(client)
    for method in sorted({*METHODS, "TRACE"} - {"GET"}):
        takes_it = client.request(method, "/_stcore/upload_file/a-1/b-2", content=b"x").status_code == 200
        assert takes_it == (method in {"PUT", "DELETE"}), method
        for path in (
            "/_stcore/upload_file/a",
            "/_stcore/upload_file/a/b/c",
            "/_stcore/upload_file/a/..",
            "/media/x",
        ):
            assert client.request(method, path, content=b"x").status_code == 405, (method, path)
    from_elsewhere = {"Origin": "https://evil.example"}
    assert client.put("/_stcore/upload_file/a/b", headers=from_elsewhere).status_code == 403


def test_revoked_and_disabled_bite_at_once(signed_in: Browser, engine: sa.Engine) -> None:
    from tracker.access.actor import SessionToken

    stolen = signed_in.cookies["session"]
    sign_out(SessionToken(stolen))
    assert signed_in.get("/today").status_code == 303
    assert refused(signed_in.websocket(Origin=HERE))
    assert submit(signed_in).status_code == 303
    assert signed_in.get("/today").text == THE_WORD
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE account SET disabled_at = '2026-01-01 00:00:00+00:00'"))
    assert signed_in.get("/today").status_code == 303


def test_an_expired_session_is_none(signed_in: Browser, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE sign_in_session SET expires_at = '2026-01-01 00:00:00+00:00'"))
    assert signed_in.get("/today").status_code == 303
