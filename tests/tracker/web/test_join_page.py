"""The page of an invitation."""

import re

import pytest
import sqlalchemy as sa

from db.vocabulary import Role
from tests.db.described import rows_of
from tests.server import hidden
from tests.tracker.web.links import NEW_PASSWORD, fill_in, join_path, shown
from tests.tracker.web.stage import NAME, PASSWORD, Browser, browser
from tracker.access.joining import invitation
from tracker.access.one_time_links import new_invitation
from tracker.access.sign_in import sign_in
from tracker.access.work import writing
from tracker.errors import SignInRefused

pytestmark = pytest.mark.everywhere


@pytest.fixture
def client(database: str) -> Browser:
    return browser()


@pytest.mark.parametrize(
    ("role", "what_for"),
    [
        (Role.FAMILY, "tick them off"),
        (Role.CLINICIAN, "you plan home exercises"),
        (Role.ADMINISTRATOR, "add people"),
    ],
)
def test_it_greets_by_name_and_says_who_invites_and_what_for(
    client: Browser, role: Role, what_for: str
) -> None:
    text = shown(client.get(join_path("Ben", role)))
    assert "<h1>Hello, <bdi>Ben</bdi></h1>" in text
    assert "<bdi>Riverside</bdi> invites you." in text
    assert what_for in text
    assert re.search(r'<input id="sign_in_name"[^>]*value="ben@example.org" readonly', text)
    assert "At least 15 characters." in text


def test_the_chosen_password_opens_the_account_from_then_on(client: Browser) -> None:
    assert fill_in(client, join_path(), {"password": NEW_PASSWORD}).status_code == 303
    assert sign_in("ben@example.org", NEW_PASSWORD)


def test_nobody_chooses_another_sign_in_name_or_role_for_themselves(client: Browser) -> None:
    more = {"sign_in_name": "root@example.org", "role": "administrator", "name": "Eve", "clinic": "X"}
    assert fill_in(client, join_path(), {"password": NEW_PASSWORD, **more}).status_code == 303
    with pytest.raises(SignInRefused):
        sign_in("root@example.org", NEW_PASSWORD)
    assert sign_in("ben@example.org", NEW_PASSWORD).lasts.days == 30


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Password: at least 15 characters."),
        ("fourteen signs", "Password: at least 15 characters."),
        ("x" * 201, "Password: at most 200 characters; this has 201."),
        ("🔑" * 201, "Password: at most 200 characters; this has 201."),
        ("passwordpassword", "Password: this one could be guessed."),
        ("ben ben riverside", "Password: this one could be guessed."),
    ],
)
def test_a_password_that_will_not_do_is_named_with_its_limit(
    engine: sa.Engine, client: Browser, password: str, sentence: str
) -> None:
    path = join_path()
    before = rows_of(engine)
    answer = fill_in(client, path, {"password": password})
    assert answer.status_code == 422
    assert f'<p class="problem" id="problem" role="alert">{sentence}' in shown(answer)
    [field] = re.findall(r"<input[^>]*aria-invalid[^>]*>", answer.text)
    assert 'id="password"' in field
    assert 'aria-describedby="problem password-hint"' in field
    assert "value=" not in field
    assert rows_of(engine) == before
    assert fill_in(client, path, {"password": NEW_PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    "password",
    [
        "pässwörter \0 und 🔑 Wald",
        "شجرة كبيرة في الحديقة",
        "<script>alert('tea')</script>",
        "one & two + three = 100 %25",
        "  blanks  around it  ",
    ],
)
def test_any_characters_make_a_password_exactly_as_they_were_sent(client: Browser, password: str) -> None:
    assert fill_in(client, join_path(), {"password": password}).status_code == 303
    assert sign_in("ben@example.org", password)
    with pytest.raises(SignInRefused):
        sign_in("ben@example.org", password + ".")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x>', "أدا", "👩‍⚕️", "W" * 80, "{name}"]
)
def test_a_name_is_shown_as_text(client: Browser, name: str) -> None:
    answer = client.get(join_path(name))
    assert f"<h1>Hello, <bdi>{name}</bdi></h1>" in shown(answer)
    assert "<script>" not in answer.text
    assert "<img" not in answer.text


def test_of_many_who_send_it_at_once_one_gets_in(client: Browser) -> None:
    path = join_path()
    token = hidden(client.get(path).text, "form_token")
    answers = client.post_at_once(path, {"form_token": token, "password": NEW_PASSWORD}, 6)
    assert sorted(answers) == [303, 410, 410, 410, 410, 410]


def test_a_newer_invitation_ends_the_older_in_words(client: Browser) -> None:
    older = join_path()
    with writing(sign_in(NAME, PASSWORD).token) as work:
        newer = new_invitation(work, invitation(older.removeprefix("/join/")).account_id)
    answer = client.get(older)
    assert answer.status_code == 410
    assert "Please use the newest one, or ask the clinic for it." in shown(answer)
    assert client.get(f"/join/{newer.token}").status_code == 200
