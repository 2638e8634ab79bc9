"""Cover: a dated link for a colleague, which begins and ends by itself and never reaches beyond the colleague's."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast, link, make_account, make_child
from tests.db.described import rows_of
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock, changes
from tests.tracker.office.office import add_administrator, give_passwords, links_in, office
from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.office.cover import MOST_DAYS, NewCover, cover, end_cover
from tracker.office.leaving import close_sign_in
from tracker.office.links import change_level, end_link, links_with
from tracker.office.people import invite

Kind = RelationshipKind
PT, OT = Kind.PHYSICAL_THERAPIST, Kind.OCCUPATIONAL_THERAPIST
WEEK = timedelta(days=6)


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast with passwords, Zoe whom Pat treats as well, and Otto, who manages the other clinic."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    give_passwords(engine)
    with engine.begin() as connection:
        cast.children["Zoe"] = make_child(connection, cast.clinic, "Zoe")
        link(connection, cast.clinic, cast.accounts["Pat"], cast.children["Zoe"], OT, Level.PROPOSE)
    return cast


def casey_covers_for_pat(
    cast: Cast,
    first: date | None = TODAY,
    last: date | None = TODAY + WEEK,
    child: str | None = None,
    by: str = "Ada",
    whom: str = "Casey",
) -> int:
    child_id = None if child is None else cast.children[child]
    return office(cast, by, cover, NewCover(cast.accounts["Pat"], cast.accounts[whom], first, last, child_id))


def can(cast: Cast, child: str, action: Action, who: str = "Casey") -> bool:
    with reading(cast.tokens[who]) as work:
        return work.child(cast.children[child], action) == cast.children[child]


def pats_link(cast: Cast, child: str) -> int:
    found = office(cast, "Ada", links_with, cast.accounts["Pat"])
    [mine] = [x.id for x in found if (x.name, x.child, x.covers_id) == ("Pat", child, None)]
    return mine


def stars(engine: sa.Engine, cast: Cast, child: str, day: date) -> set[tuple[str, str, str]]:
    return {found for found in links_in(engine, cast.children[child], day) if found[0].endswith("*")}


def test_a_whole_caseload_is_covered_in_one_step_with_the_same_kinds_and_levels(
    engine: sa.Engine, cast: Cast
) -> None:
    assert casey_covers_for_pat(cast) == 2
    assert stars(engine, cast, "Mia", TODAY) == {("Casey*", "physical_therapist", "prescribe")}
    assert stars(engine, cast, "Zoe", TODAY) == {("Casey*", "occupational_therapist", "propose")}
    assert can(cast, "Mia", Action.PRESCRIBE)
    assert can(cast, "Zoe", Action.PROPOSE)
    with pytest.raises(NotPermitted):
        can(cast, "Zoe", Action.PRESCRIBE)
    assert [what for what, _ in changes(engine)] == ["link", "link"]


def test_one_child_can_be_covered_alone(engine: sa.Engine, cast: Cast) -> None:
    assert casey_covers_for_pat(cast, child="Zoe") == 1
    assert stars(engine, cast, "Mia", TODAY) == set()
    assert len(stars(engine, cast, "Zoe", TODAY)) == 1


def test_cover_begins_and_ends_by_itself_at_midnight_where_the_clinic_is(cast: Cast, clock: Clock) -> None:
    casey_covers_for_pat(cast, TOMORROW, TOMORROW, "Zoe")
    clock.forward(hours=11, minutes=59)  # 23:59 in New York, already tomorrow in UTC
    with pytest.raises(NotFound):
        can(cast, "Zoe", Action.SEE)
    clock.forward(minutes=1)
    assert can(cast, "Zoe", Action.PROPOSE)
    clock.forward(hours=23, minutes=59)
    assert can(cast, "Zoe", Action.PROPOSE)
    clock.forward(minutes=1)
    with pytest.raises(NotFound):
        can(cast, "Zoe", Action.SEE)


def test_the_last_day_is_shown_as_it_was_given(cast: Cast) -> None:
    casey_covers_for_pat(cast, TODAY, TODAY + WEEK, "Zoe")
    [found] = [x for x in office(cast, "Ada", links_with, cast.accounts["Casey"]) if x.child == "Zoe"]
    assert (found.name, found.covers, found.starts_on, found.last_day) == (
        "Casey",
        "Pat",
        TODAY,
        TODAY + WEEK,
    )


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (None, TODAY, "cover_from: empty"),
        (TODAY, None, "cover_to: empty"),
        (YESTERDAY, TODAY, "cover_from: before"),
        (TOMORROW, TODAY, "cover_to: before"),
        (TODAY, TODAY + timedelta(days=MOST_DAYS), "cover_to: too_many_days"),
        (TODAY + timedelta(days=400), TODAY + timedelta(days=401), "cover_from: within_years"),
        (date.max, date.max, "cover_from: within_years"),
    ],
)
def test_days_that_do_not_fit_are_refused(
    engine: sa.Engine, cast: Cast, first: date | None, last: date | None, sentence: str
) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match=sentence):
        casey_covers_for_pat(cast, first, last)
    assert rows_of(engine) == before


def test_cover_lasts_92_days_at_most(engine: sa.Engine, cast: Cast) -> None:
    last = TODAY + timedelta(days=91)
    casey_covers_for_pat(cast, TODAY, last)
    assert len(stars(engine, cast, "Mia", last)) == 1
    assert stars(engine, cast, "Mia", last + timedelta(days=1)) == set()


def test_it_never_lasts_longer_than_the_colleagues_own_link(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
        pat, soon = cast.accounts["Pat"], TODAY + timedelta(days=3)
        link(connection, cast.clinic, pat, leo, PT, Level.PRESCRIBE, "", TOMORROW, soon)
    cast.children["Leo"] = leo
    casey_covers_for_pat(cast)
    days = [TODAY + timedelta(days=n) for n in range(8)]
    assert [bool(stars(engine, cast, "Leo", day)) for day in days] == [False, True, True, *[False] * 5]


@pytest.mark.parametrize("whom", ["Dana", "Ada", "Pat", "Robin"])
def test_only_another_clinician_covers(engine: sa.Engine, cast: Cast, whom: str) -> None:
    made = office(cast, "Ada", invite, Role.CLINICIAN, "Robin", "robin@example.org")
    cast.accounts["Robin"] = made.account_id
    office(cast, "Ada", close_sign_in, made.account_id)
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="cover_by: not_a_colleague"):
        casey_covers_for_pat(cast, whom=whom)
    assert rows_of(engine) == before


def test_a_family_is_not_covered(cast: Cast) -> None:
    new = NewCover(cast.accounts["Dana"], cast.accounts["Lee"], TODAY, TODAY)
    with pytest.raises(InvalidInput, match="cover_for"):
        office(cast, "Ada", cover, new)


def test_who_has_as_much_already_gets_nothing_more(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        for child, kind in (("Mia", PT), ("Zoe", OT)):
            account, number = cast.accounts["Casey"], cast.children[child]
            link(connection, cast.clinic, account, number, kind, Level.PRESCRIBE)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="nothing_to_cover"):
        casey_covers_for_pat(cast)
    assert rows_of(engine) == before


def test_the_same_days_again_change_nothing_and_some_of_them_are_refused(
    engine: sa.Engine, cast: Cast
) -> None:
    casey_covers_for_pat(cast)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="nothing_to_cover"):
        casey_covers_for_pat(cast, TOMORROW, TOMORROW)
    with pytest.raises(Conflict, match="covered"):
        casey_covers_for_pat(cast, TOMORROW, TOMORROW + WEEK)
    assert rows_of(engine) == before
    casey_covers_for_pat(cast, TODAY + WEEK + timedelta(days=1), TODAY + 2 * WEEK)


def test_a_cover_is_not_covered_in_its_turn(engine: sa.Engine, cast: Cast) -> None:
    casey_covers_for_pat(cast, child="Zoe")
    new = NewCover(cast.accounts["Casey"], cast.accounts["Lee"], TODAY, TODAY, cast.children["Zoe"])
    with pytest.raises(Conflict, match="nothing_to_cover"):
        office(cast, "Ada", cover, new)


def test_it_can_be_ended_early(engine: sa.Engine, cast: Cast) -> None:
    casey_covers_for_pat(cast)
    assert office(cast, "Ada", end_cover, cast.accounts["Pat"], cast.accounts["Casey"]) == 2
    for child in ("Mia", "Zoe"):
        assert stars(engine, cast, child, TODAY) == set()
    assert ("Casey", "counselor", "see") in links_in(engine, cast.mia, TODAY)
    assert office(cast, "Ada", end_cover, cast.accounts["Pat"], cast.accounts["Casey"]) == 0


def test_it_ends_with_the_colleagues_own_link(engine: sa.Engine, cast: Cast) -> None:
    casey_covers_for_pat(cast)
    office(cast, "Ada", end_link, pats_link(cast, "Mia"))
    assert stars(engine, cast, "Mia", TODAY) == set()
    assert len(stars(engine, cast, "Zoe", TODAY)) == 1
    office(cast, "Ada", close_sign_in, cast.accounts["Pat"])
    assert stars(engine, cast, "Zoe", TODAY) == set()


def test_it_follows_the_level_of_the_colleagues_own_link(engine: sa.Engine, cast: Cast) -> None:
    casey_covers_for_pat(cast, TOMORROW, TOMORROW + WEEK, "Mia")
    office(cast, "Ada", change_level, pats_link(cast, "Mia"), Level.SEE)
    assert stars(engine, cast, "Mia", TODAY) == set()
    assert stars(engine, cast, "Mia", TOMORROW + WEEK) == {("Casey*", "physical_therapist", "see")}
    [mine] = [x.id for x in office(cast, "Ada", links_with, cast.accounts["Casey"]) if x.covers_id]
    with pytest.raises(Conflict, match="cover_level"):
        office(cast, "Ada", change_level, mine, Level.PRESCRIBE)


def test_only_administrators_of_the_same_clinic_arrange_cover(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        with pytest.raises(NotPermitted):
            casey_covers_for_pat(cast, by=who)
        with pytest.raises(NotPermitted):
            office(cast, who, end_cover, cast.accounts["Pat"], cast.accounts["Casey"])
    with pytest.raises(NotFound):
        casey_covers_for_pat(cast, by="Otto")
    with pytest.raises(NotFound):
        casey_covers_for_pat(cast, whom="Iris")
    with pytest.raises(NotFound):
        office(cast, "Otto", end_cover, cast.accounts["Pat"], cast.accounts["Casey"])
    with pytest.raises(Conflict, match="nothing_to_cover"):
        casey_covers_for_pat(cast, child="Noor")
    assert rows_of(engine) == before


@pytest.mark.parametrize("how", ["the cover as a whole", "this link", "what is covered", "its level"])
def test_the_end_of_a_cover_leaves_the_cover_of_whoever_covered(
    engine: sa.Engine, cast: Cast, how: str
) -> None:
    """Uma covers for Pat, and Kim for Uma, in a link of Uma's own to the same child."""
    with engine.begin() as connection:
        for name in ("Uma", "Kim"):
            cast.accounts[name] = make_account(connection, cast.clinic, name, Role.CLINICIAN)
        link(connection, cast.clinic, cast.accounts["Uma"], cast.mia, PT, Level.RECORD)
    casey_covers_for_pat(cast, whom="Uma", child="Mia")
    pat, uma, kim = (cast.accounts[name] for name in ("Pat", "Uma", "Kim"))
    office(cast, "Ada", cover, NewCover(uma, kim, TODAY, TODAY + WEEK))
    umas = [x for x in office(cast, "Ada", links_with, pat) if x.account_id == uma]
    match how:
        case "the cover as a whole":
            office(cast, "Ada", end_cover, pat, uma)
        case "this link":
            office(cast, "Ada", end_link, umas[0].id)
        case "what is covered":
            office(cast, "Ada", end_link, pats_link(cast, "Mia"))
        case _:
            office(cast, "Ada", change_level, pats_link(cast, "Mia"), Level.PROPOSE)
    left = {("Kim*", "physical_therapist", "record")}
    if how == "its level":
        left |= {("Uma*", "physical_therapist", "propose")}
    assert stars(engine, cast, "Mia", TODAY) == left
