"""Every route of ours, listed from the server itself: what writes is guarded, and what is unknown says so."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.db.described import rows_of
from tests.server import hidden
from tests.tracker.web.links import join_path, set_up_path
from tests.tracker.web.stage import HERE, METHODS, THE_WORD, Browser, browser, enrol, submit
from tracker import settings
from tracker.screen.places import TITLES
from tracker.web.limits import LARGEST_BODY
from tracker.web.presence import NOBODY_HERE, STILL_HERE
from tracker.web.routes import own_routes

pytestmark = pytest.mark.everywhere

READING = {"GET", "HEAD"}
# A script sends these: it cannot know the form's token, so the browser itself has to say where they come from.
BY_ORIGIN = {STILL_HERE, NOBODY_HERE}
ROUTES = own_routes(settings.from_environment({}), demo=True)
WRITING = sorted(route.path for route in ROUTES if set(route.methods or ()) - READING)
FORMS = {
    "/sign-in": "/sign-in",
    "/sign-in/demo": "/sign-in",
    "/sign-out": "/sign-out",
    "/password": "/password",
}


def test_what_writes_does_nothing_else_and_is_known_here() -> None:
    for route in ROUTES:
        assert set(route.methods or ()) in (READING, {"POST"}), route.path
    assert set(WRITING) == {*FORMS, *BY_ORIGIN, "/set-up/{token}", "/join/{token}", "/reset/{token}"}


def addressed(path: str) -> str:
    """A writing route's address: behind a link, one that opens something where we can make it."""
    if path == "/join/{token}":
        return join_path()
    if path == "/set-up/{token}":
        return set_up_path()
    return path.replace("{token}", "0" * 43)


@pytest.mark.parametrize("path", sorted(set(WRITING) - BY_ORIGIN))
def test_no_form_is_taken_without_this_browser_s_token(engine: sa.Engine, path: str) -> None:
    address = addressed(path)
    if not path.startswith(("/join", "/set-up")):
        enrol()
    client = browser(demo=True)
    if path in {"/password", "/sign-out"}:
        submit(client)
    client.get(FORMS.get(path, address))
    before = rows_of(engine)
    fields = {"who": "Dana", "password": "boots under a lemon sky"}
    for token in ({}, {"form_token": ""}, {"form_token": "x" * 43}, {"form_token": "é"}):
        answer = client.post(address, data={**fields, **token})
        assert answer.status_code in ({403} if not path.startswith("/reset") else {403, 404}), token
        assert rows_of(engine) == before


def test_another_site_cannot_send_any_of_them(database: str) -> None:
    client = browser(demo=True)
    for path in WRITING:
        for origin in ("https://evil.example", "null", "http://localhost:9", ""):
            answer = client.post(path.replace("{token}", "x"), headers={"Origin": origin})
            assert answer.status_code == 403, (path, origin)


@pytest.fixture
def signed_in(database: str) -> Browser:
    enrol()
    client = browser()
    assert submit(client).status_code == 303
    return client


def test_a_method_that_no_route_knows_is_refused_in_and_out_of_a_session(signed_in: Browser) -> None:
    out = browser()
    for method in sorted({*METHODS, "TRACE", "PROPFIND", "X"} - READING - {"POST"}):
        for path in (*WRITING, "/", "/today", "/healthz", "/_stcore/upload_file/a/b", "/media/x"):
            address = path.replace("{token}", "x")
            assert signed_in.request(method, address).status_code == 405, (method, path)
            assert out.request(method, address).status_code == 401, (method, path)


def test_nothing_can_be_sent_to_what_pages_are_made_of(signed_in: Browser) -> None:
    """Files above all: a family's pages ask for none."""
    for path in ("/_stcore/upload_file/a/b", "/_stcore/agent/interact", "/media/x", "/static/x"):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            answer = signed_in.request(method, path, content=b"x")
            assert answer.status_code == 405, (method, path)
            assert THE_WORD not in answer.text


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(signed_in: Browser) -> None:
    for path in ("/sign-in", "/sign-out", "/password", "/healthz", "/today", "/media/x", "/nowhere"):
        for length in (str(LARGEST_BODY + 1), str(10**12), "x", "-1", "1e9", "", "٣"):
            headers = [(b"Host", b"localhost:8501"), (b"Content-Length", length.encode())]
            answer = signed_in.post(path, content=b"x", headers=headers)
            assert answer.status_code == 413, (path, length)
            assert "Nothing was done." in answer.text


def test_a_body_that_does_not_say_how_large_it_is_is_read_up_to_the_limit(database: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"x" * 1024

    assert browser().post("/sign-in", content=endless()).status_code == 413


HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_an_address_that_no_page_has_answers_in_words(signed_in: Browser) -> None:
    for path in ("/nowhere", "/today/x", "/plans", "/robots.txt", "/admin", "/<script>alert(1)</script>"):
        answer = signed_in.get(path, headers=HTML)
        assert answer.status_code == 404, path
        assert "There is no page at this address." in answer.text
        assert "<script" not in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_every_page_and_what_it_is_made_of_reach_streamlit(signed_in: Browser) -> None:
    for path in ("/", "/index.html", *(f"/{name}" for name in TITLES), "/today/"):
        assert signed_in.get(path, headers=HTML).text == THE_WORD, path
    for path in ("/_stcore/health", "/today/_stcore/health", "/static/js/x.js", "/favicon.png", "/media/x"):
        assert signed_in.get(path).text == THE_WORD, path


def test_a_stranger_is_told_nothing_of_which_pages_there_are(database: str, cast: Cast) -> None:
    for path in ("/nowhere", "/today"):
        answer = browser().get(path, headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")


def test_a_form_that_is_ours_is_taken(database: str) -> None:
    """The refusals above would prove nothing about routes that take nothing at all."""
    enrol()
    client = browser()
    form = client.get("/sign-in")
    fields = {"form_token": hidden(form.text, "form_token"), "name": "", "password": ""}
    assert client.post("/sign-in", data=fields, headers={"Origin": HERE}).status_code == 422
