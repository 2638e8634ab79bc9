"""Links that work once: what they open, for how long, for whom, and that of two people one wins."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.queries import one_time_links as links
from db.tables import METADATA
from db.vocabulary import LinkPurpose, Role
from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tests.steps import Clock, changes
from tracker.access import joining
from tracker.access.accounts import NewClinic, clinics, create_clinic
from tracker.access.actor import OPERATOR, hash_of
from tracker.access.joining import accept_invitation, check_set_up, invitation, set_up
from tracker.access.one_time_links import (
    NewLink,
    link_address,
    new_invitation,
    new_set_up_link,
    set_up_address,
)
from tracker.access.sign_in import NewSession, is_signed_in, sign_in
from tracker.access.work import reading, writing
from tracker.errors import Conflict, InvalidInput, LinkRefused, NotFound, SignInRefused

PASSWORD = "wind fern cloud"
LINK = METADATA.tables["one_time_link"]
ACCOUNT = METADATA.tables["account"]
AtOnce = Callable[[Sequence[Callable[[], NewSession]]], list[str]]
RIVERSIDE = NewClinic("Riverside", ZONE)


def first() -> NewLink:
    link = new_set_up_link()
    assert link is not None
    return link


def found(token: str, clinic: NewClinic = RIVERSIDE, **changed: str) -> NewSession:
    given = {"name": "Ada", "sign_in_name": "ada@example.org", "password": PASSWORD, **changed}
    return set_up(token, clinic, **given)


def invite(cast: Cast, account: int | None = None, who: str = "Ada") -> NewLink:
    with writing(cast.tokens[who]) as work:
        return new_invitation(work, cast.accounts["Dana"] if account is None else account)


def refused(call: Callable[..., object], *arguments: object) -> tuple[LinkPurpose, str]:
    with pytest.raises(LinkRefused) as error:
        call(*arguments)
    return error.value.purpose, error.value.why


def made_of(engine: sa.Engine) -> list[tuple[str, str]]:
    """What the log says was changed, without the signing in that ends each of these ways."""
    return [(what, subject) for what, subject in changes(engine) if what != "sign_in"]


def change(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    """Give a function that runs each call in a thread, as far as the database lets them all to the point of no return.

    Gives what each came to: "in", or why not.
    """

    def run_all(calls: Sequence[Callable[[], NewSession]]) -> list[str]:
        everybody = threading.Barrier(len(calls))
        real = links.use_link

        def use_link(connection: sa.Connection, link_id: int, now: datetime) -> bool:
            # Where only one may come this far at a time, nobody waits for long.
            with suppress(threading.BrokenBarrierError):
                everybody.wait(0.5)
            return real(connection, link_id, now)

        monkeypatch.setattr(links, "use_link", use_link)
        got: list[str] = []

        def run(call: Callable[[], NewSession]) -> None:
            try:
                got.append("in" if is_signed_in(call().token) else "out")
            except LinkRefused as error:
                got.append(error.why)

        threads = [threading.Thread(target=run, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(got)

    return run_all


def test_only_the_hash_of_a_token_is_kept(engine: sa.Engine) -> None:
    link = first()
    assert len(link.token) == 43
    assert link.token not in str(rows_of(engine))
    with engine.connect() as connection:
        [row] = connection.execute(sa.select(LINK)).all()
    assert (row.token_hash, row.purpose, row.account_id) == (hash_of(link.token), LinkPurpose.SET_UP, None)


def test_addresses_begin_where_families_reach_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://clinic.example.org/")
    assert link_address(LinkPurpose.INVITATION, "x-y_z") == "https://clinic.example.org/join/x-y_z"
    assert link_address(LinkPurpose.RESET, "x-y_z") == "https://clinic.example.org/reset/x-y_z"
    assert set_up_address("x-y_z") == "https://clinic.example.org/set-up/x-y_z"


def test_the_first_visitor_makes_the_clinic_and_is_its_administrator(engine: sa.Engine) -> None:
    session = found(first().token, sign_in_name="Ada@Example.org")
    assert session.lasts == timedelta(hours=12)
    with reading(session.token) as work:
        assert (work.actor.name, work.actor.role) == ("Ada", Role.ADMINISTRATOR)
        assert work.actor.clinic_time_zone == ZONE
        clinic, account = work.actor.clinic_id, work.actor.account_id
    assert clinics(OPERATOR) == [(clinic, "Riverside")]
    assert is_signed_in(sign_in("ada@example.org", PASSWORD).token)
    assert made_of(engine) == [
        ("create_clinic", f"clinic {clinic}"),
        ("create_account", f"account {account}"),
    ]


def test_a_set_up_link_works_once_and_none_follows(engine: sa.Engine) -> None:
    link = first()
    found(link.token)
    before = rows_of(engine)
    again = NewClinic("Hillside", ZONE)
    assert refused(found, link.token, again) == (LinkPurpose.SET_UP, "used")
    assert refused(check_set_up, link.token) == (LinkPurpose.SET_UP, "used")
    assert new_set_up_link() is None
    assert rows_of(engine) == before


def test_looking_at_a_link_changes_nothing(engine: sa.Engine, cast: Cast) -> None:
    link = invite(cast)
    before = rows_of(engine)
    for _ in range(2):
        invited = invitation(link.token)
    assert (invited.clinic, invited.name, invited.sign_in_name) == ("Riverside", "Dana", "dana@example.org")
    assert invited.role == Role.FAMILY
    assert rows_of(engine) == before


def test_a_set_up_link_is_good_for_an_hour(engine: sa.Engine, clock: Clock) -> None:
    link = first()
    assert link.expires_at == clock.moment + timedelta(hours=1)
    clock.forward(minutes=59, seconds=59)
    check_set_up(link.token)
    clock.forward(seconds=1)
    assert refused(check_set_up, link.token) == (LinkPurpose.SET_UP, "expired")
    assert refused(found, link.token) == (LinkPurpose.SET_UP, "expired")
    assert clinics(OPERATOR) == []


def test_a_newer_set_up_link_withdraws_the_older(engine: sa.Engine) -> None:
    older, newer = first(), first()
    assert refused(found, older.token) == (LinkPurpose.SET_UP, "withdrawn")
    assert found(newer.token)


def test_a_clinic_of_the_operator_s_ends_the_set_up_link(engine: sa.Engine) -> None:
    link = first()
    create_clinic(OPERATOR, "Hillside", ZONE)
    assert refused(found, link.token) == (LinkPurpose.SET_UP, "used")
    assert [name for _, name in clinics(OPERATOR)] == ["Hillside"]


def test_a_clinic_that_the_operator_makes_meanwhile_is_the_only_one(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = first()

    def slow(*_arguments: object, **_more: object) -> str:
        # Were the write lock held here, this would wait five seconds and fail.
        create_clinic(OPERATOR, "Hillside", ZONE)
        return "hash"

    monkeypatch.setattr(joining, "hash_new_password", slow)
    assert refused(found, link.token) == (LinkPurpose.SET_UP, "used")
    assert [name for _, name in clinics(OPERATOR)] == ["Hillside"]
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ACCOUNT)).scalar() == 0


@pytest.mark.parametrize(
    ("clinic", "changed", "problem"),
    [
        (NewClinic(" ", ZONE), {}, "clinic: empty"),
        (NewClinic("x" * 81, ZONE), {}, "clinic: too_long"),
        (NewClinic("Riverside", ""), {}, "time_zone: empty"),
        (NewClinic("Riverside", "Mars/Base"), {}, "time_zone: time_zone"),
        (RIVERSIDE, {"name": ""}, "name: empty"),
        (RIVERSIDE, {"sign_in_name": "a"}, "sign_in_name: too_short"),
        (RIVERSIDE, {"password": "short"}, "password: too_short"),
        (RIVERSIDE, {"password": "riverside ada ada"}, "password: guessable"),
    ],
)
def test_after_bad_input_nothing_is_made_and_the_link_still_works(
    engine: sa.Engine, clinic: NewClinic, changed: dict[str, str], problem: str
) -> None:
    link = first()
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match=problem):
        found(link.token, clinic, **changed)
    assert rows_of(engine) == before
    assert found(link.token)


def test_after_an_error_on_the_last_step_nothing_is_half_made(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    link = invite(cast)
    before = rows_of(engine)
    with monkeypatch.context() as patch:
        patch.setattr(joining, "begin_session", fail)
        with pytest.raises(RuntimeError):
            accept_invitation(link.token, PASSWORD)
    assert rows_of(engine) == before
    assert accept_invitation(link.token, PASSWORD)


def test_after_an_error_on_the_last_step_there_is_no_half_clinic(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    link = first()
    before = rows_of(engine)
    with monkeypatch.context() as patch:
        patch.setattr(joining, "begin_session", fail)
        with pytest.raises(RuntimeError):
            found(link.token)
    assert rows_of(engine) == before
    assert found(link.token)


def test_of_two_who_set_up_at_once_one_wins(engine: sa.Engine, at_once: AtOnce) -> None:
    token = first().token
    names = [f"Clinic {n}" for n in range(4)]
    got = at_once([partial(found, token, NewClinic(name, ZONE)) for name in names])
    assert got == ["in", "used", "used", "used"]
    assert len(clinics(OPERATOR)) == 1


def test_two_open_set_up_links_still_make_one_clinic(engine: sa.Engine, at_once: AtOnce) -> None:
    """As two servers that start in the same moment might leave them."""
    tokens = [first().token for _ in range(3)]
    change(engine, "UPDATE one_time_link SET withdrawn_at = NULL")
    got = at_once([partial(found, t, NewClinic(t, ZONE), sign_in_name=t) for t in tokens])
    assert got == ["in", "used", "used"]
    assert len(clinics(OPERATOR)) == 1


def test_whoever_is_invited_chooses_a_password_and_is_signed_in(engine: sa.Engine, cast: Cast) -> None:
    dana = cast.accounts["Dana"]
    link = invite(cast)
    session = accept_invitation(link.token, PASSWORD)
    assert session.lasts == timedelta(days=30)
    with reading(session.token) as work:
        assert (work.actor.account_id, work.actor.name) == (dana, "Dana")
    assert is_signed_in(sign_in("dana@example.org", PASSWORD).token)
    with engine.connect() as connection:
        [row] = connection.execute(sa.select(LINK)).all()
    assert row.created_by_id == cast.accounts["Ada"]
    assert made_of(engine) == [
        ("invite", f"one_time_link {row.id}"),
        ("accept_invitation", f"account {dana}"),
    ]


def test_an_invitation_works_once(engine: sa.Engine, cast: Cast) -> None:
    link = invite(cast)
    accept_invitation(link.token, PASSWORD)
    before = rows_of(engine)
    assert refused(accept_invitation, link.token, "another fern cloud") == (LinkPurpose.INVITATION, "used")
    assert refused(invitation, link.token) == (LinkPurpose.INVITATION, "used")
    assert rows_of(engine) == before


def test_an_invitation_is_good_for_seven_days(cast: Cast, clock: Clock) -> None:
    link = invite(cast)
    assert link.expires_at == clock.moment + timedelta(days=7)
    clock.forward(days=6, hours=23, minutes=59, seconds=59)
    assert invitation(link.token)
    clock.forward(seconds=1)
    assert refused(invitation, link.token) == (LinkPurpose.INVITATION, "expired")
    assert refused(accept_invitation, link.token, PASSWORD) == (LinkPurpose.INVITATION, "expired")


def test_a_newer_invitation_withdraws_the_older_one_of_this_account_only(cast: Cast) -> None:
    bens = invite(cast, cast.accounts["Ben"])
    older, newer = invite(cast), invite(cast)
    assert refused(accept_invitation, older.token, PASSWORD) == (LinkPurpose.INVITATION, "withdrawn")
    assert accept_invitation(newer.token, PASSWORD)
    assert accept_invitation(bens.token, PASSWORD)


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token.swapcase(),
        lambda token: " " + token,
        hash_of,
        lambda _token: "",
        lambda _token: "é\0' OR 1=1 --",
        lambda _token: "x" * 10_000,
    ],
)
def test_an_altered_token_opens_nothing(engine: sa.Engine, cast: Cast, alter: Callable[[str], str]) -> None:
    token = alter(invite(cast).token)
    before = rows_of(engine)
    assert refused(invitation, token) == (LinkPurpose.INVITATION, "unknown")
    assert refused(accept_invitation, token, PASSWORD) == (LinkPurpose.INVITATION, "unknown")
    assert refused(found, token) == (LinkPurpose.SET_UP, "unknown")
    assert rows_of(engine) == before


def test_a_link_of_one_kind_opens_nothing_of_the_other(engine: sa.Engine) -> None:
    link = first()
    assert refused(accept_invitation, link.token, PASSWORD) == (LinkPurpose.INVITATION, "unknown")
    assert found(link.token)


def test_nobody_is_invited_to_another_clinic_or_out_of_nowhere(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for account in (cast.accounts["Iris"], 999_999, -1, 2**80):
        with pytest.raises(NotFound):
            invite(cast, account)
    assert rows_of(engine) == before


def test_whoever_has_a_password_is_not_invited(engine: sa.Engine, cast: Cast) -> None:
    accept_invitation(invite(cast).token, PASSWORD)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="has_password"):
        invite(cast)
    assert rows_of(engine) == before


def test_a_disabled_account_does_not_come_back_by_its_invitation(engine: sa.Engine, cast: Cast) -> None:
    link = invite(cast)
    change(
        engine,
        f"UPDATE account SET disabled_at = '2026-01-01 00:00:00+00:00' WHERE id = {cast.accounts['Dana']}",
    )
    before = rows_of(engine)
    assert refused(accept_invitation, link.token, PASSWORD) == (LinkPurpose.INVITATION, "withdrawn")
    assert rows_of(engine) == before


@pytest.mark.parametrize("password", ["short", "x" * 201, "dana dana riverside", "passwordpassword"])
def test_after_a_weak_password_the_invitation_still_works(
    engine: sa.Engine, cast: Cast, password: str
) -> None:
    link = invite(cast)
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="password"):
        accept_invitation(link.token, password)
    assert rows_of(engine) == before
    assert accept_invitation(link.token, PASSWORD)


@pytest.mark.parametrize("several", [False, True], ids=["one link", "a link each"])
def test_of_two_who_accept_at_once_one_wins(
    engine: sa.Engine, cast: Cast, at_once: AtOnce, several: bool
) -> None:
    tokens = [invite(cast).token for _ in range(4)]
    if several:
        change(engine, "UPDATE one_time_link SET withdrawn_at = NULL")
    else:
        tokens = tokens[-1:] * 4
    passwords = [f"{word} fern cloud" for word in ("wind", "boat", "kite", "attic")]
    calls = [partial(accept_invitation, t, p) for t, p in zip(tokens, passwords, strict=True)]
    got = at_once(calls)
    assert got == ["in", "used", "used", "used"]
    assert sum(opens(password) for password in passwords) == 1


def test_a_link_is_used_by_one_statement_that_fits_open_ones_only(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for account in ("Dana", "Ben", "Pat", "Pat"):
        invite(cast, cast.accounts[account])
    dana, ben, older, pat = range(1, 5)
    with engine.begin() as connection:
        assert links.use_link(connection, dana, clock.moment)
        assert not links.use_link(connection, dana, clock.moment)
        assert not links.use_link(connection, older, clock.moment)
        assert not links.use_link(connection, ben, clock.moment + timedelta(days=7))
        assert links.use_link(connection, pat, clock.moment)


def opens(password: str) -> bool:
    try:
        return bool(sign_in("dana@example.org", password))
    except SignInRefused:
        return False
