"""Who is in the room: whatever is shown there, each of them sees by their own account."""

from datetime import date, timedelta
from itertools import chain, combinations

import pytest
import sqlalchemy as sa

from db.queries import measures, visits
from db.queries.base import insert_row
from db.tables import METADATA, Measure, PainSetting, VisitSeries
from db.types import AccessibleChildId
from db.vocabulary import (
    ConcernKind,
    Discipline,
    Instrument,
    Level,
    Modality,
    Readers,
    RelationshipKind,
    Reporter,
    SeriesVisibility,
    Side,
)
from tests.cast import ZONE, Cast, link
from tests.steps import NOON, TODAY, Clock, by, make_two_weeks_of_plan
from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.appointments.appointment import AppointmentPage, appointment_of
from tracker.appointments.room import NO_ACCOUNT, sights_in
from tracker.concerns.asking import ask
from tracker.concerns.concerns import concerns_of
from tracker.errors import NotPermitted
from tracker.progress.sights import sights_of

FAMILY = ("Mia", "Dana", "Ben")
STAFF = ("Pat", "Lee", "Casey")
ROOMS = list(chain.from_iterable(combinations(FAMILY, size) for size in range(len(FAMILY) + 1)))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def page(cast: Cast, room: tuple[str, ...] | None = None, who: str = "Lee") -> AppointmentPage:
    ids = None if room is None else [cast.accounts[name] for name in room]
    with reading(cast.tokens[who]) as work:
        return appointment_of(work, cast.mia, room=ids)


def make_counseling(engine: sa.Engine, cast: Cast) -> None:
    """A series of counseling of every visibility, each with and without being turned on for the child."""
    with engine.begin() as connection:
        for visibility in SeriesVisibility:
            for shown in (False, True):
                row = VisitSeries(
                    child_id=cast.mia,
                    discipline=Discipline.COUNSELING,
                    visibility=visibility,
                    shown_to_child=shown,
                    kept_by_id=cast.accounts["Casey"],
                    per_week=1,
                    weeks=4,
                    rule="",
                    first_day=TODAY,
                    begins_at=NOON.time(),
                    minutes=45,
                    modality=Modality.IN_PERSON,
                    time_zone=ZONE,
                    created_at=NOON,
                )
                insert_row(connection, row)


def make_pain(engine: sa.Engine, cast: Cast, *, shown: bool) -> None:
    with engine.begin() as connection:
        for days, value in ((13, 6), (0, 5)):
            measure = Measure(
                child_id=cast.mia,
                instrument=Instrument.PAIN,
                reporter=Reporter.CHILD,
                side=Side.BOTH,
                on_day=TODAY - timedelta(days=days),
                value=value,
                recorded_at=NOON,
            )
            insert_row(connection, measure)
        if shown:
            setting = PainSetting(child_id=cast.mia, is_shown=True, by_child=False, set_at=NOON)
            insert_row(connection, setting)


def known(cast: Cast, who: str, room: tuple[str, ...] | None) -> tuple[set[int], set[Instrument]]:
    """The series and the instruments that exist for somebody, or for a room that somebody shows the page to."""
    child = AccessibleChildId(cast.mia)
    with reading(cast.tokens[who]) as work:
        sights = sights_of(work, child)
        if room is not None:
            people = [each for each in appointment_of(work, child).room.could_be if each.name in room]
            sights = sights_in(work, child, people)
        series = visits.all_series(work.connection, child, sights.visits)
        scores = measures.measures(work.connection, child, sights.pain, date(2020, 1, 1), TODAY)
        return {row.id for row in series}, {row.instrument for row in scores}


@pytest.mark.parametrize("shown", [False, True])
def test_a_room_knows_what_each_in_it_knows_and_no_more(engine: sa.Engine, cast: Cast, shown: bool) -> None:
    make_counseling(engine, cast)
    make_pain(engine, cast, shown=shown)
    own = {who: known(cast, who, None) for who in (*FAMILY, *STAFF)}
    for presenter in STAFF:
        for room in ROOMS:
            series, instruments = known(cast, presenter, room)
            for who in (presenter, *room):
                assert series <= own[who][0], (presenter, room, who)
                assert instruments <= own[who][1], (presenter, room, who)
            if not room:
                assert all(series <= own[who][0] for who in FAMILY)
            if presenter == "Lee" and room:
                expected = set.intersection(own["Lee"][0], *(own[who][0] for who in room))
                assert series == expected, "and nothing is kept from them that all of them know"
    assert len(own["Dana"][0]) == 2
    assert len(own["Mia"][0]) == 3
    assert known(cast, "Lee", ("Mia", "Dana"))[0], "or the narrowest would be nothing at all"
    assert bool(known(cast, "Lee", FAMILY)[1]) == shown


def end_sign_in(engine: sa.Engine, cast: Cast, who: str) -> None:
    relationship = METADATA.tables["relationship"]
    mine = relationship.c.account_id == cast.accounts[who]
    with engine.begin() as connection:
        connection.execute(sa.update(relationship).where(mine).values(revoked_at=NOON))


@pytest.mark.parametrize("shown", [False, True])
def test_a_child_without_a_sign_in_sits_there_too(engine: sa.Engine, cast: Cast, shown: bool) -> None:
    make_counseling(engine, cast)
    make_pain(engine, cast, shown=shown)
    own = {who: known(cast, who, None) for who in (*FAMILY, *STAFF)}
    least = known(cast, "Lee", ())
    end_sign_in(engine, cast, "Mia")
    first = page(cast).room.people[0]
    assert (first.name, first.account_id, first.is_child) == ("Mia", NO_ACCOUNT, True)
    for presenter in STAFF:
        for room in ROOMS:
            series, instruments = known(cast, presenter, room)
            for who in (presenter, *room):
                assert series <= own[who][0], (presenter, room, who)
                assert instruments <= own[who][1], (presenter, room, who)
    assert known(cast, "Lee", ("Mia", "Dana"))[0] == own["Mia"][0] & own["Dana"][0]
    assert known(cast, "Lee", ("Dana",))[0] == own["Dana"][0], "the child may be taken out"
    assert known(cast, "Lee", ("Mia",)) == least, "alone it sees no more than when nobody is named"


def test_the_room_has_the_child_without_a_sign_in_until_somebody_takes_it_out(
    engine: sa.Engine, cast: Cast
) -> None:
    end_sign_in(engine, cast, "Mia")
    with reading(cast.tokens["Lee"]) as work:
        assert [each.name for each in appointment_of(work, cast.mia).room.people] == ["Mia", "Ben", "Dana"]
        without = appointment_of(work, cast.mia, room=[cast.accounts["Dana"]])
        assert [each.name for each in without.room.people] == ["Dana"]
        assert [each.name for each in without.room.could_be] == ["Mia", "Ben", "Dana"]
        with_it = appointment_of(work, cast.mia, room=[NO_ACCOUNT, cast.accounts["Dana"]])
        assert [each.name for each in with_it.room.people] == ["Mia", "Dana"]


def test_a_child_without_a_sign_in_hears_what_is_for_the_home_it_came_with(
    engine: sa.Engine, cast: Cast
) -> None:
    end_sign_in(engine, cast, "Mia")
    for who, readers in (("Dana", Readers.TEAM_AND_HOUSEHOLD), ("Dana", Readers.TEAM_ONLY)):
        by(cast, who, ask, ConcernKind.FOR_APPOINTMENT, text=str(readers), readers=readers)
    said: dict[tuple[str, ...], set[str]] = {}
    for room in (("Dana",), ("Mia", "Dana"), ("Mia",), ("Mia", "Ben"), FAMILY):
        ids = [NO_ACCOUNT if who == "Mia" else cast.accounts[who] for who in room]
        with reading(cast.tokens["Lee"]) as work:
            said[room] = {concern.text for concern in appointment_of(work, cast.mia, room=ids).concerns}
    home = str(Readers.TEAM_AND_HOUSEHOLD)
    assert said == {
        ("Dana",): {home, str(Readers.TEAM_ONLY)},
        ("Mia", "Dana"): {home},
        ("Mia",): set(),
        ("Mia", "Ben"): set(),
        FAMILY: set(),
    }


def test_pain_is_not_on_the_page_of_a_room_for_which_it_is_off(engine: sa.Engine, cast: Cast) -> None:
    make_two_weeks_of_plan(engine, cast)
    make_pain(engine, cast, shown=False)
    for room in ROOMS:
        found = page(cast, room).progress
        assert not found.series
        assert not found.readings
    with engine.begin() as connection:
        insert_row(connection, PainSetting(child_id=cast.mia, is_shown=True, by_child=False, set_at=NOON))
    assert [one.instrument for one in page(cast, ("Dana",)).progress.readings] == [Instrument.PAIN]


def test_only_what_all_in_the_room_may_read_is_told(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        home = RelationshipKind.CHILD, Level.RECORD, "Dana's home"
        link(connection, cast.clinic, cast.accounts["Mia"], cast.mia, *home)
    both, team = Readers.TEAM_AND_HOUSEHOLD, Readers.TEAM_ONLY
    for who, readers in (("Dana", both), ("Dana", team), ("Ben", both), ("Mia", both), ("Mia", team)):
        text = f"{who} {readers}"
        by(cast, who, ask, ConcernKind.FOR_APPOINTMENT, text=text, readers=readers)
    own: dict[str, set[str]] = {}
    for name in FAMILY:
        with reading(cast.tokens[name]) as work:
            own[name] = {concern.text for concern in concerns_of(work, cast.mia).concerns}
    for room in ROOMS:
        told = {concern.text for concern in page(cast, room).concerns}
        assert told == (set.intersection(*(own[who] for who in room)) if room else set()), room
    assert {concern.text for concern in page(cast, ("Mia", "Dana")).concerns} == {
        f"Dana {both}",
        f"Mia {both}",
    }


def test_all_of_the_family_is_in_the_room_unless_somebody_chooses(cast: Cast) -> None:
    assert [person.name for person in page(cast).room.people] == ["Mia", "Ben", "Dana"]
    assert [person.name for person in page(cast, ("Ben",)).room.people] == ["Ben"]
    assert page(cast, ()).room.people == ()


def test_only_the_family_whose_links_are_in_force_can_be_in_it(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        ended = cast.accounts["Sam"], cast.mia, RelationshipKind.GUARDIAN, Level.SEE, "Old home"
        link(connection, cast.clinic, *ended, ends_on=TODAY)
    with reading(cast.tokens["Lee"]) as work:
        strangers = [cast.accounts[name] for name in ("Sam", "Iris", "Pat")]
        found = appointment_of(work, cast.mia, room=[*strangers, cast.accounts["Dana"]])
    assert [person.name for person in found.room.could_be] == ["Mia", "Ben", "Dana"]
    assert [person.name for person in found.room.people] == ["Dana"]


@pytest.mark.parametrize("who", FAMILY)
def test_a_family_has_it_on_pages_of_its_own(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        page(cast, who=who)
    with pytest.raises(NotPermitted), reading(cast.tokens[who]) as work:
        work.child(cast.mia, Action.HOLD_APPOINTMENT)
