"""What the screens read of visits: a week, a month, those that come next, a day over the caseload, and Today."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, ClosedDay
from db.vocabulary import CancelReason, Level, RelationshipKind, SeriesVisibility, VisitOutcome
from tests.cast import Cast, link, make_child
from tests.steps import NOON, TODAY, TOMORROW, YESTERDAY, Clock, by, changes
from tests.tracker.visits.planned import (
    COUNSELING,
    FRI,
    MEDICAL,
    MON,
    OT,
    PT,
    TUE,
    WED,
    live_visits,
    planned_by,
    series_plan,
)
from tracker.access.work import reading, writing
from tracker.progress.caseload import Caseload, Row, caseload_of
from tracker.progress.reasons import VisitMissed
from tracker.visits.caseload import NextVisit
from tracker.visits.day import VisitDay, visit_day
from tracker.visits.marking import mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.next import DayOfVisits, visits_on
from tracker.visits.series import end_series, plan_series
from tracker.visits.visits import Span, Visits, days_of_span, visits_of

ONLY, TEAM, ALL = SeriesVisibility
ATTENDED, NO_SHOW, BY_FAMILY, BY_CLINIC, MOVED = VisitOutcome


def read(cast: Cast, who: str, around: date | None = None, span: Span = Span.WEEK) -> Visits:
    return by(cast, who, partial(visits_of, around=around, span=span))


def test_a_week_and_a_month(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        insert_row(connection, ClosedDay(clinic_id=cast.clinic, day=date(2025, 3, 8), created_at=NOON))
    planned_by(cast, "Pat", series_plan(PT, {MON, FRI}, weeks=5))
    week = read(cast, "Dana")
    assert (week.first, week.last) == (TODAY, TODAY + timedelta(days=6))
    assert [(visit.day, visit.has_come) for visit in week.visits] == [
        (TODAY, True),
        (date(2025, 3, 7), False),
    ]
    assert week.off.closed == {date(2025, 3, 8): ""}
    assert [visit.day.day for visit in week.to_come] == [7, 10, 14, 17], "today's has begun"
    month = read(cast, "Dana", date(2025, 4, 30), Span.MONTH)
    assert (month.first, month.last) == (date(2025, 4, 1), date(2025, 4, 30))
    assert [visit.day.day for visit in month.visits] == [4]
    assert days_of_span(Span.MONTH, date(2024, 2, 10)) == (date(2024, 2, 1), date(2024, 2, 29))


def test_times_are_the_clinics_with_the_childs_own_beside(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    planned_by(cast, "Pat", series_plan(PT, {MON}, weeks=2, at=time(20)))
    assert [visit.there for visit in read(cast, "Dana").visits] == [None]
    zone = METADATA.tables["child_time_zone"]
    with engine.begin() as connection:
        berlin = {"child_id": cast.mia, "valid_from": date(2025, 3, 8), "time_zone": "Europe/Berlin"}
        connection.execute(sa.insert(zone).values(**berlin))
    [today] = read(cast, "Dana").visits
    [next_week] = read(cast, "Dana", date(2025, 3, 10)).visits
    assert today.there is None, "then the child still lived there"
    assert next_week.starts_at.isoformat() == "2025-03-10T20:00:00-04:00"
    # New York has changed its clocks by then, and Berlin has not.
    assert next_week.there is not None
    assert next_week.there.isoformat() == "2025-03-11T01:00:00+01:00"
    assert (next_week.day, next_week.day_there) == (date(2025, 3, 10), date(2025, 3, 11))
    assert next_week.ends_at.isoformat() == "2025-03-10T20:45:00-04:00"


def test_what_may_be_done_is_what_works(cast: Cast, clock: Clock) -> None:
    planned_by(cast, "Pat", series_plan(PT, {MON}))
    planned_by(cast, "Casey", series_plan(COUNSELING, {MON}, at=time(16)), ALL)
    may = {}
    for who in ("Mia", "Dana", "Casey", "Pat", "Lee"):
        visits = read(cast, who)
        may[who] = [(str(visit.discipline), visit.may_change) for visit in visits.visits]
        assert [each.may_change for each in visits.series] == [each[1] for each in may[who]]
    therapy, talk = "physical_therapy", "counseling"
    assert may == {
        "Mia": [(therapy, False)],
        "Dana": [(therapy, False), (talk, False)],
        "Casey": [(therapy, False), (talk, True)],
        "Pat": [(therapy, True), (talk, True)],
        "Lee": [(therapy, True), (talk, True)],
    }
    assert read(cast, "Casey").may_plan == (COUNSELING,)
    assert read(cast, "Pat").may_plan == (PT, OT, COUNSELING, MEDICAL)
    assert read(cast, "Dana").may_plan == ()
    assert [each.may_show for each in read(cast, "Casey").series] == [False, True]
    assert [each.may_show for each in read(cast, "Pat").series] == [False, False]


def on(cast: Cast, who: str, day: date) -> DayOfVisits:
    return by(cast, who, visits_on, day)


def test_today_shows_its_own_visits_and_the_next_two(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {MON, TUE, WED, FRI}))
    today, tuesday, wednesday, friday = live_visits(engine, series)
    by(cast, "Pat", mark_visit, tuesday.id, BY_CLINIC, seen=None, reason=CancelReason.ILL)
    shown = on(cast, "Dana", TODAY)
    assert [visit.id for visit in shown.of_day] == [today.id]
    assert [visit.id for visit in shown.to_come] == [wednesday.id, friday.id]
    assert [visit.id for visit in on(cast, "Dana", TOMORROW).of_day] == [tuesday.id]
    assert on(cast, "Dana", YESTERDAY) == DayOfVisits((), ())
    new = by(cast, "Pat", move_visit, today.id, day=TOMORROW, begins_at=time(15), seen=None)
    shown = on(cast, "Dana", TODAY)
    assert shown.of_day == ()
    assert [visit.id for visit in shown.to_come] == [new, wednesday.id]
    assert not any(visit.may_change for visit in shown.to_come)


def day_of(cast: Cast, who: str, day: date | None = None) -> VisitDay:
    with writing(cast.tokens[who]) as work:
        return visit_day(work, day)


def test_a_day_over_the_caseload(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        ana = make_child(connection, cast.clinic, "Ana", "America/Los_Angeles")
        kind = RelationshipKind.PHYSICAL_THERAPIST
        link(connection, cast.clinic, cast.accounts["Pat"], ana, kind, Level.SEE)
        link(connection, cast.clinic, cast.accounts["Lee"], ana, RelationshipKind.CARE_TEAM, Level.RECORD)
    planned_by(cast, "Pat", series_plan(PT, {MON}, at=time(11)))
    planned_by(cast, "Casey", series_plan(COUNSELING, {MON}, at=time(8)), ONLY)
    with writing(cast.tokens["Lee"]) as work:
        plan_series(work, ana, series_plan(OT, {MON, TUE}, at=time(9)))
    seen = {who: day_of(cast, who) for who in ("Pat", "Lee", "Casey")}
    rows = {who: [(row.name, row.visit.may_change) for row in day.rows] for who, day in seen.items()}
    assert rows == {
        "Pat": [("Ana", False), ("Mia", True)],
        "Lee": [("Ana", True), ("Mia", True)],
        "Casey": [("Mia", True), ("Mia", False)],
    }
    there = seen["Pat"].rows[0].visit.there
    assert there is not None
    assert there.hour == 6
    assert [row.name for row in day_of(cast, "Pat", TOMORROW).rows] == ["Ana"]
    assert day_of(cast, "Dana").rows[0].visit.may_change is False
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        looks = connection.execute(
            sa.select(log.c.subject).where(
                log.c.what == "visit_day", log.c.account_id == cast.accounts["Pat"]
            )
        ).scalars()
        assert list(looks) == [f"children {cast.mia} {ana}"], "one row names all, as of a caseload"


def caseload(cast: Cast, who: str) -> Caseload:
    with reading(cast.tokens[who]) as work:
        return caseload_of(work)


def row_of(cast: Cast, who: str) -> Row:
    return next(row for row in caseload(cast, who).rows if row.child_id == cast.mia)


def missed(cast: Cast, who: str = "Pat") -> list[tuple[str, date]]:
    return [(str(r.discipline), r.day) for r in row_of(cast, who).reasons if isinstance(r, VisitMissed)]


def test_a_no_show_is_a_reason_until_the_same_discipline_was_attended(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    start = TODAY - timedelta(days=7)
    therapy = live_visits(engine, planned_by(cast, "Pat", series_plan(PT, {MON, WED}, first=start, weeks=2)))
    hands = live_visits(engine, planned_by(cast, "Pat", series_plan(OT, {TUE}, first=start, at=time(14))))
    by(cast, "Pat", mark_visit, therapy[0].id, NO_SHOW, seen=None)
    assert missed(cast) == [("physical_therapy", start)]
    by(cast, "Pat", mark_visit, hands[0].id, ATTENDED, seen=None)
    assert missed(cast) == [("physical_therapy", start)], "another discipline says nothing of it"
    attended = by(cast, "Pat", mark_visit, therapy[1].id, ATTENDED, seen=None)
    assert missed(cast) == []
    by(cast, "Pat", mark_visit, therapy[1].id, NO_SHOW, seen=attended.id)
    assert missed(cast) == [("physical_therapy", start + timedelta(days=2))], "the latest one"
    by(cast, "Pat", mark_visit, therapy[2].id, BY_FAMILY, seen=None, reason=CancelReason.ILL)
    assert len(missed(cast)) == 1, "cancelled is not attended"


def test_a_no_show_is_a_reason_for_fourteen_days(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    [visit] = live_visits(engine, planned_by(cast, "Pat", series_plan(PT, {MON})))
    by(cast, "Pat", mark_visit, visit.id, NO_SHOW, seen=None)
    clock.forward(days=13)
    assert missed(cast) == [("physical_therapy", TODAY)]
    clock.forward(days=1)
    assert missed(cast) == []


def test_what_is_withdrawn_or_kept_is_no_reason(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    [kept] = live_visits(engine, planned_by(cast, "Casey", series_plan(COUNSELING, {MON}), ONLY))
    by(cast, "Casey", mark_visit, kept.id, NO_SHOW, seen=None)
    assert missed(cast, "Casey") == [("counseling", TODAY)]
    assert missed(cast, "Pat") == missed(cast, "Lee") == []


def test_the_next_visit_of_each_row(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    assert row_of(cast, "Pat").next_visit is None
    therapy = planned_by(cast, "Pat", series_plan(PT, {MON, WED}))
    planned_by(cast, "Casey", series_plan(COUNSELING, {TUE}), ONLY)
    nine = datetime(2025, 3, 5, 14, tzinfo=UTC)
    assert row_of(cast, "Pat").next_visit == NextVisit(PT, nine, TODAY)
    assert row_of(cast, "Casey").next_visit == NextVisit(COUNSELING, nine - timedelta(days=1), TODAY)
    by(cast, "Pat", end_series, therapy, on=TOMORROW)
    assert row_of(cast, "Pat").next_visit is None


def test_as_many_statements_for_many_children_as_for_few(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    seen: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    numbers = []
    for more in (1, 9):
        for number in range(more):
            with engine.begin() as connection:
                child = make_child(connection, cast.clinic, f"Child {more} {number}")
                pt, level = RelationshipKind.PHYSICAL_THERAPIST, Level.PRESCRIBE
                link(connection, cast.clinic, cast.accounts["Pat"], child, pt, level)
            with writing(cast.tokens["Pat"]) as work:
                plan_series(work, child, series_plan(PT, {MON, FRI}))
        for use in (caseload_of, visit_day):
            # Looked at once before, so that the look is logged already.
            for _ in range(2):
                seen.clear()
                with reading(cast.tokens["Pat"]) as work:
                    use(work)
            numbers.append(len(seen))
    assert numbers[:2] == numbers[2:]


@pytest.mark.parametrize("who", ["Mia", "Dana", "Lee"])
def test_a_look_is_logged_once_and_changes_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock, who: str
) -> None:
    for _ in range(2):
        read(cast, who)
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        assert connection.execute(sa.select(log.c.what)).scalars().all() == ["visits"]
    assert changes(engine) == []
