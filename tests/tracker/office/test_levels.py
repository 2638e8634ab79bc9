"""What a link permits can be changed in one step; two homes of one child differ; an own sign-in has its age."""

from datetime import date

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast, link, make_account, make_child
from tests.db.described import rows_of
from tests.steps import TODAY, TOMORROW, Clock
from tests.tracker.office.office import add_administrator, give_passwords, links_in, office
from tracker.access.ages import first_day_of_age
from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.office.children import child_of_clinic, look_at_child
from tracker.office.links import LinkEntry, change_level, end_link
from tracker.office.links import link as link_to
from tracker.screen.messages import in_words

Kind = RelationshipKind
CLINIC, CHILD = METADATA.tables["clinic"], METADATA.tables["child"]


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, Zoe who is linked to nobody, and Otto, who manages the other clinic."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    give_passwords(engine)
    with engine.begin() as connection:
        cast.children["Zoe"] = make_child(connection, cast.clinic, "Zoe")
    return cast


def entry_of(cast: Cast, who: str, child: str = "Mia") -> LinkEntry:
    links = office(cast, "Ada", child_of_clinic, cast.children[child])[0].links
    [found] = [found for found in links if found.name == who]
    return found


def set_age(engine: sa.Engine, birth_month: date | None, **ages: int | None) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(CLINIC).values(**ages))
        connection.execute(sa.update(CHILD).values(birth_month=birth_month))


def can(cast: Cast, who: str, action: Action) -> bool:
    with reading(cast.tokens[who]) as work:
        return work.child(cast.mia, action) == cast.mia


def test_a_link_reaches_less_far_at_the_next_step_and_the_household_stays(
    engine: sa.Engine, cast: Cast
) -> None:
    old = entry_of(cast, "Dana")
    assert can(cast, "Dana", Action.RECORD)
    new = office(cast, "Ada", change_level, old.id, Level.SEE)
    assert can(cast, "Dana", Action.SEE)
    with pytest.raises(NotPermitted):
        can(cast, "Dana", Action.RECORD)
    found = entry_of(cast, "Dana")
    assert (found.id, found.level, found.household, found.starts_on) == (new, Level.SEE, "Dana's home", TODAY)
    assert can(cast, "Ben", Action.RECORD)


def test_two_households_of_one_child_have_different_rights(engine: sa.Engine, cast: Cast) -> None:
    office(cast, "Ada", change_level, entry_of(cast, "Ben").id, Level.SEE)
    may = {
        who: {
            action for action in (Action.SEE, Action.RECORD, Action.CONSENT) if permitted(cast, who, action)
        }
        for who in ("Dana", "Ben")
    }
    assert may == {"Dana": {Action.SEE, Action.RECORD, Action.CONSENT}, "Ben": {Action.SEE}}


def permitted(cast: Cast, who: str, action: Action) -> bool:
    try:
        return can(cast, who, action)
    except NotPermitted:
        return False


def test_the_same_level_again_is_the_same_link(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    old = entry_of(cast, "Pat")
    assert office(cast, "Ada", change_level, old.id, Level.PRESCRIBE) == old.id
    assert rows_of(engine) == before


def test_a_link_to_come_begins_when_it_would_have_and_ends_when_it_would_have(
    engine: sa.Engine, cast: Cast
) -> None:
    with engine.begin() as connection:
        last = date(2025, 4, 1)
        args = (cast.clinic, cast.accounts["Pat"], cast.children["Zoe"], Kind.CARE_TEAM, Level.SEE)
        new = link(connection, *args, "", TOMORROW, last)
    office(cast, "Ada", change_level, new, Level.PROPOSE)
    assert links_in(engine, cast.children["Zoe"], TODAY) == set()
    assert links_in(engine, cast.children["Zoe"], TOMORROW) == {("Pat", "care_team", "propose")}
    assert links_in(engine, cast.children["Zoe"], last) == set()


def test_what_does_not_fit_is_refused(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="level: not_this_level"):
        office(cast, "Ada", change_level, entry_of(cast, "Dana").id, Level.PRESCRIBE)
    dana = entry_of(cast, "Dana").id
    for who in ("Dana", "Pat", "Lee", "Sam"):
        with pytest.raises(NotPermitted):
            office(cast, who, change_level, dana, Level.SEE)
    for who, number in (("Otto", dana), ("Ada", 0), ("Ada", -1), ("Ada", 999), ("Ada", 2**40)):
        with pytest.raises(NotFound):
            office(cast, who, change_level, number, Level.SEE)
    assert rows_of(engine) == before
    office(cast, "Ada", end_link, dana)
    with pytest.raises(Conflict, match="link_ended"):
        office(cast, "Ada", change_level, dana, Level.SEE)


def test_a_guardians_link_that_ended_with_coming_of_age_does_not_come_back_by_another_level(
    engine: sa.Engine, cast: Cast
) -> None:
    set_age(engine, date(2007, 2, 1), majority_age=18)
    found = entry_of(cast, "Dana")
    assert found.over_since == date(2025, 3, 1)
    with pytest.raises(Conflict, match="link_ended"):
        office(cast, "Ada", change_level, found.id, Level.SEE)
    with pytest.raises(NotFound):
        can(cast, "Dana", Action.SEE)


@pytest.mark.parametrize(
    ("born", "years", "first_day"),
    [
        (date(2012, 1, 1), 13, date(2025, 2, 1)),
        (date(2012, 11, 1), 13, date(2025, 12, 1)),
        (date(2012, 12, 1), 13, date(2026, 1, 1)),
        (date(2012, 5, 1), 0, date(2012, 6, 1)),
    ],
)
def test_an_age_is_reached_for_sure_once_the_month_of_birth_is_over(
    born: date, years: int, first_day: date
) -> None:
    assert first_day_of_age(born, years) == first_day


def own_sign_in(engine: sa.Engine, cast: Cast) -> int:
    with engine.begin() as connection:
        return make_account(connection, cast.clinic, "Zoe", Role.FAMILY)


def test_an_own_sign_in_begins_at_the_clinics_age(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    account, zoe = own_sign_in(engine, cast), cast.children["Zoe"]
    set_age(engine, date(2012, 3, 1), own_account_from_age=13)
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="kind: own_sign_in_from") as refused:
        office(cast, "Ada", link_to, zoe, account, Kind.CHILD, Level.RECORD)
    assert in_words(refused.value) == (
        "As: in this clinic an own sign-in begins at 13 years. Here that is on Tue 1 Apr, as only the month of "
        "birth is known (today is Mon 3 Mar)."
    )
    assert rows_of(engine) == before
    clock.forward(days=29)  # 1 April
    office(cast, "Ada", link_to, zoe, account, Kind.CHILD, Level.RECORD)


@pytest.mark.parametrize(("born", "age"), [(None, 13), (date(2020, 1, 1), None)])
def test_without_a_birth_month_or_an_age_nobody_is_too_young(
    engine: sa.Engine, cast: Cast, born: date | None, age: int | None
) -> None:
    account = own_sign_in(engine, cast)
    set_age(engine, born, own_account_from_age=age)
    office(cast, "Ada", link_to, cast.children["Zoe"], account, Kind.CHILD, Level.RECORD)


def test_the_age_is_the_childs_own_matter(engine: sa.Engine, cast: Cast) -> None:
    set_age(engine, date(2020, 1, 1), own_account_from_age=13)
    office(
        cast, "Ada", link_to, cast.children["Zoe"], cast.accounts["Dana"], Kind.GUARDIAN, Level.RECORD, "Home"
    )


def looks(engine: sa.Engine) -> list[tuple[int, str]]:
    log = METADATA.tables["access_log"]
    query = sa.select(log.c.child_id, log.c.what).where(log.c.access == "look").order_by(log.c.id)
    with engine.connect() as connection:
        return [(row.child_id, row.what) for row in connection.execute(query)]


def test_the_offices_look_at_a_child_is_logged_once_in_a_quarter_of_an_hour(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for _ in range(2):
        with reading(cast.tokens["Ada"]) as work:
            assert look_at_child(work, cast.mia, screen="people")[0].name == "Mia"
    assert looks(engine) == [(cast.mia, "people")]
    clock.forward(minutes=15)
    with reading(cast.tokens["Ada"]) as work:
        look_at_child(work, cast.mia, screen="people")
    assert looks(engine) == [(cast.mia, "people")] * 2


def test_nobody_else_has_such_a_look(engine: sa.Engine, cast: Cast) -> None:
    for who, refusal in (("Otto", NotFound), ("Pat", NotPermitted), ("Dana", NotPermitted)):
        with pytest.raises(refusal), reading(cast.tokens[who]) as work:
            look_at_child(work, cast.mia, screen="people")
    assert looks(engine) == []
