"""The page of a reset link."""

import re

import pytest

from db.vocabulary import Role
from tests.cast import ZONE
from tests.tracker.web.links import NEW_PASSWORD, fill_in, shown
from tests.tracker.web.stage import NAME, PASSWORD, Browser, browser, submit
from tracker.access.accounts import create_account, create_clinic
from tracker.access.actor import OPERATOR, SessionToken
from tracker.access.sign_in import is_signed_in, sign_in
from tracker.access.work import writing
from tracker.errors import SignInRefused
from tracker.office.people import reset_sign_in
from tracker.office.rescue import rescue_sign_in
from tracker.screen.dates import format_day

MIA = "mia@example.org"


@pytest.fixture
def client(database: str) -> Browser:
    return browser()


def make_accounts(name: str = "Mia") -> int:
    """Make the clinic Riverside with its administrator, who signs in as the stage's NAME, and a teenager."""
    clinic = create_clinic(OPERATOR, "Riverside", ZONE)
    create_account(OPERATOR, clinic, Role.ADMINISTRATOR, "Ada", NAME, PASSWORD)
    return create_account(OPERATOR, clinic, Role.FAMILY, name, MIA, PASSWORD)


def reset_path(name: str = "Mia") -> str:
    account = make_accounts(name)
    with writing(sign_in(NAME, PASSWORD).token) as work:
        return f"/reset/{reset_sign_in(work, account).token}"


def today() -> str:
    with writing(sign_in(NAME, PASSWORD).token) as work:
        return format_day(work.today_of_clinic)


def test_it_says_who_made_it_and_what_to_do_if_nobody_asked(client: Browser) -> None:
    text = shown(client.get(reset_path()))
    assert "<h1>Hello, <bdi>Mia</bdi></h1>" in text
    assert (
        f"<bdi>Ada</bdi> of <bdi>Riverside</bdi> made this link on {today()}. "
        "If you did not ask for it, tell the clinic." in text
    )
    assert re.search(r'<input id="sign_in_name"[^>]*value="mia@example.org" readonly', text)
    assert "Your password from before stops working then" in text


def test_a_link_of_the_operator_names_nobody(client: Browser) -> None:
    make_accounts()
    path = "/reset/" + rescue_sign_in(OPERATOR, MIA).address.rsplit("/", 1)[1]
    text = shown(client.get(path))
    assert f"Whoever runs this server for <bdi>Riverside</bdi> made this link on {today()}." in text


def test_opening_it_changes_nothing_and_sending_it_signs_in(client: Browser) -> None:
    path = reset_path()
    for _ in range(2):
        assert client.get(path).status_code == 200
    assert sign_in(MIA, PASSWORD)
    answer = fill_in(client, path, {"password": NEW_PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert is_signed_in(SessionToken(client.cookies["session"]))
    assert sign_in(MIA, NEW_PASSWORD)
    with pytest.raises(SignInRefused):
        sign_in(MIA, PASSWORD)
    used = client.get(path)
    assert used.status_code == 410
    assert "sign in with your new password" in shown(used)


def test_a_password_that_will_not_do_is_named_with_its_limit(client: Browser) -> None:
    path = reset_path()
    for password, sentence in (
        ("", "Password: at least 15 characters."),
        ("mia mia riverside", "Password: this one could be guessed."),
    ):
        answer = fill_in(client, path, {"password": password})
        assert answer.status_code == 422
        assert sentence in shown(answer)
    assert sign_in(MIA, PASSWORD)


def test_a_form_from_elsewhere_changes_nothing(client: Browser) -> None:
    path = reset_path()
    assert client.post(path, data={"password": NEW_PASSWORD}).status_code == 403
    assert fill_in(client, path, {"password": NEW_PASSWORD}, form_token="x").status_code == 403
    assert sign_in(MIA, PASSWORD)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "أدا", "{name}"])
def test_a_name_is_shown_as_text(client: Browser, name: str) -> None:
    answer = client.get(reset_path(name))
    assert f"<h1>Hello, <bdi>{name}</bdi></h1>" in shown(answer)
    assert "<script>" not in answer.text


def test_a_guess_opens_nothing_also_for_a_guardian_who_is_signed_in(client: Browser) -> None:
    make_accounts()
    submit(client, name=MIA)
    for token in ("x", "mia@example.org", "1", "../join/x"):
        for answer in (client.get(f"/reset/{token}"), client.post(f"/reset/{token}", data={"password": "x"})):
            assert answer.status_code in {403, 404}
    assert sign_in(MIA, PASSWORD)
