"""Inviting several colleagues on the People page: pasted lines, a look at each, and links to hand out."""

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from tests.cast import Cast
from tests.db.described import rows_of
from tests.pages.conftest import Visit
from tests.pages.office import errors, opened, press, texts
from tests.steps import Clock
from tests.tracker.office.office import give_passwords, office
from tracker.access.joining import invitation
from tracker.office.people import people

TWO = "Robin, robin@example.org, clinician\nKim <b>*x*</b>, kim@example.org, Administrator"


@pytest.fixture
def at(engine: sa.Engine, cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    Clock(monkeypatch)
    give_passwords(engine)
    return opened(visit, "Ada", "people")


def typed(at: AppTest, text: str) -> AppTest:
    at.text_area("colleagues-lines-0").set_value(text).run()
    assert not at.exception
    return at


def test_what_each_line_does_is_shown_before_anybody_is_invited(
    engine: sa.Engine, cast: Cast, at: AppTest
) -> None:
    before = rows_of(engine)
    typed(at, TWO)
    assert "- **Robin** · robin" in texts(at)
    assert r"**Kim \<b\>\*x\*\<\/b\>**" in texts(at)
    assert at.button("colleagues-invite-0").label == "Invite 2 people"
    after = rows_of(engine)
    assert after["account"] == before["account"]
    assert after["one_time_link"] == before["one_time_link"]


def test_links_are_handed_out_once_and_can_be_kept_as_a_text_file(
    engine: sa.Engine, cast: Cast, at: AppTest
) -> None:
    press(typed(at, TWO), "colleagues-invite")
    [dialog] = at.get("dialog")
    assert dialog.proto.dialog.title == "2 invitations"
    addresses = [str(code.value) for code in at.code]
    assert [invitation(address.rsplit("/", 1)[1]).name for address in addresses] == [
        "Robin",
        "Kim <b>*x*</b>",
    ]
    [download] = at.get("download_button")
    assert download.proto.url.endswith(".txt")
    assert at.text_area("colleagues-lines-1").value == ""
    press(at, "close-invitation")
    at.run()
    assert not at.code
    assert {"Robin", "Kim <b>*x*</b>"} <= {person.name for person in office(cast, "Ada", people)}


def test_a_line_that_does_not_fit_is_named_and_nobody_is_invited(
    engine: sa.Engine, cast: Cast, at: AppTest
) -> None:
    typed(at, TWO + "\nAnn, dana@example.org, nurse\nBo, dana@example.org, clinician")
    said = texts(at)
    assert "2 lines need a look. Nobody is invited before all of them are fine." in said
    assert "Line 3: Role\\: please write clinician or administrator\\." in said
    assert "Line 4: Sign\\-in name\\: this name is taken\\. Please choose another\\." in said
    before = rows_of(engine)["account"]
    press(at, "colleagues-invite")
    assert "Nobody was invited yet." in errors(at)[0]
    assert rows_of(engine)["account"] == before
    assert str(at.text_area("colleagues-lines-0").value).startswith(TWO)


def test_too_many_lines_are_said(at: AppTest) -> None:
    typed(at, "\n".join(f"P{n}, p{n}@example.org, clinician" for n in range(51)))
    assert errors(at) == ["Lines: at most 50 at once; these are 51."]
