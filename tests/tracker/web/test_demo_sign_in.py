"""The demo's sign-in page: one click for each of the cast, on a demo's server and nowhere else."""

from datetime import UTC, datetime

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from db.queries import demo
from tests.cast import Cast, make_account
from tests.server import hidden
from tests.tracker.web.stage import HERE, THE_WORD, Browser, browser
from tracker import settings
from tracker.access import database
from tracker.access.actor import SessionToken
from tracker.access.sign_in import is_signed_in
from tracker.access.work import reading
from tracker.demo import people
from tracker.errors import Busy
from tracker.web import demo_sign_in
from tracker.web.demo_sign_in import DemoSignInPage
from tracker.web.gate import DEMO_SIGN_IN
from tracker.web.routes import own_routes


@pytest.fixture
def client(engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser in front of a demo in which the cast of the tests plays."""
    monkeypatch.setattr(demo_sign_in, "sign_in_name", lambda name: f"{name.lower()}@example.org")
    with engine.begin() as connection:
        for name in set(people.CAST) - set(cast.accounts):
            make_account(connection, cast.clinic, name, people.CAST[name])
        demo.mark(connection, seed=1, made_at=datetime(2026, 3, 11, tzinfo=UTC))
    return browser(demo=True)


def choose(client: Browser, who: str, **more: str) -> httpx.Response:
    form = client.get("/sign-in").text
    fields = {"form_token": hidden(form, "form_token"), "who": who, "next": hidden(form, "next"), **more}
    return client.post(DEMO_SIGN_IN, data=fields)


def test_the_page_offers_the_cast_and_says_that_it_is_a_demo(client: Browser) -> None:
    html = client.get("/sign-in").text
    assert "demo with invented people" in html
    for name in people.CAST:
        assert f'name="who" value="{name}"' in html
    assert tuple(DemoSignInPage.offered) == tuple(people.CAST)
    assert "Dana</strong>, Mia&#39;s mother" in html
    assert html.count("<script") == html.count('<script src="/app/static/forms.js" defer></script>') == 1
    assert "AMPS" not in html
    assert "pain" not in html.lower()


def test_one_click_signs_in_and_leads_to_what_was_asked_for(client: Browser) -> None:
    for name in people.CAST:
        client.cookies.clear()
        asked = client.get("/today?child=3")
        client.get(asked.headers["location"])
        answer = choose(client, name, next="/today?child=3")
        assert (answer.status_code, answer.headers["location"]) == (303, "/today?child=3")
        with reading(SessionToken(client.cookies["session"])) as work:
            assert work.actor.name == name
        assert client.get("/today").text == THE_WORD


def test_another_sites_form_and_another_sites_goal_do_nothing(client: Browser) -> None:
    answer = choose(client, "Dana", form_token="x" * 43)
    assert answer.status_code == 403
    assert "Please choose again" in answer.text
    assert client.post(DEMO_SIGN_IN, content=b"x" * 20_000).status_code == 403
    assert "session" not in client.cookies
    assert choose(client, "Dana", next="//evil.example").headers["location"] == "/"


@pytest.mark.parametrize("who", ["", "Iris", "dana", "dana@example.org"])
def test_nobody_but_the_cast_can_be_chosen(client: Browser, who: str) -> None:
    assert choose(client, who).status_code == 404
    assert "session" not in client.cookies


def test_the_session_from_before_is_ended(client: Browser) -> None:
    choose(client, "Dana")
    before = SessionToken(client.cookies["session"])
    token = hidden(client.get("/sign-out").text, "form_token")
    client.post(DEMO_SIGN_IN, data={"form_token": token, "who": "Ben"})
    assert not is_signed_in(before)
    assert is_signed_in(SessionToken(client.cookies["session"]))


def test_a_busy_database_is_said_in_words(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr(demo_sign_in, "sign_in_as", busy)
        answer = choose(client, "Dana")
    assert answer.status_code == 503
    assert "busy right now" in answer.text


def test_the_way_in_is_for_sending_only(client: Browser) -> None:
    assert client.get(DEMO_SIGN_IN).text == THE_WORD  # no route of ours: whatever stands behind
    for path in (f"{DEMO_SIGN_IN}/", f"{DEMO_SIGN_IN}/x", "/sign-in/demo2"):
        assert client.post(path).status_code == 401


def test_a_demos_server_before_a_record_lets_nobody_in(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_sign_in, "sign_in_name", lambda name: f"{name.lower()}@example.org")
    client = browser(demo=True)
    assert choose(client, "Dana").status_code == 404
    assert "session" not in client.cookies


def test_a_usual_server_knows_nothing_of_it(engine: sa.Engine, cast: Cast) -> None:
    client = browser()
    html = client.get("/sign-in").text
    assert "demo" not in html.lower()
    fields = {"form_token": hidden(html, "form_token"), "who": "Dana", "next": "/"}
    assert client.post(DEMO_SIGN_IN, data=fields).status_code == 401
    assert "session" not in client.cookies
    app = Browser(Starlette(routes=own_routes(settings.from_environment({}))), HERE)
    assert app.post(DEMO_SIGN_IN, data=fields).status_code == 404


def test_whether_a_database_is_a_demo_is_asked_of_the_database(engine: sa.Engine, cast: Cast) -> None:
    assert not database.is_demo()
