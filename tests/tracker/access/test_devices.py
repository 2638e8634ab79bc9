"""An account's own sessions: it sees and ends those, and nobody else's."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import Cast, make_session
from tests.db.described import rows_of
from tests.steps import NOON, Clock, changes
from tracker.access.actor import SessionToken
from tracker.access.devices import Device, devices, own_account, sign_out_device, sign_out_elsewhere
from tracker.access.sign_in import is_signed_in, name_device
from tracker.access.work import reading, writing
from tracker.errors import NotFound, SignedOut


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def tablet(engine: sa.Engine, cast: Cast) -> SessionToken:
    """Another browser of Dana's, last used the day before."""
    with engine.begin() as connection:
        dana = cast.accounts["Dana"]
        begun = NOON - timedelta(days=3)
        token = make_session(connection, dana, begun, last_seen=NOON - timedelta(days=1))
    name_device(token, "Safari on iPad")
    return token


def shown(token: SessionToken) -> list[Device]:
    with reading(token) as work:
        return devices(work)


def test_each_browser_stands_with_its_days_this_one_first(cast: Cast, tablet: SessionToken) -> None:
    this, other = shown(cast.tokens["Dana"])
    assert (this.is_this, other.is_this) == (True, False)
    assert (other.device, other.first_day, other.last_day) == (
        "Safari on iPad",
        date(2025, 2, 28),
        date(2025, 3, 2),
    )
    assert this.last_day == date(2025, 3, 3), "never a day to come"
    assert [device.is_this for device in shown(tablet)] == [True, False]


def test_the_days_are_those_of_the_clinic(engine: sa.Engine, cast: Cast) -> None:
    """At 03:30 in London it is still the evening before in New York."""
    with engine.begin() as connection:
        late = NOON.replace(hour=3, minute=30)
        token = make_session(connection, cast.accounts["Sam"], late, last_seen=late)
    [this] = [device for device in shown(token) if device.is_this]
    assert this.first_day == date(2025, 3, 2)


def test_what_has_ended_is_not_listed(
    engine: sa.Engine, cast: Cast, tablet: SessionToken, clock: Clock
) -> None:
    with writing(cast.tokens["Dana"]) as work:
        [number] = [device.session_id for device in devices(work) if not device.is_this]
        sign_out_device(work, number)
    assert len(shown(cast.tokens["Dana"])) == 1
    with engine.begin() as connection:
        pat = cast.accounts["Pat"]
        make_session(connection, pat, NOON, last_seen=NOON - timedelta(minutes=15))
        make_session(connection, pat, NOON - timedelta(days=31))
        make_session(connection, pat, NOON, last_seen=NOON - timedelta(minutes=14))
    assert len(shown(cast.tokens["Pat"])) == 2


def test_signing_out_a_browser_bites_at_once_and_is_logged(
    engine: sa.Engine, cast: Cast, tablet: SessionToken
) -> None:
    with writing(cast.tokens["Dana"]) as work:
        [number] = [device.session_id for device in devices(work) if not device.is_this]
        sign_out_device(work, number)
    assert not is_signed_in(tablet)
    assert is_signed_in(cast.tokens["Dana"])
    assert changes(engine) == [("sign_out", f"sign_in_session {number}")]


def test_nobody_ends_a_session_of_somebody_else(engine: sa.Engine, cast: Cast, tablet: SessionToken) -> None:
    with reading(cast.tokens["Dana"]) as work:
        numbers = [device.session_id for device in devices(work)]
    before = rows_of(engine)
    for who in ("Ben", "Ada", "Sam", "Iris"):
        for number in (*numbers, 999, 0, -1, 2**40):
            with pytest.raises(NotFound), writing(cast.tokens[who]) as work:
                sign_out_device(work, number)
    assert rows_of(engine) == before


def test_everywhere_else_leaves_this_one(cast: Cast, tablet: SessionToken) -> None:
    with writing(tablet) as work:
        assert sign_out_elsewhere(work) == 1
    assert is_signed_in(tablet)
    assert not is_signed_in(cast.tokens["Dana"])
    assert is_signed_in(cast.tokens["Ben"])
    with writing(tablet) as work:
        assert sign_out_elsewhere(work) == 0


def test_an_account_is_told_who_it_is(cast: Cast) -> None:
    with reading(cast.tokens["Dana"]) as work:
        account = own_account(work)
    assert (account.name, account.sign_in_name, account.clinic) == ("Dana", "dana@example.org", "Riverside")
    with pytest.raises(SignedOut), reading(SessionToken("x")) as work:
        own_account(work)
