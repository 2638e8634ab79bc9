"""Marks of whole days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import DayMark
from db.vocabulary import Mark
from tests.cast import ZONE, Cast
from tracker import clock
from tracker.access.work import writing
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.record.days import mark_day

NOW = datetime(2026, 3, 11, 20, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
TODAY = date(2026, 3, 11)
mark_table = table_of(DayMark)


@pytest.fixture(autouse=True)
def at_ten_past_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def mark(cast: Cast, who: str, wanted: Mark | None, *, seen: int | None = None, day: date = TODAY) -> None:
    with writing(cast.tokens[who]) as work:
        mark_day(work, cast.mia, day, wanted, seen=seen)


def live(engine: sa.Engine) -> list[tuple[int, Mark]]:
    with engine.connect() as connection:
        query = sa.select(mark_table.c.id, mark_table.c.mark).where(mark_table.c.withdrawn_at.is_(None))
        return [(row.id, row.mark) for row in connection.execute(query)]


def test_marking_twice_is_one_mark(engine: sa.Engine, cast: Cast) -> None:
    mark(cast, "Dana", Mark.ILL)
    mark(cast, "Ben", Mark.ILL)
    assert [word for _, word in live(engine)] == [Mark.ILL]


def test_a_stale_screen_does_not_change_somebody_elses_mark(engine: sa.Engine, cast: Cast) -> None:
    mark(cast, "Dana", Mark.ILL)
    for wanted in (Mark.AWAY, None):
        with pytest.raises(Conflict):
            mark(cast, "Ben", wanted)
    ((seen, _),) = live(engine)
    mark(cast, "Ben", Mark.AWAY, seen=seen)
    assert [word for _, word in live(engine)] == [Mark.AWAY]


def test_a_mark_is_taken_back(engine: sa.Engine, cast: Cast) -> None:
    mark(cast, "Dana", Mark.ILL)
    ((seen, _),) = live(engine)
    mark(cast, "Dana", None, seen=seen)
    assert live(engine) == []


@pytest.mark.parametrize("offset", [1, -3])
def test_only_open_days_can_be_marked(engine: sa.Engine, cast: Cast, offset: int) -> None:
    with pytest.raises(InvalidInput, match="day"):
        mark(cast, "Dana", Mark.ILL, day=TODAY + timedelta(days=offset))
    with pytest.raises(NotFound):
        mark(cast, "Sam", Mark.ILL)
    assert live(engine) == []


def test_a_clinician_marks_an_old_day_with_a_reason(engine: sa.Engine, cast: Cast) -> None:
    day = TODAY - timedelta(days=20)
    with writing(cast.tokens["Pat"]) as work, pytest.raises(InvalidInput, match="late_reason"):
        mark_day(work, cast.mia, day, Mark.ILL, seen=None)
    with writing(cast.tokens["Pat"]) as work:
        mark_day(work, cast.mia, day, Mark.ILL, seen=None, late_reason="told at the visit")
    assert [word for _, word in live(engine)] == [Mark.ILL]
