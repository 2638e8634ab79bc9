"""A clinician's caseload: whose rows, which figures, which reasons, in how many statements, and what is logged."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import METADATA, Clinic, Completion, DayMark, PlanPause, Relationship
from db.vocabulary import Level, Mark, RelationshipKind
from tests.cast import ZONE, Cast, link, make_child
from tests.factories import make_episode, make_history, make_prescription
from tests.oracle.case import Case
from tests.oracle.strategies import random_case
from tests.steps import NOON, START, TODAY, Clock, Plan, by
from tests.tracker.progress.load import load, storable
from tests.tracker.progress.naive_reasons import naive_reasons
from tests.tracker.progress.test_reasons import said
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.errors import NotPermitted, SignedOut
from tracker.plans.schedule import on_weekdays, per_week
from tracker.progress.adherence import weekly_adherence
from tracker.progress.caseload import MOST_WEEKS, Caseload, Row, Stage, caseload_of
from tracker.progress.reasons import FewEntries, IllDays, NoEntries
from tracker.record.completions import DONE, answer, clear
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

LOG = METADATA.tables["access_log"]
PT = RelationshipKind.PHYSICAL_THERAPIST
ONE_DAY = timedelta(days=1)


def caseload(cast: Cast, who: str = "Pat") -> Caseload:
    with reading(cast.tokens[who]) as work:
        return caseload_of(work)


def row(cast: Cast, name: str = "Mia", who: str = "Pat") -> Row:
    (found,) = [row for row in caseload(cast, who).rows if row.name == name]
    return found


def names(cast: Cast, who: str = "Pat") -> list[str]:
    return [row.name for row in caseload(cast, who).rows]


def follow(engine: sa.Engine, cast: Cast, name: str, zone: str = ZONE) -> int:
    """A new child whom Pat follows."""
    with engine.begin() as connection:
        child = make_child(connection, cast.clinic, name, zone)
        link(connection, cast.clinic, cast.accounts["Pat"], child, PT, Level.PRESCRIBE)
    return child


def enter(engine: sa.Engine, child: int, prescription: int, first: date, days: int = 1) -> None:
    with engine.begin() as connection:
        make_history(connection, child, {"": prescription}, first, days)


# Figures and reasons ------------------------------------------------------------------------------------------------


@pytest.fixture
def many(engine: sa.Engine, cast: Cast) -> dict[int, Case]:
    """Children of random plans, between whose zones it is another day half of the time."""
    found = {}
    for seed in range(40):
        case = storable(random_case(seed)[0])
        zone = ("Pacific/Auckland", "America/Los_Angeles")[seed % 2]
        child = follow(engine, cast, f"Child {seed:02}", zone)
        with engine.begin() as connection:
            load(connection, child, case)
        found[child] = case
    return found


MOMENTS = [NOON.replace(year=2024, month=month, day=day) for month, day in ((3, 20), (4, 3), (4, 12))]


def test_every_child_has_the_figures_of_its_own_page(cast: Cast, clock: Clock, many: dict[int, Case]) -> None:
    for clock.moment in MOMENTS:
        # The first look keeps what is over, and the second reads what is kept.
        for found in (caseload(cast), caseload(cast)):
            rows = {row.child_id: row for row in found.rows}
            assert set(rows) == {cast.mia, *many}
            with reading(OPERATOR) as work:
                for child in many:
                    weeks = weekly_adherence(work, child, screen="")
                    assert list(rows[child].weeks) == weeks[-MOST_WEEKS:]
                    over = [week for week in weeks if week.last < rows[child].today]
                    assert rows[child].latest == (over[-1] if over else None)


def test_every_child_has_the_reasons_of_a_naive_walk(
    engine: sa.Engine, cast: Cast, clock: Clock, many: dict[int, Case]
) -> None:
    seen = set()
    for number, clock.moment in enumerate(MOMENTS):
        with engine.begin() as connection:
            settings = {"days_without_entries": 1 + number, "ill_days": 1 + number}
            connection.execute(sa.update(table_of(Clinic)).values(**settings))
        for row in caseload(cast).rows:
            if row.child_id not in many:
                continue
            wanted = []
            if row.stage is Stage.RUNNING:
                wanted = naive_reasons(many[row.child_id], row.today, 80, 70, 1 + number, 1 + number)
            assert [said(reason) for reason in row.reasons] == wanted, row.name
            seen |= {kind for kind, *_ in wanted}
    assert len(seen) >= 3


def test_the_reasons_are_those_of_the_clinics_settings(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    enter(engine, cast.mia, plan.prescription, START, 11)
    last = TODAY - ONE_DAY
    assert [said(reason) for reason in row(cast).reasons] == [
        ("no_entries", 3, TODAY - 3 * ONE_DAY, last),
        ("few_entries", 2),  # 4 of 7
    ]
    with engine.begin() as connection:
        settings = {"days_without_entries": 4, "least_coverage_percent": 50, "adherence_line_percent": 100}
        connection.execute(sa.update(table_of(Clinic)).values(**settings))
    assert row(cast).reasons == ()


def test_a_long_silence_is_counted_to_its_first_day(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    """Through an illness, and after more entries on it than there are days: extra ones do not answer a day of it."""
    with engine.begin() as connection:
        swim = make_prescription(connection, cast.mia, plan.episode, START, schedule=per_week(7))
    enter(engine, cast.mia, plan.prescription, START)
    for ago in range(4, 10):
        by(cast, "Pat", mark_day, TODAY - ago * ONE_DAY, Mark.ILL, seen=None, late_reason="Told by phone")
        enter(engine, cast.mia, swim, TODAY - ago * ONE_DAY)
    reason = row(cast).reasons[0]
    assert reason == NoEntries(days=13 - 6, since=START + ONE_DAY, last=TODAY - ONE_DAY)
    assert row(cast).last_entry == TODAY - 4 * ONE_DAY


FRIDAY, SUNDAY = TODAY - 3 * ONE_DAY, TODAY - ONE_DAY


def _extra_while_ill(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    mark = {"child_id": mia, "day": FRIDAY, "mark": Mark.ILL, "late_reason": "", "recorded_at": NOON}
    connection.execute(sa.insert(table_of(DayMark)), [mark])
    make_history(connection, mia, {"": daily}, FRIDAY, 1)
    connection.execute(sa.text("UPDATE completion SET slot = 2 WHERE performed_on = :day"), {"day": FRIDAY})


def _in_a_pause(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    pause = {"child_id": mia, "episode_id": episode, "from_day": FRIDAY, "to_day": FRIDAY}
    connection.execute(sa.insert(table_of(PlanPause)), [{**pause, "reason": "", "created_at": NOON}])
    make_history(connection, mia, {"": daily}, FRIDAY, 1)


def _on_a_day_off(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    make_history(connection, mia, {"": daily}, SUNDAY, 1)


def _before_it_was_prescribed(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    later = make_prescription(connection, mia, episode, TODAY)
    make_history(connection, mia, {"": later}, SUNDAY, 1)


def _of_an_earlier_episode(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    before = make_episode(connection, mia, START - 20 * ONE_DAY, START, number=2)
    old = make_prescription(connection, mia, before, START - 20 * ONE_DAY)
    make_history(connection, mia, {"": old}, SUNDAY, 1)


@pytest.mark.parametrize(
    "enter_extra",
    [_extra_while_ill, _in_a_pause, _on_a_day_off, _before_it_was_prescribed, _of_an_earlier_episode],
)
def test_an_entry_that_answers_nothing_hides_no_day_before_it(
    engine: sa.Engine, cast: Cast, clock: Clock, enter_extra: Callable[[sa.Connection, int, int, int], None]
) -> None:
    """Due from Monday to Friday, and answered for a week."""
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        schedule = on_weekdays(range(5))
        daily = make_prescription(connection, cast.mia, episode, START, schedule=schedule)
        make_history(connection, cast.mia, {"": daily}, START, 5)
        enter_extra(connection, cast.mia, episode, daily)
    skipped = enter_extra in {_extra_while_ill, _in_a_pause}
    last = FRIDAY - ONE_DAY if skipped else FRIDAY
    assert row(cast).reasons[0] == NoEntries(5 - skipped, START + 7 * ONE_DAY, last)


def test_a_plan_never_answered_is_silent_from_its_first_revision_on(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    """Although there is an entry, later than that revision, which answers nothing."""
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        change = TODAY - 7 * ONE_DAY
        make_prescription(connection, cast.mia, episode, START, valid_to=change)
        daily = make_prescription(connection, cast.mia, episode, change)
        _in_a_pause(connection, cast.mia, episode, daily)
    assert row(cast).reasons[0] == NoEntries(13, START, SUNDAY)


def test_ill_days_are_counted_back_a_fortnight_and_a_mark_taken_back_is_none(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    enter(engine, cast.mia, plan.prescription, START, 14)
    days = [TODAY - ago * ONE_DAY for ago in (1, 2, 8, 13)]
    for ill in days:
        late = {} if ill >= TODAY - 2 * ONE_DAY else {"late_reason": "Told by phone"}
        by(cast, "Pat", mark_day, ill, Mark.ILL, seen=None, **late)
    assert row(cast).reasons == (IllDays(4, days[-1]),)
    with engine.connect() as connection:
        (seen,) = connection.execute(
            sa.text("SELECT id FROM day_mark WHERE day = :day"), {"day": days[0]}
        ).scalars()
    by(cast, "Pat", mark_day, days[0], None, seen=seen)
    assert row(cast).reasons == ()


def test_an_entry_taken_back_is_none(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> None:
    enter(engine, cast.mia, plan.prescription, START, 12)
    recorded = by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY - ONE_DAY), DONE, seen=None)
    assert row(cast).last_entry == TODAY - ONE_DAY
    by(cast, "Dana", clear, recorded.id)
    assert row(cast).last_entry == START + 11 * ONE_DAY


def test_last_entry_is_the_day_it_is_for_and_may_be_today(cast: Cast, clock: Clock, plan: Plan) -> None:
    assert row(cast).last_entry is None
    by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY - 2 * ONE_DAY), DONE, seen=None)
    assert row(cast).last_entry == TODAY - 2 * ONE_DAY
    by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)
    assert row(cast).last_entry == TODAY


# Where a child stands in time ---------------------------------------------------------------------------------------


def test_a_child_without_an_episode_has_no_plan_and_no_reason(cast: Cast, clock: Clock) -> None:
    found = row(cast)
    assert (found.stage, found.week, found.day) == (Stage.NO_PLAN, None, None)
    assert (found.weeks, found.latest, found.last_entry, found.reasons) == ((), None, None, ())


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


# Whose rows ---------------------------------------------------------------------------------------------------------


def test_those_with_a_reason_come_first_then_by_name(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for name, silent in (("ida", True), ("Zoe", True), ("ben", False), ("Ada", False)):
        child = follow(engine, cast, name)
        with engine.begin() as connection:
            episode = make_episode(connection, child, TODAY - 3 * ONE_DAY)
            daily = make_prescription(connection, child, episode, TODAY - 3 * ONE_DAY)
        if not silent:
            enter(engine, child, daily, TODAY - ONE_DAY)
    assert names(cast) == ["ida", "Zoe", "Ada", "ben", "Mia"]


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


# Statements ---------------------------------------------------------------------------------------------------------


def statements(engine: sa.Engine, cast: Cast) -> list[str]:
    told: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        told.append(statement)

    caseload(cast)
    sa.event.remove(engine, "before_cursor_execute", note)
    return told


def test_a_caseload_of_forty_takes_as_many_statements_as_one_of_four(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    clock.moment = MOMENTS[1]
    counts = []
    for seeds in (range(4), range(4, 40)):
        for seed in seeds:
            child = follow(engine, cast, f"Child {seed}")
            with engine.begin() as connection:
                load(connection, child, storable(random_case(seed)[0]))
        # The first look is logged, and keeps the weeks that are over.
        first, again = statements(engine, cast), statements(engine, cast)
        counts.append((len(first), len(again)))
        assert len(caseload(cast).rows) == 1 + seeds.stop
    assert counts[0] == counts[1]
    assert counts[0][1] <= 17


def test_nothing_is_read_of_children_whom_nobody_asked_for(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    """So that a statement without its list of children could not pass."""
    with engine.begin() as connection:
        other = make_child(connection, cast.clinic, "Zoe")
        episode = make_episode(connection, other, START)
        daily = make_prescription(connection, other, episode, START)
    before = caseload(cast)
    enter(engine, other, daily, START, 14)
    assert caseload(cast) == before
    with engine.connect() as connection:
        completion = table_of(Completion)
        assert connection.execute(sa.select(sa.func.count()).select_from(completion)).scalar_one() == 14
