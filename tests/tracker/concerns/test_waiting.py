"""A new question as a reason to look: unread for a whole working day of the clinic."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, ClosedDay
from db.vocabulary import ConcernKind, ConcernTopic, Level, Readers, RelationshipKind
from tests.cast import Cast, link
from tests.steps import Clock, by
from tests.tracker.concerns.test_concerns import LATER, NEW, SAME, answers, asks
from tests.tracker.progress.caseloads import follow, names, row
from tracker.access.work import writing
from tracker.concerns.answering import read_concerns
from tracker.concerns.asking import ask, take_back
from tracker.concerns.caseload import working_day_before
from tracker.progress.caseload import Row
from tracker.progress.reasons import Kind, NewConcern

MONDAY, FRIDAY, SATURDAY = date(2025, 3, 3), date(2025, 3, 7), date(2025, 3, 8)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def at(clock: Clock, day: date, hour: int = 12) -> None:
    clock.moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(hours=5)


def asks_of(engine: sa.Engine, cast: Cast, name: str) -> None:
    child = row(cast, name).child_id
    with engine.begin() as connection:
        kind, level = RelationshipKind.GUARDIAN, Level.RECORD
        link(connection, cast.clinic, cast.accounts["Dana"], child, kind, level, "Home")
    with writing(cast.tokens["Dana"]) as work:
        ask(work, child, SAME, text="May we swim?")


def reason(found: Row) -> list[NewConcern]:
    return [each for each in found.reasons if isinstance(each, NewConcern)]


def first_day_told(cast: Cast, clock: Clock, asked: date) -> date:
    """Walk through the days after a question, each at one minute past midnight, until the caseload names it."""
    for days in range(20):
        at(clock, asked + timedelta(days=days), 0 if days else 23)
        if reason(row(cast)):
            return asked + timedelta(days=days)
    raise AssertionError("never told")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (MONDAY, MONDAY + timedelta(days=2)),
        (FRIDAY, FRIDAY + timedelta(days=4)),
        (SATURDAY, SATURDAY + timedelta(days=3)),
        (SATURDAY + timedelta(days=1), SATURDAY + timedelta(days=3)),
    ],
)
def test_it_is_told_once_a_whole_working_day_lies_between(
    cast: Cast, clock: Clock, asked: date, told: date
) -> None:
    at(clock, asked)
    asks(cast)
    assert first_day_told(cast, clock, asked) == told
    assert reason(row(cast)) == [NewConcern(1, asked, ((SAME, None),))]


def test_the_clinics_days_off_and_public_holidays_are_no_working_days(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    clinic = METADATA.tables["clinic"]
    with engine.begin() as connection:
        connection.execute(sa.update(clinic).where(clinic.c.id == cast.clinic).values(region="US"))
        insert_row(
            connection,
            ClosedDay(
                clinic_id=cast.clinic,
                day=date(2025, 5, 27),
                name="Painting",
                created_at=clock.moment,
                created_by_id=None,
            ),
        )
    # Friday before Memorial Day (26 May): Saturday, Sunday, the holiday and a closed Tuesday follow.
    asked = date(2025, 5, 23)
    clock.moment = datetime(2025, 5, 23, 16, tzinfo=UTC)
    asks(cast)
    assert first_day_told(cast, clock, asked) == date(2025, 5, 29)


def test_the_working_day_before_is_looked_for_as_long_as_it_takes() -> None:
    assert working_day_before(MONDAY, lambda _day: False) == date(2025, 2, 28)
    assert working_day_before(FRIDAY, lambda _day: False) == date(2025, 3, 6)
    assert working_day_before(FRIDAY, lambda day: day > MONDAY) == MONDAY


@pytest.mark.parametrize("who", ["Pat", "Lee", "Casey"])
def test_it_is_a_reason_no_more_once_anybody_of_the_team_has_read_it(
    cast: Cast, clock: Clock, who: str
) -> None:
    concern = asks(cast)
    clock.forward(days=3)
    assert [each.has(Kind.NEW_CONCERN) for each in (row(cast), row(cast, who="Lee"))] == [True, True]
    by(cast, who, read_concerns, [concern])
    assert not reason(row(cast))
    assert row(cast).open_concerns == 1


def test_what_is_for_the_team_alone_counts_and_what_waits_for_the_appointment_does_not(
    cast: Cast, clock: Clock
) -> None:
    asks(cast, kind=LATER)
    clock.forward(days=3)
    assert (reason(row(cast)), row(cast).open_concerns) == ([], 1)
    first = clock.today
    asks(cast, "Mia", readers=Readers.TEAM_ONLY)
    asks(cast, "Ben", kind=NEW, topic=ConcernTopic.MOOD)
    clock.forward(days=5)
    doors = (SAME, None), (NEW, ConcernTopic.MOOD)
    assert (reason(row(cast)), row(cast).open_concerns) == ([NewConcern(2, first, doors)], 3)


def test_the_door_of_what_waits_longest_is_named_first(cast: Cast, clock: Clock) -> None:
    first = clock.today
    asks(cast, kind=NEW, topic=ConcernTopic.MOOD)
    clock.forward(days=1)
    asks(cast)
    asks(cast, "Ben", kind=NEW, topic=ConcernTopic.MOOD)
    clock.forward(days=5)
    assert reason(row(cast)) == [NewConcern(3, first, ((NEW, ConcernTopic.MOOD), (SAME, None)))]


def test_who_waits_longest_to_be_read_comes_first(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for name in ("Ana", "Zoe", "Ivo"):
        follow(engine, cast, name)
    asks_of(engine, cast, "Zoe")
    clock.forward(days=1)
    asks_of(engine, cast, "Ivo")
    asks(cast)
    assert names(cast) == ["Ana", "Ivo", "Mia", "Zoe"], "each has a reason, none an unread question"
    clock.forward(days=5)
    assert names(cast) == ["Zoe", "Ivo", "Mia", "Ana"]
    assert row(cast, "Zoe").unread_since is not None
    assert row(cast, "Ana").unread_since is None


def test_what_was_answered_or_taken_back_is_neither_open_nor_new(cast: Cast, clock: Clock) -> None:
    concern, other = asks(cast), asks(cast)
    clock.forward(days=3)
    answers(cast, concern)
    by(cast, "Dana", take_back, other)
    assert (reason(row(cast)), row(cast).open_concerns) == ([], 0)


def test_one_statement_reads_it_for_a_whole_caseload(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    def statements() -> int:
        counted: list[str] = []
        listen = lambda *of: counted.append(of[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", listen)
        try:
            row(cast)
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
        return len([each for each in counted if "FROM concern" in each])

    asks(cast)
    assert statements() == 1
    for number in range(3):
        follow(engine, cast, f"Child {number}")
    asks(cast)
    clock.forward(days=4)
    assert statements() == 1


def test_another_clinics_question_is_nobody_elses(cast: Cast, clock: Clock) -> None:
    with writing(cast.tokens["Iris"]) as work:
        ask(work, cast.children["Noor"], ConcernKind.MORE_OF_THE_SAME, text="Hello")
    clock.forward(days=4)
    assert row(cast).open_concerns == 0
