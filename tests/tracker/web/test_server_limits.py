"""What the running server refuses by size alone."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from db.engine import engine_for
from tests.server import running_server, sign_in, websocket_url
from tests.tracker.web.stage import NAME, PASSWORD, enrol
from tests.tracker.web.test_server import status_of_websocket
from tracker.web.limits import LARGEST_BODY, LARGEST_HEAD
from tracker.web.server import LARGEST_MESSAGE
from tracker.web.uploads import LARGEST_UPLOAD

TOO_BIG = 1009


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[str]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('limits') / 'tracker.db')}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE_URL", url)
        enrol()
    with running_server({"TRACKER_DATABASE_URL": url}) as base:
        yield base
    engine_for(url).dispose()
    engine_for.cache_clear()


@pytest.fixture
def cookie(base: str) -> str:
    with sign_in(base, NAME, PASSWORD) as dana:
        return f"session={dana.cookies['session']}"


@pytest.mark.parametrize("parts", [1, 4], ids=["one frame", "in pieces"])
def test_a_message_that_is_too_large_ends_the_websocket(base: str, cookie: str, parts: int) -> None:
    with connect(
        websocket_url(base),
        origin=Origin(base),
        additional_headers={"Cookie": cookie},
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
    ) as websocket:
        piece = b"x" * (LARGEST_MESSAGE // parts + 1)
        with suppress(ConnectionClosed):
            websocket.send(piece if parts == 1 else iter([piece] * parts))
        with suppress(ConnectionClosed):
            while websocket.recv(timeout=20):
                pass
        assert websocket.close_code == TOO_BIG


def raw(base: str, request: bytes) -> bytes:
    """Send bytes as they are; gives the beginning of the answer."""
    port = int(base.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        return connection.recv(4096)


def test_a_head_that_is_too_large_is_refused(base: str) -> None:
    host = base.removeprefix("http://").encode()
    head = b"GET /sign-in HTTP/1.1\r\nHost: " + host + b"\r\n"
    assert raw(base, head + b"\r\n").startswith(b"HTTP/1.1 200")
    long = b"X-Long: " + b"x" * LARGEST_HEAD * 2 + b"\r\n\r\n"
    assert raw(base, head + long)[9:12] in {b"400", b"431"}
    many = b"".join(b"X-%d: x\r\n" % number for number in range(LARGEST_HEAD // 4))
    assert raw(base, head + many + b"\r\n")[9:12] in {b"400", b"431"}


def test_a_websocket_with_such_a_head_is_refused(base: str, cookie: str) -> None:
    long = {f"X-{number}": "x" * (LARGEST_HEAD // 3) for number in range(3)}
    assert status_of_websocket(base, Origin=base, Cookie=cookie, **long) == 403


def test_what_is_no_request_is_answered_without_details(base: str) -> None:
    for nonsense in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        answer = raw(base, nonsense)
        assert b"Traceback" not in answer
        assert b"uvicorn" not in answer.lower()


def test_a_body_is_read_up_to_the_limit_and_no_further(base: str, cookie: str) -> None:
    for path in ("/sign-in", "/password", "/today", "/_stcore/agent/interact"):
        for method in ("POST", "PUT"):
            answer = httpx.request(
                method, f"{base}{path}", content=b"x" * (LARGEST_BODY + 1), headers={"Cookie": cookie}
            )
            assert answer.status_code == 413, (method, path)


UPLOAD = "/_stcore/upload_file/a/b"


def test_an_upload_of_a_family_is_refused(base: str, cookie: str) -> None:
    files = {"file": ("a.txt", b"x", "text/plain")}
    answer = httpx.put(f"{base}{UPLOAD}", files=files, headers={"Cookie": cookie})
    assert answer.status_code == 405


def test_an_upload_is_read_up_to_its_own_limit(base: str, cookie: str) -> None:
    assert LARGEST_UPLOAD == 10 * 1024 * 1024 + 64 * 1024
    host = base.removeprefix("http://")
    for method in ("PUT", "DELETE"):
        for length, status in ((LARGEST_UPLOAD + 1, b"413"), (LARGEST_UPLOAD, b"405")):
            head = (
                f"{method} {UPLOAD} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Length: {length}"
            )
            assert raw(base, f"{head}\r\n\r\n".encode())[9:12] == status
    answer = httpx.post(base + UPLOAD, content=b"x" * (LARGEST_BODY + 1), headers={"Cookie": cookie})
    assert answer.status_code == 413
