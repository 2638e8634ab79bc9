"""Moved visits go out and come in again, wherever they were moved to."""

from datetime import date, time
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import Clock, by
from tests.tracker.exchange.files.sent import bring_in, take_out, write
from tests.tracker.exchange.files.test_days_round_trip import VISITS_HEADER, visits_of
from tests.tracker.visits.planned import FRI, PT, WED, live_visits, planned_by, series_plan
from tracker.visits.moving import move_visit


def test_a_visit_that_was_moved_to_an_earlier_day_is_stored_behind_it(
    engine: sa.Engine, cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    header = f"{VISITS_HEADER},visit,in_place_of"
    rows = ["2025-02-03,10:00,medical,30,attended,,,1,2", "2025-02-10,10:00,medical,30,moved,,,2,"]
    child = bring_in(write(tmp_path / "in", visits="\n".join([header, *rows, ""])), cast.clinic)
    with engine.connect() as connection:
        query = (
            "SELECT a.starts_at, b.starts_at FROM visit a JOIN visit b ON b.id = a.moved_from_id"
            f" WHERE a.child_id = {child}"
        )
        [(early, late)] = connection.exec_driver_sql(query).all()
    assert (str(early)[:10], str(late)[:10]) == ("2025-02-03", "2025-02-10")
    files = take_out(child, tmp_path / "out")
    assert take_out(bring_in(tmp_path / "out", cast.clinic), tmp_path / "again") == files


def test_visits_that_changed_places_come_back_to_the_byte(
    engine: sa.Engine, cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    """Two rows have the same day and time then, of which one was moved away."""
    series = planned_by(cast, "Pat", series_plan(PT, {WED, FRI}))
    wednesday, friday = live_visits(engine, series)
    move = partial(move_visit, begins_at=time(9), seen=None)
    aside = by(cast, "Pat", partial(move, day=date(2025, 3, 6)), wednesday.id)
    by(cast, "Pat", partial(move, day=date(2025, 3, 5)), friday.id)
    by(cast, "Pat", partial(move, day=date(2025, 3, 7)), aside)
    files = take_out(cast.mia, tmp_path / "first")
    again = bring_in(tmp_path / "first", cast.clinic)
    assert take_out(again, tmp_path / "second") == files
    assert visits_of(engine, again) == visits_of(engine, cast.mia)
