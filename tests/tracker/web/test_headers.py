"""What every answer carries, whatever the answer is."""

import re

import pytest

from tests.tracker.web.stage import browser, enrol, submit
from tracker import settings
from tracker.web.headers import content_security_policy, security_headers

ALWAYS = security_headers(settings.from_environment({}))


HEADERS = {
    "Content-Security-Policy": (
        r"default-src 'self'; script-src 'self' 'sha256-[\w+/=]{44}'; style-src 'self' 'unsafe-inline'; "
        r"img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
        r"form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": r"camera=\(\), geolocation=\(\), microphone=\(\), payment=\(\), usb=\(\)",
    "Cache-Control": "no-store",
}
ANSWERS = [
    ("GET", "/sign-in", {}, 200),
    ("GET", "/today", {}, 200),
    ("HEAD", "/today", {}, 200),
    ("GET", "/password", {}, 200),
    ("GET", "/nowhere", {"Accept": "text/html"}, 404),
    ("GET", "/healthz", {}, 200),
    ("GET", "/join/" + "0" * 43, {}, 404),
    ("POST", "/sign-in", {}, 403),
    ("POST", "/password", {}, 403),
    ("POST", "/still-here", {}, 403),
    ("POST", "/nobody-here", {}, 403),
    ("POST", "/sign-in", {"Origin": "https://evil.example"}, 403),
    ("PUT", "/_stcore/upload_file/a/b", {}, 405),
    ("X", "/today", {}, 405),
    ("POST", "/sign-in", {"Content-Length": "99999999"}, 413),
    ("GET", "/today", {"X-Long": "x" * 20_000}, 431),
    ("GET", "/today", {"Host": "evil.example"}, 400),
    ("GET", "/fail", {}, 500),
    ("GET", "/busy", {}, 503),
]


def test_each_kind_of_answer_carries_the_same_headers_written_out_here(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol()
    client = browser()
    submit(client)
    for method, path, headers, status in ANSWERS:
        sender = browser() if path == "/sign-in" else client
        answer = sender.request(method, path, headers=headers)
        assert answer.status_code == status, (method, path)
        for name, value in HEADERS.items():
            assert re.fullmatch(value, answer.headers[name]), (method, path, name)
        assert "server" not in answer.headers
        assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200),
        ("/today", 200),
        ("/healthz", 200),
        ("/static/js/index.js", 200),
        ("/fail", 500),
        ("/busy", 503),
    ],
)
def test_every_answer_carries_the_headers(
    database: str, capsys: pytest.CaptureFixture[str], path: str, status: int
) -> None:
    enrol()
    client = browser()
    if path != "/sign-in":
        submit(client)
    answer = client.get(path)
    assert answer.status_code == status
    assert ALWAYS.items() <= dict(answer.headers).items() | {(name, answer.headers[name]) for name in ALWAYS}
    assert answer.headers.get("cache-control") == (None if path.startswith("/static/") else "no-store")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/today", {}, 303), ("/_stcore/health", {}, 401), ("/today", {"Host": "evil.example"}, 400)],
)
def test_every_refusal_carries_the_headers(path: str, headers: dict[str, str], status: int) -> None:
    answer = browser().get(path, headers=headers)
    assert answer.status_code == status
    assert all(answer.headers[name] == value for name, value in ALWAYS.items())
    assert answer.headers["cache-control"] == "no-store"


def test_https_is_demanded_only_where_we_are_reached_by_it() -> None:
    assert "Strict-Transport-Security" not in ALWAYS
    secure = settings.from_environment({"TRACKER_PUBLIC_URL": "https://clinic.example.org"})
    assert security_headers(secure)["Strict-Transport-Security"] == "max-age=31536000"


def test_the_policy_allows_one_inline_script_and_nothing_evaluated() -> None:
    policy = dict(part.split(" ", 1) for part in content_security_policy().split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"].startswith("'self' 'sha256-")
    assert policy["script-src"].count("'sha256-") == 1
    assert "unsafe" not in policy["script-src"]
    assert policy["frame-ancestors"] == "'none'"


def test_an_unexpected_error_has_a_number_and_no_details(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol()
    client = browser()
    submit(client)
    answer = client.get("/fail")
    said = capsys.readouterr()
    number = answer.text.split("number: ")[1][:8]
    assert number in said.out + said.err
    for text in (answer.text, said.out, said.err):
        assert "Mia hurts" not in text
        assert "Traceback" not in text
    assert "record is busy" in client.get("/busy").text
