"""The form that changes a password."""

import re

import httpx
import pytest

from tests.server import hidden
from tests.tracker.web.links import NEW_PASSWORD, shown
from tests.tracker.web.stage import NAME, PASSWORD, Browser, browser, enrol, submit
from tracker.access.actor import SessionToken
from tracker.access.sign_in import is_signed_in, sign_in
from tracker.errors import Busy
from tracker.web import password_page
from tracker.web.attempts import PAIR

pytestmark = pytest.mark.everywhere

PATH = "/password"


@pytest.fixture
def client(database: str, seconds: list[float]) -> Browser:
    enrol()
    client = browser()
    assert submit(client).status_code == 303
    return client


def change(client: Browser, current: str = PASSWORD, new: str = NEW_PASSWORD, **more: str) -> httpx.Response:
    token = hidden(client.get(PATH).text, "form_token")
    return client.post(PATH, data={"form_token": token, "current_password": current, "password": new, **more})


def test_the_form_works_with_password_managers_and_holds_no_password(client: Browser) -> None:
    html = client.get(PATH).text
    for field, hint in (
        ("sign_in_name", "username"),
        ("current_password", "current-password"),
        ("password", "new-password"),
    ):
        assert f'<label for="{field}">' in html
        assert re.search(rf'<input id="{field}"[^>]*autocomplete="{hint}"', html)
    assert NAME in html
    assert re.findall(r'type="password"[^>]*value=', html) == []


def test_this_browser_goes_on_in_a_new_session_and_the_old_one_is_dead(client: Browser) -> None:
    before = SessionToken(client.cookies["session"])
    elsewhere = sign_in(NAME, PASSWORD).token
    answer = change(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    after = SessionToken(client.cookies["session"])
    assert [is_signed_in(token) for token in (before, elsewhere, after)] == [False, False, True]
    assert client.get("/today").status_code == 200
    assert client.get("/today", headers={"Cookie": f"session={before}"}).status_code == 303
    assert sign_in(NAME, NEW_PASSWORD)


@pytest.mark.parametrize(
    ("current", "new", "field", "sentence"),
    [
        ("wrong", NEW_PASSWORD, "current_password", "Current password: this one does not fit."),
        (PASSWORD, "short", "password", "Password: at least 15 characters."),
        (PASSWORD, "passwordpassword", "password", "Password: this one could be guessed."),
    ],
)
def test_what_will_not_do_is_named_and_changes_nothing(
    client: Browser, current: str, new: str, field: str, sentence: str
) -> None:
    answer = change(client, current, new)
    assert answer.status_code == 422
    assert f'role="alert">{sentence}' in shown(answer)
    [wrong] = re.findall(r"<input[^>]*aria-invalid[^>]*>", answer.text)
    assert f'id="{field}"' in wrong
    for secret in (current, new):
        assert f'value="{secret}"' not in answer.text
    assert client.get("/today").status_code == 200
    assert sign_in(NAME, PASSWORD)


def test_a_form_of_another_site_does_nothing(client: Browser) -> None:
    assert change(client, form_token="x" * 43).status_code == 403
    assert client.post(PATH, data={"current_password": PASSWORD, "password": NEW_PASSWORD}).status_code == 403
    assert client.post(PATH, content=b"x" * 20_000).status_code == 413
    assert sign_in(NAME, PASSWORD)


def test_it_is_for_who_is_signed_in(database: str) -> None:
    client = browser()
    assert client.get(PATH).headers["location"] == "/sign-in?next=/password"
    assert client.post(PATH, data={"current_password": PASSWORD}).status_code == 401


def test_guessing_the_present_one_is_as_slow_as_at_the_door(client: Browser) -> None:
    for _ in range(PAIR.free):
        assert change(client, "wrong").status_code == 422
    answer = change(client)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert "Please wait" in answer.text
    assert sign_in(NAME, PASSWORD)


def test_a_new_one_that_will_not_do_is_no_guess(client: Browser) -> None:
    for _ in range(PAIR.free + 1):
        assert change(client, new="short").status_code == 422
    assert change(client).status_code == 303


def test_a_busy_record_is_said_in_words_and_costs_no_attempt(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr(password_page, "change_password", busy)
        for _ in range(PAIR.free + 1):
            answer = change(client)
            assert answer.status_code == 503
            assert "busy right now" in answer.text
    assert change(client).status_code == 303
