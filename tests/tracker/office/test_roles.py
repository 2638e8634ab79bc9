"""A colleague's role is changed by an administrator, bites at once, and the last administrator stays one."""

import pytest
import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind, Role
from tests.at_once import together
from tests.cast import Cast, link, make_clinic, make_session
from tests.db.described import rows_of
from tests.steps import Clock, changes, row
from tests.tracker.office.office import add_administrator, give_passwords, links_in, office, told
from tracker.access.policy import Action
from tracker.access.sign_in import is_signed_in
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted, SignedOut
from tracker.office.leaving import close_sign_in
from tracker.office.people import invite
from tracker.office.roles import change_role

ROUNDS = 8


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast with passwords; and Otto, who manages the other clinic."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    give_passwords(engine)
    return cast


def role_of(engine: sa.Engine, cast: Cast, who: str) -> Role:
    return Role(row(engine, "account", cast.accounts[who]).role)


def test_a_clinician_becomes_an_administrator_and_is_told(engine: sa.Engine, cast: Cast) -> None:
    pat = cast.accounts["Pat"]
    office(cast, "Ada", change_role, pat, Role.ADMINISTRATOR)
    assert role_of(engine, cast, "Pat") is Role.ADMINISTRATOR
    assert told(engine, pat) == [("role_changed", cast.accounts["Ada"])]
    assert changes(engine)[-1] == ("change_role", f"account {pat}")


def test_another_role_ends_every_session_at_once(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        tablet = make_session(connection, cast.accounts["Pat"], clock.moment)
    for token in (cast.tokens["Pat"], tablet):
        assert is_signed_in(token)
    office(cast, "Ada", change_role, cast.accounts["Pat"], Role.ADMINISTRATOR)
    for token in (cast.tokens["Pat"], tablet):
        with pytest.raises(SignedOut), reading(token) as work:
            work.child(cast.mia, Action.SEE)
    assert is_signed_in(cast.tokens["Lee"])


def test_links_that_the_new_role_does_not_fit_end_with_their_covers(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    assert ("Pat", "physical_therapist", "prescribe") in links_in(engine, cast.mia, clock.today)
    office(cast, "Ada", change_role, cast.accounts["Pat"], Role.ADMINISTRATOR)
    assert {name for name, *_ in links_in(engine, cast.mia, clock.today)} == {
        "Mia", "Dana", "Ben", "Casey", "Lee",
    }  # fmt: skip
    assert [what for what, _ in changes(engine)] == ["end_link", "change_role"]
    office(cast, "Ada", change_role, cast.accounts["Pat"], Role.CLINICIAN)
    assert "Pat" not in {name for name, *_ in links_in(engine, cast.mia, clock.today)}


def test_the_same_role_again_changes_nothing(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    office(cast, "Ada", change_role, cast.accounts["Pat"], Role.CLINICIAN)
    office(cast, "Ada", change_role, cast.accounts["Ada"], Role.ADMINISTRATOR)
    assert rows_of(engine) == before


def test_a_family_stays_a_family_and_nobody_else_becomes_one(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who, role in (("Dana", Role.CLINICIAN), ("Mia", Role.ADMINISTRATOR), ("Pat", Role.FAMILY)):
        with pytest.raises(InvalidInput, match="role: stays_family"):
            office(cast, "Ada", change_role, cast.accounts[who], role)
    assert rows_of(engine) == before


def test_the_last_administrator_is_neither_demoted_nor_closed(engine: sa.Engine, cast: Cast) -> None:
    # Neither somebody who is only invited nor one of another clinic counts.
    office(cast, "Ada", invite, Role.ADMINISTRATOR, "Robin", "robin@example.org")
    before = rows_of(engine)
    with pytest.raises(Conflict, match="last_administrator"):
        office(cast, "Ada", change_role, cast.accounts["Ada"], Role.CLINICIAN)
    with pytest.raises(Conflict, match="last_administrator"):
        office(cast, "Ada", close_sign_in, cast.accounts["Ada"])
    assert rows_of(engine) == before


def test_one_of_two_administrators_may_go(engine: sa.Engine, cast: Cast) -> None:
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    office(cast, "Eve", change_role, cast.accounts["Ada"], Role.CLINICIAN)
    assert role_of(engine, cast, "Ada") is Role.CLINICIAN
    with pytest.raises(Conflict, match="last_administrator"):
        office(cast, "Eve", change_role, cast.accounts["Eve"], Role.CLINICIAN)


@pytest.mark.parametrize("use_case", ["demote", "close"])
def test_two_administrators_who_turn_on_each_other_do_not_leave_none(
    engine: sa.Engine, cast: Cast, use_case: str
) -> None:
    pairs = [pair_in_a_clinic_of_their_own(engine, cast, n) for n in range(ROUNDS)]
    give_passwords(engine)

    def act(side: int, number: int) -> None:
        pair = pairs[number]
        by, victim = pair[side], cast.accounts[pair[1 - side]]
        if use_case == "demote":
            office(cast, by, change_role, victim, Role.CLINICIAN)
        else:
            office(cast, by, close_sign_in, victim)

    got = together(ROUNDS, act, (0, 1))
    for pair, one, other in zip(pairs, got[0], got[1], strict=True):
        assert (one is None) != (other is None)
        assert isinstance(one or other, (SignedOut, NotPermitted, Conflict))
        accounts = [row(engine, "account", cast.accounts[name]) for name in pair]
        left = [a for a in accounts if a.role == Role.ADMINISTRATOR and a.disabled_at is None]
        assert len(left) == 1


def pair_in_a_clinic_of_their_own(engine: sa.Engine, cast: Cast, number: int) -> tuple[str, str]:
    with engine.begin() as connection:
        clinic = make_clinic(connection, f"Clinic {number}")
    names = f"Kim {number}", f"Kay {number}"
    for name in names:
        add_administrator(engine, cast, name, clinic)
    return names


def test_only_administrators_of_the_same_clinic_change_roles(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        with pytest.raises(NotPermitted):
            office(cast, who, change_role, cast.accounts["Lee"], Role.ADMINISTRATOR)
    for account in (cast.accounts["Pat"], 0, -1, 999, 2**40):
        with pytest.raises(NotFound):
            office(cast, "Otto", change_role, account, Role.ADMINISTRATOR)
    assert rows_of(engine) == before


def test_a_closed_account_keeps_its_role(engine: sa.Engine, cast: Cast) -> None:
    office(cast, "Ada", close_sign_in, cast.accounts["Pat"])
    with pytest.raises(Conflict, match="closed"):
        office(cast, "Ada", change_role, cast.accounts["Pat"], Role.ADMINISTRATOR)


def test_a_therapist_of_two_children_loses_both(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        kind = RelationshipKind.OCCUPATIONAL_THERAPIST
        link(connection, cast.clinic, cast.accounts["Pat"], cast.mia, kind, Level.SEE)
    office(cast, "Ada", change_role, cast.accounts["Pat"], Role.ADMINISTRATOR)
    assert "Pat" not in {name for name, *_ in links_in(engine, cast.mia, clock.today)}
