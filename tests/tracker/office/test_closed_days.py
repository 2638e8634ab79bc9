"""The clinic's closed days: added once each, taken away without being forgotten, and written down."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import Clock, row
from tests.steps import changes as logged
from tests.tracker.office.office import add_administrator, office
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.office.clinic_settings import changes
from tracker.office.closed_days import Closed, add_closed_day, closed_days, remove_closed_day


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, Uma who is a second administrator, and Otto who manages the other clinic."""
    add_administrator(engine, cast, "Uma", cast.clinic)
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


def test_closed_days_are_added_and_taken_away_and_written_down(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    winter = office(cast, "Ada", add_closed_day, date(2025, 12, 25), " Winter break ")
    today = office(cast, "Ada", add_closed_day, clock.today)
    assert office(cast, "Uma", closed_days) == [
        Closed(today, clock.today, ""),
        Closed(winter, date(2025, 12, 25), "Winter break"),
    ]
    office(cast, "Uma", remove_closed_day, winter)
    assert office(cast, "Ada", closed_days) == [Closed(today, clock.today, "")]
    assert row(engine, "closed_day", winter).withdrawn_by_id == cast.accounts["Uma"]
    assert [(c.who, c.setting, c.before, c.after) for c in office(cast, "Ada", changes)] == [
        ("Uma", "closed_day", "2025-12-25 Winter break", ""),
        ("Ada", "closed_day", "", "2025-03-03"),
        ("Ada", "closed_day", "", "2025-12-25 Winter break"),
    ]
    assert len(logged(engine)) == 3
    office(cast, "Ada", add_closed_day, date(2025, 12, 25))


def test_a_closed_day_that_cannot_be_is_refused(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    before = rows_of(engine)
    far = timedelta(days=733)
    for day, name, problem in (
        (None, "", "closed_day: empty"),
        (date.max, "", "closed_day: within_years"),
        (date.min, "", "closed_day: within_years"),
        (clock.today + far, "", "closed_day: within_years"),
        (clock.today - far, "", "closed_day: within_years"),
        (clock.today, "x" * 81, "closed_day_name: too_long"),
        (clock.today, "a\nb", "closed_day_name: characters"),
    ):
        with pytest.raises(InvalidInput, match=problem):
            office(cast, "Ada", add_closed_day, day, name)
    assert rows_of(engine) == before
    for day in (clock.today + far - timedelta(days=1), clock.today - far + timedelta(days=1)):
        assert office(cast, "Ada", add_closed_day, day, "")


def test_a_clinic_is_closed_once_a_day(engine: sa.Engine, cast: Cast) -> None:
    office(cast, "Ada", add_closed_day, date(2025, 12, 25), "Winter break")
    office(cast, "Otto", add_closed_day, date(2025, 12, 25), "Winter break")
    before = rows_of(engine)
    with pytest.raises(Conflict, match="closed_day"):
        office(cast, "Uma", add_closed_day, date(2025, 12, 25), "Another name")
    assert rows_of(engine) == before


def test_a_closed_day_of_another_clinic_is_not_found(engine: sa.Engine, cast: Cast) -> None:
    closed = office(cast, "Ada", add_closed_day, date(2025, 12, 25))
    before = rows_of(engine)
    for who, number in (("Otto", closed), ("Ada", 999), ("Ada", 0), ("Ada", 2**40)):
        with pytest.raises(NotFound):
            office(cast, who, remove_closed_day, number)
    assert rows_of(engine) == before


def test_only_administrators_see_and_change_closed_days(engine: sa.Engine, cast: Cast) -> None:
    closed = office(cast, "Ada", add_closed_day, date(2025, 12, 25))
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        with pytest.raises(NotPermitted):
            office(cast, who, closed_days)
        with pytest.raises(NotPermitted):
            office(cast, who, add_closed_day, date(2025, 12, 26))
        with pytest.raises(NotPermitted):
            office(cast, who, remove_closed_day, closed)
    assert rows_of(engine) == before
