"""Marks of whole days, and who may read a note."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import DayMark
from db.vocabulary import CompletionState, Mark, Readers
from tests.cast import ZONE, Cast
from tests.factories import make_plan
from tracker import clock
from tracker.access.work import reading, writing
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.progress.day import day_of
from tracker.record.completions import Answer, Occurrence, answer
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


@pytest.mark.parametrize(
    ("writer", "readers", "who_reads"),
    [
        ("Dana", Readers.TEAM_AND_HOUSEHOLD, {"Dana", "Pat", "Lee", "Casey"}),
        ("Dana", Readers.TEAM_ONLY, {"Dana", "Pat", "Lee", "Casey"}),
        ("Mia", Readers.TEAM_AND_HOUSEHOLD, {"Mia", "Pat", "Lee", "Casey"}),
        ("Pat", Readers.TEAM_AND_HOUSEHOLD, {"Pat", "Lee", "Casey"}),
    ],
)
def test_a_note_never_reaches_the_other_household(
    engine: sa.Engine, cast: Cast, writer: str, readers: Readers, who_reads: set[str]
) -> None:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, TODAY)
    note = Answer(CompletionState.DONE, note="a word for you", note_readers=readers)
    with writing(cast.tokens[writer]) as work:
        answer(work, cast.mia, Occurrence(plan["Walk"], TODAY), note, seen=None)
    found = set()
    for who in ("Mia", "Dana", "Ben", "Pat", "Lee", "Casey"):
        with reading(cast.tokens[who]) as work:
            day = day_of(work, cast.mia)
        entries = [item.entry for item in day.items if item.entry is not None]
        assert len(entries) == 1
        if entries[0].note:
            assert entries[0].note == "a word for you"
            found.add(who)
    assert found == who_reads


def test_a_note_reaches_the_second_guardian_of_the_same_household(engine: sa.Engine, cast: Cast) -> None:
    from db.vocabulary import Level, RelationshipKind, Role
    from tests.cast import link, make_account, make_session

    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, TODAY)
        account = make_account(connection, cast.clinic, "Rosa", Role.FAMILY)
        guardian = RelationshipKind.GUARDIAN
        link(connection, cast.clinic, account, cast.mia, guardian, Level.RECORD, "Dana's home")
        rosa = make_session(connection, account, NOW)
    for exercise, readers in (("Walk", Readers.TEAM_AND_HOUSEHOLD), ("Stairs", Readers.TEAM_ONLY)):
        note = Answer(CompletionState.DONE, note=exercise, note_readers=readers)
        with writing(cast.tokens["Dana"]) as work:
            answer(work, cast.mia, Occurrence(plan[exercise], TODAY), note, seen=None)
    with reading(rosa) as work:
        day = day_of(work, cast.mia)
    assert {item.entry.note for item in day.items if item.entry} == {"Walk", ""}
