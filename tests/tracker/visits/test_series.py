"""Series: planned, added to, moved, ended. The clinic is in New York; NOON is a Monday, 3 March 2025."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, ClosedDay
from db.vocabulary import CancelReason, Discipline, Modality, SeriesVisibility, VisitOutcome
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import NOON, TODAY, TOMORROW, Clock, by, changes, row
from tests.tracker.visits.planned import (
    COUNSELING,
    FRI,
    MEDICAL,
    MON,
    OT,
    PT,
    WED,
    live_visits,
    marks,
    moments,
    planned_by,
    series_plan,
)
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.visits.marking import mark_visit, unmark_visit
from tracker.visits.moving import move_visit
from tracker.visits.planning import Why
from tracker.visits.series import add_visit, end_series, plan_series, preview_series, show_to_child

ONLY, TEAM, ALL = SeriesVisibility
A_WEEK = timedelta(days=7)


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


def test_a_series_is_planned_over_the_change_of_the_clocks_with_its_exceptions(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clinic SET region = 'US'")
        insert_row(
            connection,
            ClosedDay(clinic_id=cast.clinic, day=date(2025, 3, 12), name="Painting", created_at=NOON),
        )
    plan = series_plan(PT, {MON, WED, FRI}, weeks=2)
    preview = by(cast, "Pat", preview_series, plan)
    assert [(each.day, each.why, each.name) for each in preview.left_out] == [
        (date(2025, 3, 12), Why.CLOSED, "Painting")
    ]
    series = planned_by(cast, "Pat", plan)
    assert moments(engine, series) == [visit.starts_at for visit in preview.visits]
    # 9:00 in New York, before and after Sunday the 9th.
    assert moments(engine, series) == [utc(3, 14), utc(5, 14), utc(7, 14), utc(10, 13), utc(14, 13)]
    made = row(engine, "visit_series", series)
    assert (made.rule, made.time_zone, made.per_week, made.weeks) == (
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=6",
        "America/New_York",
        3,
        2,
    )
    assert changes(engine) == [("plan_series", f"visit_series {series}")]


def test_public_holidays_are_left_out_unless_asked_for(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clinic SET region = 'US'")
    plan = series_plan(PT, {MON}, first=date(2025, 5, 19), weeks=2)
    assert [m.day for m in moments(engine, planned_by(cast, "Pat", plan))] == [19]
    with_it = planned_by(cast, "Pat", plan, on_holidays=True)
    assert [m.day for m in moments(engine, with_it)] == [19, 26]
    memorial_day = series_plan(MEDICAL, first=date(2025, 5, 26))
    with pytest.raises(InvalidInput) as refused:
        planned_by(cast, "Pat", memorial_day)
    assert (refused.value.field, refused.value.problem) == ("visit_day", "all_left_out")


def test_moves_over_both_changes_of_the_clocks_and_back(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {FRI}, first=date(2025, 3, 7)))
    [friday] = live_visits(engine, series)
    monday = by(cast, "Pat", move_visit, friday.id, day=date(2025, 3, 10), begins_at=time(9), seen=None)
    assert moments(engine, series) == [utc(7, 14), utc(10, 13)], "the old one stays where it was"
    assert marks(engine, friday.id) == [("moved", True)]
    assert row(engine, "visit", monday).moved_from_id == friday.id
    [mark] = [r.id for r in rows(engine, "visit_record")]
    by(cast, "Lee", unmark_visit, friday.id, seen=mark)
    assert moments(engine, series) == [utc(7, 14)]
    assert marks(engine, friday.id) == [("moved", False)]
    clock.moment = utc(1, 12, month=10)
    back = planned_by(cast, "Pat", series_plan(PT, {FRI}, first=date(2025, 10, 31)))
    [friday] = live_visits(engine, back)
    by(cast, "Pat", move_visit, friday.id, day=date(2025, 11, 3), begins_at=time(9), seen=None)
    assert moments(engine, back) == [utc(31, 13, month=10), utc(3, 14, month=11)]


def rows(engine: sa.Engine, table: str) -> list[sa.Row[tuple[object, ...]]]:
    with engine.connect() as connection:
        return list(connection.execute(sa.select(METADATA.tables[table]).order_by(sa.text("id"))))


def test_a_moved_visit_is_moved_on_from_where_it_stands_and_taken_back_step_by_step(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED}))
    [first] = live_visits(engine, series)
    move = partial(move_visit, begins_at=time(10), seen=None)
    second = by(cast, "Pat", partial(move, day=TOMORROW), first.id)
    with pytest.raises(Conflict) as refused:
        by(cast, "Pat", partial(move, day=TOMORROW + A_WEEK), first.id)
    assert refused.value.what == "visit_moved"
    third = by(cast, "Pat", partial(move, day=TODAY + A_WEEK), second)
    of_first, of_second = (r.id for r in rows(engine, "visit_record"))
    with pytest.raises(Conflict) as refused:
        by(cast, "Pat", unmark_visit, first.id, seen=of_first)
    assert refused.value.what == "moved_visit_marked"
    by(cast, "Pat", unmark_visit, second, seen=of_second)
    by(cast, "Pat", unmark_visit, first.id, seen=of_first)
    assert [v.id for v in live_visits(engine, series)] == [first.id]
    with pytest.raises(Conflict) as refused:
        by(cast, "Pat", mark_visit, third, VisitOutcome.ATTENDED, seen=None)
    # It is said to be gone, not to be on a day to come.
    assert refused.value.what == "visit_gone"


def test_a_move_takes_the_place_of_a_cancellation_and_says_what_stands(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED}))
    [visit] = live_visits(engine, series)
    cancel = partial(mark_visit, outcome=VisitOutcome.CANCELLED_BY_CLINIC, reason=CancelReason.ILL)
    mark = by(cast, "Lee", partial(cancel, seen=None), visit.id).id
    move = partial(move_visit, day=TOMORROW, begins_at=time(9))
    with pytest.raises(Conflict) as refused:
        by(cast, "Pat", partial(move, seen=None), visit.id)
    assert refused.value.limits == {"stands": VisitOutcome.CANCELLED_BY_CLINIC}
    by(cast, "Pat", partial(move, seen=mark), visit.id)
    assert marks(engine, visit.id) == [("cancelled_by_clinic", False), ("moved", True)]


def test_a_visit_is_moved_to_no_day_where_it_cannot_be(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        insert_row(connection, ClosedDay(clinic_id=cast.clinic, day=TOMORROW, created_at=NOON))
    series = planned_by(cast, "Pat", series_plan(PT, {WED, FRI}))
    wednesday, _friday = live_visits(engine, series)
    move = partial(move_visit, begins_at=time(9), seen=None)
    before = rows_of(engine)
    for day, problem in (
        (TOMORROW, "clinic_closed"),
        (TODAY + timedelta(days=2), "same_time"),
        (TODAY + timedelta(days=400), "range"),
    ):
        with pytest.raises(InvalidInput) as refused:
            by(cast, "Pat", partial(move, day=day), wednesday.id)
        assert refused.value.problem == problem
    with pytest.raises(Conflict) as taken:
        by(cast, "Pat", partial(move, day=TODAY + timedelta(days=4)), wednesday.id)
    assert taken.value.what == "visit_there"
    assert rows_of(engine) == before
    by(cast, "Pat", end_series, series, on=TODAY + timedelta(days=4))
    with pytest.raises(InvalidInput) as over:
        by(cast, "Pat", partial(move, day=TODAY + A_WEEK), wednesday.id)
    assert over.value.problem == "series_over"


def test_a_visit_can_be_longer_and_by_video_once_it_is_moved(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED}))
    [visit] = live_visits(engine, series)
    how = partial(move_visit, day=TOMORROW, begins_at=time(9), seen=None)
    new = by(cast, "Pat", partial(how, minutes=30, modality=Modality.VIDEO), visit.id)
    made = row(engine, "visit", new)
    assert (made.minutes, made.modality) == (30, Modality.VIDEO)
    with pytest.raises(InvalidInput):
        by(cast, "Pat", partial(how, day=TODAY + A_WEEK, minutes=1), new)


def test_an_ended_series_loses_what_is_planned_and_keeps_what_was(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {MON, WED, FRI}, weeks=2))
    monday, wednesday, friday, *_rest = live_visits(engine, series)
    by(cast, "Pat", mark_visit, monday.id, VisitOutcome.ATTENDED, seen=None)
    cancel = partial(
        mark_visit, outcome=VisitOutcome.CANCELLED_BY_FAMILY, reason=CancelReason.SCHOOL, seen=None
    )
    by(cast, "Pat", cancel, wednesday.id)
    by(cast, "Pat", cancel, friday.id)
    gone = by(cast, "Pat", end_series, series, on=date(2025, 3, 7))
    assert gone == 4, "the Friday that was cancelled ahead of its day is not prescribed any more either"
    assert [v.id for v in live_visits(engine, series)] == [monday.id, wednesday.id]
    ended = row(engine, "visit_series", series)
    assert (ended.ends_on, ended.ended_by_id) == (date(2025, 3, 7), cast.accounts["Pat"])
    with pytest.raises(Conflict):
        by(cast, "Lee", end_series, series, on=date(2025, 3, 6))
    with pytest.raises(Conflict):
        by(cast, "Lee", end_series, series, on=date(2025, 3, 10), seen=date(2025, 3, 7))
    assert by(cast, "Lee", end_series, series, on=date(2025, 3, 5), seen=date(2025, 3, 7)) == 1


def test_an_end_from_today_keeps_what_was_said_of_today(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {MON, WED}))
    monday, _ = live_visits(engine, series)
    by(cast, "Pat", mark_visit, monday.id, VisitOutcome.NO_SHOW, seen=None)
    assert by(cast, "Pat", end_series, series, on=TODAY) == 1
    assert [v.id for v in live_visits(engine, series)] == [monday.id]
    with pytest.raises(InvalidInput):
        by(cast, "Pat", end_series, series, on=TODAY - timedelta(days=1), seen=TODAY)


def test_a_series_that_has_not_begun_ends_on_its_first_day(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {FRI}))
    assert by(cast, "Pat", end_series, series, on=TODAY) == 1
    assert row(engine, "visit_series", series).ends_on == date(2025, 3, 7)
    assert live_visits(engine, series) == []


def test_the_end_takes_along_what_was_moved_behind_it(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED}))
    [visit] = live_visits(engine, series)
    by(cast, "Pat", move_visit, visit.id, day=date(2025, 3, 20), begins_at=time(9), seen=None)
    assert by(cast, "Pat", end_series, series, on=date(2025, 3, 10)) == 1
    [mark] = [r.id for r in rows(engine, "visit_record")]
    with pytest.raises(Conflict) as refused:
        by(cast, "Pat", unmark_visit, visit.id, seen=mark)
    assert refused.value.what == "visit_gone"


def test_visits_are_added_one_by_one(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(OT, per_week=2, weeks=4, first=TOMORROW, at=time(14)))
    assert moments(engine, series) == [utc(4, 19)]
    by(cast, "Lee", add_visit, series, day=date(2025, 3, 10), begins_at=time(14))
    by(cast, "Lee", add_visit, series, day=date(2025, 2, 28), begins_at=time(8), minutes=20)
    assert moments(engine, series) == [datetime(2025, 2, 28, 13, tzinfo=UTC), utc(4, 19), utc(10, 18)]
    with pytest.raises(Conflict) as refused:
        by(cast, "Lee", add_visit, series, day=TOMORROW, begins_at=time(14))
    assert refused.value.what == "visit_there"


@pytest.mark.parametrize("who", ["Pat", "Lee"])
def test_the_team_plans_counseling_for_itself_or_for_all_and_keeps_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock, who: str
) -> None:
    plan = series_plan(COUNSELING, {WED})
    for visibility in (TEAM, ALL):
        made = row(engine, "visit_series", planned_by(cast, who, plan, visibility))
        assert (made.kept_by_id, made.shown_to_child, made.visibility) == (None, False, visibility)
    with pytest.raises(InvalidInput):
        planned_by(cast, who, plan, ONLY)
    with pytest.raises(NotPermitted):
        planned_by(cast, who, plan, ALL, shown_to_child=True)


def test_a_counselor_keeps_what_she_plans_and_plans_nothing_else(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    plan = series_plan(COUNSELING, {WED})
    for visibility in SeriesVisibility:
        made = row(engine, "visit_series", planned_by(cast, "Casey", plan, visibility))
        assert (made.kept_by_id, made.shown_to_child) == (cast.accounts["Casey"], False)
    for discipline in (PT, OT, MEDICAL):
        with pytest.raises(NotPermitted):
            planned_by(cast, "Casey", series_plan(discipline, {WED}))


@pytest.mark.parametrize("discipline", [PT, OT, MEDICAL])
def test_only_counseling_is_kept_from_anybody(cast: Cast, clock: Clock, discipline: Discipline) -> None:
    with pytest.raises(InvalidInput):
        planned_by(cast, "Pat", series_plan(discipline, {WED}), TEAM)


def test_families_plan_nothing(cast: Cast, clock: Clock) -> None:
    for who in ("Mia", "Dana", "Ben"):
        with pytest.raises(NotPermitted):
            by(cast, who, plan_series, series_plan(PT, {WED}))
        with pytest.raises(NotPermitted):
            by(cast, who, preview_series, series_plan(PT, {WED}))


def test_only_its_counselor_shows_a_series_to_the_child(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    kept = planned_by(cast, "Casey", series_plan(COUNSELING, {WED}), TEAM)
    for who in ("Pat", "Lee"):
        with pytest.raises(NotPermitted):
            by(cast, who, show_to_child, kept, shown=True)
    by(cast, "Casey", show_to_child, kept, shown=True)
    by(cast, "Casey", show_to_child, kept, shown=True)
    assert row(engine, "visit_series", kept).shown_to_child
    by(cast, "Casey", show_to_child, kept, shown=False)
    assert not row(engine, "visit_series", kept).shown_to_child
    assert [what for what, _ in changes(engine)] == ["keep_counseling"] * 3
    open_to_all = planned_by(cast, "Pat", series_plan(COUNSELING, {WED}))
    by(cast, "Casey", show_to_child, open_to_all, shown=True)
    with pytest.raises(InvalidInput):
        by(cast, "Pat", show_to_child, planned_by(cast, "Pat", series_plan(PT, {WED})), shown=False)


def test_what_only_the_counselor_knows_of_is_not_found_by_the_team(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    kept = planned_by(cast, "Casey", series_plan(COUNSELING, {WED}), ONLY)
    [visit] = live_visits(engine, kept)
    for who in ("Pat", "Lee", "Dana", "Mia"):
        for call in (
            partial(mark_visit, visit_id=visit.id, outcome=VisitOutcome.ATTENDED, seen=None),
            partial(unmark_visit, visit_id=visit.id, seen=1),
            partial(move_visit, visit_id=visit.id, day=TOMORROW, begins_at=time(9), seen=None),
            partial(add_visit, series_id=kept, day=TOMORROW, begins_at=time(9)),
            partial(end_series, series_id=kept, on=TOMORROW),
            partial(show_to_child, series_id=kept, shown=True),
        ):
            with pytest.raises(NotFound):
                by(cast, who, call)
    assert {what for what, _ in changes(engine)} == {"keep_counseling"}
