"""A sign-in is closed and opened again; whoever leaves hands the caseload over in the same step."""

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind, Role
from tests.at_once import together
from tests.cast import Cast, link, make_account, make_child
from tests.db.described import rows_of
from tests.steps import TOMORROW, YESTERDAY, Clock, changes, row
from tests.tracker.office.office import add_administrator, give_passwords, links_in, office, told
from tracker.access.joining import accept_invitation, accept_reset
from tracker.access.policy import Action
from tracker.access.sign_in import is_signed_in, sign_in
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, LinkRefused, NotFound, NotPermitted, SignInRefused
from tracker.office.cover import NewCover, cover
from tracker.office.leaving import Left, close_sign_in, open_again
from tracker.office.links import link as link_to
from tracker.office.people import PersonState, invite, person_of, reset_sign_in

Kind = RelationshipKind
PT, OT, TEAM = Kind.PHYSICAL_THERAPIST, Kind.OCCUPATIONAL_THERAPIST, Kind.CARE_TEAM
NEW_PASSWORD = "seven slow boats at dawn"


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast with passwords, Zoe whom Pat treats as well, and Otto, who manages the other clinic."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    give_passwords(engine)
    with engine.begin() as connection:
        cast.children["Zoe"] = make_child(connection, cast.clinic, "Zoe")
        link(connection, cast.clinic, cast.accounts["Pat"], cast.children["Zoe"], OT, Level.PROPOSE)
    return cast


def leave(cast: Cast, who: str, successor: str | None = None, by: str = "Ada") -> Left:
    to = None if successor is None else cast.accounts[successor]
    return office(cast, by, close_sign_in, cast.accounts[who], successor_id=to)


def test_a_closed_sign_in_opens_nothing_any_more(engine: sa.Engine, cast: Cast) -> None:
    assert is_signed_in(cast.tokens["Dana"])
    assert leave(cast, "Dana") == Left(1, 0)
    assert not is_signed_in(cast.tokens["Dana"])
    assert office(cast, "Ada", person_of, cast.accounts["Dana"]).state is PersonState.CLOSED
    assert changes(engine)[-1] == ("close_sign_in", f"account {cast.accounts['Dana']}")
    with pytest.raises(SignInRefused):
        sign_in("dana@example.org", "any")


def test_open_links_of_a_closed_sign_in_are_withdrawn(cast: Cast) -> None:
    invited = office(cast, "Ada", invite, Role.FAMILY, "Robin", "robin@example.org")
    reset = office(cast, "Ada", reset_sign_in, cast.accounts["Dana"])
    office(cast, "Ada", close_sign_in, invited.account_id)
    leave(cast, "Dana")
    for accept, made in ((accept_invitation, invited), (accept_reset, reset)):
        with pytest.raises(LinkRefused) as refused:
            accept(made.token, NEW_PASSWORD)
        assert refused.value.why == "withdrawn"


def test_a_caseload_is_handed_over_in_one_step(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    assert leave(cast, "Pat", "Casey") == Left(2, 2)
    assert ("Casey", "physical_therapist", "prescribe") in links_in(engine, cast.mia, clock.today)
    assert links_in(engine, cast.children["Zoe"], clock.today) == {
        ("Casey", "occupational_therapist", "propose")
    }
    with reading(cast.tokens["Casey"]) as work:
        assert work.child(cast.mia, Action.PRESCRIBE)
        assert work.child(cast.children["Zoe"], Action.PROPOSE)
    log = METADATA.tables["access_log"]
    logged = sa.select(log.c.what, log.c.child_id).where(log.c.what.in_(("link", "end_link")))
    with engine.connect() as connection:
        assert sorted(map(tuple, connection.execute(logged))) == sorted(
            (what, child) for what in ("link", "end_link") for child in (cast.mia, cast.children["Zoe"])
        )


def test_the_new_links_begin_today_and_reach_no_further_back(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    leave(cast, "Pat", "Casey")
    assert "Casey" not in {name for name, *_ in links_in(engine, cast.children["Zoe"], YESTERDAY)}


def test_nobody_need_take_over(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    assert leave(cast, "Pat") == Left(2, 0)
    assert links_in(engine, cast.children["Zoe"], clock.today) == set()


def test_who_is_linked_in_that_way_already_gets_no_second_link(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    with engine.begin() as connection:
        link(connection, cast.clinic, cast.accounts["Casey"], cast.mia, PT, Level.PRESCRIBE)
    before = len(rows_of(engine)["relationship"])
    assert leave(cast, "Pat", "Casey") == Left(2, 1)
    assert len(rows_of(engine)["relationship"]) == before + 1


def test_a_successor_who_could_do_less_can_then_do_as_much(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    with engine.begin() as connection:
        link(connection, cast.clinic, cast.accounts["Casey"], cast.mia, PT, Level.SEE)
    leave(cast, "Pat", "Casey")
    there = {found for found in links_in(engine, cast.mia, clock.today) if found[:2] == ("Casey", PT.value)}
    assert there == {("Casey", PT.value, "prescribe")}


def test_cover_is_not_handed_over_and_ends_with_whom_it_covers(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    pat, lee = cast.accounts["Pat"], cast.accounts["Lee"]
    office(cast, "Ada", cover, NewCover(pat, lee, clock.today, TOMORROW))
    office(cast, "Ada", cover, NewCover(lee, pat, clock.today, TOMORROW))
    here = links_in(engine, cast.mia, clock.today)
    assert {("Lee*", "physical_therapist", "prescribe"), ("Pat*", "care_team", "propose")} <= here
    leave(cast, "Pat", "Lee")
    assert {
        found for found in links_in(engine, cast.mia, clock.today) if found[0].strip("*") in "PatLee"
    } == {
        ("Lee", "care_team", "propose"),
        ("Lee", "physical_therapist", "prescribe"),
    }


@pytest.mark.parametrize("successor", ["Dana", "Ada", "Pat", "Robin"])
def test_only_a_clinician_with_an_open_sign_in_takes_over(
    engine: sa.Engine, cast: Cast, successor: str
) -> None:
    made = office(cast, "Ada", invite, Role.CLINICIAN, "Robin", "robin@example.org")
    cast.accounts["Robin"] = made.account_id
    leave(cast, "Robin")
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="successor: not_a_colleague"):
        leave(cast, "Pat", successor)
    assert rows_of(engine) == before


def test_a_family_hands_nothing_over(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="successor"):
        leave(cast, "Dana", "Pat")
    assert rows_of(engine) == before


def test_nothing_of_another_clinic_is_closed_or_given(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for account in (cast.accounts["Pat"], 0, -1, 999, 2**40):
        for use_case in (close_sign_in, open_again):
            with pytest.raises(NotFound):
                office(cast, "Otto", use_case, account)
    with pytest.raises(NotFound):
        leave(cast, "Pat", "Iris")
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        with pytest.raises(NotPermitted):
            leave(cast, "Sam", by=who)
        with pytest.raises(NotPermitted):
            office(cast, who, open_again, cast.accounts["Sam"])
    assert rows_of(engine) == before


def test_a_sign_in_is_closed_once_and_opened_once(engine: sa.Engine, cast: Cast) -> None:
    with pytest.raises(Conflict, match="not_closed"):
        office(cast, "Ada", open_again, cast.accounts["Dana"])
    leave(cast, "Dana")
    before = rows_of(engine)
    with pytest.raises(Conflict, match="closed"):
        leave(cast, "Dana")
    assert rows_of(engine) == before


def test_a_sign_in_that_is_open_again_has_a_new_password_and_no_link(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    leave(cast, "Dana")
    made = office(cast, "Ada", open_again, cast.accounts["Dana"])
    assert office(cast, "Ada", person_of, made.account_id).state is PersonState.INVITED
    # The password from before opens nothing, and the session from before neither.
    assert row(engine, "account", made.account_id).password_hash == "!"
    assert not is_signed_in(cast.tokens["Dana"])
    session = accept_invitation(made.token, NEW_PASSWORD)
    with reading(session.token) as work:
        assert work.followed() == []
    assert told(engine, made.account_id) == []
    assert [what for what, _ in changes(engine) if what != "sign_in"] == [
        "end_link", "close_sign_in", "open_sign_in", "invite", "accept_invitation",
    ]  # fmt: skip


def test_a_link_made_while_somebody_leaves_does_not_outlive_them(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    rounds = 8
    with engine.begin() as connection:
        leavers = [make_account(connection, cast.clinic, f"Kim{n}", Role.CLINICIAN) for n in range(rounds)]
        children = [make_child(connection, cast.clinic, f"child {n}") for n in range(rounds)]

    def act(who: str, number: int) -> None:
        if who == "Eve":
            office(cast, who, link_to, children[number], leavers[number], PT, Level.SEE)
        else:
            office(cast, who, close_sign_in, leavers[number])

    got = together(rounds, act, ("Ada", "Eve"))
    assert got["Ada"] == [None] * rounds
    refused = [error for error in got["Eve"] if error is not None]
    assert {(type(error), str(error)) for error in refused} <= {(Conflict, "closed")}
    assert [links_in(engine, child, clock.today) for child in children] == [set()] * rounds
