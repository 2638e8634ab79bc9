"""Links are dated and revocable, and are read anew in every unit of work."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast, link, make_child
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock
from tracker.access.actor import OPERATOR
from tracker.access.policy import Action
from tracker.access.work import reading, writing
from tracker.errors import NotFound, NotPermitted

PT = RelationshipKind.PHYSICAL_THERAPIST
RELATIONSHIP = METADATA.tables["relationship"]

FAMILY = {Action.SEE, Action.RECORD, Action.ASSENT, Action.SEE_ACCESS_LOG, Action.EXPORT, Action.ASK}
TEAM = {Action.SEE, Action.RECORD, Action.RECORD_LATE, Action.EXCUSE, Action.PROPOSE}
TEAM |= {Action.KEEP_VISITS, Action.PLAN_MILESTONES, Action.KEEP_MEASURES}
TEAM |= {Action.ANSWER, Action.HOLD_APPOINTMENT}


def link_sam(
    engine: sa.Engine,
    cast: Cast,
    starts_on: date = TODAY,
    ends_on: date | None = None,
    kind: RelationshipKind = PT,
    level: Level = Level.PRESCRIBE,
) -> int:
    account = METADATA.tables["account"]
    with engine.begin() as connection:
        role = Role.FAMILY if kind in {RelationshipKind.GUARDIAN, RelationshipKind.CHILD} else Role.CLINICIAN
        connection.execute(sa.update(account).where(account.c.id == cast.accounts["Sam"]).values(role=role))
        return link(
            connection, cast.clinic, cast.accounts["Sam"], cast.mia, kind, level, "", starts_on, ends_on
        )


def can(cast: Cast, action: Action, who: str = "Sam") -> bool:
    with reading(cast.tokens[who]) as work:
        return work.child(cast.mia, action) == cast.mia


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(TODAY, None), (YESTERDAY, None), (YESTERDAY, TOMORROW), (TODAY, TOMORROW)],
)
def test_a_link_in_force_opens_the_record(
    engine: sa.Engine, cast: Cast, clock: Clock, starts_on: date, ends_on: date | None
) -> None:
    link_sam(engine, cast, starts_on, ends_on)
    assert can(cast, Action.PRESCRIBE)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(TOMORROW, None), (date(2020, 1, 1), TODAY), (date(2020, 1, 1), YESTERDAY), (TODAY, TODAY)],
)
def test_a_link_to_come_or_ended_opens_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock, starts_on: date, ends_on: date | None
) -> None:
    link_sam(engine, cast, starts_on, ends_on)
    with pytest.raises(NotFound):
        can(cast, Action.SEE)


def test_a_link_begins_and_ends_at_midnight_where_the_clinic_is(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    link_sam(engine, cast, TOMORROW, TOMORROW + timedelta(days=1))
    clock.forward(hours=11, minutes=59)  # 23:59 in New York, already tomorrow in UTC
    with pytest.raises(NotFound):
        can(cast, Action.SEE)
    clock.forward(minutes=1)
    assert can(cast, Action.SEE)
    clock.forward(hours=24)
    with pytest.raises(NotFound):
        can(cast, Action.SEE)


def test_a_revoked_link_closes_the_record_for_the_next_unit_of_work(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    new = link_sam(engine, cast)
    assert can(cast, Action.SEE)
    with engine.begin() as connection:
        statement = sa.update(RELATIONSHIP).where(RELATIONSHIP.c.id == new)
        connection.execute(statement.values(revoked_at=clock.moment))
    for action in Action:
        with pytest.raises(NotFound):
            can(cast, action)


def test_of_several_links_any_may_permit(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    link_sam(engine, cast, kind=RelationshipKind.COUNSELOR, level=Level.SEE)
    with pytest.raises(NotPermitted):
        can(cast, Action.RECORD)
    link_sam(engine, cast, kind=RelationshipKind.CARE_TEAM, level=Level.RECORD)
    assert can(cast, Action.RECORD)
    with pytest.raises(NotPermitted):
        can(cast, Action.PRESCRIBE)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("Mia", FAMILY | {Action.RENEW_LINKS, Action.HIDE_PAIN}),
        ("Dana", FAMILY | {Action.CONSENT}),
        ("Pat", TEAM | {Action.PRESCRIBE, Action.IMPORT, Action.EXPORT_PLAN}),
        ("Casey", {Action.SEE, Action.KEEP_COUNSELING}),
        ("Lee", TEAM),
    ],
)
def test_what_each_of_the_cast_may_do(
    engine: sa.Engine, cast: Cast, clock: Clock, who: str, allowed: set[Action]
) -> None:
    for action in Action:
        if action in allowed:
            assert can(cast, action, who)
        else:
            with pytest.raises(NotPermitted):
                can(cast, action, who)
    with reading(cast.tokens[who]) as work:
        child = work.child(cast.mia, Action.SEE)
        assert {action for action in Action if work.may(child, action)} == allowed


def test_everybody_follows_their_own_children_only(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        make_child(connection, cast.clinic, "Zoe")
    link_sam(engine, cast, TOMORROW)
    for who, names in (("Dana", ["Mia"]), ("Pat", ["Mia"]), ("Iris", ["Noor"]), ("Ada", []), ("Sam", [])):
        with reading(cast.tokens[who]) as work:
            assert [name for _, name in work.followed()] == names


def test_two_links_to_one_child_list_it_once(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for _ in range(2):
        link_sam(engine, cast)
    with reading(cast.tokens["Sam"]) as work:
        assert work.followed() == [(cast.mia, "Mia")]


@pytest.mark.parametrize("child", [0, -1, 999, 2**31, 2**80])
def test_a_child_that_does_not_exist_is_not_found(engine: sa.Engine, cast: Cast, child: int) -> None:
    for credential in (cast.tokens["Pat"], cast.tokens["Ada"], OPERATOR):
        with pytest.raises(NotFound), writing(credential) as work:
            work.child(child, Action.SEE, screen="today")
