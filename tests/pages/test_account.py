"""Account, and what its owner is told at the top of every page; through the entry script."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Notice
from tests.cast import Cast, make_session
from tests.pages.conftest import Visit
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import NOON, Clock
from tracker.access.actor import SessionToken
from tracker.access.notices import tell
from tracker.access.sign_in import is_signed_in, name_device
from tracker.access.work import writing

ROLES = pytest.mark.parametrize("who", ["Dana", "Pat", "Ada", "Sam"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def another(engine: sa.Engine, cast: Cast, who: str, device: str = "Safari on iPad") -> SessionToken:
    with engine.begin() as connection:
        begun = NOON - timedelta(minutes=14)
        token = make_session(connection, cast.accounts[who], begun, last_seen=begun)
    name_device(token, device)
    return token


@ROLES
def test_everybody_reads_who_they_are_and_where_they_are_signed_in(
    engine: sa.Engine, cast: Cast, visit: Visit, who: str
) -> None:
    another(engine, cast, who)
    at = opened(visit, who, "account")
    said = texts(at)
    assert f"You are **{who}** at Riverside." in said
    assert f"You sign in as {who.lower()}@" in said.replace("\\", "")
    assert "**Safari on iPad** · signed in Mon 3 Mar, last used Mon 3 Mar" in said
    assert "this browser" in said
    assert any('href="/password"' in element.proto.body for element in at.get("html"))


def test_one_browser_is_signed_out_and_the_others_stay(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    phone, tablet = another(engine, cast, "Dana", "Firefox on Android"), another(engine, cast, "Dana")
    at = opened(visit, "Dana", "account")
    [button] = [button for button in at.button if button.label == "Sign out Firefox on Android"]
    press(at, str(button.key))
    assert "That browser is signed out." in texts(at)
    assert "Firefox" not in texts(at)
    assert [is_signed_in(token) for token in (phone, tablet, cast.tokens["Dana"])] == [False, True, True]


def test_everywhere_else_is_signed_out_with_one_click(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    tablet = another(engine, cast, "Dana")
    at = opened(visit, "Dana", "account")
    press(at, "sign-out-elsewhere")
    assert "All other browsers are signed out." in texts(at)
    assert [is_signed_in(token) for token in (tablet, cast.tokens["Dana"])] == [False, True]
    assert not has_button(at, "sign-out-")


def test_a_browser_that_has_been_signed_out_meanwhile_is_explained(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    another(engine, cast, "Dana")
    at = opened(visit, "Dana", "account")
    with engine.begin() as connection:
        moment = "2025-03-03 17:00:00+00:00"
        connection.execute(
            sa.text(f"UPDATE sign_in_session SET revoked_at = '{moment}' WHERE device LIKE 'Safari%'")
        )
    [button] = [button for button in at.button if button.label == "Sign out Safari on iPad"]
    press(at, str(button.key))
    assert errors(at) == ["There is nothing here that you can open."]


def test_what_a_browser_says_of_itself_is_shown_as_text(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    another(engine, cast, "Dana", "<script>x</script> **b** :red[x]")
    said = texts(opened(visit, "Dana", "account"))
    assert "**b**" not in said.replace("\\*", "")
    assert ":red[" not in said


@ROLES
def test_a_notice_stands_on_every_page_until_it_was_read(cast: Cast, visit: Visit, who: str) -> None:
    with writing(cast.tokens["Ada"]) as work:
        for what in Notice:
            tell(work, cast.accounts[who], what)
        tell(work, cast.accounts["Ben"], Notice.ROLE_CHANGED)
    for page in ("account", "today", "caseload", "people"):
        said = texts(opened(visit, who, page))
        assert "Mon 3 Mar: your password was changed." in said
        assert "Mon 3 Mar: Ada made a link with which your password can be chosen anew." in said
        # On Account it also stands among what happened lately.
        assert said.count("Ada changed what you can do here.") == (2 if page == "account" else 1)
    at = opened(visit, who, "account")
    press(at, "notices-ok")
    assert texts(at).count("Mon 3 Mar: your password was changed.") == 1
    assert not has_button(opened(visit, who, "account"), "notices-ok")
    assert has_button(opened(visit, "Ben", "account"), "notices-ok")


def test_nobody_is_told_what_nobody_did(visit: Visit) -> None:
    assert not has_button(opened(visit, "Dana", "account"), "notices-ok")
