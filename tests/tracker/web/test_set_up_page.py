"""The page of the first run."""

import re

import pytest
import sqlalchemy as sa

from db.vocabulary import Role
from tests.cast import ZONE
from tests.db.described import rows_of
from tests.tracker.web.links import FIRST, NEW_PASSWORD, fill_in, set_up_path, shown
from tests.tracker.web.stage import Browser, browser, enrol
from tracker.access.accounts import clinics
from tracker.access.actor import OPERATOR, SessionToken
from tracker.access.sign_in import sign_in
from tracker.access.work import reading
from tracker.errors import Unwritable
from tracker.time_zones import REGIONS, known_time_zones
from tracker.web import sign_in_page

pytestmark = pytest.mark.everywhere

KEPT = ("clinic", "name", "sign_in_name")


@pytest.fixture
def client(database: str) -> Browser:
    return browser()


def value_of(html: str, field: str) -> str:
    found = re.search(rf'<input id="{field}"[^>]*value="([^"]*)"', html)
    assert found
    return found[1]


def chosen(html: str) -> list[str]:
    return re.findall(r'<option value="([^"]*)" selected>', html)


def test_it_makes_the_clinic_and_its_administrator(client: Browser) -> None:
    assert fill_in(client, set_up_path(), FIRST).status_code == 303
    assert [name for _, name in clinics(OPERATOR)] == ["Lakeshore"]
    with reading(SessionToken(client.cookies["session"])) as work:
        assert (work.actor.name, work.actor.role) == ("Ada", Role.ADMINISTRATOR)
        assert work.actor.clinic_time_zone == ZONE
    assert sign_in("ada@example.org", NEW_PASSWORD)


def test_the_time_zones_are_grouped_by_region_and_none_is_chosen_for_anybody(client: Browser) -> None:
    page = client.get(set_up_path()).text
    assert re.findall(r'<optgroup label="(\w+)">', page) == list(REGIONS)
    zones = re.findall(r'<option value="([^"]+)"', page)
    assert {"America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Calcutta"} <= set(zones)
    assert len(zones) == len(set(zones)) > 400
    assert set(zones) <= known_time_zones()
    assert '<option value="America/Argentina/Salta">Argentina, Salta</option>' in page
    assert chosen(page) == []


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("clinic", "  ", "Clinic: please fill this in."),
        ("clinic", "x" * 81, "Clinic: at most 80 characters; this has 81."),
        ("clinic", "Lake\nshore", "Clinic: please use letters, digits and signs that can be seen."),
        ("time_zone", "", "Time zone: please fill this in."),
        ("time_zone", "Mars/Base", "Time zone: this time zone is not known."),
        ("time_zone", "../../etc/passwd", "Time zone: this time zone is not known."),
        ("name", "", "Name: please fill this in."),
        ("name", "W" * 900, "Name: at most 80 characters; this has 900."),
        ("name", "\u202eadA", "Name: please use letters, digits and signs that can be seen."),
        ("sign_in_name", "a", "Sign-in name: at least 3 characters."),
        ("sign_in_name", "é" * 255, "Sign-in name: at most 254 characters; this has 255."),
        ("sign_in_name", "ada\tada", "Sign-in name: please use letters, digits and signs that can be seen."),
        ("password", "short", "Password: at least 15 characters."),
        ("password", "x" * 201, "Password: at most 200 characters; this has 201."),
        ("password", "lakeshore ada ada", "Password: this one could be guessed."),
    ],
)
def test_bad_input_names_its_field_and_limit_and_keeps_what_was_typed(
    engine: sa.Engine, client: Browser, field: str, typed: str, sentence: str
) -> None:
    path = set_up_path()
    before = rows_of(engine)
    answer = fill_in(client, path, FIRST, **{field: typed})
    assert answer.status_code == 422
    assert f'role="alert">{sentence}' in shown(answer)
    [wrong] = re.findall(r'<(?:input|select) id="(\w+)"[^>]*aria-invalid="true" autofocus', answer.text)
    assert wrong == field
    for kept in KEPT:
        expected = typed if kept == field else FIRST[kept]
        assert value_of(answer.text, kept) == expected
    assert chosen(answer.text) == ([] if field == "time_zone" else [ZONE])
    assert NEW_PASSWORD not in answer.text
    assert rows_of(engine) == before
    assert fill_in(client, path, FIRST).status_code == 303


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "מרפאת הנהר", "🦋 Flügel & Söhne", "'; DROP TABLE clinic; --", "{{ 7*7 }}"],
)
def test_any_script_makes_a_name_and_is_shown_as_text(client: Browser, text: str) -> None:
    path = set_up_path()
    answer = fill_in(client, path, FIRST, clinic=text, name=text, sign_in_name=text, password="")
    assert answer.status_code == 422
    assert shown(answer).count(f'value="{text}"') == 3
    assert "<script>" not in answer.text
    assert fill_in(client, path, FIRST, clinic=text, name=text, sign_in_name=text).status_code == 303
    assert clinics(OPERATOR) == [(1, text)]


def test_fields_that_are_missing_are_empty(client: Browser) -> None:
    answer = fill_in(client, set_up_path(), {})
    assert answer.status_code == 422
    assert "Clinic: please fill this in." in shown(answer)


def test_the_sign_in_page_says_where_the_link_is_as_long_as_there_is_no_clinic(client: Browser) -> None:
    answer = client.get("/sign-in")
    assert answer.status_code == 200
    assert "on the terminal where the server was started" in shown(answer)
    assert "starting the server again prints a new one" in shown(answer)
    assert "<form" not in answer.text
    assert "/set-up/" not in answer.text
    enrol()
    assert "<form" in client.get("/sign-in").text


def test_the_sign_in_page_does_not_wait_for_a_database(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise Unwritable

    monkeypatch.setattr(sign_in_page, "is_set_up", fail)
    assert "<form" in client.get("/sign-in").text
