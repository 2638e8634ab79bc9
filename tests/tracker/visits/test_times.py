"""A time that a visit has left is free for another, and one that it has is not; what has come outlives the end."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.vocabulary import CancelReason, Modality, SeriesVisibility, VisitOutcome
from tests.cast import Cast
from tests.steps import TODAY, Clock, by
from tests.tracker.visits.planned import (
    COUNSELING,
    FRI,
    MON,
    OT,
    PT,
    WED,
    live_visits,
    moments,
    planned_by,
    series_plan,
)
from tracker.errors import Conflict
from tracker.visits.marking import mark_visit, unmark_visit
from tracker.visits.moving import move_visit
from tracker.visits.series import add_visit, end_series, preview_series

NINE = time(9)
WEDNESDAY = TODAY + timedelta(days=2)
FRIDAY = TODAY + timedelta(days=4)
CANCEL = partial(mark_visit, outcome=VisitOutcome.CANCELLED_BY_CLINIC, reason=CancelReason.OTHER, seen=None)


def test_two_visits_change_places(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED, FRI}))
    before = moments(engine, series)
    wednesday, friday = live_visits(engine, series)
    aside = by(cast, "Pat", move_visit, wednesday.id, day=WEDNESDAY, begins_at=time(15), seen=None)
    by(cast, "Pat", move_visit, friday.id, day=WEDNESDAY, begins_at=NINE, seen=None)
    by(cast, "Pat", move_visit, aside, day=FRIDAY, begins_at=NINE, seen=None)
    standing = {v.starts_at for v in live_visits(engine, series)} - {
        datetime(2025, 3, 5, 20, tzinfo=UTC)  # 15:00, where nothing stayed
    }
    assert standing == set(before)


def test_a_moved_visit_goes_back_to_its_first_time(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED}))
    [visit] = live_visits(engine, series)
    away = by(cast, "Pat", move_visit, visit.id, day=FRIDAY, begins_at=NINE, seen=None)
    back = by(cast, "Pat", move_visit, away, day=WEDNESDAY, begins_at=NINE, seen=None)
    newest = next(v for v in live_visits(engine, series) if v.id == back)
    assert newest.starts_at == visit.starts_at


def test_in_person_becomes_video_at_the_same_time(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED}))
    [visit] = live_visits(engine, series)
    how = partial(move_visit, day=WEDNESDAY, begins_at=NINE, seen=None)
    new = by(cast, "Pat", partial(how, modality=Modality.VIDEO), visit.id)
    made = next(v for v in live_visits(engine, series) if v.id == new)
    assert (made.starts_at, made.modality) == (visit.starts_at, "video")


def test_the_time_of_a_cancelled_visit_is_free_and_then_it_does_not_stand_again(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {MON, WED}))
    monday, wednesday = live_visits(engine, series)
    said = by(cast, "Pat", CANCEL, monday.id)
    by(cast, "Pat", move_visit, wednesday.id, day=TODAY, begins_at=NINE, seen=None)
    for again in (
        partial(unmark_visit, seen=said.id),
        partial(mark_visit, outcome=VisitOutcome.ATTENDED, seen=said.id),
    ):
        with pytest.raises(Conflict) as refused:
            by(cast, "Pat", again, monday.id)
        assert (refused.value.what, refused.value.limits) == ("visit_there", {"day": TODAY})


def test_a_move_is_not_taken_back_onto_another_visit(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {WED}))
    [visit] = live_visits(engine, series)
    by(cast, "Pat", move_visit, visit.id, day=FRIDAY, begins_at=NINE, seen=None)
    with engine.connect() as connection:
        moved = connection.execute(sa.text("SELECT max(id) FROM visit_record")).scalar_one()
    by(cast, "Pat", add_visit, series, day=WEDNESDAY, begins_at=NINE)
    with pytest.raises(Conflict) as refused:
        by(cast, "Pat", unmark_visit, visit.id, seen=moved)
    assert refused.value.what == "visit_there"
    assert len([v for v in live_visits(engine, series) if v.starts_at == visit.starts_at]) == 2


def test_an_end_from_today_moves_nothing_that_has_come(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """It is noon: of today's, one was cancelled this morning, one is over and waits for its mark, one is to come."""
    at_eight, at_nine, at_four = (
        planned_by(cast, "Pat", series_plan(PT, {MON}, at=time(hour))) for hour in (8, 9, 16)
    )
    [cancelled] = live_visits(engine, at_eight)
    by(cast, "Pat", CANCEL, cancelled.id)
    gone = [by(cast, "Pat", end_series, series, on=TODAY) for series in (at_eight, at_nine, at_four)]
    assert gone == [0, 0, 1]
    [over] = live_visits(engine, at_nine)
    assert by(cast, "Pat", mark_visit, over.id, VisitOutcome.ATTENDED, seen=None).is_new


def test_a_preview_names_what_stands_at_the_same_time(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    planned_by(cast, "Pat", series_plan(PT, {WED, FRI}))
    wanted = series_plan(OT, {WED}, at=time(9, 30), weeks=2)
    [met] = by(cast, "Lee", preview_series, wanted).meets
    assert (met.discipline, met.starts_at.isoformat()) == (PT, "2025-03-05T09:00:00-05:00")
    right_after = series_plan(OT, {WED}, at=time(9, 45))
    right_before = series_plan(OT, {WED}, at=time(8), minutes=60)
    for free in (right_after, right_before):
        assert by(cast, "Lee", preview_series, free).meets == ()


def test_a_preview_tells_nobody_of_a_series_that_is_kept(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    planned_by(cast, "Casey", series_plan(COUNSELING, {WED}), SeriesVisibility.COUNSELOR_ONLY)
    assert by(cast, "Pat", preview_series, series_plan(OT, {WED})).meets == ()
    [met] = by(cast, "Casey", preview_series, series_plan(COUNSELING, {WED})).meets
    assert met.discipline is COUNSELING
