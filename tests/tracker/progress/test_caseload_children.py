"""Whose rows a caseload has, where each child stands in time, and what is logged."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import METADATA, Relationship
from tests.cast import ZONE, Cast
from tests.factories import make_episode, make_prescription
from tests.steps import NOON, START, TODAY, Clock, Plan
from tests.tracker.progress.caseloads import caseload, enter, follow, names, row
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.errors import NotPermitted, SignedOut
from tracker.progress.caseload import Stage, caseload_of
from tracker.progress.reasons import FewEntries, NoEntries, NoPlan

LOG = METADATA.tables["access_log"]
ONE_DAY = timedelta(days=1)


def test_a_child_without_an_episode_needs_a_plan(cast: Cast, clock: Clock) -> None:
    found = row(cast)
    assert (found.stage, found.week, found.day) == (Stage.NO_PLAN, None, None)
    assert (found.weeks, found.latest, found.last_entry, found.reasons) == ((), None, None, (NoPlan(),))


def test_an_episode_to_come_has_a_day_and_no_reason(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    start = TODAY + ONE_DAY
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, start)
        make_prescription(connection, cast.mia, episode, start)
    found = row(cast)
    assert (found.stage, found.week, found.day, found.weeks) == (Stage.TO_COME, None, start, ())
    assert found.reasons == ()
    clock.forward(days=1)
    found = row(cast)
    assert (found.stage, found.week, found.day, len(found.weeks)) == (Stage.RUNNING, 1, None, 1)
    assert found.latest is None


def test_an_episode_that_has_ended_keeps_its_weeks_and_has_no_reason(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    assert row(cast).reasons
    with engine.begin() as connection:
        connection.execute(sa.update(METADATA.tables["episode"]).values(ends_on=TODAY))
    found = row(cast)
    assert (found.stage, found.week, found.day) == (Stage.ENDED, None, TODAY - ONE_DAY)
    assert [week.week for week in found.weeks] == [1, 2]
    assert found.latest == found.weeks[-1]
    assert found.reasons == ()


def test_of_two_episodes_the_one_that_runs_counts(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        before = make_episode(connection, cast.mia, START, TODAY - 2 * ONE_DAY)
        make_prescription(connection, cast.mia, before, START)
        make_episode(connection, cast.mia, TODAY + ONE_DAY, number=2)
    found = row(cast)
    assert (found.stage, found.day, len(found.weeks)) == (Stage.TO_COME, TODAY + ONE_DAY, 2)
    clock.forward(days=4)
    with engine.begin() as connection:
        (now,) = connection.execute(sa.text("SELECT id FROM episode WHERE number = 2")).scalars()
        make_prescription(connection, cast.mia, now, TODAY + ONE_DAY)
    found = row(cast)
    assert (found.stage, found.week, len(found.weeks)) == (Stage.RUNNING, 1, 1)
    # Days of the episode before, and those between the two, are no part of it.
    assert found.reasons == (NoEntries(days=3, since=TODAY + ONE_DAY, last=TODAY + 3 * ONE_DAY),)


def test_no_more_than_twelve_weeks_are_shown(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    start = TODAY - timedelta(days=7 * 15)
    with engine.begin() as connection:
        make_episode(connection, cast.mia, start)
    found = row(cast)
    assert found.week == 16
    assert [week.week for week in found.weeks] == list(range(5, 17))


def test_each_childs_own_zone_decides_its_today(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    clock.moment = datetime(2025, 3, 3, 22, tzinfo=ZoneInfo(ZONE))
    children = {}
    for name, zone in (("Ana", "Pacific/Auckland"), ("Leo", "America/Los_Angeles")):
        children[name] = follow(engine, cast, name, zone)
        with engine.begin() as connection:
            episode = make_episode(connection, children[name], date(2025, 2, 25))
            make_prescription(connection, children[name], episode, date(2025, 2, 25))
    ana, leo = row(cast, "Ana"), row(cast, "Leo")
    # A Tuesday in Auckland, where week 1 is over; a Monday in Los Angeles.
    assert (ana.today, ana.week, leo.today, leo.week) == (date(2025, 3, 4), 2, date(2025, 3, 3), 1)
    assert ana.reasons == (
        NoEntries(7, date(2025, 2, 25), date(2025, 3, 3)),
        FewEntries(ana.weeks[0]),
    )
    assert leo.reasons == (NoEntries(6, date(2025, 2, 25), date(2025, 3, 2)),)


def test_those_with_a_reason_come_first_then_by_name(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for name, silent in (("ida", True), ("Zoe", True), ("ben", False), ("Ada", False)):
        child = follow(engine, cast, name)
        with engine.begin() as connection:
            episode = make_episode(connection, child, TODAY - 3 * ONE_DAY)
            daily = make_prescription(connection, child, episode, TODAY - 3 * ONE_DAY)
        if not silent:
            enter(engine, child, daily, TODAY - ONE_DAY)
    assert names(cast) == ["ida", "Mia", "Zoe", "Ada", "ben"]


@pytest.mark.parametrize("who", ["Pat", "Casey", "Lee"])
def test_everybody_of_the_team_has_the_child_in_their_caseload(
    cast: Cast, clock: Clock, plan: Plan, who: str
) -> None:
    found = row(cast, who=who)
    assert (found.child_id, found.week) == (cast.mia, 3)
    assert [reason.kind for reason in found.reasons] == ["no_entries", "few_entries"]


@pytest.mark.parametrize("who", ["Ada", "Sam"])
def test_whoever_follows_nobody_has_an_empty_caseload(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan, who: str
) -> None:
    assert caseload(cast, who).rows == ()
    assert looks(engine) == []


def test_children_of_another_clinic_are_never_in_it(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    assert "Noor" in names(cast, "Iris")
    for who in ("Pat", "Casey", "Lee", "Ada"):
        assert "Noor" not in names(cast, who)


def _end(today: date) -> dict[str, object]:
    return {"ends_on": today}


def _revoke(_today: date) -> dict[str, object]:
    return {"revoked_at": NOON}


@pytest.mark.parametrize("change", [_end, _revoke])
def test_a_link_that_has_ended_takes_the_child_away(
    engine: sa.Engine, cast: Cast, clock: Clock, change: Callable[[date], dict[str, object]]
) -> None:
    follow(engine, cast, "Zoe")
    assert names(cast) == ["Mia", "Zoe"]
    relationship = table_of(Relationship)
    of_pat = sa.update(relationship).where(
        relationship.c.account_id == cast.accounts["Pat"], relationship.c.child_id == cast.mia
    )
    with engine.begin() as connection:
        connection.execute(of_pat.values(**change(TODAY)))
    assert names(cast) == ["Zoe"]


def test_nobody_has_none(engine: sa.Engine, cast: Cast) -> None:
    with pytest.raises(SignedOut), reading(cast.tokens["Pat"][:-1]) as work:  # type: ignore[arg-type]
        caseload_of(work)
    with pytest.raises(NotPermitted), reading(OPERATOR) as work:
        caseload_of(work)


def looks(engine: sa.Engine) -> list[tuple[int, int | None, str, str]]:
    query = sa.select(LOG).where(LOG.c.access == "look").order_by(LOG.c.id)
    with engine.connect() as connection:
        return [(r.account_id, r.child_id, r.what, r.subject) for r in connection.execute(query)]


def test_one_look_names_the_children(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> None:
    zoe = follow(engine, cast, "Zoe")
    for _ in range(2):
        caseload(cast)
    assert looks(engine) == [(cast.accounts["Pat"], None, "caseload", f"children {cast.mia} {zoe}")]
