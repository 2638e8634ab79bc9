"""The sign-in and sign-out forms."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.server import hidden
from tests.tracker.web.stage import NAME, PASSWORD, THE_WORD, Browser, browser, enrol, submit
from tracker.access.actor import SessionToken
from tracker.access.sign_in import is_signed_in
from tracker.errors import Busy
from tracker.web import sign_in_page
from tracker.web.attempts import MOST_ATTEMPTS


@pytest.fixture
def client(database: str) -> Browser:
    enrol()
    return browser()


def submit_anew(client: Browser) -> httpx.Response:
    client.cookies.clear()
    return submit(client)


def test_the_form_works_with_password_managers_and_screen_readers(client: Browser) -> None:
    html = client.get("/sign-in").text
    assert '<html lang="en">' in html
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in html
    for field, hint in (("name", "username"), ("password", "current-password")):
        assert f'<label for="{field}">' in html
        assert re.search(rf'<input id="{field}"[^>]*autocomplete="{hint}"', html)
    assert "AMPS" not in html
    assert "pain" not in html.lower()
    assert "<script" not in html
    assert "style=" not in html


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Browser) -> None:
    asked = client.get("/today?child=3")
    form = client.get(asked.headers["location"])
    assert hidden(form.text, "next") == "/today?child=3"
    answer = submit(client, goal="/today?child=3")
    assert (answer.status_code, answer.headers["location"]) == (303, "/today?child=3")
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/", "max-age=2592000"))
    assert "secure" not in cookie
    assert client.get("/today").text == THE_WORD


def test_over_https_the_cookies_are_bound_to_this_host(database: str) -> None:
    enrol()
    env = {"TRACKER_PUBLIC_URL": "https://clinic.example.org", "TRACKER_DATABASE_URL": database}
    client = browser("https://clinic.example.org", env)
    form = client.get("/sign-in").headers["set-cookie"]
    session = submit(client).headers["set-cookie"]
    assert form.startswith("__Host-form=")
    assert session.startswith("__Host-session=")
    for cookie in (form, session):
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    assert client.get("/today").text == THE_WORD


@pytest.mark.parametrize(
    "goal", ["https://evil.example", "//evil.example", "/\\evil.example", "/%2f/evil.example"]
)
def test_nobody_is_led_to_another_site(client: Browser, goal: str) -> None:
    assert hidden(client.get("/sign-in", params={"next": goal}).text, "next") == "/"
    assert submit(client, goal=goal).headers["location"] == "/"


def test_unknown_name_and_wrong_password_read_the_same(client: Browser) -> None:
    answers = [submit(client, password="wrong"), submit(client, name="nobody@example.org")]
    pages = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert pages[0] == pages[1]
    assert 'role="alert"' in pages[0]
    assert pages[0].count('aria-describedby="problem"') == 2
    assert "autofocus" in pages[0]
    assert NAME in answers[0].text
    assert "wrong" not in answers[0].text


def test_what_was_typed_is_shown_as_text(client: Browser) -> None:
    html = submit(client, name='"><script>alert(1)</script>', password="x").text
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("  ", PASSWORD), (NAME, "")])
def test_an_empty_field_is_named(client: Browser, name: str, password: str) -> None:
    answer = submit(client, name=name, password=password)
    assert answer.status_code == 422
    assert "Please fill in both" in answer.text


@pytest.mark.parametrize(
    "sent",
    [{"form_token": ""}, {"form_token": "x" * 43}, {"form_token": "é"}],
    ids=["missing", "other", "odd"],
)
def test_a_form_that_is_not_ours_gives_a_fresh_one(client: Browser, sent: dict[str, str]) -> None:
    answer = submit(client, goal="/today", **sent)
    assert answer.status_code == 403
    assert "nothing was done. Please sign in now" in answer.text
    assert hidden(answer.text, "next") == "/today"
    assert "session" not in client.cookies
    assert submit(client).status_code == 303


def test_a_form_without_its_cookie_gives_a_fresh_one(client: Browser) -> None:
    fields = {
        "form_token": hidden(client.get("/sign-in").text, "form_token"),
        "name": NAME,
        "password": PASSWORD,
    }
    client.cookies.clear()
    answer = client.post("/sign-in", data=fields)
    assert answer.status_code == 403
    assert "set-cookie" in answer.headers
    client.cookies.clear()
    client.cookies["form"] = "short"
    assert client.post("/sign-in", data={**fields, "form_token": "short"}).status_code == 403


def test_two_open_forms_both_work(client: Browser) -> None:
    first = hidden(client.get("/sign-in").text, "form_token")
    assert hidden(client.get("/sign-in").text, "form_token") == first


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=1&" * 50, b"{}", b"name", b"%ff=%fe&form_token=%00"])
def test_an_unreadable_body_gives_a_fresh_form(client: Browser, body: bytes) -> None:
    client.get("/sign-in")
    assert client.post("/sign-in", content=body).status_code == 403


def test_a_body_larger_than_any_form_is_not_read(client: Browser) -> None:
    answer = client.post("/sign-in", content=b"name=" + b"x" * 20_000)
    assert answer.status_code == 413
    assert client.post("/sign-out", content=b"x" * 20_000).status_code == 403


def test_a_planted_session_is_replaced_and_ended(client: Browser) -> None:
    submit(client)
    planted = client.cookies["session"]
    form = client.get("/sign-out").text
    answer = client.post(
        "/sign-in", data={"form_token": hidden(form, "form_token"), "name": NAME, "password": PASSWORD}
    )
    assert answer.status_code == 303
    assert client.cookies["session"] != planted
    assert not is_signed_in(SessionToken(planted))
    assert is_signed_in(SessionToken(client.cookies["session"]))


def test_whoever_is_signed_in_is_led_on(client: Browser) -> None:
    submit(client)
    answer = client.get("/sign-in?next=/today")
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")


def test_opening_the_sign_out_page_changes_nothing_and_its_button_ends_the_session(client: Browser) -> None:
    submit(client)
    token = SessionToken(client.cookies["session"])
    form = client.get("/sign-out")
    assert is_signed_in(token)
    assert client.post("/sign-out").status_code == 403
    assert is_signed_in(token)
    answer = client.post("/sign-out", data={"form_token": hidden(form.text, "form_token")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "session" not in client.cookies
    assert not is_signed_in(token)
    assert client.get("/today", headers={"Cookie": f"session={token}"}).status_code == 303


def test_guessing_is_stopped_even_for_the_right_password(client: Browser) -> None:
    for _ in range(MOST_ATTEMPTS):
        assert submit(client, password="wrong").status_code == 401
    answer = submit(client)
    assert answer.status_code == 429
    assert "wait five minutes" in answer.text
    assert "session" not in client.cookies


def test_guesses_that_are_sent_at_once_are_counted_before_any_is_answered(client: Browser) -> None:
    token = hidden(client.get("/sign-in").text, "form_token")
    fields = {"form_token": token, "name": NAME, "password": "wrong"}
    answers = Counter(client.post_at_once("/sign-in", fields, 60))
    assert answers == {401: MOST_ATTEMPTS, 429: 60 - MOST_ATTEMPTS}
    assert submit(client).status_code == 429


def test_signing_in_often_is_no_guessing(client: Browser) -> None:
    for _ in range(MOST_ATTEMPTS + 1):
        assert submit_anew(client).status_code == 303


def test_a_busy_record_costs_no_attempt(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr(sign_in_page, "sign_in", busy)
        for _ in range(MOST_ATTEMPTS + 1):
            assert submit(client).status_code == 503
    assert submit(client).status_code == 303


def test_a_busy_record_is_said_in_words(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    monkeypatch.setattr(sign_in_page, "sign_in", busy)
    answer = submit(client)
    assert answer.status_code == 503
    assert "busy right now" in answer.text
    monkeypatch.undo()


def test_signing_out_while_the_record_is_busy_says_so(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    submit(client)
    form = client.get("/sign-out").text
    with monkeypatch.context() as patch:
        patch.setattr(sign_in_page, "sign_out", busy)
        answer = client.post("/sign-out", data={"form_token": hidden(form, "form_token")})
    assert answer.status_code == 503
    assert "still signed in" in answer.text
    assert is_signed_in(SessionToken(client.cookies["session"]))


def test_the_forms_wear_the_colours_of_the_theme() -> None:
    web = Path(sign_in_page.__file__).parent
    theme = tomllib.loads((web / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    style = (web / "static" / "sign-in.css").read_text(encoding="utf-8")
    light, dark = style.split("prefers-color-scheme: dark")
    for part, colours in ((light, theme["light"]), (dark, theme["dark"])):
        used = set(re.findall(r"#[0-9a-f]{6}", part)) - {"#ffffff"}
        assert used <= set(map(str, colours.values()))
        assert {colours["backgroundColor"], colours["textColor"], colours["primaryColor"]} <= used
