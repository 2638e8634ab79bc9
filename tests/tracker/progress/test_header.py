"""The head of a child's pages: the chosen name, the treatment week of today where the child lives, and the type."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import AmpsType
from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tests.factories import make_episode
from tests.steps import Clock
from tracker.access.work import reading
from tracker.errors import NotFound
from tracker.progress.header import Header, header_of

CHILD = METADATA.tables["child"]
HOME = METADATA.tables["child_time_zone"]


@pytest.fixture
def courses(engine: sa.Engine, cast: Cast) -> None:
    """Two weeks in January, and from Wednesday 5 March on."""
    with engine.begin() as connection:
        make_episode(connection, cast.mia, date(2025, 1, 6), date(2025, 1, 20))
        make_episode(connection, cast.mia, date(2025, 3, 5), number=2)


def head(cast: Cast, clock: Clock, day: date, hour: int = 12, who: str = "Dana") -> Header:
    clock.moment = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    with reading(cast.tokens[who]) as work:
        return header_of(work, cast.mia)


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2025, 1, 5), None),
        (date(2025, 1, 6), 1),
        (date(2025, 1, 12), 1),
        (date(2025, 1, 13), 2),
        (date(2025, 1, 19), 2),
        (date(2025, 1, 20), None),  # its end is the first day no longer in it
        (date(2025, 3, 4), None),
        (date(2025, 3, 5), 1),
        (date(2025, 3, 11), 1),  # the clocks went forward on the Sunday before
        (date(2025, 3, 12), 2),
        (date(2025, 12, 31), 44),
    ],
)
def test_the_week_is_that_of_the_course_running_today(
    cast: Cast, clock: Clock, day: date, week: int | None
) -> None:
    for hour in (0, 23):
        assert head(cast, clock, day, hour) == Header(cast.mia, "Mia", week, AmpsType.DIFFUSE)


def test_the_week_is_none_after_the_last_course(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        make_episode(connection, cast.mia, date(2025, 1, 6), date(2025, 1, 20))
    assert head(cast, clock, date(2025, 1, 19)).week == 2
    assert head(cast, clock, date(2025, 1, 20)).week is None
    assert head(cast, clock, date(2025, 8, 1)).week is None


def test_without_a_course_or_a_type_only_the_name_stands_there(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(CHILD).values(amps_type=None))
    assert head(cast, clock, clock.today) == Header(cast.mia, "Mia", None, None)


@pytest.mark.parametrize("amps_type", AmpsType)
def test_each_type_is_told(engine: sa.Engine, cast: Cast, clock: Clock, amps_type: AmpsType) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(CHILD).values(amps_type=amps_type))
    assert head(cast, clock, clock.today).amps_type is amps_type


@pytest.mark.usefixtures("courses")
def test_today_is_where_the_child_lives(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """Thirteen hours before New York's clocks, the second course is in its second week by Tuesday noon."""
    assert head(cast, clock, date(2025, 3, 11)).week == 1
    with engine.begin() as connection:
        moved = {"child_id": cast.mia, "valid_from": date(2025, 1, 1), "time_zone": "Asia/Tokyo"}
        connection.execute(sa.insert(HOME), moved)
    assert head(cast, clock, date(2025, 3, 11)).week == 2


def test_whoever_follows_the_child_reads_it_and_the_head_alone_is_no_look(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for who in ("Mia", "Dana", "Ben", "Pat", "Casey", "Lee"):
        assert head(cast, clock, clock.today, who=who).name == "Mia"
    for who in ("Sam", "Ada", "Iris"):
        with pytest.raises(NotFound):
            head(cast, clock, clock.today, who=who)
    assert rows_of(engine)["access_log"] == []
