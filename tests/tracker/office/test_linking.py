"""Administrators link people to children and end links; who is linked how must fit."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast, make_account, make_child
from tests.db.described import rows_of
from tests.steps import Clock, changes, row
from tests.tracker.office.office import NOT_A_NAME, ODD_BUT_FINE, add_administrator, office
from tracker.access.policy import RULES, Action, permits
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.office.children import child_of_clinic
from tracker.office.link_rules import LEVELS_OF, ROLE_OF
from tracker.office.links import (
    LinkEntry,
    NewRelationship,
    end_link,
    invite_and_link,
    link,
)
from tracker.screen.messages import in_words

Kind = RelationshipKind
ACCOUNT = METADATA.tables["account"]


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, Zoe who is linked to nobody, and Otto who manages the other clinic."""
    with engine.begin() as connection:
        cast.children["Zoe"] = make_child(connection, cast.clinic, "Zoe")
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


def link_to_zoe(cast: Cast, who: str, kind: Kind, level: Level, household: str = "", by: str = "Ada") -> int:
    return office(cast, by, link, cast.children["Zoe"], cast.accounts[who], kind, level, household)


def links_of_zoe(cast: Cast) -> list[LinkEntry]:
    return list(office(cast, "Ada", child_of_clinic, cast.children["Zoe"])[0].links)


def can(cast: Cast, who: str, action: Action) -> bool:
    with reading(cast.tokens[who]) as work:
        return work.child(cast.children["Zoe"], action) == cast.children["Zoe"]


FITTING = [
    ("Sam", Kind.GUARDIAN, "Sam's home"),
    ("Mia", Kind.CHILD, ""),
    ("Pat", Kind.PHYSICAL_THERAPIST, ""),
    ("Pat", Kind.OCCUPATIONAL_THERAPIST, ""),
    ("Casey", Kind.COUNSELOR, ""),
    ("Lee", Kind.CARE_TEAM, ""),
]


CASES = [(*fits, level) for fits in FITTING for level in LEVELS_OF[fits[1]]]


def test_a_link_opens_what_its_level_says_at_once_and_is_logged(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for who, kind, household, level in CASES:
        before = len(changes(engine))
        new = link_to_zoe(cast, who, kind, level, household)
        assert links_of_zoe(cast) == [
            LinkEntry(
                id=new,
                child_id=cast.children["Zoe"],
                child="Zoe",
                account_id=cast.accounts[who],
                name=who,
                kind=kind,
                level=level,
                household=household,
                starts_on=clock.today,
                last_day=None,
                covers_id=None,
                covers="",
                over_since=None,
            )
        ]
        for action in Action:
            if permits(kind, level, action):
                assert can(cast, who, action)
            else:
                with pytest.raises(NotPermitted):
                    can(cast, who, action)
        office(cast, "Ada", end_link, new)
        assert changes(engine)[before:] == [
            ("link", f"relationship {new}"),
            ("end_link", f"relationship {new}"),
        ]
        with pytest.raises(NotFound):
            can(cast, who, Action.SEE)


def test_a_link_is_logged_beside_the_child_whom_it_concerns(engine: sa.Engine, cast: Cast) -> None:
    new = link_to_zoe(cast, "Pat", Kind.PHYSICAL_THERAPIST, Level.SEE)
    office(cast, "Ada", end_link, new)
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        found = connection.execute(sa.select(log.c.clinic_id, log.c.account_id, log.c.child_id)).all()
    assert set(found) == {(cast.clinic, cast.accounts["Ada"], cast.children["Zoe"])}


def test_a_kind_has_the_levels_that_its_actions_need() -> None:
    for kind, levels in LEVELS_OF.items():
        needed = {rule.level for rule in RULES.values() if kind in rule.kinds}
        assert needed <= set(levels)
        assert set(levels) <= needed | {Level.PROPOSE}
        assert Level.PROPOSE not in levels or ROLE_OF[kind] is Role.CLINICIAN


def test_a_level_that_a_kind_does_not_have_is_refused(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who, kind, household in FITTING:
        for level in set(Level) - set(LEVELS_OF[kind]):
            with pytest.raises(InvalidInput, match="level: not_this_level"):
                link_to_zoe(cast, who, kind, level, household)
    assert rows_of(engine) == before


def test_a_kind_is_for_one_role(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for kind in Kind:
        for_whom = "families" if kind in {Kind.GUARDIAN, Kind.CHILD} else "clinicians"
        fits = {"families": "Dana", "clinicians": "Pat"}[for_whom]
        for who in {"Dana", "Pat", "Ada"} - {fits}:
            with pytest.raises(InvalidInput, match=f"kind: for_{for_whom}"):
                link_to_zoe(cast, who, kind, Level.SEE)
    assert rows_of(engine) == before


def test_nobody_is_linked_twice_in_one_way(engine: sa.Engine, cast: Cast) -> None:
    first = link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.SEE, "Home")
    before = rows_of(engine)
    with pytest.raises(Conflict, match="linked"):
        link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.RECORD, "Another home")
    assert rows_of(engine) == before
    link_to_zoe(cast, "Lee", Kind.CARE_TEAM, Level.SEE)
    link_to_zoe(cast, "Lee", Kind.COUNSELOR, Level.SEE)
    link_to_zoe(cast, "Dana", Kind.GUARDIAN, Level.RECORD, "Home")
    office(cast, "Ada", end_link, first)
    link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.RECORD, "Home")


def test_a_closed_account_is_not_linked(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        sam = sa.update(ACCOUNT).where(ACCOUNT.c.id == cast.accounts["Sam"])
        connection.execute(sam.values(disabled_at=clock.moment))
    with pytest.raises(Conflict, match="closed"):
        link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.SEE, "Home")


def test_a_household_has_the_name_that_was_typed(cast: Cast) -> None:
    for name in ODD_BUT_FINE:
        new = link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.RECORD, f" {name} ")
        assert office(cast, "Ada", child_of_clinic, cast.children["Zoe"])[0].households == (name,)
        office(cast, "Ada", end_link, new)


def test_a_guardian_has_a_household(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for name, problem in NOT_A_NAME:
        with pytest.raises(InvalidInput, match=f"household: {problem}"):
            link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.RECORD, name)
    assert rows_of(engine) == before


def test_staff_have_no_household(cast: Cast) -> None:
    for who, kind, _ in FITTING[2:]:
        with pytest.raises(InvalidInput, match="household: only_family"):
            link_to_zoe(cast, who, kind, Level.SEE, "Home")


def test_a_child_shares_notes_with_a_household_of_its_guardians_or_with_none(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="household: choose"):
        link_to_zoe(cast, "Mia", Kind.CHILD, Level.RECORD, "The Old Mill")
    link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.RECORD, "The Old Mill")
    own = link_to_zoe(cast, "Mia", Kind.CHILD, Level.RECORD, "the old mill")
    assert {found.name: found.household for found in links_of_zoe(cast)} == {
        "Sam": "The Old Mill",
        "Mia": "The Old Mill",
    }
    office(cast, "Ada", end_link, own)
    link_to_zoe(cast, "Mia", Kind.CHILD, Level.RECORD)
    assert {found.name: found.household for found in links_of_zoe(cast)}["Mia"] == ""


def test_another_spelling_is_the_same_household(cast: Cast) -> None:
    link_to_zoe(cast, "Sam", Kind.GUARDIAN, Level.RECORD, "The Old Mill")
    link_to_zoe(cast, "Dana", Kind.GUARDIAN, Level.RECORD, "the old mill")
    link_to_zoe(cast, "Ben", Kind.GUARDIAN, Level.RECORD, "By the lake")
    entry = office(cast, "Ada", child_of_clinic, cast.children["Zoe"])[0]
    assert {found.name: found.household for found in entry.links} == {
        "Sam": "The Old Mill", "Dana": "The Old Mill", "Ben": "By the lake",
    }  # fmt: skip
    assert set(entry.households) == {"The Old Mill", "By the lake"}


def test_a_household_of_another_child_does_not_lend_its_spelling(cast: Cast) -> None:
    link_to_zoe(cast, "Dana", Kind.GUARDIAN, Level.RECORD, "DANA'S HOME")
    assert links_of_zoe(cast)[0].household == "DANA'S HOME"


def test_somebody_new_is_invited_and_linked_in_one_step(engine: sa.Engine, cast: Cast) -> None:
    new = NewRelationship(Kind.GUARDIAN, Level.RECORD, "Robin's home")
    made = office(cast, "Ada", invite_and_link, cast.children["Zoe"], "Robin", "robin@example.org", new)
    assert row(engine, "account", made.account_id).role == Role.FAMILY
    [found] = links_of_zoe(cast)
    assert (found.account_id, found.name, found.household) == (made.account_id, "Robin", "Robin's home")


@pytest.mark.parametrize(
    ("child", "sign_in_name", "household", "refusal"),
    [
        ("Zoe", "sam@example.org", "Home", InvalidInput),
        ("Zoe", "robin@example.org", "", InvalidInput),
        ("Noor", "robin@example.org", "Home", NotFound),
    ],
)
def test_nobody_is_invited_who_cannot_be_linked(
    engine: sa.Engine, cast: Cast, child: str, sign_in_name: str, household: str, refusal: type[Exception]
) -> None:
    before = rows_of(engine)
    new = NewRelationship(Kind.GUARDIAN, Level.RECORD, household)
    with pytest.raises(refusal):
        office(cast, "Ada", invite_and_link, cast.children[child], "Robin", sign_in_name, new)
    assert rows_of(engine) == before


def test_a_link_that_has_ended_stays_ended(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    new = link_to_zoe(cast, "Pat", Kind.PHYSICAL_THERAPIST, Level.PRESCRIBE)
    office(cast, "Ada", end_link, new)
    before = rows_of(engine)
    clock.forward(hours=1)
    office(cast, "Ada", end_link, new)
    assert rows_of(engine) == before


def test_only_administrators_link(engine: sa.Engine, cast: Cast) -> None:
    existing = link_to_zoe(cast, "Pat", Kind.PHYSICAL_THERAPIST, Level.PRESCRIBE)
    before = rows_of(engine)
    new = NewRelationship(Kind.CARE_TEAM, Level.SEE)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        with pytest.raises(NotPermitted):
            link_to_zoe(cast, "Lee", Kind.CARE_TEAM, Level.SEE, by=who)
        with pytest.raises(NotPermitted):
            office(cast, who, end_link, existing)
        with pytest.raises(NotPermitted):
            office(cast, who, invite_and_link, cast.children["Zoe"], "Robin", "robin@example.org", new)
    assert rows_of(engine) == before


def test_nothing_of_another_clinic_is_found(engine: sa.Engine, cast: Cast) -> None:
    existing = link_to_zoe(cast, "Pat", Kind.PHYSICAL_THERAPIST, Level.PRESCRIBE)
    with engine.begin() as connection:
        robin = make_account(connection, cast.other_clinic, "Robin", Role.CLINICIAN)
    zoe, noor, pat = cast.children["Zoe"], cast.children["Noor"], cast.accounts["Pat"]
    nowhere = (0, -1, 999, 2**40)
    before = rows_of(engine)
    for who, child, account in (
        ("Otto", zoe, robin),
        ("Otto", noor, pat),
        ("Ada", zoe, robin),
        *(("Ada", number, pat) for number in nowhere),
        *(("Ada", zoe, number) for number in nowhere),
    ):
        with pytest.raises(NotFound):
            office(cast, who, link, child, account, Kind.PHYSICAL_THERAPIST, Level.SEE)
    for who, number in (("Otto", existing), *(("Ada", number) for number in nowhere)):
        with pytest.raises(NotFound):
            office(cast, who, end_link, number)
    assert rows_of(engine) == before


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize(
    ("first", "then", "refusal"),
    [(Kind.GUARDIAN, Kind.CHILD, "is_guardian"), (Kind.CHILD, Kind.GUARDIAN, "is_the_child")],
)
def test_nobody_is_both_the_child_and_its_guardian(
    engine: sa.Engine, cast: Cast, first: Kind, then: Kind, refusal: str, *, ended: bool
) -> None:
    home = {Kind.GUARDIAN: "Sam's home", Kind.CHILD: ""}
    number = link_to_zoe(cast, "Sam", first, Level.RECORD, home[first])
    if ended:
        office(cast, "Ada", end_link, number)
    before = rows_of(engine)
    with pytest.raises(Conflict, match=refusal) as refused:
        link_to_zoe(cast, "Sam", then, Level.RECORD, home[then])
    assert in_words(refused.value)
    assert rows_of(engine) == before
    # Of another child she may well be the other one.
    leo = add_a_child(engine, cast, "Leo")
    office(cast, "Ada", link, leo, cast.accounts["Sam"], then, Level.RECORD, home[then])


def test_a_child_has_one_sign_in_of_its_own(engine: sa.Engine, cast: Cast) -> None:
    number = link_to_zoe(cast, "Sam", Kind.CHILD, Level.RECORD)
    with engine.begin() as connection:
        cast.accounts["Tom"] = make_account(connection, cast.clinic, "Tom", Role.FAMILY)
    with pytest.raises(Conflict, match="has_own_sign_in") as refused:
        link_to_zoe(cast, "Tom", Kind.CHILD, Level.RECORD)
    assert "a sign-in of its own already" in in_words(refused.value)
    office(cast, "Ada", end_link, number)
    link_to_zoe(cast, "Tom", Kind.CHILD, Level.RECORD)
    assert [entry.name for entry in links_of_zoe(cast)] == ["Tom"]


def add_a_child(engine: sa.Engine, cast: Cast, name: str) -> int:
    with engine.begin() as connection:
        return make_child(connection, cast.clinic, name)


def test_a_link_may_have_a_last_day_and_ends_by_itself(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    zoe, pat, kind = cast.children["Zoe"], cast.accounts["Pat"], Kind.PHYSICAL_THERAPIST
    today = clock.today
    for wrong in (today - timedelta(days=1), today + timedelta(days=5 * 365 + 1)):
        with pytest.raises(InvalidInput, match="last_day: range"):
            office(cast, "Ada", link, zoe, pat, kind, Level.PRESCRIBE, last_day=wrong)
    office(cast, "Ada", link, zoe, pat, kind, Level.PRESCRIBE, last_day=today)
    assert [found.last_day for found in links_of_zoe(cast)] == [today]
    assert can(cast, "Pat", Action.PRESCRIBE)
    clock.forward(days=1)
    with pytest.raises(NotFound):
        can(cast, "Pat", Action.SEE)
    assert links_of_zoe(cast) == []
