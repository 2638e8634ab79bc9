"""The sign-in and sign-out forms."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from tests.server import hidden
from tests.tracker.web.stage import NAME, PASSWORD, THE_WORD, Browser, browser, enrol, submit
from tracker.access import passwords
from tracker.access.actor import SessionToken, hash_of
from tracker.access.sign_in import is_signed_in
from tracker.errors import Busy
from tracker.web import sign_in_page
from tracker.web.attempts import PAIR

pytestmark = pytest.mark.everywhere


@pytest.fixture
def client(database: str, seconds: list[float]) -> Browser:
    enrol()
    return browser()


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is compared with a hash."""
    compared: list[str] = []
    real = passwords._HASHES.verify_and_update

    def noted(password: str, password_hash: str) -> tuple[bool, str | None]:
        compared.append(password_hash)
        return real(password, password_hash)

    monkeypatch.setattr(passwords._HASHES, "verify_and_update", noted)
    return compared


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
    assert re.findall(r"<script[^>]*>(.*?)</script>", html) == [""], "one file of ours, and nothing inline"
    assert "style=" not in html


def test_whoever_was_idle_is_told_why_and_that_nothing_is_lost(client: Browser) -> None:
    shown = client.get("/sign-in?why=idle&next=/caseload").text
    assert "Signed out after 15 minutes without a click. What you typed is kept." in shown
    assert hidden(shown, "next") == "/caseload"
    assert "Signed out" not in client.get("/sign-in?why=other").text


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
    assert "<script>" not in html
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


def test_a_planted_token_never_becomes_a_session(client: Browser, engine: sa.Engine) -> None:
    planted = "p" * 43
    client.cookies.set("session", planted)
    assert submit(client).status_code == 303
    assert not is_signed_in(SessionToken(planted))
    with engine.connect() as connection:
        [kept] = connection.execute(sa.text("SELECT token_hash FROM sign_in_session")).scalars()
    assert kept != hash_of(planted)


def test_each_sign_in_is_a_new_session_with_its_device(client: Browser, engine: sa.Engine) -> None:
    client.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
    tokens = set()
    for _ in range(3):
        submit_anew(client)
        tokens.add(client.cookies["session"])
    assert len(tokens) == 3
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT device FROM sign_in_session")).scalars()
        assert list(kept) == ["Firefox on Linux"] * 3


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


def test_guessing_is_slowed_even_for_the_right_password(
    database: str, seconds: list[float], hashes: list[str]
) -> None:
    enrol()
    client = browser()
    for _ in range(PAIR.free):
        assert submit(client, password="wrong").status_code == 401
    hashes.clear()
    for _ in range(3):
        answer = submit(client)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
        assert "Please wait 2 seconds, then try again." in answer.text
        assert NAME in answer.text
    assert hashes == []
    assert "session" not in client.cookies
    seconds[0] += 2
    assert submit(client).status_code == 303


def test_a_name_that_nobody_has_is_slowed_in_the_same_words(database: str, seconds: list[float]) -> None:
    enrol()
    said = []
    for name in (NAME, "nobody@example.org"):
        client = browser()
        answers = [submit(client, name=name, password="wrong") for _ in range(PAIR.free + 1)]
        said.append([(a.status_code, a.headers.get("retry-after"), a.text.count("role=")) for a in answers])
        assert [answer.status_code for answer in answers] == [401] * PAIR.free + [429]
    assert said[0] == said[1]


def test_the_owner_s_browser_is_not_slowed_by_strangers(database: str, seconds: list[float]) -> None:
    """All of them come from one address here: only the mark of an earlier session tells them apart."""
    enrol()
    client = browser()
    assert submit(client).status_code == 303
    mark = client.cookies["known"]
    client.cookies.clear()
    for _ in range(PAIR.free):
        assert submit(client, password="wrong").status_code == 401
    assert submit(client).status_code == 429
    client.cookies.set("known", mark)
    assert submit(client).status_code == 303


def test_a_mark_of_somebody_else_or_a_made_up_one_helps_nobody(database: str, seconds: list[float]) -> None:
    enrol()
    client = browser()
    submit(client)
    mark = client.cookies["known"]
    for name, shown in ((NAME, "x"), (NAME, "0" * 64), (NAME, mark[:-1] + "!"), ("ben@example.org", mark)):
        client = browser()
        client.cookies.set("known", shown)
        for _ in range(PAIR.free):
            assert submit(client, name=name, password="wrong").status_code == 401
        client.cookies.delete("known")
        assert submit(client, name=name).status_code == 429, "it was counted with those from this address"


def test_guesses_that_are_sent_at_once_are_counted_before_any_is_answered(client: Browser) -> None:
    token = hidden(client.get("/sign-in").text, "form_token")
    fields = {"form_token": token, "name": NAME, "password": "wrong"}
    answers = Counter(client.post_at_once("/sign-in", fields, 60))
    assert answers == {401: PAIR.free, 429: 60 - PAIR.free}
    assert submit(client).status_code == 429


def test_signing_in_often_is_no_guessing(client: Browser) -> None:
    for _ in range(PAIR.free + 1):
        assert submit_anew(client).status_code == 303


def test_a_busy_record_costs_no_attempt(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr(sign_in_page, "sign_in", busy)
        for _ in range(PAIR.free + 1):
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
