"""What both pages behind one-time links do: look without touching, refuse in words, and never leak their token."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.db.described import rows_of
from tests.server import hidden
from tests.steps import NOON, Clock
from tests.tracker.web.links import FIRST, NEW_PASSWORD, fill_in, join_path, set_up_path, shown
from tests.tracker.web.stage import METHODS, THE_WORD, Browser, browser, enrol, submit
from tracker import settings
from tracker.access.actor import SessionToken
from tracker.access.sign_in import is_signed_in
from tracker.errors import Busy
from tracker.web import link_page
from tracker.web.headers import security_headers

pytestmark = pytest.mark.everywhere

BOTH = pytest.mark.parametrize("make_path", [set_up_path, join_path], ids=["set up", "join"])
MakePath = Callable[[], str]


@pytest.fixture
def client(database: str) -> Browser:
    return browser()


@BOTH
def test_opening_a_link_any_number_of_times_changes_nothing(
    engine: sa.Engine, client: Browser, make_path: MakePath
) -> None:
    path = make_path()
    before = rows_of(engine)
    for method in ("GET", "HEAD", "GET"):
        answer = client.request(method, path)
        assert answer.status_code == 200
        assert "session" not in answer.cookies
    assert rows_of(engine) == before
    assert fill_in(client, path, FIRST).status_code == 303


@BOTH
def test_sending_it_signs_in_and_leads_to_the_start(client: Browser, make_path: MakePath) -> None:
    answer = fill_in(client, make_path(), FIRST)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("session=")).lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/", "max-age="))
    assert client.get("/").text == THE_WORD


@BOTH
def test_a_used_link_says_so_and_offers_to_sign_in(client: Browser, make_path: MakePath) -> None:
    path = make_path()
    token = hidden(client.get(path).text, "form_token")
    fill_in(client, path, FIRST)
    for answer in (
        client.get(path),
        client.post(path, data={"form_token": token, **FIRST}),
        client.post(path, data={"form_token": "x", **FIRST}),
    ):
        assert answer.status_code == 410
        assert "If that was you, sign in with your password." in shown(answer)
        assert '<a href="/">Sign in</a>' in answer.text
        assert "<form" not in answer.text


@BOTH
def test_an_expired_link_says_what_to_do(client: Browser, clock: Clock, make_path: MakePath) -> None:
    path = make_path()
    token = hidden(client.get(path).text, "form_token")
    clock.moment = NOON
    clock.forward(days=7)
    for answer in (client.get(path), client.post(path, data={"form_token": token, **FIRST})):
        assert answer.status_code == 410
        assert "that is over" in shown(answer)
        assert "session" not in client.cookies


@BOTH
@pytest.mark.parametrize(
    "alter",
    [
        lambda path: path[:-1],
        lambda path: path + "x",
        lambda path: path + ".",
        lambda path: path + "%3Cscript%3E",
        lambda path: path + "%00%0a",
        lambda path: path + "x" * 3000,
        lambda path: path[:10] + "%D8%A7%F0%9F%94%91",
    ],
)
def test_an_altered_link_says_to_copy_it_whole(
    client: Browser, make_path: MakePath, alter: Callable[[str], str]
) -> None:
    path = alter(make_path())
    for answer in (client.get(path), client.post(path, data=FIRST)):
        assert answer.status_code == 404
        assert "please copy it as a whole" in shown(answer)
        assert "<script" not in answer.text


@BOTH
@pytest.mark.parametrize("token", ["", "x" * 43, "é"], ids=["missing", "other", "odd"])
def test_a_form_that_is_not_ours_does_nothing_and_keeps_what_was_typed(
    engine: sa.Engine, client: Browser, make_path: MakePath, token: str
) -> None:
    path = make_path()
    before = rows_of(engine)
    answer = fill_in(client, path, FIRST, form_token=token)
    assert answer.status_code == 403
    assert "nothing was saved. Please send it again" in shown(answer)
    assert 'role="alert"' in answer.text
    assert NEW_PASSWORD not in answer.text
    assert "aria-invalid" not in answer.text
    assert rows_of(engine) == before
    assert fill_in(client, path, FIRST).status_code == 303


@BOTH
def test_another_site_cannot_send_it(engine: sa.Engine, client: Browser, make_path: MakePath) -> None:
    path = make_path()
    token = hidden(client.get(path).text, "form_token")
    before = rows_of(engine)
    fields = {"form_token": token, **FIRST}
    for origin in ("https://evil.example", "null"):
        assert client.post(path, data=fields, headers={"Origin": origin}).status_code == 403
    assert rows_of(engine) == before


@BOTH
def test_a_body_larger_than_any_form_is_not_read(
    engine: sa.Engine, client: Browser, make_path: MakePath
) -> None:
    path = make_path()
    before = rows_of(engine)
    answer = fill_in(client, path, FIRST, name="x" * 20_000)
    assert answer.status_code == 413
    assert "Nothing was saved" in shown(answer)
    assert client.post(path, content=b"\xff\xfe").status_code == 403
    assert rows_of(engine) == before


@BOTH
def test_no_other_method_does_anything(client: Browser, engine: sa.Engine, make_path: MakePath) -> None:
    path = make_path()
    before = rows_of(engine)
    for method in sorted({*METHODS, "TRACE"} - {"GET", "POST"}):
        assert client.request(method, path).status_code == 401, method
    assert rows_of(engine) == before


@BOTH
def test_a_busy_record_is_said_in_words_and_the_link_stays(
    client: Browser, make_path: MakePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    path = make_path()
    with monkeypatch.context() as patch:
        for page in link_page.LinkPage.__subclasses__():
            patch.setattr(page, "begin", busy)
        answer = fill_in(client, path, FIRST)
        assert answer.status_code == 503
        assert "busy right now" in shown(answer)
        assert NEW_PASSWORD not in answer.text
    assert fill_in(client, path, FIRST).status_code == 303


@BOTH
def test_every_answer_carries_the_headers_and_is_kept_nowhere(client: Browser, make_path: MakePath) -> None:
    path = make_path()
    always = security_headers(settings.from_environment({}))
    answers = [client.get(path), client.get(path + "x"), fill_in(client, path, FIRST), client.get(path)]
    assert [answer.status_code for answer in answers] == [200, 404, 303, 410]
    for answer in answers:
        assert {name: answer.headers[name] for name in always} == always
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"


@BOTH
def test_the_form_works_without_scripts_and_the_one_script_is_a_file_of_ours(
    client: Browser, make_path: MakePath
) -> None:
    page = client.get(make_path()).text
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/app/static/forms.js" defer>']
    assert "<script></script>" not in page
    assert "style=" not in page
    assert 'class="check" hidden' in page
    assert re.search(r'<input id="password"[^>]*autocomplete="new-password"', page)
    assert re.search(r'<input id="sign_in_name"[^>]*autocomplete="username"', page)
    assert re.search(r'<input id="password"[^>]*minlength="15"', page)
    assert "onpaste" not in page
    assert "maxlength" not in page, "a browser would cut what is pasted without a word"
    assert set(re.findall(r'<label for="(\w+)"', page)) == set(
        re.findall(r'<(?:input|select) id="(\w+)"', page)
    )
    assert not re.search(r"\b(amps|pain)\b", page.lower())


def test_an_invitation_replaces_and_ends_whoever_was_signed_in_on_this_browser(client: Browser) -> None:
    path = join_path()
    assert "Somebody is signed in" not in client.get(path).text
    submit(client)
    before = client.cookies["session"]
    assert "Somebody is signed in on this browser" in client.get(path).text
    assert is_signed_in(SessionToken(before))
    assert fill_in(client, path, {"password": NEW_PASSWORD}).status_code == 303
    assert client.cookies["session"] != before
    assert not is_signed_in(SessionToken(before))
    assert is_signed_in(SessionToken(client.cookies["session"]))


def test_over_https_the_session_is_bound_to_this_host(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = join_path()
    env = {"TRACKER_PUBLIC_URL": "https://clinic.example.org", "TRACKER_DATABASE_URL": database}
    answer = fill_in(browser("https://clinic.example.org", env), path, {"password": NEW_PASSWORD})
    [cookie] = [c for c in answer.headers.get_list("set-cookie") if "session=" in c]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie


@pytest.mark.parametrize(
    "path", ["/join", "/join/", "/set-up", "/join/a/b", "/set-up/a/b", "/join/x/", "/joined/x", "/x/join/y"]
)
def test_nothing_beside_the_links_is_open(database: str, path: str) -> None:
    enrol()
    answer = browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_the_token_is_in_no_log(
    client: Browser, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    path = join_path()
    monkeypatch.setattr(link_page.LinkPage.__subclasses__()[0], "look", fail)
    monkeypatch.setattr(link_page.LinkPage.__subclasses__()[1], "look", fail)
    answer = client.get(path)
    assert answer.status_code == 500
    said = capfd.readouterr()
    assert "request failed" in said.out + said.err
    for text in (answer.text, said.out, said.err):
        assert path.removeprefix("/join/") not in text
