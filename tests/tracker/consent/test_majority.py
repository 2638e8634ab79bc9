"""The day on which a child comes of age: guardians' links end, and the young adult says who may go on."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind
from tests.cast import Cast, link
from tests.db.described import rows_of
from tests.steps import Clock, by, changes
from tests.tracker.consent.families import RELATIONSHIP, asked, part, set_ages, set_born
from tests.tracker.office.office import office
from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.consent.asking import Step
from tracker.consent.majority import Renewal, renew, renewal
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.office import links as office_links
from tracker.office.closing import close_record, open_record

DAY = date(2025, 4, 1)  # eighteen for certain, once March is over


@pytest.fixture(autouse=True)
def the_evening_before(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """One second before Mia is of age, where the clinic is: midnight is at four in the morning of UTC."""
    set_ages(engine, cast, majority_age=18)
    set_born(engine, cast, date(2007, 3, 1))
    clock.forward(days=(DAY - clock.today).days, hours=-13, seconds=-1)
    assert clock.today == DAY - timedelta(days=1)


def sees(cast: Cast, who: str) -> bool:
    with reading(cast.tokens[who]) as work:
        return cast.mia in dict(work.followed())


def records(cast: Cast, who: str) -> bool:
    try:
        by(cast, who, lambda work, child: work.child(child, Action.RECORD))
    except NotPermitted:
        return False
    return True


def found(cast: Cast, who: str = "Mia") -> Renewal | None:
    return by(cast, who, renewal)


def decide(cast: Cast, **levels: Level | None) -> None:
    by(cast, "Mia", renew, {cast.accounts[who]: level for who, level in levels.items()})


def levels(cast: Cast) -> dict[str, Level | None]:
    now = found(cast)
    assert now is not None
    return {guardian.name: guardian.level for guardian in now.guardians}


def test_the_day_is_told_a_month_before_and_not_after(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for back, told in ((0, DAY), (29, DAY), (31, None)):
        clock.forward(days=-back)
        assert asked(cast, "Dana").of_age_on == asked(cast, "Mia").of_age_on == told
        clock.forward(days=back)
    clock.forward(seconds=1)
    assert asked(cast, "Mia").of_age_on is None


def test_before_the_day_nothing_is_to_decide(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    before = rows_of(engine)
    assert found(cast) is None
    assert asked(cast, "Mia").step is Step.NONE
    with pytest.raises(Conflict, match="not_of_age"):
        decide(cast, Dana=Level.SEE)
    assert rows_of(engine) == before


def test_at_midnight_the_links_end_and_the_young_adult_is_asked(cast: Cast, clock: Clock) -> None:
    assert sees(cast, "Dana")
    clock.forward(seconds=1)
    assert not sees(cast, "Dana")
    assert not sees(cast, "Ben")
    assert asked(cast, "Mia").step is Step.RENEW
    now = found(cast)
    assert now is not None
    assert now.of_age_since == DAY
    assert not now.decided
    assert levels(cast) == {"Ben": None, "Dana": None}


def test_each_former_guardian_gets_what_was_chosen(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    clock.forward(seconds=1)
    decide(cast, Dana=Level.SEE, Ben=None)
    assert (sees(cast, "Dana"), records(cast, "Dana")) == (True, False)
    assert not sees(cast, "Ben")
    assert asked(cast, "Mia").step is Step.NONE
    new = max(row["id"] for row in rows_of(engine)["relationship"])
    made = next(row for row in rows_of(engine)["relationship"] if row["id"] == new)
    assert (made["kind"], made["level"], made["household"], str(made["starts_on"])) == (
        "guardian", "see", "Dana's home", str(DAY),
    )  # fmt: skip
    assert changes(engine) == [("link", f"relationship {new}"), ("renew_links", f"child {cast.mia}")]


def test_it_can_be_changed_later_in_the_same_place(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    clock.forward(seconds=1)
    decide(cast, Dana=Level.SEE, Ben=None)
    clock.forward(days=40)
    decide(cast, Dana=Level.RECORD, Ben=Level.SEE)
    assert levels(cast) == {"Ben": Level.SEE, "Dana": Level.RECORD}
    assert records(cast, "Dana")
    decide(cast, Dana=None, Ben=Level.SEE)
    assert levels(cast) == {"Ben": Level.SEE, "Dana": None}
    assert (sees(cast, "Dana"), sees(cast, "Ben")) == (False, True)
    said = [what for what, _subject in changes(engine)]
    first, second, third = ["link"], ["end_link", "link", "link"], ["end_link"]
    assert said == [*first, "renew_links", *second, "renew_links", *third, "renew_links"]


def test_the_same_choice_again_makes_no_second_link(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    clock.forward(seconds=1)
    decide(cast, Dana=Level.SEE)
    before = rows_of(engine)["relationship"]
    decide(cast, Dana=Level.SEE)
    assert rows_of(engine)["relationship"] == before


def test_to_let_nobody_in_is_a_decision_too(cast: Cast, clock: Clock) -> None:
    clock.forward(seconds=1)
    decide(cast, Dana=None, Ben=None)
    assert asked(cast, "Mia").step is Step.NONE
    now = found(cast)
    assert now is not None
    assert now.decided


def test_who_was_no_guardian_on_that_day_is_not_offered(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    part(engine, cast, "Ben")
    with engine.begin() as connection:
        ends = (
            cast.clinic,
            cast.accounts["Sam"],
            cast.mia,
            RelationshipKind.GUARDIAN,
            Level.SEE,
            "Sam's home",
        )
        link(connection, *ends, ends_on=DAY - timedelta(days=1))
    clock.forward(seconds=1)
    assert levels(cast) == {"Dana": None}
    before = rows_of(engine)
    for who in ("Ben", "Sam", "Iris", "Pat"):
        with pytest.raises(NotFound):
            decide(cast, **{who: Level.SEE})
    for level in (Level.PROPOSE, Level.PRESCRIBE):
        with pytest.raises(InvalidInput, match="level: not_this_level"):
            decide(cast, Dana=level)
    assert rows_of(engine) == before


@pytest.mark.parametrize("who", ["Dana", "Ben", "Pat", "Lee", "Casey", "Sam", "Ada", "Iris"])
def test_nobody_else_decides(engine: sa.Engine, cast: Cast, clock: Clock, who: str) -> None:
    clock.forward(seconds=1)
    before = rows_of(engine)
    with pytest.raises(NotPermitted if who in {"Pat", "Lee", "Casey"} else NotFound):
        by(cast, who, renew, {cast.accounts["Dana"]: Level.RECORD})
    assert rows_of(engine) == before


def test_somebody_without_guardians_is_not_asked(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    part(engine, cast, "Dana")
    part(engine, cast, "Ben")
    clock.forward(seconds=1)
    assert asked(cast, "Mia").step is Step.NONE


def test_it_is_decided_in_a_closed_record_as_well(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE child SET closed_at = created_at"))
    clock.forward(seconds=1)
    assert asked(cast, "Mia").step is Step.RENEW
    decide(cast, Dana=Level.SEE)
    assert sees(cast, "Dana")


def test_the_office_links_anew_as_always(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    clock.forward(seconds=1)
    guardian = (RelationshipKind.GUARDIAN, Level.RECORD, "Dana's home")
    office(cast, "Ada", office_links.link, cast.mia, cast.accounts["Dana"], *guardian)
    assert records(cast, "Dana")
    assert levels(cast) == {"Ben": None, "Dana": Level.RECORD}
    decide(cast, Dana=None, Ben=None)
    assert not sees(cast, "Dana")


def test_without_an_age_or_a_month_nothing_ends(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    clock.forward(days=400)
    set_ages(engine, cast, majority_age=None)
    assert sees(cast, "Dana")
    assert found(cast) is None
    set_ages(engine, cast, majority_age=18)
    set_born(engine, cast, None)
    assert sees(cast, "Dana")
    assert (found(cast), asked(cast, "Mia").step, asked(cast, "Dana").of_age_on) == (None, Step.NONE, None)


def test_links_stay_as_they_were_written(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """They end by the calendar alone, so that another age of majority tomorrow is right from the first moment."""
    clock.forward(days=400)
    with engine.connect() as connection:
        ended = sa.select(sa.func.count()).where(
            RELATIONSHIP.c.revoked_at.is_not(None) | RELATIONSHIP.c.ends_on.is_not(None)
        )
        assert connection.execute(ended).scalar_one() == 0


def test_in_a_closed_record_nobody_new_is_let_do_more_than_see(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    clock.forward(seconds=1)
    decide(cast, Ben=Level.RECORD)
    office(cast, "Ada", close_record, cast.mia)
    now = found(cast)
    assert now is not None
    assert now.levels == (Level.SEE,)
    decide(cast, Dana=Level.RECORD, Ben=Level.RECORD)
    assert levels(cast) == {"Ben": Level.RECORD, "Dana": Level.SEE}
    office(cast, "Ada", open_record, cast.mia)
    assert (sees(cast, "Dana"), records(cast, "Dana"), records(cast, "Ben")) == (True, False, True)
    decide(cast, Dana=Level.RECORD)
    assert records(cast, "Dana")
