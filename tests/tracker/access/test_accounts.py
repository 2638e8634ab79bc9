"""Clinics and accounts, made by the operator and by nobody else."""

import pytest
import sqlalchemy as sa

from db.vocabulary import Role
from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tracker.access.accounts import NewClinic, clinics, create_account, create_clinic, normal_sign_in_name
from tracker.access.actor import OPERATOR, VISITOR
from tracker.access.work import reading, writing
from tracker.errors import InvalidInput, NotFound, NotPermitted, SignedOut

PASSWORD = "correct horse battery"


def rows(engine: sa.Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.fixture
def clinic(database: str) -> int:
    return create_clinic(OPERATOR, "Riverside", ZONE)


def test_an_account_is_stored_with_a_hash_and_logged_without_a_child(engine: sa.Engine, clinic: int) -> None:
    account = create_account(OPERATOR, clinic, Role.FAMILY, " Dana ", " Dana@Example.ORG ", PASSWORD)
    [(name, sign_in_name, password_hash)] = rows(
        engine, "SELECT name, sign_in_name, password_hash FROM account"
    )
    assert (name, sign_in_name) == ("Dana", "dana@example.org")
    assert str(password_hash).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    log = "SELECT clinic_id, account_id, child_id, access, what, subject FROM access_log ORDER BY id"
    assert rows(engine, log) == [
        (clinic, None, None, "change", "create_clinic", f"clinic {clinic}"),
        (clinic, None, None, "change", "create_account", f"account {account}"),
    ]


@pytest.mark.parametrize("taken", ["dana@example.org", "DANA@example.org", "ｄａｎａ@example.org "])
def test_a_sign_in_name_is_taken_in_every_spelling(engine: sa.Engine, clinic: int, taken: str) -> None:
    create_account(OPERATOR, clinic, Role.FAMILY, "Dana", "dana@example.org", PASSWORD)
    with pytest.raises(InvalidInput, match="sign_in_name: taken"):
        create_account(OPERATOR, clinic, Role.FAMILY, "Dana", taken, PASSWORD)
    assert rows(engine, "SELECT count(*) FROM account") == [(1,)]
    assert rows(engine, "SELECT count(*) FROM access_log") == [(2,)]


@pytest.mark.parametrize("name", ["Straße@x", "İstanbul", "ΟΔΟΣ", "Ꭰꭰꮿ", "ŉame", "ﬁnn@x", "K2 - kelvin"])
def test_any_sign_in_name_has_one_form_that_the_table_takes(clinic: int, name: str) -> None:
    assert normal_sign_in_name(normal_sign_in_name(name)) == normal_sign_in_name(name)
    assert create_account(OPERATOR, clinic, Role.FAMILY, "Somebody", name, PASSWORD)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"password": "x" * 14}, "password: too_short"),
        ({"password": "x" * 201}, "password: too_long"),
        ({"password": "riverside dana dana"}, "password: guessable"),
        ({"sign_in_name": "ab"}, "sign_in_name: too_short"),
        ({"sign_in_name": "a" * 255}, "sign_in_name: too_long"),
        ({"sign_in_name": "da\nna"}, "sign_in_name: characters"),
        ({"sign_in_name": "  "}, "sign_in_name: empty"),
        ({"name": " "}, "name: empty"),
        ({"name": "a" * 81}, "name: too_long"),
        ({"name": "Da\x00na"}, "name: characters"),
        ({"name": "\u202eanaD"}, "name: characters"),
        ({"name": "\u200d"}, "name: empty"),
        ({"sign_in_name": "da\u200dna@example.org"}, "sign_in_name: characters"),
    ],
)
def test_what_cannot_be_stored_is_named(
    engine: sa.Engine, clinic: int, changed: dict[str, str], problem: str
) -> None:
    given = {"name": "Dana", "sign_in_name": "dana@example.org", "password": PASSWORD, **changed}
    with pytest.raises(InvalidInput, match=problem):
        create_account(OPERATOR, clinic, Role.FAMILY, **given)
    assert rows(engine, "SELECT count(*) FROM account") == [(0,)]


@pytest.mark.parametrize(
    "password",
    [
        "wind fern cloud",
        "old boats drift past quiet mills " * 6,
        "mila plovila u zoru",
        "pässwörter \x00 und 🔑!",
        "شجرة كبيرة في الحديقة",
    ],
)
def test_a_password_may_be_of_any_characters(clinic: int, password: str) -> None:
    assert create_account(OPERATOR, clinic, Role.FAMILY, "Dana", "dana@example.org", password)


@pytest.mark.parametrize("name", ["می‌خواهم", "👩‍⚕️ Ada", "<b>Dana</b>", "Zoë O'Neil-Łukasz", "אדה"])
def test_a_name_may_be_of_any_script(engine: sa.Engine, clinic: int, name: str) -> None:
    create_account(OPERATOR, clinic, Role.FAMILY, name, "dana@example.org", PASSWORD)
    assert rows(engine, "SELECT name FROM account") == [(name,)]


def test_an_account_and_its_new_clinic_are_made_together(engine: sa.Engine) -> None:
    new = NewClinic(" Riverside ", ZONE)
    account = create_account(OPERATOR, new, Role.FAMILY, "Dana", "dana@example.org", PASSWORD)
    [(clinic,)] = rows(engine, f"SELECT clinic_id FROM account WHERE id = {account}")
    assert clinics(OPERATOR) == [(clinic, "Riverside")]
    assert rows(engine, "SELECT count(DISTINCT at), count(*) FROM access_log") == [(1, 2)]


@pytest.mark.parametrize(
    ("changed", "new", "problem"),
    [
        ({"sign_in_name": "DANA@example.org"}, NewClinic("Hillside", ZONE), "sign_in_name: taken"),
        ({"password": "short"}, NewClinic("Hillside", ZONE), "password: too_short"),
        ({"name": ""}, NewClinic("Hillside", ZONE), "name: empty"),
        ({}, NewClinic("Riverside", ZONE), "clinic: taken"),
        ({}, NewClinic("Hillside", "Mars/Base"), "time_zone: time_zone"),
    ],
)
def test_nothing_remains_of_a_clinic_whose_account_is_refused(
    engine: sa.Engine, clinic: int, changed: dict[str, str], new: NewClinic, problem: str
) -> None:
    create_account(OPERATOR, clinic, Role.FAMILY, "Dana", "dana@example.org", PASSWORD)
    given = {"name": "Ben", "sign_in_name": "ben@example.org", "password": PASSWORD, **changed}
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match=problem):
        create_account(OPERATOR, new, Role.FAMILY, **given)
    assert rows_of(engine) == before


def test_an_account_needs_a_clinic(database: str) -> None:
    with pytest.raises(NotFound):
        create_account(OPERATOR, 1, Role.FAMILY, "Dana", "dana@example.org", PASSWORD)


@pytest.mark.parametrize(
    ("name", "zone", "problem"),
    [
        ("Riverside", ZONE, "clinic: taken"),
        ("Hillside", "Mars/Base", "time_zone: time_zone"),
        ("Hillside", "../../etc/passwd", "time_zone: time_zone"),
        ("", ZONE, "clinic: empty"),
        ("Hillside", " ", "time_zone: empty"),
        ("Hillside", "localtime", "time_zone: time_zone"),
    ],
)
def test_a_clinic_has_a_name_of_its_own_and_a_time_zone(
    clinic: int, name: str, zone: str, problem: str
) -> None:
    with pytest.raises(InvalidInput, match=problem):
        create_clinic(OPERATOR, name, zone)
    assert clinics(OPERATOR) == [(clinic, "Riverside")]


@pytest.mark.parametrize("name", ["Sam", "Pat", "Ada"])
def test_nobody_who_is_signed_in_passes_for_the_operator(cast: Cast, name: str) -> None:
    token = cast.tokens[name]
    with pytest.raises(NotPermitted):
        clinics(token)
    with pytest.raises(NotPermitted):
        create_clinic(token, "Lakeside", ZONE)
    with pytest.raises(NotPermitted):
        create_account(token, cast.clinic, Role.ADMINISTRATOR, "Eve", "eve@example.org", PASSWORD)


def test_a_visitor_reaches_no_child_and_no_account(cast: Cast) -> None:
    from tracker.access.policy import Action

    with reading(VISITOR) as work:
        with pytest.raises(SignedOut):
            work.child(cast.mia, Action.SEE)
        with pytest.raises(SignedOut):
            work.followed()
    with pytest.raises(NotPermitted), writing(VISITOR) as work:
        work.require_operator()
