"""What every answer carries, whatever the answer is."""

import pytest

from tests.tracker.web.stage import browser, enrol, submit
from tracker import settings
from tracker.web.headers import content_security_policy, security_headers

ALWAYS = security_headers(settings.from_environment({}))


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
