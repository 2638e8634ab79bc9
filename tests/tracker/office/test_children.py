"""A child is added by the office or by a therapist; the office sees and enters nothing clinical."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import AmpsType, BodyArea, Level, RelationshipKind
from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tests.steps import YESTERDAY, Clock, changes, row
from tests.tracker.office.office import NOT_A_NAME, ODD_BUT_FINE, add_administrator, office
from tracker.access.policy import Action
from tracker.access.work import Link, reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.office.children import (
    EVER,
    ChildEntry,
    NewChild,
    add_child,
    birth_months,
    change_child,
    child_of_clinic,
    children_of_clinic,
)
from tracker.plans.about import About, about_of

PT, OT = RelationshipKind.PHYSICAL_THERAPIST, RelationshipKind.OCCUPATIONAL_THERAPIST
ZOE = NewChild("Zoe", date(2012, 5, 1), "Riverside Middle School", "6b", "America/Chicago")
ABOUT = About(AmpsType.LOCALIZED, frozenset({BodyArea.FOOT}), "Asthma", "No jumping", "Vitamin D")
CLINICAL = {"amps_type", "body_areas", "other_conditions", "precautions", "supporting_medication"}


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast on a Monday in March 2025, and Otto who manages the other clinic."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


def facts(cast: Cast, child: int) -> NewChild:
    return office(cast, "Ada", child_of_clinic, child)[1]


def zones(engine: sa.Engine, child: int) -> list[tuple[date, str]]:
    zone = METADATA.tables["child_time_zone"]
    with engine.connect() as connection:
        query = sa.select(zone.c.valid_from, zone.c.time_zone).where(zone.c.child_id == child)
        return [(row[0], row[1]) for row in connection.execute(query.order_by(zone.c.valid_from))]


def today_of(cast: Cast, child: int) -> date:
    with reading(cast.tokens["Pat"]) as work:
        return work.today_of(work.child(child, Action.SEE))


def test_an_administrator_adds_a_child_whom_nobody_can_open_yet(engine: sa.Engine, cast: Cast) -> None:
    zoe = office(cast, "Ada", add_child, ZOE)
    assert facts(cast, zoe) == ZOE
    assert changes(engine) == [("add_child", f"child {zoe}")]
    for who in ("Ada", "Pat", "Dana", "Sam"):
        with pytest.raises(NotFound), reading(cast.tokens[who]) as work:
            work.child(zoe, Action.SEE)


def test_a_therapist_adds_a_child_and_follows_it_at_once(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for kind in (PT, OT):
        zoe = office(cast, "Pat", add_child, ZOE, therapist=kind, about=ABOUT)
        with reading(cast.tokens["Pat"]) as work:
            child = work.child(zoe, Action.PRESCRIBE)
            assert about_of(work, child) == ABOUT
            assert work.links(zoe) == [Link(kind, Level.PRESCRIBE, "", False)]
        [link] = office(cast, "Ada", child_of_clinic, zoe)[0].links
        assert (link.name, link.starts_on) == ("Pat", clock.today)
        assert changes(engine)[-3:] == [
            ("add_child", f"child {zoe}"),
            ("link", f"relationship {link.id}"),
            ("about", f"child {zoe}"),
        ]


def test_what_is_done_with_a_child_is_logged_beside_it(engine: sa.Engine, cast: Cast) -> None:
    zoe = office(cast, "Ada", add_child, ZOE)
    office(cast, "Ada", change_child, zoe, replace(ZOE, school="Home"), seen=ZOE)
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        found = connection.execute(sa.select(log.c.what, log.c.clinic_id, log.c.child_id)).all()
    assert found == [("add_child", cast.clinic, zoe), ("change_child", cast.clinic, zoe)]


def test_a_zone_that_is_not_given_is_the_clinics_and_reaches_back_before_all_days(
    engine: sa.Engine, cast: Cast
) -> None:
    zoe = office(cast, "Ada", add_child, replace(ZOE, time_zone=""))
    assert zones(engine, zoe) == [(EVER, ZONE)]


@pytest.mark.parametrize("more", [{"therapist": PT}, {"about": ABOUT}, {"therapist": OT, "about": About()}])
def test_an_administrator_enters_nothing_clinical(
    engine: sa.Engine, cast: Cast, more: dict[str, object]
) -> None:
    before = rows_of(engine)
    with pytest.raises(NotPermitted):
        office(cast, "Ada", add_child, ZOE, **more)  # type: ignore[arg-type]
    assert rows_of(engine) == before


def test_an_administrator_sees_nothing_clinical(cast: Cast) -> None:
    office(cast, "Pat", add_child, ZOE, therapist=PT, about=ABOUT)
    shown = {field.name for kind in (ChildEntry, NewChild) for field in fields(kind)}
    assert not shown & CLINICAL
    said = repr([*office(cast, "Ada", children_of_clinic), office(cast, "Ada", child_of_clinic, cast.mia)])
    for word in (*AmpsType, "foot", "Asthma", "jumping", "Vitamin"):
        assert str(word) not in said


def test_a_clinician_says_as_which_therapist(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for kind in {None, *RelationshipKind} - {PT, OT}:
        with pytest.raises(InvalidInput, match="therapist: empty"):
            office(cast, "Pat", add_child, ZOE, therapist=kind, about=ABOUT)
    assert rows_of(engine) == before


def test_a_child_whose_clinical_part_is_refused_is_not_added(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="precautions: too_long"):
        office(cast, "Pat", add_child, ZOE, therapist=PT, about=replace(ABOUT, precautions="x" * 2001))
    assert rows_of(engine) == before


def test_odd_names_stand_as_they_were_typed(cast: Cast) -> None:
    for name in ODD_BUT_FINE:
        new = NewChild(name, date(2012, 5, 1), name, name, ZONE)
        assert facts(cast, office(cast, "Ada", add_child, replace(new, name=f" {name} "))) == new


def test_what_is_no_name_is_refused(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for name, problem in NOT_A_NAME:
        with pytest.raises(InvalidInput, match=f"chosen_name: {problem}"):
            office(cast, "Ada", add_child, replace(ZOE, name=name))
    for name, problem in (("x" * 81, "too_long"), ("6\nb", "characters")):
        with pytest.raises(InvalidInput, match=f"school: {problem}"):
            office(cast, "Ada", add_child, replace(ZOE, school=name))
        with pytest.raises(InvalidInput, match=f"school_class: {problem}"):
            office(cast, "Ada", add_child, replace(ZOE, school_class=name))
    assert rows_of(engine) == before


def test_a_school_may_be_missing(cast: Cast) -> None:
    new = replace(ZOE, school="", school_class="")
    assert facts(cast, office(cast, "Ada", add_child, replace(new, school="  "))) == new


@pytest.mark.parametrize(
    ("born", "problem"),
    [
        (None, "empty"),
        (date(2025, 4, 1), "month_to_come"),
        (date(9999, 12, 31), "month_to_come"),
        (date(2000, 2, 29), "years_ago"),
        (date.min, "years_ago"),
    ],
)
def test_a_birth_month_lies_within_25_years(
    engine: sa.Engine, cast: Cast, born: date | None, problem: str
) -> None:
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match=f"birth_month: {problem}"):
        office(cast, "Ada", add_child, replace(ZOE, birth_month=born))
    assert rows_of(engine) == before


def test_the_first_and_the_last_month_are_taken_and_kept_as_their_first_day(cast: Cast, clock: Clock) -> None:
    assert office(cast, "Ada", birth_months) == (date(2000, 3, 1), date(2025, 3, 1))
    for born, month in ((date(2000, 3, 1), date(2000, 3, 1)), (date(2025, 3, 31), date(2025, 3, 1))):
        zoe = office(cast, "Ada", add_child, replace(ZOE, birth_month=born))
        assert facts(cast, zoe).birth_month == month
    clock.moment = datetime(2025, 4, 1, 3, tzinfo=UTC)  # still March where the clinic is
    assert office(cast, "Ada", birth_months)[1] == date(2025, 3, 1)


def test_a_time_zone_is_one_that_is_known(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for zone in ("Mars/Base", "../../etc/passwd", " ", "america/new_york"):
        with pytest.raises(InvalidInput, match=r"^time_zone: "):
            office(cast, "Ada", add_child, replace(ZOE, time_zone=zone))
    assert rows_of(engine) == before


def test_facts_are_put_right(engine: sa.Engine, cast: Cast) -> None:
    zoe = office(cast, "Pat", add_child, ZOE, therapist=PT, about=ABOUT)
    right = NewChild("Zoë", date(2011, 5, 1), "", "7a", ZOE.time_zone)
    assert office(cast, "Ada", change_child, zoe, right, seen=ZOE) is None
    assert facts(cast, zoe) == right
    assert row(engine, "child", zoe).precautions == "No jumping"
    assert zones(engine, zoe) == [(EVER, ZOE.time_zone)]
    before = rows_of(engine)
    assert office(cast, "Ada", change_child, zoe, right, seen=right) is None
    assert rows_of(engine) == before


def test_what_somebody_else_has_changed_is_not_written_over(engine: sa.Engine, cast: Cast) -> None:
    zoe = office(cast, "Ada", add_child, ZOE)
    theirs = replace(ZOE, school="Another school")
    office(cast, "Ada", change_child, zoe, theirs, seen=ZOE)
    before = rows_of(engine)
    with pytest.raises(Conflict, match="changed"):
        office(cast, "Ada", change_child, zoe, replace(ZOE, name="Zoë"), seen=ZOE)
    office(cast, "Ada", change_child, zoe, theirs, seen=ZOE)
    assert rows_of(engine) == before


def test_a_refused_change_changes_nothing(engine: sa.Engine, cast: Cast) -> None:
    zoe = office(cast, "Ada", add_child, ZOE)
    before = rows_of(engine)
    for wrong in (
        replace(ZOE, name=""),
        replace(ZOE, birth_month=None),
        replace(ZOE, school="x" * 81),
        replace(ZOE, time_zone="Mars/Base"),
    ):
        with pytest.raises(InvalidInput):
            office(cast, "Ada", change_child, zoe, wrong, seen=ZOE)
    assert rows_of(engine) == before


def test_a_family_that_moves_keeps_its_earlier_days(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    zoe = office(cast, "Pat", add_child, ZOE, therapist=PT)
    tokyo = replace(ZOE, time_zone="Asia/Tokyo")
    assert office(cast, "Ada", change_child, zoe, tokyo, seen=ZOE) == clock.today
    assert facts(cast, zoe) == tokyo
    assert today_of(cast, zoe) == date(2025, 3, 4)  # noon in New York is early Tuesday in Tokyo
    with reading(cast.tokens["Pat"]) as work:
        child = work.child(zoe, Action.SEE)
        assert work.day_of(child, datetime(2025, 3, 3, 1, tzinfo=UTC)) == date(2025, 3, 3)
        assert work.day_of(child, datetime(2025, 3, 2, 1, tzinfo=UTC)) == date(2025, 3, 1)


def test_a_second_move_on_one_day_begins_on_the_next(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    zoe = office(cast, "Pat", add_child, ZOE, therapist=PT)
    there, back = replace(ZOE, time_zone="America/Denver"), replace(ZOE, time_zone="America/Los_Angeles")
    assert office(cast, "Ada", change_child, zoe, there, seen=ZOE) == date(2025, 3, 3)
    assert office(cast, "Ada", change_child, zoe, back, seen=there) == date(2025, 3, 4)
    assert office(cast, "Ada", change_child, zoe, there, seen=back) == date(2025, 3, 5)
    assert [first for first, _ in zones(engine, zoe)] == [EVER, *(date(2025, 3, day) for day in (3, 4, 5))]


def test_the_office_lists_its_own_children_with_their_links(engine: sa.Engine, cast: Cast) -> None:
    zoe = office(cast, "Ada", add_child, ZOE)
    mia, last = office(cast, "Ada", children_of_clinic)
    assert (mia.name, last) == (
        "Mia",
        ChildEntry(zoe, "Zoe", date(2012, 5, 1), ZOE.school, "6b", is_closed=False, links=()),
    )
    assert {(link.name, link.kind.value, link.level.value) for link in mia.links} == {
        ("Mia", "child", "record"),
        ("Dana", "guardian", "record"),
        ("Ben", "guardian", "record"),
        ("Pat", "physical_therapist", "prescribe"),
        ("Casey", "counselor", "see"),
        ("Lee", "care_team", "propose"),
    }
    assert mia.households == ("Ben's home", "Dana's home")
    assert office(cast, "Ada", child_of_clinic, cast.mia)[0] == mia
    assert [child.name for child in office(cast, "Otto", children_of_clinic)] == ["Noor"]


def test_a_link_that_has_ended_is_not_listed(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    relationship = METADATA.tables["relationship"]
    dana, ben = (
        sa.update(relationship).where(relationship.c.account_id == cast.accounts[who])
        for who in ("Dana", "Ben")
    )
    with engine.begin() as connection:
        connection.execute(dana.values(ends_on=clock.today))
        connection.execute(ben.values(revoked_at=clock.moment))
    [mia] = office(cast, "Ada", children_of_clinic)
    assert {link.name for link in mia.links} == {"Mia", "Pat", "Casey", "Lee"}
    with engine.begin() as connection:
        connection.execute(dana.values(ends_on=YESTERDAY))
    assert mia == office(cast, "Ada", child_of_clinic, cast.mia)[0]


@pytest.mark.parametrize("who", ["Mia", "Dana", "Sam", "Iris"])
def test_a_family_adds_and_changes_nothing(engine: sa.Engine, cast: Cast, who: str) -> None:
    before = rows_of(engine)
    with pytest.raises(NotPermitted):
        office(cast, who, add_child, ZOE)
    with pytest.raises(NotPermitted):
        office(cast, who, birth_months)
    assert rows_of(engine) == before


def test_only_administrators_change_and_list_children(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        for child in (cast.mia, cast.children["Noor"], 999):
            with pytest.raises(NotPermitted):
                office(cast, who, change_child, child, ZOE, seen=ZOE)
            with pytest.raises(NotPermitted):
                office(cast, who, child_of_clinic, child)
        with pytest.raises(NotPermitted):
            office(cast, who, children_of_clinic)
    assert rows_of(engine) == before


def test_no_child_of_another_clinic_is_found(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for child in (cast.mia, 999, 0, -1, 2**40):
        with pytest.raises(NotFound):
            office(cast, "Otto", change_child, child, ZOE, seen=ZOE)
        with pytest.raises(NotFound):
            office(cast, "Otto", child_of_clinic, child)
    assert rows_of(engine) == before
